"""The keyed hash chain of who did what at the desk (security.md 3.14, T32)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AuditLine(Base):
    """One line; `at_hour` is cut to the hour, `object` is HMAC(K_audit, id), never an id."""

    __tablename__ = "audit_line"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_hour: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[bytes | None]
    data: Mapped[str] = mapped_column(String(400))
    hash: Mapped[bytes]
