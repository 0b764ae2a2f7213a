"""Who a case belongs to: taking it, handing it over, and who may not open it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState, StaffState
from app.models.complaint import Complaint, Recusal
from app.models.staff import Staff
from moderation.decisions.case_rows import require_active
from moderation.decisions.complaint.rows import begin_work, log_act, work_on
from moderation.decisions.desk_person import DeskPerson

OVER = frozenset({ComplaintState.CLOSED, ComplaintState.WITHDRAWN})


class NoSuchColleague(Exception):
    """Nobody of this team, not at work, or recused from the case."""


def take_complaint(
    session: Session, person: DeskPerson, complaint_id: UUID, *, keyring: Keyring, now: datetime
) -> None:
    """Makes a case one's own, also one that a colleague had. Raises as work_on."""
    complaint, _keys = work_on(session, person, complaint_id)
    complaint.owner_id = person.staff_id
    begin_work(session, person, complaint, now)
    log_act(session, person, complaint, "complaint_taken", keyring=keyring, now=now)


def hand_over(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    to: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Gives a case to a colleague. Raises `NoSuchColleague` and as work_on."""
    complaint, _keys = work_on(session, person, complaint_id)
    _require_colleague(session, person, to)
    if session.get(Recusal, (complaint_id, to)) is not None:
        raise NoSuchColleague
    complaint.owner_id = to
    log_act(session, person, complaint, "complaint_handed_over", keyring=keyring, now=now)


def hand_over_all(
    session: Session,
    person: DeskPerson,
    leaver: UUID,
    to: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> int:
    """Every open case of somebody who leaves; those the taker may not open become nobody's.

    How many. Raises `NoSuchColleague`, `NotActive`.
    """
    require_active(session, person)
    _require_colleague(session, person, to)
    cases = session.scalars(
        select(Complaint)
        .where(Complaint.owner_id == leaver, Complaint.state.not_in(OVER))
        .order_by(Complaint.id)
        .with_for_update()
    ).all()
    # only now: whoever stood aside while this waited for a case must not get it
    recused = set(session.scalars(select(Recusal.complaint_id).where(Recusal.staff_id == to)))
    for case in cases:
        case.owner_id = None if case.id in recused else to
        log_act(session, person, case, "complaint_handed_over", keyring=keyring, now=now)
    return len(cases)


def recuse(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """ "I know somebody in this": from here on the case does not exist for this person.

    Nobody recuses a colleague, and nobody takes it back alone. Raises as work_on.
    """
    complaint, _keys = work_on(session, person, complaint_id)
    session.add(Recusal(complaint_id=complaint_id, staff_id=person.staff_id))
    if complaint.owner_id == person.staff_id:
        complaint.owner_id = None
    log_act(session, person, complaint, "complaint_recused", keyring=keyring, now=now)


def colleagues(session: Session, person: DeskPerson) -> list[tuple[UUID, str]]:
    """(id, name) of everybody at work in this team, oneself included, by name."""
    rows = session.execute(
        select(Staff.id, Staff.name)
        .where(Staff.team == person.team, Staff.state == StaffState.ACTIVE)
        .order_by(Staff.name)
    )
    return [(staff_id, name) for staff_id, name in rows]


@dataclass(frozen=True)
class Owner:
    """Somebody with open cases, and how many; also somebody who no longer works here."""

    staff_id: UUID
    name: str
    cases: int


def owners(session: Session, person: DeskPerson) -> list[Owner]:
    """Everybody of this team with open cases, by name."""
    rows = session.execute(
        select(Staff.id, Staff.name, func.count(Complaint.id))
        .join(Complaint, Complaint.owner_id == Staff.id)
        .where(Staff.team == person.team, Complaint.state.not_in(OVER))
        .group_by(Staff.id, Staff.name)
        .order_by(Staff.name)
    )
    return [Owner(*row) for row in rows]


def _require_colleague(session: Session, person: DeskPerson, staff_id: UUID) -> None:
    row = session.get(Staff, staff_id)
    if row is None or row.team != person.team or row.state is not StaffState.ACTIVE:
        raise NoSuchColleague
