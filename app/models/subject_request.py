"""Requests of listed persons (GDPR 15 to 21; decisions 18).

In the clear stand the right, days, state, who answered and how; words and answer are sealed. Which
warnings hold the number is a row of its own, since the desk must find them without his code.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import SubjectState
from app.models.base import Base, code_column


class SubjectRequestRow(Base):
    """One request. `mark` is keyed: the same identifier and ground suspend once (decisions 18); it
    is random where nothing could rest.
    """

    __tablename__ = "subject_request"
    __table_args__ = (
        CheckConstraint(
            "state <> 'answered' OR (decided_by IS NOT NULL AND answer IS NOT NULL"
            " AND outcome IS NOT NULL AND answered_on IS NOT NULL)",
            name="answered",
        ),
        Index("ix_subject_request_open", "state", "due_on"),
        Index("ix_subject_request_expires_on", "expires_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lookup: Mapped[bytes] = mapped_column(unique=True)
    idem: Mapped[bytes | None] = mapped_column(unique=True)
    repeat_sealed: Mapped[bytes | None]
    state: Mapped[SubjectState] = mapped_column(code_column(SubjectState, "state"))
    subject_right: Mapped[str] = mapped_column(String(20))
    arrived_on: Mapped[date]
    due_on: Mapped[date]
    expires_on: Mapped[date]
    epoch: Mapped[int]
    mark: Mapped[bytes] = mapped_column(index=True)
    body: Mapped[bytes]
    longer_reason: Mapped[str | None] = mapped_column(String(30))
    outcome: Mapped[str | None] = mapped_column(String(30))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    answered_on: Mapped[date | None]
    answer: Mapped[bytes | None]


class SubjectRequestKeys(Base):
    """The sealed keys of a request; deleting this row is deleting the request."""

    __tablename__ = "subject_request_keys"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("subject_request.id", ondelete="CASCADE"), primary_key=True
    )
    receipt_public: Mapped[bytes]
    sealed_team: Mapped[bytes]
    sealed_desk: Mapped[bytes]
    sealed_receipt: Mapped[bytes]


class SubjectRequestAlert(Base):
    """A warning that held the identifier; `suspended` while it rests for this request.

    Two people may end that before the answer (decisions 18): who proposed it, and why.
    """

    __tablename__ = "subject_request_alert"
    __table_args__ = (
        CheckConstraint(
            "lifted_by IS NULL OR (lift_proposed_by IS NOT NULL AND lifted_by <> lift_proposed_by)",
            name="two_people",
        ),
    )

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("subject_request.id", ondelete="CASCADE"), primary_key=True
    )
    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    suspended: Mapped[bool]
    lift_proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    lift_reason: Mapped[str | None] = mapped_column(String(30))
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
