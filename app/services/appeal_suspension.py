"""A member who is shut out reads why, and says once what she has against it.

There is no session: her code is in the form, and opens nothing but this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.states import AppealState, MemberState
from app.models.member import Member, Suspension
from app.services.file_report import TEAM, DeskClosed
from app.services.member_code import MemberCode
from app.services.outbox import promise
from app.services.sealed_appeal import open_reason, seal_appeal, seal_appeal_key

MAX_APPEAL_CHARS = 2000


class NotBarred(Exception):
    """Whose code this is is not shut out, or it is nobody's: one answer."""


@dataclass(frozen=True)
class Barred:
    """Why and since when she is shut out: a code of `member_suspend_reason`; how her appeal is."""

    reason: str
    since: date
    appeal: AppealState
    decided_on: date | None


def barred(session: Session, member_code: MemberCode, *, keyring: Keyring) -> Barred:
    """What her code shows her. Raises `NotBarred`, and `Damaged`."""
    row = _row(session, member_code)
    assert keyring.k_field is not None
    return Barred(
        reason=open_reason(keyring.k_field, row.id, row.reason),
        since=row.on_day,
        appeal=row.state,
        decided_on=row.decided_on,
    )


def appeal_suspension(
    session: Session, member_code: MemberCode, words: str, *, keyring: Keyring, now: datetime
) -> None:
    """Seals her words to the team; of one suspension there is one appeal, and the first stands.

    Raises `NotBarred`, and `DeskClosed` without a pin.
    """
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    row = _row(session, member_code, lock=True)
    if row.state is not AppealState.NONE:
        return
    key = random_key()
    row.appeal = seal_appeal(key, row.id, words)
    row.sealed_team = seal_appeal_key(pinned.public_key, row.id, pinned.epoch, key)
    row.epoch, row.state = pinned.epoch, AppealState.WAITING
    session.flush()  # a refused row leaves no promise
    promise(session, "notify_desk", row.id, now=now)


def _row(session: Session, member_code: MemberCode, *, lock: bool = False) -> Suspension:
    query = (
        select(Suspension)
        .join(Member, Member.id == Suspension.member_id)
        .where(Member.lookup == member_code.lookup, Member.state == MemberState.SUSPENDED)
    )
    row = session.scalar(query.with_for_update(of=Suspension) if lock else query)
    if row is None:
        raise NotBarred
    return row
