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

FREE = (ReportState.RECEIVED, ReportState.ANSWERED, ReportState.IN_REVIEW)
MOST_TRIED = 200  # past so many that do not open, somebody must look at the queue itself


def claim_next(
    session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime
) -> Claimed | None:
    """What she now works on, or None when nothing is free. Raises NotActive."""
    for report_id in free_reports(session, person, now=now):
        try:
            with session.begin_nested():
                return claim_report(session, person, report_id, keyring=keyring, now=now)
        except (NoKey, NoSuchCase, HeldByOther, Damaged, Malformed):
            continue
    return None


def free_reports(session: Session, person: DeskPerson, *, now: datetime) -> Sequence[UUID]:
    """Unread, answered or put back, and nobody works on it: in the order of the queue."""
    taken = select(Lease.report_id).where(Lease.until > now)
    return session.scalars(
        select(Report.id)
        .where(
            Report.team == person.team,
            Report.epoch.in_([held.epoch for held in person.keys if held.team == person.team]),
            Report.body.is_not(None),
            Report.state.in_(FREE),
            Report.id.not_in(taken),
        )
        .order_by(Report.urgent.desc(), Report.arrived_on, Report.id)
        .limit(MOST_TRIED)
    ).all()
