"""Who of the desk may do what: the table of security.md 3.13, as data.

A role says what somebody may do at all; a team (see `teams`) says with whose reports, and
`four_eyes` says together with whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Roles of the desk; values are codes of the list `staff_role`."""

    MODERATOR = "moderator"
    LEAD = "lead"
    CASEWORKER = "caseworker"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What a page or decision asks for. "propose" and "confirm" are never the same person."""

    READ_ALERTS = "read_alerts"
    READ_REPORTS = "read_reports"
    READ_COMPLAINTS = "read_complaints"
    REVEAL_CONTACT = "reveal_contact"
    PROPOSE_ALERT = "propose_alert"
    PUBLISH_ALERT = "publish_alert"
    RETRACT_ALERT = "retract_alert"
    ADMIT_MEMBERS = "admit_members"
    SUSPEND_MEMBERS = "suspend_members"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_TRAININGS = "manage_trainings"
    PROPOSE_DELETION = "propose_deletion"
    CONFIRM_DELETION = "confirm_deletion"
    PROPOSE_EXPORT = "propose_export"
    CONFIRM_EXPORT = "confirm_export"
    GRANT_TEAM_KEY = "grant_team_key"
    MANAGE_ACCOUNTS = "manage_accounts"
    AUDIT_OWN = "audit_own"
    AUDIT_TEAM = "audit_team"
    AUDIT_ALL = "audit_all"
    ANSWER_SUBJECTS = "answer_subjects"
    READ_EVALUATION = "read_evaluation"
    PROPOSE_PROTOCOL = "propose_protocol"
    CONFIRM_PROTOCOL = "confirm_protocol"
    READ_DELETIONS = "read_deletions"
    BUILD_FIGURES = "build_figures"
    APPROVE_FIGURES = "approve_figures"


_ALERTS_DESK = frozenset({Role.MODERATOR, Role.LEAD})
_CASES = frozenset({Role.MODERATOR, Role.LEAD, Role.CASEWORKER})
_LEADS = frozenset({Role.LEAD, Role.CASEWORKER})  # the small complaints team leads itself

MATRIX: Mapping[Permission, frozenset[Role]] = {
    Permission.READ_ALERTS: _ALERTS_DESK,
    Permission.READ_REPORTS: _ALERTS_DESK,
    Permission.READ_COMPLAINTS: frozenset({Role.CASEWORKER}),
    Permission.REVEAL_CONTACT: _CASES,  # with a reason and a line in the log
    Permission.PROPOSE_ALERT: _ALERTS_DESK,
    Permission.PUBLISH_ALERT: _ALERTS_DESK,  # as second person where four_eyes asks for one
    Permission.RETRACT_ALERT: _ALERTS_DESK,
    Permission.ADMIT_MEMBERS: _ALERTS_DESK,  # decisions 10 outrank the table here
    Permission.SUSPEND_MEMBERS: frozenset({Role.LEAD}),
    Permission.MANAGE_ORGANISATIONS: frozenset({Role.LEAD}),
    Permission.MANAGE_TRAININGS: frozenset({Role.CASEWORKER}),
    # who did not work on the warning (decisions 18); that is a rule of its own
    Permission.ANSWER_SUBJECTS: _ALERTS_DESK,
    Permission.PROPOSE_DELETION: _CASES,
    Permission.CONFIRM_DELETION: _LEADS,
    Permission.PROPOSE_EXPORT: _CASES,
    Permission.CONFIRM_EXPORT: _LEADS,
    Permission.GRANT_TEAM_KEY: _LEADS,  # only who holds a grant; see teams.may_grant
    Permission.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT_OWN: frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
    Permission.AUDIT_TEAM: _LEADS,
    Permission.AUDIT_ALL: frozenset({Role.AUDITOR}),  # lines without content
    # counts without people, for the data protection authority (privacy.md 3.15)
    Permission.READ_EVALUATION: frozenset({Role.LEAD, Role.AUDITOR}),
    Permission.PROPOSE_PROTOCOL: frozenset({Role.LEAD, Role.ADMINISTRATOR}),
    Permission.CONFIRM_PROTOCOL: frozenset({Role.LEAD}),  # another one than who proposed it
    # numbers of what is gone, of nobody in particular
    Permission.READ_DELETIONS: frozenset({Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR}),
    Permission.BUILD_FIGURES: frozenset({Role.ANALYST}),
    # as second person: a desk seldom has two analysts, and nothing secret is seen
    Permission.APPROVE_FIGURES: frozenset({Role.ANALYST, Role.LEAD, Role.CASEWORKER}),
}


class NotPermitted(Exception):
    """A role that may not do this; carries both."""

    def __init__(self, role: str, permission: Permission) -> None:
        super().__init__(f"{role}: {permission}")
        self.role = role
        self.permission = permission


def may(role: str, permission: Permission) -> bool:
    """Whether a role may do this; an unknown role may nothing."""
    return any(role == allowed for allowed in MATRIX[permission])


def require(role: str, permission: Permission) -> None:
    """Raises `NotPermitted` unless `may`."""
    if not may(role, permission):
        raise NotPermitted(role, permission)


def roles_with(permission: Permission) -> frozenset[str]:
    """The roles that may do this, as the names that a view declares."""
    return frozenset(role.value for role in MATRIX[permission])


def confirms_for(person: object, proposed_by: object, role: str, permission: Permission) -> bool:
    """Whether `person` may confirm what another proposed: the right role, and not oneself."""
    return may(role, permission) and person != proposed_by
