"""Inviting somebody to the desk, and giving a person who lost everything a new beginning.

The operator gets a link that works once, for a day; whoever opens it gets a passphrase and a
key pair of their own. A new beginning has no grant: nobody reads through it without a colleague
who hands the team's key over again (security.md 2.5, T6, T12).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac, random_key, subkey
from app.domain.states import StaffState
from app.models.staff import Staff
from app.services import audit
from app.services.web_session import end_all_for
from moderation.decisions.passkeys import drop_passkeys
from moderation.decisions.staff_rows import find_by_name, forget_keys, named, tidy_name
from moderation.decisions.team_grants import drop_grants
from moderation.rules.teams import team_for

VALID_FOR = timedelta(hours=24)
OPERATOR = "operator"


class NameTaken(Exception):
    """Somebody of the desk has this name."""


@dataclass(frozen=True)
class Invitation:
    """`token` stands in the link and nowhere else; the database has its HMAC."""

    staff_id: UUID
    token: str = field(repr=False)


def invite_staff(
    session: Session,
    name: str,
    role: str,
    team: str | None = None,
    *,
    actor: UUID | str = OPERATOR,
    keyring: Keyring,
    now: datetime,
) -> Invitation:
    """A new person and their link. Raises NameRefused, NameTaken, NoSuchRole."""
    wanted = tidy_name(name)
    if find_by_name(session, wanted) is not None:
        raise NameTaken
    row = Staff(
        id=uuid4(),
        name=wanted,
        role=role,
        team=team_for(role, team),
        state=StaffState.INVITED,
        created_on=now.date(),
        attempts=0,
    )
    session.add(row)
    return _invite(session, row, "staff_invited", actor=actor, keyring=keyring, now=now)


def reset_staff(
    session: Session,
    name: str,
    *,
    actor: UUID | str = OPERATOR,
    even_if_last: bool = False,
    keyring: Keyring,
    now: datetime,
) -> Invitation:
    """A new link for somebody who lost passphrase or phone; the old account opens nothing.

    Raises NoSuchPerson, and LastHolder when a team's key would be lost with this person.
    """
    row = named(session, name)
    drop_grants(session, row.id, even_if_last=even_if_last, now=now)
    end_all_for(session, row.id)
    drop_passkeys(session, row.id)
    forget_keys(row)
    row.state = StaffState.INVITED
    return _invite(session, row, "staff_reset", actor=actor, keyring=keyring, now=now)


def token_mac(token: str, *, keyring: Keyring) -> bytes:
    """How the database knows a link."""
    if keyring.pepper_staff is None:
        raise RuntimeError("this process has no pepper for the people of the desk")
    key = subkey(keyring.pepper_staff, "staff/invite")
    return mac(key, token.encode("utf-8", "surrogatepass"))


def _invite(
    session: Session,
    row: Staff,
    action: str,
    *,
    actor: UUID | str,
    keyring: Keyring,
    now: datetime,
) -> Invitation:
    token = base64.urlsafe_b64encode(random_key()).decode("ascii").rstrip("=")
    row.invite_mac = token_mac(token, keyring=keyring)
    row.invite_until = now + VALID_FOR
    session.flush()  # the row before its line: a refused row leaves no line
    audit.append(
        session,
        keyring=keyring,
        actor=actor,
        action=action,
        object_id=row.id,
        data={"role": row.role, "team": row.team},
        now=now,
    )
    return Invitation(row.id, token)
