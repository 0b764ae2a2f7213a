"""Complaints whose term is over: two years after closing everything goes (privacy.md 3.8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models.complaint import (
    Complaint,
    ComplaintDue,
    ComplaintFile,
    ComplaintMessage,
    ComplaintNote,
    ComplaintPaper,
    ComplaintStep,
    ComplaintToken,
    Recusal,
)

PARTS: tuple[Any, ...] = (
    ComplaintMessage,
    ComplaintFile,
    ComplaintNote,
    ComplaintStep,
    ComplaintPaper,
    ComplaintDue,
    ComplaintToken,
    Recusal,
)
"""Everything of a case but its row and its keys."""


def live_complaints(session: Session) -> int:
    """Complaints that still have words: what the purge guard measures against."""
    return session.scalar(select(func.count()).where(Complaint.body.is_not(None))) or 0


def due_complaints(session: Session, *, now: datetime) -> int:
    """Complaints with words whose term is over."""
    return (
        session.scalar(
            select(func.count()).where(
                Complaint.body.is_not(None), Complaint.expires_on <= now.date()
            )
        )
        or 0
    )


def purge_complaints(session: Session, *, now: datetime) -> int:
    """Deletes every complaint and stub whose term is over; how many."""
    due = session.scalars(select(Complaint.id).where(Complaint.expires_on <= now.date())).all()
    if due:
        # keys, messages, files, steps and dues go with it (ON DELETE CASCADE)
        session.execute(
            delete(Complaint)
            .where(Complaint.id.in_(due))
            .execution_options(synchronize_session=False)
        )
    return len(due)
