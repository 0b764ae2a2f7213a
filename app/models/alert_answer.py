"""What members answer to an alert: how many, never who."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AlertAnswer(Base):
    """One member's answer to one alert; she may change it and take it back.

    `mark` is keyed (services.answer_alert): without the key no row leads to a member, and there is
    no day. `answer` is a code of `alert_answer`. `fresh`: the desk has not looked at it yet.
    """

    __tablename__ = "alert_answer"
    __table_args__ = (
        # what the desk has not looked at: few of all there are
        Index(
            "ix_alert_answer_fresh",
            "alert_id",
            sqlite_where=text("fresh"),
            postgresql_where=text("fresh"),
        ),
    )

    mark: Mapped[bytes] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(20))
    fresh: Mapped[bool]
