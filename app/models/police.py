"""What the desk tells the police about a case, and the ledger of what left the house."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

INFORMATION, DEMAND = "information", "demand"
"""Kinds of the ledger."""


class PoliceInformation(Base):
    """The text about one report, with what was agreed about it, sealed under the report's dek.

    In the clear only who wrote it and who approved it: so the database itself refuses one person
    alone.
    """

    __tablename__ = "police_information"
    __table_args__ = (CheckConstraint("approved_by <> proposed_by", name="two_people"),)

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class PoliceLedger(Base):
    """One thing that went to the police: which quarter, to which unit, of which kind. Nobody edits
    it, and nothing in it leads to a report or to who did it.

    `kind`: "information" (her yes), or "demand" (an order of the authorities, after a legal check).
    The id is random and the only key, so that the order of rows tells nothing.
    """

    __tablename__ = "police_ledger"
    __table_args__ = (
        CheckConstraint("kind IN ('information', 'demand')", name="kind"),
        CheckConstraint("(kind = 'demand') = (legal_check IS NOT NULL)", name="legal_check"),
        CheckConstraint("(kind = 'demand') = (outcome IS NOT NULL)", name="outcome"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(String(6), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(60))
    legal_check: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[str | None] = mapped_column(String(60))
