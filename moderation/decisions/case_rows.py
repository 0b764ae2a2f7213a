"""Finding a report or alert for somebody of the desk, opening its keys, writing down its moves.

Every decision begins here: another team's report does not exist for this person, and without the
team's key nothing opens. A move is checked against the tables of `moderation.rules.workflow`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.protocol import Protocol
from app.domain.retention import report_body_expires_on
from app.domain.states import AlertState, ReportState, StaffState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Report, ReportKeys
from app.models.staff import Staff
from app.services.sealed_report import DeskKeys, open_for_team
from app.services.suspend_alert import locked_alert
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.workflow import move_alert, move_report

Actor = Literal["staff", "reporter", "system"]
ENDS = frozenset({ReportState.REJECTED, ReportState.CLOSED})


class NoSuchCase(Exception):
    """No report of this team with this id, or nothing is left of it."""


class NoSuchAlert(Exception):
    """No alert with this id."""


class NoKey(Exception):
    """This person has no grant on the epoch the report was sealed to."""


class NotActive(Exception):
    """This person no longer works at the desk, whatever the session says."""


def find_case(
    session: Session, person: DeskPerson, report_id: UUID, *, locked: bool = False
) -> Report:
    """The report of this person's team; raises NoSuchCase. A stub without a body counts too."""
    query = select(Report).where(Report.id == report_id, Report.team == person.team)
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NoSuchCase
    return row


def open_case_keys(session: Session, person: DeskPerson, report: Report) -> DeskKeys:
    """Both keys of the report. Raises NoKey, NoSuchCase, Damaged."""
    sealed = session.get(ReportKeys, report.id)
    if sealed is None:
        raise NoSuchCase
    return keys_of(person, report, sealed)


def keys_of(person: DeskPerson, report: Report, sealed: ReportKeys) -> DeskKeys:
    """As open_case_keys, for a row that was read together with its keys."""
    held = person.key(report.epoch)
    if held is None:
        raise NoKey
    return open_for_team(sealed, team_secret=held.secret, epoch=report.epoch)


def find_alert(session: Session, alert_id: UUID, *, locked: bool = False) -> Alert:
    """The alert; raises NoSuchAlert."""
    if locked:
        row = locked_alert(session, alert_id)
    else:
        row = session.scalar(select(Alert).where(Alert.id == alert_id))
    if row is None:
        raise NoSuchAlert
    return row


def require_active(session: Session, person: DeskPerson) -> None:
    """Raises NotActive; a session of somebody suspended ends, but an act looks for itself."""
    row = session.get(Staff, person.staff_id, populate_existing=True)
    if row is None or row.state is not StaffState.ACTIVE or row.team != person.team:
        raise NotActive


def set_report_state(
    session: Session,
    report: Report,
    to_state: ReportState,
    *,
    by: UUID | None,
    actor: Actor = "staff",
    reason: str | None = None,
    now: datetime,
) -> None:
    """Moves a report and writes it down; raises MoveNotAllowed."""
    before = report.state
    report.state = move_report(before, to_state)
    note_decision(
        session, "report", report.id, (before.value, to_state.value), by=by, actor=actor,
        reason=reason, now=now,
    )  # fmt: skip


def set_alert_state(
    session: Session,
    alert: Alert,
    to_state: AlertState,
    *,
    by: UUID | None,
    actor: Actor = "staff",
    reason: str | None = None,
    now: datetime,
) -> None:
    """Moves an alert and writes it down; raises MoveNotAllowed."""
    before = alert.state
    alert.state = move_alert(before, to_state)
    note_alert_decision(session, alert, before.value, by=by, actor=actor, reason=reason, now=now)


def note_alert_decision(
    session: Session,
    alert: Alert,
    from_state: str | None,
    *,
    by: UUID | None,
    actor: Actor = "staff",
    reason: str | None = None,
    now: datetime,
) -> None:
    """Writes down how the alert came into the state it has now; also where the state stayed."""
    note_decision(
        session, "alert", alert.id, (from_state, alert.state.value), by=by, actor=actor,
        reason=reason, now=now,
    )  # fmt: skip


def note_decision(
    session: Session,
    subject_kind: str,
    subject_id: UUID,
    states: tuple[str | None, str],
    *,
    by: UUID | None,
    actor: Actor,
    reason: str | None,
    now: datetime,
) -> None:
    """One line of a report, alert or complaint; `states` are the one before and the one now."""
    session.add(
        Decision(
            subject_kind=subject_kind,
            subject_id=subject_id,
            actor=actor,
            staff_id=by,
            from_state=states[0],
            to_state=states[1],
            reason=reason,
            on_day=now.date(),
        )
    )


def end_term(report: Report, protocol: Protocol, now: datetime) -> None:
    """The desk is done with it: from today the term of the words runs (decisions 17)."""
    report.closed_on = now.date()
    report.expires_on = report_body_expires_on(report.arrived_on, report.closed_on, protocol)


def reopen_term(report: Report, protocol: Protocol) -> None:
    """Work goes on, so the long term counts again."""
    report.closed_on = None
    report.expires_on = report_body_expires_on(report.arrived_on, None, protocol)
