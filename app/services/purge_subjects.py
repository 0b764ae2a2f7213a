"""Requests of listed persons whose term is over: everything goes, keys first of all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from app.models.subject_request import SubjectRequestRow


def live_subjects(session: Session) -> int:
    """All requests: what the purge guard measures against."""
    return session.scalar(select(func.count()).select_from(SubjectRequestRow)) or 0


def due_subjects(session: Session, *, now: datetime) -> int:
    """Requests whose term is over."""
    return (
        session.scalar(select(func.count()).select_from(SubjectRequestRow).where(_over(now))) or 0
    )


def purge_subjects(session: Session, *, now: datetime) -> int:
    """Deletes them with their keys and links; how many."""
    due = session.scalars(select(SubjectRequestRow.id).where(_over(now))).all()
    if due:
        session.execute(delete(SubjectRequestRow).where(SubjectRequestRow.id.in_(due)))
    return len(due)


def _over(now: datetime) -> ColumnElement[bool]:
    return SubjectRequestRow.expires_on <= now.date()
