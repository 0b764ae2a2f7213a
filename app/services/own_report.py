"""Her own report, found with what her session holds; a withdrawn one is as if it were not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from app.domain.protocol import Protocol
from app.domain.reporter_moves import after_her_words
from app.domain.retention import report_body_expires_on
from app.domain.states import ReportState
from app.models.decision import Decision
from app.models.report import Report
from app.services.counted_facts import drop_facts
from app.services.outbox import promise
from app.services.reporter_requests import WITHDRAW, is_asked
from app.services.sealed_report import open_alert_ref

REPORT_DAMAGED = "report_damaged"


class ReportGone(Exception):
    """Withdrawn, past its term, or never there."""


class TooLateToAdd(Exception):
    """Only the stub is left (decisions 17): nobody would read what she adds."""


@dataclass(frozen=True)
class OwnKey:
    """Which report a session is about and the key to its content (32 bytes)."""

    report_id: UUID
    dek: bytes = field(repr=False)


def still_hers() -> ColumnElement[bool]:
    """A condition on `Report`: not withdrawn, and no withdrawal waits to be carried out."""
    return and_(Report.state != ReportState.WITHDRAWN, ~is_asked(WITHDRAW, Report.id))


def own_report(session: Session, own: OwnKey, *, for_change: bool = False) -> Report:
    """The row; raises `ReportGone`. `for_change` locks it until the unit of work ends."""
    statement = select(Report).where(Report.id == own.report_id, still_hers())
    if for_change:
        statement = statement.with_for_update(of=Report)
    report = session.scalar(statement)
    if report is None:
        raise ReportGone
    return report


def alert_of(report: Report, own: OwnKey) -> UUID | None:
    """The alert made of it, or None; raises `Damaged`."""
    if report.alert_ref is None:
        return None
    return open_alert_ref(own.dek, report.id, report.alert_ref)


def she_spoke(
    session: Session, report: Report, dek: bytes, *, protocol: Protocol, now: datetime
) -> None:
    """Tells the desk, and brings an asked, closed or rejected report back to it.

    Then its term is again that of an open report: her answer must not vanish unread. It is counted
    anew when the desk has ended it again. Only from the state seen here: when somebody at the desk
    moved it meanwhile, that stands. The caller holds its lock. Raises `Damaged`.
    """
    promise(session, "notify_desk", report.id, now=now)
    before, after = report.state, after_her_words(report.state)
    if after is before:
        return
    moved = session.scalar(
        update(Report)
        .where(Report.id == report.id, Report.state == before)
        .values(
            state=after,
            closed_on=None,
            expires_on=report_body_expires_on(report.arrived_on, None, protocol),
        )
        .returning(Report.id)
        .execution_options(synchronize_session=False)
    )
    if moved is not None:
        drop_facts(session, report, dek)
        session.add(
            Decision(
                subject_kind="report",
                subject_id=report.id,
                actor="reporter",
                from_state=before.value,
                to_state=after.value,
                on_day=now.date(),
            )
        )
