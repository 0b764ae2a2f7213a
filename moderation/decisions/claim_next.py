"""The next one with one key: the first free report that this person can really open.

What does not open stays in the queue for a lead, and what a colleague took in the same second is
hers; neither may stand in the way of the one behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import ReportState
from app.domain.strict_json import Malformed
from app.models.report import Lease, Report
from moderation.decisions.case_rows import NoKey, NoSuchCase
from moderation.decisions.claim_report import Claimed, HeldByOther, claim_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.exposure import severe_this_week
from moderation.decisions.queue_rows import open_rows
from moderation.rules.exposure import gives_other_work_first, waits_for_others

FREE = (ReportState.RECEIVED, ReportState.ANSWERED, ReportState.IN_REVIEW)
MOST_TRIED = 200  # past so many that do not open, somebody must look at the queue itself


def claim_next(
    session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime
) -> Claimed | None:
    """What she now works on, or None when nothing is free. Raises NotActive."""
    free = free_reports(session, person, now=now)
    if gives_other_work_first(severe_this_week(session, person.staff_id, today=now.date())):
        free = _others_first(session, person, free)
    for report_id, _urgent in free:
        try:
            with session.begin_nested():
                return claim_report(session, person, report_id, keyring=keyring, now=now)
        except (NoKey, NoSuchCase, HeldByOther, Damaged, Malformed):
            continue
    return None


def free_reports(
    session: Session, person: DeskPerson, *, now: datetime
) -> Sequence[tuple[UUID, bool]]:
    """Unread, answered or put back, and nobody works on it: in the order of the queue, each with
    whether it is urgent."""
    taken = select(Lease.report_id).where(Lease.until > now)
    rows = session.execute(
        select(Report.id, Report.urgent)
        .where(
            Report.team == person.team,
            Report.epoch.in_([held.epoch for held in person.keys if held.team == person.team]),
            Report.body.is_not(None),
            Report.state.in_(FREE),
            Report.id.not_in(taken),
        )
        .order_by(Report.urgent.desc(), Report.arrived_on, Report.id)
        .limit(MOST_TRIED)
    )
    return [(report_id, urgent) for report_id, urgent in rows]


def _others_first(
    session: Session, person: DeskPerson, free: Sequence[tuple[UUID, bool]]
) -> list[tuple[UUID, bool]]:
    """What is severe and not urgent behind the rest; otherwise as they stood."""
    opened = open_rows(session, person, [report_id for report_id, _urgent in free])

    def comes_later(one: tuple[UUID, bool]) -> bool:
        report_id, urgent = one
        summary = opened[report_id].summary if report_id in opened else None
        return summary is not None and waits_for_others(urgent=urgent, severity=summary.severity)

    return sorted(free, key=comes_later)
