"""A choice of the board that somebody of the complaints desk keeps: codes only, no name of its own.

What it is called is said from its codes in the reader's language, so that nobody can write a name
of a person or an institution into it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SavedView(Base):
    """`state`, `kind`, `owner` and `due` are the values of the board's filter; empty means any."""

    __tablename__ = "saved_view"

    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    owner: Mapped[str] = mapped_column(String(40))
    due: Mapped[str] = mapped_column(String(10))
