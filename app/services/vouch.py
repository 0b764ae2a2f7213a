"""An organisation that vouches: it signs in with a code of its own and makes invitations.

How many it may make in thirty days is its quota (decisions 10). Its code is 72 random bits, so it
needs no stretching; nothing links an invitation to who used it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac
from app.domain.code import CODE_BYTES, Code, make_code, parse
from app.domain.membership import INVITATION_QUOTA_DAYS, invitation_ends
from app.models.member import Invitation, Organisation
from app.services.sign_in_member import CodeUnknown
from app.services.use_invitation import invitation_mac

ACTIVE = "active"


class NotVouching(Exception):
    """Not there, suspended, or without a code: its session ends."""


class QuotaUsed(Exception):
    """All invitations of these thirty days are made; carries the day on which one is free, or None
    when the desk gave it none."""

    def __init__(self, free_on: date | None) -> None:
        super().__init__(free_on)
        self.free_on = free_on


class ShownBefore(Exception):
    """The invitation of this form was used, or made on another day."""


@dataclass(frozen=True)
class Vouching:
    """An organisation as its own page shows it; `made` counts the last thirty days.

    `free_on`: the first day on which one is left, while none is and its quota is not 0.
    """

    organisation_id: UUID
    name: str
    quota: int
    made: int
    open: int
    free_on: date | None

    @property
    def left(self) -> int:
        return max(0, self.quota - self.made)


@dataclass(frozen=True)
class Invited:
    """The code is shown in this answer and stored nowhere."""

    code: Code
    expires_on: date


def organisation_mac(code: Code, keyring: Keyring) -> bytes:
    """How the database knows an organisation's code."""
    assert keyring.k_idx is not None
    return mac(keyring.k_idx, "organisation", str(code.number))


def sign_in_organisation(session: Session, text: str, *, keyring: Keyring) -> UUID:
    """Whose code it is. Raises CodeUnreadable and CodeMistyped, and CodeUnknown for every code
    that opens nothing."""
    code_mac = organisation_mac(parse(text), keyring)
    found = session.scalar(
        select(Organisation.id)
        .where(Organisation.code_mac == code_mac, Organisation.state == ACTIVE)
        .with_for_update()  # a new code at this moment ends the session that begins here
    )
    if found is None:
        raise CodeUnknown
    return found


def open_organisation(session: Session, organisation_id: UUID, *, today: date) -> Vouching:
    """Raises NotVouching."""
    return _vouching(session, _row(session, organisation_id), today)


def vouch(
    session: Session, organisation_id: UUID, once: bytes, *, keyring: Keyring, now: datetime
) -> Invited:
    """One more invitation; the same form, sent twice, gets the same one.

    `once` are the random bytes of the form. Raises NotVouching, QuotaUsed, ShownBefore.
    """
    row = _row(session, organisation_id, locked=True)  # of two at once, one sees the other
    assert keyring.k_gen is not None
    drawn = mac(keyring.k_gen, "invitation", organisation_id.bytes, once)
    code = make_code(drawn[:CODE_BYTES])
    known = session.scalar(
        select(Invitation).where(Invitation.code_mac == invitation_mac(code, keyring))
    )
    if known is not None:
        if known.used_on is not None or known.made_on != now.date():
            raise ShownBefore
        return Invited(code, known.expires_on)
    standing = _vouching(session, row, now.date())
    if not standing.left:
        raise QuotaUsed(standing.free_on)
    return Invited(code, add_invitation(session, row.id, code, keyring=keyring, now=now))


def add_invitation(
    session: Session, organisation_id: UUID, code: Code, *, keyring: Keyring, now: datetime
) -> date:
    """The day on which it works no more."""
    expires_on = invitation_ends(now.date())
    session.add(
        Invitation(
            id=uuid4(),
            organisation_id=organisation_id,
            code_mac=invitation_mac(code, keyring),
            made_on=now.date(),
            expires_on=expires_on,
        )
    )
    session.flush()
    return expires_on


def _row(session: Session, organisation_id: UUID, *, locked: bool = False) -> Organisation:
    row = session.get(
        Organisation, organisation_id, with_for_update=locked, populate_existing=locked
    )
    if row is None or row.state != ACTIVE or row.code_mac is None:
        raise NotVouching
    return row


def _vouching(session: Session, row: Organisation, today: date) -> Vouching:
    since = today - timedelta(days=INVITATION_QUOTA_DAYS)
    is_recent = Invitation.made_on > since
    is_open = Invitation.used_on.is_(None) & (Invitation.expires_on > today)
    counted = session.execute(
        select(
            func.count(case((is_recent, 1))),
            func.count(case((is_open, 1))),
        ).where(Invitation.organisation_id == row.id)
    ).one()
    made, open_ = int(counted[0]), int(counted[1])
    free_on = _free_on(session, row, made, since) if 0 < row.quota <= made else None
    return Vouching(row.id, row.name, row.quota, made, open_, free_on)


def _free_on(session: Session, row: Organisation, made: int, since: date) -> date:
    """The day from which fewer than its quota are of the last thirty days."""
    last_too_many = session.scalars(
        select(Invitation.made_on)
        .where(Invitation.organisation_id == row.id, Invitation.made_on > since)
        .order_by(Invitation.made_on)
        .offset(made - row.quota)
        .limit(1)
    ).one()
    return last_too_many + timedelta(days=INVITATION_QUOTA_DAYS)
