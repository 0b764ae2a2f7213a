"""The queue: reports of the team that wait for somebody, urgent first, then oldest.

What it shows of a report lies sealed, so rows are opened in the request: those of the page, or all
live ones when somebody filters by something sealed (decisions 11). The number of queries is the
same for three rows and three thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.report_summary import ReportSummary
from app.domain.states import AlertState, ReportState
from moderation.decisions.claim_report import BACK_TO_REVIEW
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.queue_rows import (
    Leases,
    LightRow,
    OpenedRow,
    alert_states,
    light_rows,
    open_rows,
    running_leases,
)

PAGE_ROWS = 25
MOST_ROWS = 3000  # opened at once for a filter: about half a second

# what waits for the desk; a proposal only while its alert still needs a second reader
WAITING = (
    ReportState.RECEIVED,
    ReportState.ANSWERED,
    ReportState.IN_REVIEW,
    ReportState.PROPOSED,
)
NEXT_STEP: Mapping[ReportState, str] = {
    ReportState.RECEIVED: "read",
    ReportState.ANSWERED: "read_answer",
    ReportState.IN_REVIEW: "decide",
    ReportState.ASKED: "wait_for_reporter",
    ReportState.PUBLISHED: "nothing",
    ReportState.MERGED: "nothing",
    ReportState.REJECTED: "nothing",
    ReportState.CLOSED: "nothing",
}


@dataclass(frozen=True)
class QueueFilter:
    """Empty means everything. `region` also finds the places inside a police unit (`within`)."""

    state: ReportState | None = None
    kind: str = ""
    severity: int | None = None
    region: str = ""
    mine: bool = False
    urgent: bool = False
    burst: str = ""

    @property
    def looks_inside(self) -> bool:
        """Whether it asks for something that is sealed."""
        return bool(self.kind or self.severity or self.region or self.burst)


@dataclass(frozen=True)
class QueueRow:
    """One report in the queue; `summary` is None when it cannot be opened by this person."""

    report_id: UUID
    state: ReportState
    urgent: bool
    arrived_on: date
    summary: ReportSummary | None
    held_by: str
    held_by_me: bool
    step: str
    alert_id: UUID | None


@dataclass(frozen=True)
class Queue:
    """A page of rows (1, 2, …) and what the counts mean; `total` is after filtering."""

    rows: tuple[QueueRow, ...]
    page: int
    pages: int
    total: int
    waiting: int
    urgent: int
    oldest_on: date | None
    mine: int
    unreadable: int


def read_queue(
    session: Session,
    person: DeskPerson,
    wanted: QueueFilter,
    *,
    page: int,
    covers: Callable[[str, str], bool],
    now: datetime,
) -> Queue:
    """`covers(region, place)` says whether a place lies in a region."""
    everything = light_rows(session, person, WAITING)
    proposals = open_rows(
        session, person, [r.id for r in everything if r.state is ReportState.PROPOSED]
    )
    alerts = alert_states(session, proposals.values())
    waiting = [row for row in everything if _waits(row, proposals, alerts)]
    leases = running_leases(session, now)
    shown = waiting
    if wanted.state is not None and wanted.state is not ReportState.WITHDRAWN:
        shown = light_rows(session, person, (wanted.state,))
    shown = [row for row in shown if _fits_clear(row, wanted, leases, person)]
    opened: Mapping[UUID, OpenedRow] = {}
    if wanted.looks_inside:
        shown = shown[:MOST_ROWS]
        opened = open_rows(session, person, [row.id for row in shown])
        shown = [row for row in shown if _fits_inside(opened.get(row.id), wanted, covers)]
    pages = max(1, -(-len(shown) // PAGE_ROWS))
    page = min(max(page, 1), pages)
    part = shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    if not wanted.looks_inside:
        opened = open_rows(session, person, [row.id for row in part])
    rows = tuple(_row(row, opened.get(row.id), alerts, leases, person) for row in part)
    return Queue(
        rows=rows,
        page=page,
        pages=pages,
        total=len(shown),
        waiting=len(waiting),
        urgent=sum(row.urgent for row in waiting),
        oldest_on=min((row.arrived_on for row in waiting), default=None),
        mine=sum(_is_mine(row.id, leases, person) for row in waiting),
        unreadable=sum(row.summary is None for row in rows),
    )


def _waits(
    row: LightRow, proposals: Mapping[UUID, OpenedRow], alerts: Mapping[UUID, AlertState]
) -> bool:
    """A proposal that is approved or out needs nobody; one that does not open needs a look."""
    if row.state is not ReportState.PROPOSED:
        return True
    alert_id = proposals[row.id].alert_id if row.id in proposals else None
    state = alerts.get(alert_id) if alert_id is not None else None
    return state is None or state is AlertState.PROPOSED or state in BACK_TO_REVIEW


def _fits_clear(
    row: LightRow,
    wanted: QueueFilter,
    leases: Leases,
    person: DeskPerson,
) -> bool:
    if wanted.urgent and not row.urgent:
        return False
    return not wanted.mine or _is_mine(row.id, leases, person)


def _fits_inside(
    opened: OpenedRow | None, wanted: QueueFilter, covers: Callable[[str, str], bool]
) -> bool:
    if opened is None or opened.summary is None:
        return False
    summary = opened.summary
    return (
        (not wanted.kind or wanted.kind in summary.kinds)
        and (wanted.severity is None or wanted.severity == summary.severity)
        and (not wanted.region or covers(wanted.region, summary.region))
        and (not wanted.burst or wanted.burst == summary.burst)
    )


def _is_mine(report_id: UUID, leases: Leases, person: DeskPerson) -> bool:
    return report_id in leases and leases[report_id][0] == person.staff_id


def _row(
    row: LightRow,
    opened: OpenedRow | None,
    alerts: Mapping[UUID, AlertState],
    leases: Leases,
    person: DeskPerson,
) -> QueueRow:
    alert_id = None if opened is None else opened.alert_id
    return QueueRow(
        report_id=row.id,
        state=row.state,
        urgent=row.urgent,
        arrived_on=row.arrived_on,
        summary=None if opened is None else opened.summary,
        held_by=leases[row.id][1] if row.id in leases else "",
        held_by_me=_is_mine(row.id, leases, person),
        step=_step(row.state, None if alert_id is None else alerts.get(alert_id)),
        alert_id=alert_id,
    )


def _step(state: ReportState, alert: AlertState | None) -> str:
    """What is next, as a code; the page has the words."""
    if state is not ReportState.PROPOSED:
        return NEXT_STEP.get(state, "nothing")
    if alert is AlertState.VETOED:
        return "vetoed"
    if alert in BACK_TO_REVIEW:
        return "returned"
    return "second_look" if alert is AlertState.PROPOSED else "wait_for_release"
