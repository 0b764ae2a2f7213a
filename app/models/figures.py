"""Releases of figures: drafts that may go, and the ledger of what was frozen.

Everything here is made to be read by everybody: rounded numbers and codes (statistics.md). Triggers
on both engines refuse to change or delete what was frozen and what was said about it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class FigureDraft(Base):
    """A release before it is frozen. `facts_mark` tells, under k_facts, which facts it counts."""

    __tablename__ = "figure_draft"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    release: Mapped[str] = mapped_column(String(6), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    audit: Mapped[str] = mapped_column(Text)
    facts_mark: Mapped[bytes]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    drafted_on: Mapped[date]


class FigureRelease(Base):
    """One line of the ledger; `number` counts from 1 without gaps over all series."""

    __tablename__ = "figure_release"
    __table_args__ = (
        UniqueConstraint("series", "release"),
        CheckConstraint("drafted_by <> approved_by", name="two_people"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    series: Mapped[str] = mapped_column(String(20))
    release: Mapped[str] = mapped_column(String(6))
    content: Mapped[str] = mapped_column(Text)
    audit: Mapped[str] = mapped_column(Text)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    frozen_on: Mapped[date]
    public_from: Mapped[date]
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))


class FigureCorrection(Base):
    """Words beside a frozen release, in every language of the app at once; never numbers."""

    __tablename__ = "figure_correction"
    __table_args__ = (
        ForeignKeyConstraint(
            ["series", "release"], ["figure_release.series", "figure_release.release"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(20), index=True)
    release: Mapped[str] = mapped_column(String(6))
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    written_on: Mapped[date]


class FigureCube(Base):
    """What was counted in a published quarter, sealed under k_facts; gone when its year is."""

    __tablename__ = "figure_cube"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(6), primary_key=True)
    sealed: Mapped[bytes]


class FactsImport(Base):
    """A file of facts that was taken over: HMAC(k_facts, its bytes), so that it comes in once."""

    __tablename__ = "facts_import"

    mark: Mapped[bytes] = mapped_column(primary_key=True)
    imported_on: Mapped[date]
