"""The append-only history of moves (architecture.md, "State").

Who moved what from which state to which, with a coded reason and the day; never a word of a case.
Triggers on both engines refuse UPDATE and DELETE.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Decision(Base):
    """One move; `actor` is staff, reporter or system, `staff_id` only with staff."""

    __tablename__ = "decision"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(60))
    on_day: Mapped[date]
