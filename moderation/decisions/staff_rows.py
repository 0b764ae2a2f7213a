"""Finding people of the desk by name or id, and locking their row for a change."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.states import StaffState
from app.models.staff import Staff

SHORTEST_NAME = 2
LONGEST_NAME = 60


class NoSuchPerson(Exception):
    """Nobody of the desk has this name."""


class NameRefused(Exception):
    """Not a name: 2 to 60 printable characters."""


@dataclass(frozen=True)
class ListedPerson:
    """Somebody of the desk as a list shows them; no key, no secret."""

    name: str
    role: str
    team: str
    state: str


def staff_list(session: Session) -> tuple[ListedPerson, ...]:
    """Everybody, by name."""
    rows = session.scalars(select(Staff).order_by(Staff.name))
    return tuple(ListedPerson(row.name, row.role, row.team, row.state.value) for row in rows)


def tidy_name(text: str) -> str:
    """One spelling of a name: NFKC, single spaces. Raises NameRefused."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise NameRefused
    return name


def find_by_name(session: Session, text: str) -> Staff | None:
    """The person, whatever the capitals.

    Reads all rows of a small table, so a name that exists costs as much as one that does not.
    """
    wanted = _folded(text)
    rows = {_folded(row.name): row for row in session.scalars(select(Staff))}
    return rows.get(wanted)


def named(session: Session, text: str) -> Staff:
    """As find_by_name, locked for a change; raises NoSuchPerson."""
    row = find_by_name(session, text)
    if row is None:
        raise NoSuchPerson
    return locked(session, row.id)


def locked(session: Session, staff_id: UUID) -> Staff:
    """The row as it is now, under its lock; raises NoSuchPerson."""
    row = session.scalars(
        select(Staff)
        .where(Staff.id == staff_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NoSuchPerson
    return row


def forget_keys(row: Staff) -> None:
    """Take everything away with which this person could sign in or open something."""
    row.salt = row.auth = row.wrapped_secret = row.public_key = None
    row.totp_sealed = row.totp_last_step = None
    row.invite_mac = row.invite_until = None


def is_active(row: Staff | None) -> bool:
    return row is not None and row.state is StaffState.ACTIVE


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
