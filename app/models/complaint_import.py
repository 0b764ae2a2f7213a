"""What is remembered of an older list: which rows were taken over, and how its columns are read.

A row is known by a keyed hash and by nothing else: no case can be found from it, and without the
key nobody can ask whether a certain row was there.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ImportedRow(Base):
    """`identity` says which row it was, `content` what stood in it. It goes when a case of that
    day could no longer exist: such a row is refused by itself."""

    __tablename__ = "imported_row"

    identity: Mapped[bytes] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    expires_on: Mapped[date] = mapped_column(index=True)


class ImportProfile(Base):
    """Columns and old words of a kind of list, with its name, under K_field."""

    __tablename__ = "import_profile"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    body: Mapped[bytes]
