"""Alarms as the desk sees them: which stand, and that their cause has been put right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.outbox import Alarm


def standing_alarms(session: Session) -> frozenset[str]:
    """The codes of all alarms nobody has dealt with."""
    return frozenset(session.scalars(select(Alarm.code).where(Alarm.seen_on.is_(None)).distinct()))


def settle_alarms(session: Session, codes: Collection[str], *, now: datetime) -> None:
    """What they were about has been put right."""
    session.execute(
        update(Alarm)
        .where(Alarm.code.in_(codes), Alarm.seen_on.is_(None))
        .values(seen_on=now.date())
    )
