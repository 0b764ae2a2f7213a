"""When the housekeeping last ran: what the purge guard compares the clock with (T38)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SweepRun(Base):
    """One row for the whole house; two sweeps at once wait for each other on it."""

    __tablename__ = "sweep_run"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime | None]
