"""Rejecting, closing and reopening a report, each with a coded reason that she can read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.protocol import Protocol
from app.domain.states import ReportState
from app.models.report import Report
from app.services import audit
from moderation.decisions.case_rows import (
    end_term,
    reopen_term,
    require_active,
    set_report_state,
)
from moderation.decisions.claim_report import (
    BEGINS_REVIEW,
    held_by_others,
    let_go,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.queue_rows import light_rows, open_rows
from moderation.rules.outcomes import Outcome, require_reason

SPAM = "misuse"  # what she reads: "Not a real report … If that is wrong, write to us."


def reject_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> None:
    """No alert comes of it. Raises ReasonNotAllowed, MoveNotAllowed and as work_on."""
    require_reason(Outcome.REJECT, reason)
    report, _keys = work_on(session, person, report_id, now=now)
    _end(session, person, report, ReportState.REJECTED, reason=reason, protocol=protocol, now=now)
    _log(session, person, report.id, "report_rejected", reason, keyring=keyring, now=now)


def close_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> None:
    """The desk is done with it. Raises ReasonNotAllowed, MoveNotAllowed and as work_on."""
    require_reason(Outcome.CLOSE, reason)
    report, _keys = work_on(session, person, report_id, now=now)
    _end(session, person, report, ReportState.CLOSED, reason=reason, protocol=protocol, now=now)
    _log(session, person, report.id, "report_closed", reason, keyring=keyring, now=now)


def reopen_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> None:
    """Back to review. Raises ReasonNotAllowed, MoveNotAllowed and as work_on."""
    require_reason(Outcome.REOPEN, reason)
    report, _keys = work_on(session, person, report_id, now=now)
    set_report_state(
        session, report, ReportState.IN_REVIEW, by=person.staff_id, reason=reason, now=now
    )
    reopen_term(report, protocol)
    _log(session, person, report.id, "report_reopened", reason, keyring=keyring, now=now)


def reject_burst(
    session: Session,
    person: DeskPerson,
    burst: str,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> int:
    """Puts a flood from one place aside in one act; how many.

    Only what nobody has decided about, and nothing a colleague works on now.
    """
    require_active(session, person)
    rows = light_rows(session, person, (*BEGINS_REVIEW, ReportState.IN_REVIEW))
    opened = open_rows(session, person, [row.id for row in rows])
    ids = [
        one for one, row in opened.items() if row.summary is not None and row.summary.burst == burst
    ]
    taken = held_by_others(session, person, ids, now)
    reports = session.scalars(
        select(Report)
        .where(Report.id.in_([one for one in ids if one not in taken]))
        .order_by(Report.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    count = 0
    for report in reports:
        if report.state in BEGINS_REVIEW:
            set_report_state(session, report, ReportState.IN_REVIEW, by=person.staff_id, now=now)
        if report.state is not ReportState.IN_REVIEW:
            continue  # somebody was faster
        _end(session, person, report, ReportState.REJECTED, reason=SPAM, protocol=protocol, now=now)
        count += 1
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="burst_rejected",
        data={"count": count},
        now=now,
    )
    return count


def _end(
    session: Session,
    person: DeskPerson,
    report: Report,
    state: ReportState,
    *,
    reason: str,
    protocol: Protocol,
    now: datetime,
) -> None:
    set_report_state(session, report, state, by=person.staff_id, reason=reason, now=now)
    end_term(report, protocol, now)
    let_go(session, report.id)


def _log(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    action: str,
    reason: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=action,
        object_id=report_id,
        data={"reason": reason},
        now=now,
    )
