"""Tells the desk that a person must look at something: a code and a day, no content."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.outbox import Alarm


def raise_alarm(session: Session, code: str, *, now: datetime) -> None:
    """One alarm per code until somebody has seen it: a loop must not bury the others."""
    waiting = exists().where(Alarm.code == code, Alarm.seen_on.is_(None))
    if not session.scalar(select(waiting)):
        session.add(Alarm(id=uuid4(), code=code, on_day=now.date()))


def was_raised(session: Session, code: str, *, days: int, now: datetime) -> bool:
    """Whether it was raised in the last `days` days, also when it was dealt with."""
    recent = exists().where(Alarm.code == code, Alarm.on_day > now.date() - timedelta(days=days))
    return bool(session.scalar(select(recent)))
