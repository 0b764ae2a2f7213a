"""A report and everything that hangs on it (security.md 2.4, decisions 11 and 17).

In the clear stand only: id, team, state, day, epoch, expiry day, `urgent`, `needs_second` and
padded sizes. Every blob is bound to its row and field by its associated data.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import ReportState
from app.models.base import Base, code_column
from app.models.case_columns import CaseColumns, CaseKeyColumns, MessageColumns


class Report(CaseColumns, Base):
    """One report; a stub of it (look-up, keys, consents, alert) lives as long as its alert."""

    __tablename__ = "report"
    __table_args__ = (
        # the queue reads open reports, urgent first, then oldest
        Index("ix_report_queue", "team", "state", "urgent", "arrived_on"),
        Index("ix_report_expires_on", "expires_on"),
    )

    team: Mapped[str] = mapped_column(String(20))
    state: Mapped[ReportState] = mapped_column(code_column(ReportState, "state"))
    urgent: Mapped[bool]
    needs_second: Mapped[bool]
    alert_ref: Mapped[bytes | None]  # alert id under dek: how she finds her alert


class ReportKeys(CaseKeyColumns, Base):
    """The sealed keys of a report."""

    __tablename__ = "report_keys"

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )


class Message(MessageColumns, Base):
    """A message between reporter and desk."""

    __tablename__ = "message"
    __table_args__ = (CheckConstraint("author IN ('reporter', 'desk')", name="author"),)

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )


class Attachment(Base):
    """A cleaned photo as an encrypted stream under subkey(dek, att/<number>)."""

    __tablename__ = "attachment"

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[bytes]


class ParkedPhoto(Base):
    """A photo or PDF of a form not sent yet: no owner, its key only in the form (decisions 5)."""

    __tablename__ = "parked_photo"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[bytes]
    expiry_sealed: Mapped[bytes]  # moment of expiry under K_field: no time of day in the clear


class Lease(Base):
    """Who works on a report now; returns by itself when `until` has passed."""

    __tablename__ = "lease"

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    until: Mapped[datetime]


class Note(Base):
    """An internal note of the desk, under desk_key, which her code does not open."""

    __tablename__ = "note"

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    body: Mapped[bytes]
    on_day: Mapped[date]


class CaseToken(Base):
    """Blind index under K_match: which opened reports share an identifier (security.md 2.9).

    Written when a moderator first opens a report; never for a report nobody has read.
    """

    __tablename__ = "case_token"

    token: Mapped[bytes] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True
    )
