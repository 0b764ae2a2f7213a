"""Teams of the desk: who of them holds a team's key, and who may hand it on (security.md 3.13)."""

from __future__ import annotations

from collections.abc import Collection

ALERTS = "alerts"
INSTITUTIONS = "institutions"
NO_TEAM = "none"

TEAMS = (ALERTS, INSTITUTIONS)

TEAM_OF_ROLE = {
    "moderator": ALERTS,
    "lead": ALERTS,
    "caseworker": INSTITUTIONS,
    "analyst": NO_TEAM,
    "administrator": NO_TEAM,
    "auditor": NO_TEAM,
}
"""Every role of the desk and the team it belongs to unless said otherwise."""

KEY_ROLES = frozenset({"moderator", "lead", "caseworker"})
FEWEST_HOLDERS = 2
"""With fewer, one forgotten passphrase locks a team out of its reports for good."""


class NoSuchRole(Exception):
    """A role or team the desk does not know, or a pair that does not go together."""


def team_for(role: str, team: str | None = None) -> str:
    """The team somebody of this role works in; `team` overrides it for a lead only.

    Raises NoSuchRole. People without a key belong to no team, whatever is asked.
    """
    if role not in TEAM_OF_ROLE:
        raise NoSuchRole(role)
    usual = TEAM_OF_ROLE[role]
    if team is None or team == usual:
        return usual
    if role == "lead" and team in TEAMS:
        return team
    raise NoSuchRole(f"{role} of {team}")


def holds_key(role: str) -> bool:
    """May somebody of this role hold a team's private key?"""
    return role in KEY_ROLES


def may_grant(role: str, roles_of_other_holders: Collection[str]) -> bool:
    """May a key holder of this role hand the key to a new colleague?

    A lead may. A team whose holders count no lead must not be locked out when somebody
    forgets a passphrase: there every holder may.
    """
    return role == "lead" or (holds_key(role) and "lead" not in roles_of_other_holders)
