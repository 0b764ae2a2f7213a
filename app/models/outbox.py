"""Promised tasks and raised alarms: rows are the truth, the queue may lose (architecture.md)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class OutboxTask(Base):
    """A task promised in the transaction that caused it; ids only, the day only (decisions 7)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "done_on", "on_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID]
    on_day: Mapped[date]
    attempts: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]


class Alarm(Base):
    """Something a person at the desk must look at; a code and a day, no content."""

    __tablename__ = "alarm"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    on_day: Mapped[date] = mapped_column(index=True)
    seen_on: Mapped[date | None]
