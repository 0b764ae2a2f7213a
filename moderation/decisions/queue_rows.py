"""Reading and opening the rows of the queue, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged
from app.domain.report_summary import ReportSummary
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.report import Lease, Report, ReportKeys
from app.models.staff import Staff
from app.services.sealed_report import open_alert_ref, open_summary
from moderation.decisions.case_rows import NoKey, keys_of
from moderation.decisions.desk_person import DeskPerson

Leases = Mapping[UUID, tuple[UUID, str]]
"""Report → who works on it now: id and name."""


@dataclass(frozen=True)
class LightRow:
    """What is in the clear of a report that may be shown."""

    id: UUID
    state: ReportState
    urgent: bool
    arrived_on: date


@dataclass(frozen=True)
class OpenedRow:
    """What came out of the sealed fields; both None when it does not open."""

    summary: ReportSummary | None
    alert_id: UUID | None


def light_rows(
    session: Session, person: DeskPerson, states: Collection[ReportState]
) -> list[LightRow]:
    """Reports of the team in these states that still have words, in the order of the queue."""
    query = (
        select(Report.id, Report.state, Report.urgent, Report.arrived_on)
        .where(Report.team == person.team, Report.state.in_(states), Report.body.is_not(None))
        .order_by(Report.urgent.desc(), Report.arrived_on, Report.id)
    )
    return [LightRow(*row) for row in session.execute(query)]


def open_rows(
    session: Session, person: DeskPerson, ids: Sequence[UUID]
) -> Mapping[UUID, OpenedRow]:
    """What these reports say of themselves, as far as this person can open them."""
    if not ids:
        return {}
    query = (
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id.in_(ids))
    )
    return {
        report.id: open_one(person, report, sealed) for report, sealed in session.execute(query)
    }


def open_one(person: DeskPerson, report: Report, sealed: ReportKeys) -> OpenedRow:
    """A row that does not open is shown as such: it must not take the queue down."""
    try:
        keys = keys_of(person, report, sealed)
        summary = None
        if report.summary is not None:
            found = open_summary(keys.desk_key, report.id, report.summary)
            summary = ReportSummary.from_json(found)
        alert_id = None
        if report.alert_ref is not None:
            alert_id = open_alert_ref(keys.dek, report.id, report.alert_ref)
    except (NoKey, Damaged, KeyError, TypeError, ValueError):
        return OpenedRow(None, None)
    return OpenedRow(summary, alert_id)


def alert_states(session: Session, opened: Collection[OpenedRow]) -> Mapping[UUID, AlertState]:
    """How the alerts of these rows stand now."""
    ids = [one.alert_id for one in opened if one.alert_id is not None]
    if not ids:
        return {}
    rows = session.execute(select(Alert.id, Alert.state).where(Alert.id.in_(ids)))
    return dict(row for row in rows)


def running_leases(session: Session, now: datetime) -> Leases:
    rows = session.execute(
        select(Lease.report_id, Lease.staff_id, Staff.name)
        .join(Staff, Staff.id == Lease.staff_id)
        .where(Lease.until > now)
    )
    return {report_id: (staff_id, name) for report_id, staff_id, name in rows}
