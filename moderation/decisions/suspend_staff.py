"""Somebody leaves the desk: sessions end, keys and grants go, at once (security.md 2.7, T8).

What they could read they know, so the team's key must be made anew by a remaining holder; until
then an alarm stands.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import StaffState
from app.services import audit
from app.services.raise_alarm import raise_alarm
from app.services.web_session import end_all_for
from moderation.decisions.invite_staff import OPERATOR
from moderation.decisions.passkeys import drop_passkeys
from moderation.decisions.staff_rows import forget_keys, named
from moderation.decisions.team_grants import drop_grants
from moderation.rules.teams import holds_key, team_for

ROTATION_DUE = "team_key_rotation_due"


def suspend_staff(
    session: Session,
    name: str,
    *,
    actor: UUID | str = OPERATOR,
    even_if_last: bool = False,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Raises NoSuchPerson, and LastHolder when a team's key would be lost with this person."""
    row = named(session, name)
    had_key = row.public_key is not None and holds_key(row.role)
    drop_grants(session, row.id, even_if_last=even_if_last, now=now)
    end_all_for(session, row.id)
    drop_passkeys(session, row.id)
    forget_keys(row)
    row.state = StaffState.SUSPENDED
    if had_key:
        raise_alarm(session, ROTATION_DUE, now=now)
    audit.append(
        session, keyring=keyring, actor=actor, action="staff_suspended", object_id=row.id, now=now
    )


def change_role(
    session: Session,
    name: str,
    role: str,
    team: str | None = None,
    *,
    actor: UUID | str = OPERATOR,
    even_if_last: bool = False,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Another role: sessions end, and grants go unless the team stays the same.

    Raises NoSuchPerson, NoSuchRole, LastHolder.
    """
    row = named(session, name)
    new_team = team_for(role, team)
    if not holds_key(role) or new_team != row.team:
        drop_grants(session, row.id, even_if_last=even_if_last, now=now)
    end_all_for(session, row.id)
    row.role, row.team = role, new_team
    audit.append(
        session, keyring=keyring, actor=actor, action="role_changed", object_id=row.id,
        data={"role": role, "team": new_team}, now=now,
    )  # fmt: skip
