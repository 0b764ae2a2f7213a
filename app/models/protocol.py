"""The desk's changes of the protocol: one proposal at a time, and every version that held.

Numbers of the protocol only, nothing about anybody. Triggers on both engines refuse to change or
delete a version (ADR 0024).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ProtocolProposal(Base):
    """What somebody proposes; one row, gone when it is confirmed or dropped."""

    __tablename__ = "protocol_proposal"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    numbers: Mapped[str] = mapped_column(Text)  # JSON {code of protocol_limits: number}
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    proposed_on: Mapped[date]


class ProtocolVersion(Base):
    """What two people of the desk made of the file; `number` counts from 1 without gaps.

    `sha256` is over the line before and this line, `licence` the version of the file it stood on.
    """

    __tablename__ = "protocol_version"
    __table_args__ = (CheckConstraint("proposed_by <> confirmed_by", name="two_people"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    licence: Mapped[str] = mapped_column(String(40))
    numbers: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    proposed_on: Mapped[date]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    confirmed_on: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
