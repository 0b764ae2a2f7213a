"""What a shorter term of the protocol would end, and bringing what is there to it.

A term that was promised is never made longer afterwards: a longer one is for what comes later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.months import first_of_month
from app.domain.protocol import Protocol
from app.domain.purge_guard import largest_purge
from app.domain.retention import (
    alert_expires_on,
    report_body_expires_on,
    unpublished_expires_on,
)
from app.domain.states import CAME_OUT
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Report
from app.services.expire_alerts import live_alerts
from app.services.purge_reports import live_reports

MOTIVATED = "motivated"  # let stay by two people, without a new incident


@dataclass(frozen=True)
class WouldGo:
    """How many reports and alerts would go that stay under the terms of now, out of how many."""

    reports: int
    of_reports: int
    alerts: int
    of_alerts: int

    @property
    def too_many(self) -> bool:
        """More than one run of the purge may delete (T38)."""
        return self.reports > largest_purge(self.of_reports) or self.alerts > largest_purge(
            self.of_alerts
        )


class WouldDeleteTooMuch(Exception):
    """The change is refused; carries what would go."""

    def __init__(self, would_go: WouldGo) -> None:
        super().__init__(would_go)
        self.would_go = would_go


def require_small(session: Session, protocol: Protocol, *, now: datetime) -> WouldGo:
    """What would go today under `protocol`; raises `WouldDeleteTooMuch`."""
    today = now.date()
    reports = sum(1 for row, day in _reports(session, protocol) if day <= today < row.expires_on)
    alerts = sum(1 for row, day in _alerts(session, protocol) if day <= today < _day_of(row))
    found = WouldGo(reports, live_reports(session), alerts, live_alerts(session))
    if found.too_many:
        raise WouldDeleteTooMuch(found)
    return found


def shorten(session: Session, protocol: Protocol) -> None:
    """Gives every report and alert the day of `protocol` where that comes earlier."""
    for report, day in _reports(session, protocol):
        report.expires_on = min(report.expires_on, day)
    for alert, day in _alerts(session, protocol):
        alert.expires_on = min(_day_of(alert), day)


def _reports(session: Session, protocol: Protocol) -> Iterator[tuple[Report, date]]:
    """Those with a body; a stub lives with its alert."""
    for row in session.scalars(select(Report).where(Report.body.is_not(None))):
        yield row, report_body_expires_on(row.arrived_on, row.closed_on, protocol)


def _alerts(session: Session, protocol: Protocol) -> Iterator[tuple[Alert, date]]:
    """Those that are out, and those that wait. One that two people let stay counts from the month
    of that."""
    stayed = (
        select(Decision.subject_id, func.max(Decision.on_day))
        .where(Decision.subject_kind == "alert", Decision.reason == MOTIVATED)
        .group_by(Decision.subject_id)
    )
    extended = {row[0]: row[1] for row in session.execute(stayed)}
    query = select(Alert).where(Alert.state.in_(CAME_OUT), Alert.expires_on.is_not(None))
    for row in session.scalars(query):
        month = row.month
        if row.id in extended:
            month = max(month, first_of_month(extended[row.id]))
        yield row, alert_expires_on(row.severity, month, protocol)
    waits = (Alert.published_on.is_(None), Alert.proposed_on.is_not(None))
    for row in session.scalars(select(Alert).where(*waits, Alert.expires_on.is_not(None))):
        assert row.proposed_on is not None
        yield row, unpublished_expires_on(row.proposed_on, protocol)


def _day_of(alert: Alert) -> date:
    assert alert.expires_on is not None  # of those that are out; see the query
    return alert.expires_on
