"""Who was told of which alert, and what has to be sent (ADR 0027): no content and no address."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Notice(Base):
    """That a member was told of an alert, without content; kept until the alert has ended.

    It is the record of who hears of a change of the alert.
    """

    __tablename__ = "notice"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    on_day: Mapped[date]
    seen: Mapped[bool] = mapped_column(default=False)  # no day: when she reads is hers


class AlertChange(Base):
    """One thing that happened to an alert that was out; `change` is a code of `alert_change`.

    `parts` are codes of `alert_part` with commas between: what of it is different now.
    """

    __tablename__ = "alert_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    change: Mapped[str] = mapped_column(String(20))
    parts: Mapped[str] = mapped_column(String(100), default="")
    on_day: Mapped[date] = mapped_column(index=True)


class ChangeNotice(Base):
    """That a member hears of this change. `seen`: she read it; the row stays, so that a run that
    begins again does not tell her twice."""

    __tablename__ = "change_notice"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    change_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert_change.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen: Mapped[bool] = mapped_column(default=False)


class Delivery(Base):
    """One neutral message to one member over one channel; sent rows go the day after.

    Its id is the id of the message, so that a repeat can be seen to be one. `about` is the alert
    when it is new, else the `alert_change`. `not_before` is a whole hour and only there while she
    wants quiet, or while the other side does not answer.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("member_id", "about", "channel"),
        Index("ix_delivery_due", "channel", "sent", "attempts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    about: Mapped[UUID]
    channel: Mapped[str] = mapped_column(String(10))
    urgent: Mapped[bool]
    not_before: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent: Mapped[bool] = mapped_column(default=False)
    on_day: Mapped[date]


class Feed(Base):
    """A member's secret address for a feed reader; only its MAC under K_field is here."""

    __tablename__ = "feed"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    address_mac: Mapped[bytes] = mapped_column(unique=True)
