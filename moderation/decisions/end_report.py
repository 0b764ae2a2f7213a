"""Rejecting, closing and reopening a report, each with a coded reason that she can read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.states import ReportState
from app.models.report import Report, ReportKeys
from app.services import audit
from app.services.counted_facts import drop_facts
from app.services.sealed_case import DeskKeys
from moderation.decisions.case_rows import (
    end_term,
    keys_of,
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
from moderation.decisions.count_report import count_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.queue_rows import light_rows, open_rows
from moderation.decisions.retract_alert import WITH_A_WARNING
from moderation.rules.outcomes import Outcome, require_reason

SPAM = "misuse"  # what she reads: "Not a real report … If that is wrong, write to us."


def reject_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """No alert comes of it. Raises ReasonNotAllowed, MoveNotAllowed and as work_on."""
    require_reason(Outcome.REJECT, reason)
    report, keys = work_on(session, person, report_id, now=now)
    set_report_state(
        session, report, ReportState.REJECTED, by=person.staff_id, reason=reason, now=now
    )
    _end(session, report, keys, reason, keyring=keyring, reference=reference, now=now)
    _log(session, person, report.id, "report_rejected", reason, keyring=keyring, now=now)


def close_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """The desk is done with it. Raises ReasonNotAllowed, MoveNotAllowed and as work_on."""
    require_reason(Outcome.CLOSE, reason)
    report, keys = work_on(session, person, report_id, now=now)
    counted = report.state in WITH_A_WARNING
    set_report_state(
        session, report, ReportState.CLOSED, by=person.staff_id, reason=reason, now=now
    )
    _end(
        session, report, keys, reason,
        counted=counted, keyring=keyring, reference=reference, now=now,
    )  # fmt: skip
    _log(session, person, report.id, "report_closed", reason, keyring=keyring, now=now)


def reopen_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Back to review, and no longer counted.

    Raises ReasonNotAllowed, MoveNotAllowed and as work_on.
    """
    require_reason(Outcome.REOPEN, reason)
    report, keys = work_on(session, person, report_id, now=now)
    set_report_state(
        session, report, ReportState.IN_REVIEW, by=person.staff_id, reason=reason, now=now
    )
    reopen_term(report, reference.protocol)
    drop_facts(session, report, keys.dek)
    _log(session, person, report.id, "report_reopened", reason, keyring=keyring, now=now)


def reject_burst(
    session: Session,
    person: DeskPerson,
    burst: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
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
    rows_of = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id.in_([one for one in ids if one not in taken]))
        .order_by(Report.id)
        .with_for_update(of=Report)
        .execution_options(populate_existing=True)
    ).all()
    count = 0
    for report, sealed in rows_of:
        if report.state in BEGINS_REVIEW:
            set_report_state(session, report, ReportState.IN_REVIEW, by=person.staff_id, now=now)
        if report.state is not ReportState.IN_REVIEW:
            continue  # somebody was faster
        set_report_state(
            session, report, ReportState.REJECTED, by=person.staff_id, reason=SPAM, now=now
        )
        keys = keys_of(person, report, sealed)
        _end(session, report, keys, SPAM, keyring=keyring, reference=reference, now=now)
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
    report: Report,
    keys: DeskKeys,
    reason: str,
    *,
    counted: bool = False,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """What every end has after its move; `counted`: it was, when its warning went out."""
    end_term(report, reference.protocol, now)
    if not counted:
        count_report(session, report, keys, reason, keyring=keyring, reference=reference, now=now)
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
