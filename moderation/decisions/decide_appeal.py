"""What a member says against being shut out is read and decided by somebody else (ADR 0026)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import AppealState, MemberState
from app.models.member import Member, Suspension
from app.services import audit
from app.services.sealed_appeal import open_appeal, open_appeal_key, open_reason
from moderation.decisions.case_rows import NoKey, require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from moderation.decisions.read_applications import require_admitter
from moderation.decisions.show_parts import NotFresh
from moderation.rules.four_eyes import SamePerson

SHOWN = "member_appeal_shown"


class NoSuchAppeal(Exception):
    """Not there, or decided: then nothing is left to read."""


class OwnSuspension(SamePerson):
    """Who shut her out neither reads nor decides what she says against it."""


@dataclass(frozen=True)
class AppealRow:
    """One that waits; `is_mine`: this person shut her out, so another one decides."""

    suspension_id: UUID
    suspended_on: date
    is_mine: bool


@dataclass(frozen=True, repr=False)
class OpenedAppeal:
    """Her words, and the code of `member_suspend_reason` that she read."""

    suspension_id: UUID
    suspended_on: date
    reason: str
    words: str


def list_appeals(session: Session, person: DeskPerson) -> tuple[AppealRow, ...]:
    """Who was shut out first on top. Raises NotPermitted."""
    require_admitter(person)
    rows = session.scalars(
        select(Suspension)
        .where(Suspension.state == AppealState.WAITING)
        .order_by(Suspension.on_day, Suspension.id)
    )
    return tuple(AppealRow(row.id, row.on_day, row.by_staff == person.staff_id) for row in rows)


def require_appeal(session: Session, person: DeskPerson, suspension_id: UUID) -> None:
    """Before a line is written. Raises NotPermitted, NoSuchAppeal, OwnSuspension."""
    require_admitter(person)
    _waiting(session.get(Suspension, suspension_id), person)


def open_an_appeal(
    session: Session,
    person: DeskPerson,
    suspension_id: UUID,
    logged: Logged,
    *,
    keyring: Keyring,
) -> OpenedAppeal:
    """Raises NotPermitted, NotWrittenDown, NoSuchAppeal, OwnSuspension, NoKey, Damaged."""
    require_admitter(person)
    if not logged.allows(SHOWN, suspension_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    row = _waiting(session.get(Suspension, suspension_id), person)
    assert row.epoch is not None
    assert row.appeal is not None
    assert row.sealed_team is not None
    assert keyring.k_field is not None
    held = person.key(row.epoch)
    if held is None:
        raise NoKey
    key = open_appeal_key(held.secret, row.id, row.epoch, row.sealed_team)
    return OpenedAppeal(
        suspension_id=row.id,
        suspended_on=row.on_day,
        reason=open_reason(keyring.k_field, row.id, row.reason),
        words=open_appeal(key, row.id, row.appeal),
    )


def decide_appeal(
    session: Session,
    person: DeskPerson,
    suspension_id: UUID,
    *,
    granted: bool,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Lets her in again, or not; her words are deleted either way.

    Raises NotPermitted, NotFresh, NotActive, NoSuchAppeal, OwnSuspension.
    """
    require_admitter(person)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    member_id = _waiting(session.get(Suspension, suspension_id), person).member_id
    # her row first, as everybody who shuts out and lets in does: nobody waits crosswise
    member = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    row = _waiting(
        session.get(Suspension, suspension_id, with_for_update=True, populate_existing=True), person
    )
    if granted:
        member.state = MemberState.ACTIVE
        session.delete(row)
    else:
        row.state = AppealState.REFUSED
        row.appeal = row.sealed_team = row.epoch = None
        row.decided_by, row.decided_on = person.staff_id, now.date()
    session.flush()  # the log's lock last
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="member_appeal_granted" if granted else "member_appeal_refused",
        object_id=member_id,
        now=now,
    )


def _waiting(row: Suspension | None, person: DeskPerson) -> Suspension:
    if row is None or row.state is not AppealState.WAITING:
        raise NoSuchAppeal
    if row.by_staff == person.staff_id:
        raise OwnSuspension
    return row
