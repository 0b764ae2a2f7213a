"""The states of a report, alert, complaint, application, member, listed person's request and staff.

Values are the codes of `data/`; what may follow what stands in `moderation/rules/workflow.py`.
"""

from __future__ import annotations

from enum import StrEnum


class ReportState(StrEnum):
    """Where a report stands; the reporter reads it in plain words."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ASKED = "asked"
    ANSWERED = "answered"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    MERGED = "merged"
    REJECTED = "rejected"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AlertState(StrEnum):
    """Where an alert stands; only `published` is ever seen by a member or found by a check."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    VETOED = "vetoed"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    RETRACTED = "retracted"


CAME_OUT = frozenset({AlertState.PUBLISHED, AlertState.SUSPENDED})
"""Out, or at rest after it was: an alert that members know and that has not ended."""


class ComplaintState(StrEnum):
    """Where a complaint stands; values are codes of the list `complaint_status`."""

    SUBMITTED = "ingediend"
    IN_PROGRESS = "in-behandeling"
    WAITS_FOR_HER = "wacht-op-melder"
    SENT = "verzonden"
    WAITS_FOR_THEM = "wacht-op-instantie"
    EXTENDED = "verdaagd"
    ESCALATED = "vervolgstap"
    CLOSED = "afgesloten"
    WITHDRAWN = "ingetrokken"


class ApplicationState(StrEnum):
    """Where somebody who wants to become a member stands."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"


class MemberState(StrEnum):
    """A member may pause (no notices, no sign-in to alerts) or be suspended by the desk."""

    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"


class SubjectState(StrEnum):
    """Where the request of a listed person stands; values are codes of `subject_state`."""

    RECEIVED = "received"
    LONGER = "longer"
    ANSWERED = "answered"


class AppealState(StrEnum):
    """What a member who is shut out said against it: nothing yet, it waits, it was refused."""

    NONE = "none"
    WAITING = "waiting"
    REFUSED = "refused"


class StaffState(StrEnum):
    """Invited (link not used), enrolling (no confirmed second factor), active, suspended."""

    INVITED = "invited"
    ENROLLING = "enrolling"
    ACTIVE = "active"
    SUSPENDED = "suspended"
