"""Trainings that anybody may see: those that are not over yet."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.training import Training
from app.models.training import TrainingRow

FIELDS = tuple(one.name for one in fields(Training))


@dataclass(frozen=True)
class AnnouncedTraining:
    """A training as it is announced; one that is cancelled stays in the list until its day."""

    training_id: UUID
    training: Training
    cancelled: bool


def coming_trainings(session: Session, today: date) -> tuple[AnnouncedTraining, ...]:
    """Nearest first; the past ones leave by themselves."""
    rows = session.scalars(
        select(TrainingRow)
        .where(TrainingRow.last_on >= today)
        .order_by(TrainingRow.first_on, TrainingRow.begins, TrainingRow.id)
    )
    return tuple(announced(row) for row in rows)


def announced(row: TrainingRow) -> AnnouncedTraining:
    """A row as the pages read it."""
    training = Training(**{name: getattr(row, name) for name in FIELDS})
    return AnnouncedTraining(row.id, training, row.cancelled_on is not None)
