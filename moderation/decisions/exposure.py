"""Counting the severe reports somebody takes, and letting old weeks go (rules/exposure)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.domain.impact import week_of
from app.models.staff import Exposure
from app.services.workshop import Periodic, Workshop
from moderation.rules.exposure import WEEKS_KEPT

DAY_SECONDS = 24 * 60 * 60


def count_severe(session: Session, staff_id: UUID, *, today: date) -> None:
    """One more this week."""
    week = week_of(today)
    insert_missing(session, Exposure, [{"staff_id": staff_id, "week": week, "severe": 0}])
    session.execute(
        update(Exposure)
        .where(Exposure.staff_id == staff_id, Exposure.week == week)
        .values(severe=Exposure.severe + 1)
        .execution_options(synchronize_session=False)
    )


def severe_this_week(session: Session, staff_id: UUID, *, today: date) -> int:
    """How many she took since Monday."""
    return (
        session.scalar(
            select(Exposure.severe).where(
                Exposure.staff_id == staff_id, Exposure.week == week_of(today)
            )
        )
        or 0
    )


def drop_old_weeks(session: Session, *, now: datetime) -> int:
    """What is longer ago than a month says nothing about how she is."""
    first_kept = week_of(now.date()) - timedelta(weeks=WEEKS_KEPT)
    done = session.execute(delete(Exposure).where(Exposure.week < first_kept))
    return cast("CursorResult[Any]", done).rowcount


def _forget(workshop: Workshop) -> None:
    with workshop.database.writing() as session:
        drop_old_weeks(session, now=workshop.clock())


FORGET_EXPOSURE = Periodic("forget_exposure", _forget, DAY_SECONDS)
