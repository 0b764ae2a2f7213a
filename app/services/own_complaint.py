"""Her own complaint, found with what her session holds; a withdrawn one is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from app.domain.reporter_moves import complaint_after_her_words
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.domain.terms.clock import REMIND_DAYS_AHEAD
from app.domain.training_request import is_training
from app.models.complaint import Complaint, ComplaintDue, ComplaintKeys
from app.models.decision import Decision
from app.services.counted_facts import drop_facts
from app.services.next_number import insert_next
from app.services.outbox import promise
from app.services.own_report import ReportGone
from app.services.receipt import Receipt
from app.services.reporter_requests import TAKE_BACK, is_asked
from app.services.sealed_complaint import open_complaint_for_receipt

NEWS = "from_her"
"""The reason of the day on which the desk must have read what she did (a code of `due_reason`)."""
READ_WITHIN_DAYS = 7  # five working days, as is said when she files


@dataclass(frozen=True)
class OwnComplaint:
    """Which complaint a session is about and the key to its content (32 bytes)."""

    complaint_id: UUID
    dek: bytes = field(repr=False)


def still_her_complaint() -> ColumnElement[bool]:
    """A condition on `Complaint`: not withdrawn, and no withdrawal waits to be carried out."""
    return and_(Complaint.state != ComplaintState.WITHDRAWN, ~is_asked(TAKE_BACK, Complaint.id))


def find_by_receipt(session: Session, receipt: Receipt) -> OwnComplaint | None:
    """The complaint behind a code, or None; raises `Damaged` when its key was replaced."""
    keys = session.scalar(
        select(ComplaintKeys)
        .join(Complaint)
        .where(Complaint.lookup == receipt.lookup, still_her_complaint())
    )
    if keys is None:
        return None
    return OwnComplaint(keys.complaint_id, open_complaint_for_receipt(keys, receipt.keys.secret))


def own_complaint(session: Session, own: OwnComplaint, *, for_change: bool = False) -> Complaint:
    """The row; raises `ReportGone`. `for_change` locks it until the unit of work ends."""
    statement = select(Complaint).where(Complaint.id == own.complaint_id, still_her_complaint())
    if for_change:
        statement = statement.with_for_update(of=Complaint)
    complaint = session.scalar(statement)
    if complaint is None:
        raise ReportGone
    return complaint


def asks_for_training(session: Session, own: OwnComplaint) -> bool:
    """Whether it is no complaint: then there is no letter, step or consent. Raises `ReportGone`."""
    return is_training(own_complaint(session, own).institution_kind)


def tell_desk(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Whoever she wrote to must see in which case: the mail says nothing of it, so the board does.

    One open day until somebody answers her or ticks it off. The caller holds the lock of the case.
    """
    promise(session, "notify_desk", complaint.id, now=now)
    of_case = ComplaintDue.complaint_id == complaint.id
    waits = select(ComplaintDue.number).where(
        of_case, ComplaintDue.reason == NEWS, ComplaintDue.done_on.is_(None)
    )
    if session.scalar(waits) is not None:
        return

    def row(number: int) -> ComplaintDue:
        due_on = now.date() + timedelta(days=READ_WITHIN_DAYS)
        # the mail of this very moment is its first reminder
        return ComplaintDue(
            complaint_id=complaint.id, number=number, reason=NEWS, due_on=due_on,
            reminded=max(REMIND_DAYS_AHEAD),
        )  # fmt: skip

    insert_next(session, ComplaintDue, of_case, row)


def she_spoke(session: Session, complaint: Complaint, dek: bytes, *, now: datetime) -> None:
    """Tells the desk, and brings a case that waits for her or is closed back to it.

    Only from the state seen here: when somebody at the desk moved it meanwhile, that stands. A case
    that is open again is not counted; it will be when it is closed anew (statistics.md 3.6).
    """
    tell_desk(session, complaint, now=now)
    before, after = complaint.state, complaint_after_her_words(complaint.state)
    if after is before:
        return
    moved = session.scalar(
        update(Complaint)
        .where(Complaint.id == complaint.id, Complaint.state == before)
        .values(
            state=after,
            closed_on=None,
            expires_on=complaint_expires_on(complaint.arrived_on, None),
        )
        .returning(Complaint.id)
        .execution_options(synchronize_session=False)
    )
    if moved is not None:
        drop_facts(session, complaint, dek)
        session.add(
            Decision(
                subject_kind="complaint",
                subject_id=complaint.id,
                actor="reporter",
                from_state=before.value,
                to_state=after.value,
                on_day=now.date(),
            )
        )
