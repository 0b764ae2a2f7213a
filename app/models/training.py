"""Trainings that the desk announces: public information, so everything stands in the clear."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class TrainingRow(Base):
    """One training, field for field as `app.domain.training.Training`; nothing names who asks."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("audience IN ('workers', 'institutions')", name="audience"),
        CheckConstraint("last_on >= first_on", name="days"),
        Index("ix_training_last_on", "last_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(20))
    title_nl: Mapped[str] = mapped_column(String(90))
    title_en: Mapped[str] = mapped_column(String(90))
    text_nl: Mapped[str] = mapped_column(String(600))
    text_en: Mapped[str] = mapped_column(String(600))
    first_on: Mapped[date]
    last_on: Mapped[date]
    begins: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(100))
    municipality: Mapped[str] = mapped_column(String(20))
    online: Mapped[bool]
    language: Mapped[str] = mapped_column(String(20))
    seats: Mapped[int | None]
    cancelled_on: Mapped[date | None]
