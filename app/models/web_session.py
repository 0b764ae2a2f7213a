"""Sessions, each sealed under a secret that only the cookie holds (security.md 2.6).

A dump of this table shows a kind, whose session it is for staff and members (so that it can be
ended at once), and a day on which the row is thrown away at the latest.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class StoredSession(Base):
    """One session; `id` is derived from the cookie's secret, `sealed` opens only with it."""

    __tablename__ = "web_session"
    __table_args__ = (
        CheckConstraint("kind IN ('staff', 'half', 'member', 'voucher', 'reporter')", name="kind"),
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    sealed: Mapped[bytes]
    purge_on: Mapped[date] = mapped_column(index=True)
