"""Columns that a report and a complaint share (security.md 2.4, decisions 11).

In the clear stand days, epoch and padded sizes. Every blob is bound to its row and field by its
associated data.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class CaseColumns:
    """What a case is, whatever it is about."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    arrived_on: Mapped[date]
    epoch: Mapped[int]
    expires_on: Mapped[date]
    closed_on: Mapped[date | None]
    body: Mapped[bytes | None]  # JSON of the draft under dek; None in a stub
    summary: Mapped[bytes | None]  # what the queue or board shows, under desk_key
    contact: Mapped[bytes | None]  # under subkey(dek, contact): opened only with a reason
    consents: Mapped[bytes]  # under dek: hers to change at any time
    fact_link: Mapped[bytes | None]  # ids of its facts once it is done, under dek (ADR 0017)
    lookup: Mapped[bytes] = mapped_column(unique=True)
    idem: Mapped[bytes | None] = mapped_column(unique=True)  # None after 24 h
    repeat_sealed: Mapped[bytes | None]  # minute and body hash, to the receipt key; None after 24 h


class CaseKeyColumns:
    """The sealed keys of a case; deleting this row is deleting the case (security.md 2.12)."""

    receipt_public: Mapped[bytes]
    sealed_team: Mapped[bytes]  # dek, to the team key of the case's epoch
    sealed_desk: Mapped[bytes]  # desk_key, to the team key only: notes and summary
    sealed_receipt: Mapped[bytes]  # dek, to her receipt key


class MessageColumns:
    """A message between her and the desk, or an addition; under dek, numbered per case."""

    number: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(String(10))
    body: Mapped[bytes]
    on_day: Mapped[date]
