"""The register of deletions, and where histories that are cut begin.

Numbers and days, no id: that something is gone must not be a list of what was there. Triggers on
both engines refuse to change or delete a row of either.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Deletion(Base):
    """What one run of the housekeeping deleted of one kind, by which rule."""

    __tablename__ = "deletion"
    __table_args__ = (CheckConstraint("rows > 0", name="some"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    on_day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))  # a code of `services.purge.RULES`
    rule: Mapped[str] = mapped_column(String(40))
    rows: Mapped[int]


class Checkpoint(Base):
    """Lines up to `seq` of the log ("audit") or the moves ("decision") are past their term.

    The database deletes no line beyond it. `hash` is that of line `seq` of the log, `mac` holds
    the whole row together under K_audit.
    """

    __tablename__ = "checkpoint"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]
    on_day: Mapped[date]
    mac: Mapped[bytes]
