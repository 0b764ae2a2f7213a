"""Counts how long applications waited, per week and without any of them; and their median."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.domain.waiting import MedianWait, first_week, median_wait, week_of
from app.models.member import WaitCount


def count_wait(session: Session, applied_on: date, *, now: datetime) -> None:
    """One more that was decided today; two at once both count."""
    week, days = week_of(now.date()), max((now.date() - applied_on).days, 0)
    insert_missing(session, WaitCount, [{"week_of": week, "days": days, "decided": 0}])
    session.execute(
        update(WaitCount)
        .where(WaitCount.week_of == week, WaitCount.days == days)
        .values(decided=WaitCount.decided + 1)
    )


def usual_wait(session: Session, *, now: datetime) -> MedianWait | None:
    """The median of about the last ninety days; None when too few were decided."""
    decided: Counter[int] = Counter()
    rows = session.scalars(select(WaitCount).where(WaitCount.week_of >= first_week(now.date())))
    for row in rows:
        decided[row.days] += row.decided
    return median_wait(decided)


def drop_old_waits(session: Session, *, now: datetime) -> None:
    """Weeks that no median looks at any more."""
    session.execute(delete(WaitCount).where(WaitCount.week_of < first_week(now.date())))
