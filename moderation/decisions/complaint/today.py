"""What has a day now: every open due that is late or falls within 14 days, nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.terms.clock import SOON_DAYS
from app.models.complaint import Complaint, ComplaintDue
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.rows import visible_to
from moderation.decisions.desk_person import DeskPerson

MOST_LINES = 12


@dataclass(frozen=True)
class DayAhead:
    """One day: which case, why (a code of `due_reason`), and whether the case is this person's."""

    complaint_id: UUID
    case_number: str
    reason: str
    due_on: date
    mine: bool


@dataclass(frozen=True)
class DaysAhead:
    """The nearest days, and how many more there are within the same 14."""

    days: tuple[DayAhead, ...]
    more: int


def days_ahead(session: Session, person: DeskPerson, *, today: date) -> DaysAhead:
    """One query; what stands in the clear is enough for it."""
    rows = session.execute(
        select(
            ComplaintDue.complaint_id,
            Complaint.case_number,
            ComplaintDue.reason,
            ComplaintDue.due_on,
            Complaint.owner_id,
        )
        .join(Complaint, Complaint.id == ComplaintDue.complaint_id)
        .where(
            ComplaintDue.done_on.is_(None),
            ComplaintDue.due_on <= today + timedelta(days=SOON_DAYS),
            Complaint.state.not_in(OVER),
            Complaint.body.is_not(None),
            visible_to(person),
        )
        .order_by(ComplaintDue.due_on, Complaint.case_number, ComplaintDue.number)
    ).all()
    return DaysAhead(
        tuple(
            DayAhead(complaint_id, number, reason, due_on, owner == person.staff_id)
            for complaint_id, number, reason, due_on, owner in rows[:MOST_LINES]
        ),
        max(0, len(rows) - MOST_LINES),
    )
