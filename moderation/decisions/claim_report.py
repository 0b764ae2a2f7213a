"""Claiming a report: a lease of half an hour that returns by itself and grows with the work.

Whoever opens a free report takes it; what another holds can be looked at, never worked on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.report import CaseToken, Lease, Report
from app.models.staff import Staff
from app.services import audit
from app.services.sealed_alert import tokens_for
from app.services.sealed_report import DeskKeys, open_alert_ref, open_summary
from moderation.decisions.case_identifiers import identifiers_of, normal_forms
from moderation.decisions.case_rows import (
    NoKey,
    NoSuchCase,
    find_case,
    open_case_keys,
    require_active,
    set_report_state,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.exposure import count_severe
from moderation.decisions.read_body import read_draft
from moderation.rules.exposure import SEVERE

LEASE = timedelta(minutes=30)

# claiming a report in one of these is beginning to read it
BEGINS_REVIEW = frozenset({ReportState.RECEIVED, ReportState.ANSWERED})
# a proposal whose alert is in one of these waits for the desk again
BACK_TO_REVIEW = frozenset(
    {AlertState.DRAFT, AlertState.VETOED, AlertState.RETRACTED, AlertState.EXPIRED}
)


class HeldByOther(Exception):
    """Somebody else works on it; carries their name and until when."""

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__()
        self.name = name
        self.until = until


@dataclass(frozen=True)
class Claimed:
    """A report this person now works on, until then unless the work goes on."""

    report_id: UUID
    until: datetime


def claim_report(
    session: Session, person: DeskPerson, report_id: UUID, *, keyring: Keyring, now: datetime
) -> Claimed:
    """Take a free or lapsed report. Raises NoSuchCase, NoKey, HeldByOther, Damaged, Malformed."""
    require_active(session, person)
    report = find_case(session, person, report_id, locked=True)
    if report.body is None:
        raise NoSuchCase
    keys = open_case_keys(session, person, report)
    until, is_new = _take_lease(session, person, report, now)
    if is_new:
        _count_exposure(session, person, report, keys, now)
    if report.state in BEGINS_REVIEW:
        set_report_state(session, report, ReportState.IN_REVIEW, by=person.staff_id, now=now)
    elif report.state is ReportState.PROPOSED and _alert_came_back(session, report, keys):
        set_report_state(session, report, ReportState.IN_REVIEW, by=None, actor="system", now=now)
    _index(session, person, report, keys)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="case_claimed",
        object_id=report.id,
        now=now,
    )
    return Claimed(report.id, until)


def work_on(
    session: Session, person: DeskPerson, report_id: UUID, *, now: datetime
) -> tuple[Report, DeskKeys]:
    """The report under its lock for an act on it; the lease grows with the act.

    Raises NoSuchCase, NoKey, HeldByOther, NotActive.
    """
    require_active(session, person)
    report = find_case(session, person, report_id, locked=True)
    if report.body is None:
        raise NoSuchCase
    keys = open_case_keys(session, person, report)
    _take_lease(session, person, report, now)
    return report, keys


def release_report(
    session: Session, person: DeskPerson, report_id: UUID, *, keyring: Keyring, now: datetime
) -> None:
    """Put it back for a colleague; nothing when it was not held by this person."""
    find_case(session, person, report_id)
    let_go(session, report_id, held_by=person.staff_id)
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="case_released",
        object_id=report_id,
        now=now,
    )


def let_go(session: Session, report_id: UUID, *, held_by: UUID | None = None) -> None:
    """End the lease: the work is done, or handed back."""
    query = delete(Lease).where(Lease.report_id == report_id)
    if held_by is not None:
        query = query.where(Lease.staff_id == held_by)
    session.execute(query)


def held_by_others(
    session: Session, person: DeskPerson, reports: Sequence[UUID], now: datetime
) -> frozenset[UUID]:
    """Those of `reports` on which somebody else works now."""
    return frozenset(
        session.scalars(
            select(Lease.report_id).where(
                Lease.report_id.in_(reports),
                Lease.staff_id != person.staff_id,
                Lease.until > now,
            )
        )
    )


def _take_lease(
    session: Session, person: DeskPerson, report: Report, now: datetime
) -> tuple[datetime, bool]:
    """Until when it is hers, and whether it was not before.

    The caller holds the lock of the report, so two people cannot both get here.
    """
    lease = session.get(Lease, report.id, populate_existing=True)
    until = now + LEASE
    if lease is None:
        session.add(Lease(report_id=report.id, staff_id=person.staff_id, until=until))
        return until, True
    if lease.staff_id != person.staff_id and lease.until > now:
        other = session.get_one(Staff, lease.staff_id)
        raise HeldByOther(other.name, lease.until)
    is_new = lease.staff_id != person.staff_id
    lease.staff_id, lease.until = person.staff_id, until
    return until, is_new


def _count_exposure(
    session: Session, person: DeskPerson, report: Report, keys: DeskKeys, now: datetime
) -> None:
    """She is about to read it; what she has already, she does not take a second time."""
    if report.summary is None:
        return
    if open_summary(keys.desk_key, report.id, report.summary).get("severity", 0) >= SEVERE:
        count_severe(session, person.staff_id, today=now.date())


def _alert_came_back(session: Session, report: Report, keys: DeskKeys) -> bool:
    """Whether its alert was returned, vetoed, taken away or has ended."""
    if report.alert_ref is None:
        return True
    alert_id = open_alert_ref(keys.dek, report.id, report.alert_ref)
    state = session.scalar(select(Alert.state).where(Alert.id == alert_id))
    return state is None or state in BACK_TO_REVIEW


def _index(session: Session, person: DeskPerson, report: Report, keys: DeskKeys) -> None:
    """Enter its identifiers in the case index, now that somebody reads it (security.md 2.9).

    What she added since the first reading is entered too; what is there stays.
    """
    held = person.key(report.epoch)
    if held is None:
        raise NoKey
    identifiers = normal_forms(identifiers_of(read_draft(report, keys)))
    tokens = {one.token for one in tokens_for(held.k_match, identifiers)}
    insert_missing(
        session, CaseToken, [{"token": one, "report_id": report.id} for one in sorted(tokens)]
    )
