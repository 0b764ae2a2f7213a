"""Alerts, their look-up tokens and how often a check met them (security.md 2.9, 2.10)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import AlertState
from app.models.base import Base, code_column


class Alert(Base):
    """One alert: coded facts in the clear (decisions 11), words and identifiers under K_alert.

    The database itself enforces four eyes (decisions 13) and that nothing is out unreviewed.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("severity BETWEEN 2 AND 4", name="severity"),
        CheckConstraint("severity = 2 OR needs_second", name="severity_needs_second"),
        CheckConstraint(
            "state NOT IN ('approved', 'published')"
            " OR (proposed_by IS NOT NULL AND published_by IS NOT NULL)",
            name="reviewed",
        ),
        CheckConstraint(
            "NOT needs_second OR published_by IS NULL"
            " OR (proposed_by IS NOT NULL AND published_by <> proposed_by)",
            name="four_eyes",
        ),
        CheckConstraint("shown_reports <= independent", name="shown_reports"),
        Index("ix_alert_list", "state", "published_on", "severity"),
        Index("ix_alert_expires_on", "expires_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[AlertState] = mapped_column(code_column(AlertState, "state"))
    kinds: Mapped[str] = mapped_column(String(400))  # codes, comma between
    severity: Mapped[int] = mapped_column(SmallInteger)
    region: Mapped[str] = mapped_column(String(40), index=True)
    month: Mapped[date]  # first day of the month of the incident
    needs_second: Mapped[bool]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    proposed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    rested_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))  # the desk's own rest
    release_after: Mapped[datetime | None]  # end of veto window and random delay (decisions 14)
    text: Mapped[bytes | None]  # under K_alert
    identifiers: Mapped[bytes | None]  # masked forms, under K_alert
    tokens_sealed: Mapped[bytes | None]  # tokens that wait for the release, under K_alert
    text_mac: Mapped[bytes | None]  # of the approved text: a change after approval voids it
    review: Mapped[bytes | None]  # answers to the criteria, informing of the person; under K_alert
    source_sealed: Mapped[bytes]  # report ids, to the team key: a thief cannot connect them
    source_epoch: Mapped[int]
    source_count: Mapped[int] = mapped_column(SmallInteger)
    told: Mapped[int] = mapped_column(default=0)  # how many members were told of it
    hits: Mapped[int] = mapped_column(default=0)  # coarse: how many checks met it (decisions 16)
    # what may be told of them: steps, moved once in the week that begins on `counted_on`
    told_step: Mapped[int] = mapped_column(SmallInteger, default=0)
    hits_step: Mapped[int] = mapped_column(SmallInteger, default=0)
    counted_on: Mapped[date | None]
    # different reporters as the desk judged, what members read of that, and when it follows
    independent: Mapped[int] = mapped_column(SmallInteger, default=1)
    shown_reports: Mapped[int] = mapped_column(SmallInteger, default=1)
    shows_on: Mapped[date | None]


class AlertToken(Base):
    """Blind index of published alerts only, under K_idx (security.md 2.9)."""

    __tablename__ = "alert_token"
    __table_args__ = (CheckConstraint("kind IN ('exact', 'similar')", name="kind"),)

    token: Mapped[bytes] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(10))


class InformingDue(Base):
    """A warning whose person has to be told now, or whose exception looked at again.

    What the sealed review says, found once an hour: a page that opened every review would cost
    more with every warning. `review_on` None: the review says nothing, or does not open.
    """

    __tablename__ = "informing_due"

    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True
    )
    review_on: Mapped[date | None]


class ReporterRequest(Base):
    """A veto or withdrawal that waits for the desk's process; unlinked to any session.

    `kind` is veto, withdraw or take_back; `object_id` the alert, report or complaint; a day and
    no time (decisions, Later).
    """

    __tablename__ = "reporter_request"
    __table_args__ = (CheckConstraint("kind IN ('veto', 'withdraw', 'take_back')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[UUID]
    on_day: Mapped[date]
    done_on: Mapped[date | None]
