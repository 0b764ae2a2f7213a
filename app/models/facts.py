"""What is counted of cases that are done with, apart from the cases (ADR 0017, 0022)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CountedFact(Base):
    """One counted grievance or report; its codes are sealed under k_facts, which no backup holds.

    `series` is that of the figures: complaints or warnings. No case number, no day. The id is
    random and the only key, so that SQLite keeps the rows in an order that tells nothing of when
    they came.
    """

    __tablename__ = "counted_fact"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it

    id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(20))
    quarter: Mapped[str] = mapped_column(String(6), index=True)
    sealed: Mapped[bytes]
