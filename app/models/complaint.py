"""A complaint and everything that hangs on it (decisions 11, privacy.md 3.14).

Tables, keys and team of its own: nothing here points to a report. In the clear stand only: id, case
number, state, owner, kind of institution, days, epoch, `urgent`, padded sizes, and due days with a
reason code, so that a clock can be watched while nobody is signed in.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import ComplaintState
from app.models.base import Base, code_column
from app.models.case_columns import CaseColumns, CaseKeyColumns, MessageColumns


class Complaint(CaseColumns, Base):
    """One complaint; `institution_kind` is a code of the institution types, or says that it is a
    request for a training (`app.domain.training_request`)."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_board", "state", "urgent", "arrived_on"),
        Index("ix_complaint_expires_on", "expires_on"),
        Index("ix_complaint_owner_id", "owner_id"),
    )

    case_number: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[ComplaintState] = mapped_column(code_column(ComplaintState, "state"))
    institution_kind: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    urgent: Mapped[bool]
    # None where nobody has a code: taken over from an older list
    lookup: Mapped[bytes | None] = mapped_column(unique=True)  # type: ignore[assignment]
    desk: Mapped[bytes | None]  # linked cases and what else only the desk knows, under desk_key


class ComplaintKeys(CaseKeyColumns, Base):
    """The sealed keys of a complaint; without the receipt's where nobody has a code."""

    __tablename__ = "complaint_keys"

    receipt_public: Mapped[bytes | None] = mapped_column()  # type: ignore[assignment]
    sealed_receipt: Mapped[bytes | None] = mapped_column()  # type: ignore[assignment]

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )


class ComplaintMessage(MessageColumns, Base):
    """A message between her and the complaints desk."""

    __tablename__ = "complaint_message"
    __table_args__ = (CheckConstraint("author IN ('reporter', 'desk')", name="author"),)

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )


class ComplaintFile(Base):
    """A cleaned photo or a PDF as an encrypted stream; its kind and name lie in `about`."""

    __tablename__ = "complaint_file"

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[bytes]  # under dek
    stream: Mapped[bytes]  # under subkey(dek, att/<number>)


class ComplaintNote(Base):
    """An internal note of the desk, under desk_key."""

    __tablename__ = "complaint_note"

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    body: Mapped[bytes]
    on_day: Mapped[date]


class ComplaintStep(Base):
    """A step on a route: which, what happened when, how it ended; under dek, so she follows it."""

    __tablename__ = "complaint_step"

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes]


class ComplaintPaper(Base):
    """A paper of the case, under dek, since she sees every word that goes out: a letter, her power
    of attorney, what she thought of it in the end. Which of these, lies sealed too.
    """

    __tablename__ = "complaint_paper"

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes]


class ComplaintDue(Base):
    """A day on which something must have happened: the end of a term, or a task of the desk.

    `reason` is a code of the list `due_reason`; `step` the number of the step whose clock it is.
    `reminded` is the nearest reminder given for this very day (14, 3 or 0 days ahead).
    """

    __tablename__ = "complaint_due"
    __table_args__ = (Index("ix_complaint_due_open", "done_on", "due_on"),)

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    step: Mapped[int | None]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    reminded: Mapped[int | None]
    words: Mapped[bytes | None]  # why, in the words of the desk, under desk_key


class Recusal(Base):
    """Somebody of the desk who may not open this case: a conflict of interest."""

    __tablename__ = "recusal"

    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )


class ComplaintToken(Base):
    """Blind index under K_match: which opened cases share an institution and subject.

    Written when a caseworker first opens a case in which she allowed it (consent `pattern`).
    `about` says which pattern it is, and whether she was told of it; sealed under K_match too.
    """

    __tablename__ = "complaint_token"

    token: Mapped[bytes] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    about: Mapped[bytes]
