"""Reminders of due days: 14 and 3 days ahead, and on the day; why and for which case.

That a reminder was given stands in the row of the day and commits together with the promise of its
mail, so a restart loses none and repeats none. A day that moves is announced anew (`set_due`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.terms.clock import REMIND_DAYS_AHEAD, reminder_due
from app.models.complaint import Complaint, ComplaintDue
from app.services.outbox import promise
from moderation.decisions.complaint.owner import OVER

TASK = "remind_desk"


@dataclass(frozen=True)
class DueLine:
    """One line of a reminder: the number of the case, why, and the day."""

    case_number: str
    reason: str
    due_on: date


def days_to_remind(session: Session, *, today: date) -> list[UUID]:
    """Cases with a day that must be said now."""
    return list(dict.fromkeys(row.complaint_id for row in _waiting(session, today)))


def remind_once(session: Session, complaint_id: UUID, *, now: datetime) -> bool:
    """Marks what is due of one case as said and promises the mail; False when nothing is due."""
    rows = _waiting(session, now.date(), complaint_id)
    for row in rows:
        row.reminded = _ahead(row, now.date())
    if rows:
        promise(session, TASK, complaint_id, now=now)
    return bool(rows)


def reminder_lines(session: Session, complaint_id: UUID, *, today: date) -> list[DueLine]:
    """What the mail of a case says: every open day that was announced, nearest first."""
    rows = session.execute(
        select(Complaint.case_number, ComplaintDue.reason, ComplaintDue.due_on)
        .join(Complaint, Complaint.id == ComplaintDue.complaint_id)
        .where(
            ComplaintDue.complaint_id == complaint_id,
            ComplaintDue.done_on.is_(None),
            ComplaintDue.reminded.is_not(None),
            ComplaintDue.due_on <= today + timedelta(days=max(REMIND_DAYS_AHEAD)),
            Complaint.state.not_in(OVER),
        )
        .order_by(ComplaintDue.due_on, ComplaintDue.number)
    )
    return [DueLine(*row) for row in rows]


def _waiting(session: Session, today: date, complaint_id: UUID | None = None) -> list[ComplaintDue]:
    horizon = today + timedelta(days=max(REMIND_DAYS_AHEAD))
    query = (
        select(ComplaintDue)
        .join(Complaint, Complaint.id == ComplaintDue.complaint_id)
        .where(
            ComplaintDue.done_on.is_(None),
            ComplaintDue.due_on <= horizon,
            Complaint.state.not_in(OVER),
        )
        .order_by(ComplaintDue.due_on)
    )
    if complaint_id is not None:
        query = query.where(ComplaintDue.complaint_id == complaint_id).with_for_update(
            of=ComplaintDue
        )
    return [row for row in session.scalars(query) if _ahead(row, today) is not None]


def _ahead(row: ComplaintDue, today: date) -> int | None:
    already = () if row.reminded is None else (row.reminded,)
    return reminder_due(row.due_on, today, already)
