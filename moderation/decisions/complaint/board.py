"""The board: every live case with its owner, its nearest day and what it is about.

The order is that of need (`moderation/rules/need.py`). Filters look at what stands in the clear; a
search opens the small sealed summary of every live case (decisions 11). The number of queries is
the same for three cases and three thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged
from app.domain.complaint_summary import ComplaintSummary
from app.domain.places import folded
from app.domain.states import ComplaintState
from app.domain.terms.clock import SOON_DAYS
from app.models.complaint import Complaint, ComplaintDue, ComplaintKeys
from app.models.staff import Staff
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.rows import visible_to
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.need import need, runs_blind

PAGE_ROWS = 25
MOST_OPENED = 5000  # by a search
LIVE = tuple(state for state in ComplaintState if state not in OVER)


@dataclass(frozen=True)
class BoardFilter:
    """Empty means everything that is live. `owner`: "mine", "nobody" or an id; `due`: "late",
    "soon" (14 days) or "none"; `find`: words that the summary must hold."""

    state: ComplaintState | None = None
    kind: str = ""
    owner: str = ""
    due: str = ""
    find: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One case; `summary` is None when it cannot be opened by this person. `due_reason` is a code
    of `due_reason`, empty where no day is known; `urgent`: then six weeks may be running."""

    complaint_id: UUID
    case_number: str
    state: ComplaintState
    kind: str
    urgent: bool
    arrived_on: date
    owner: str
    mine: bool
    due_on: date | None
    due_reason: str
    summary: ComplaintSummary | None


@dataclass(frozen=True)
class Board:
    """A page of rows (1, 2, …); `total` after filtering. `late` and `soon` count live cases, and
    `kinds` are the kinds of institution that live cases are about."""

    rows: tuple[BoardRow, ...]
    page: int
    pages: int
    total: int
    live: int
    nobodys: int
    mine: int
    late: int
    soon: int
    kinds: frozenset[str]


Describe = Callable[[str, ComplaintSummary], str]
"""A kind and a summary → the words of the page, so that a search finds what one reads there."""


def read_board(
    session: Session,
    person: DeskPerson,
    wanted: BoardFilter,
    *,
    page: int,
    today: date,
    describe: Describe = lambda _kind, _summary: "",
) -> Board:
    """Four queries; a search opens every live summary."""
    dues = _nearest_dues(session)
    live = _light(session, person, LIVE, dues, today)
    shown = live if wanted.state is None else _light(session, person, (wanted.state,), dues, today)
    shown = [row for row in shown if _fits(row, wanted, person, dues, today)]
    opened: Mapping[UUID, ComplaintSummary | None] = {}
    if wanted.find:
        shown = shown[:MOST_OPENED]
        opened = _summaries(session, person, [row.id for row in shown])
        shown = [row for row in shown if _found(row, opened.get(row.id), wanted.find, describe)]
    pages = max(1, -(-len(shown) // PAGE_ROWS))
    page = min(max(page, 1), pages)
    part = shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    if not wanted.find:
        opened = _summaries(session, person, [row.id for row in part])
    days = [dues[row.id].due_on for row in live if row.id in dues]
    return Board(
        rows=tuple(_row(row, opened.get(row.id), person, dues, today) for row in part),
        page=page,
        pages=pages,
        total=len(shown),
        live=len(live),
        nobodys=sum(row.owner_id is None for row in live),
        mine=sum(row.owner_id == person.staff_id for row in live),
        late=sum(day < today for day in days),
        soon=sum(today <= day <= today + timedelta(days=SOON_DAYS) for day in days),
        kinds=frozenset(row.institution_kind for row in live),
    )


@dataclass(frozen=True)
class _Case:
    """What stands in the clear of a case."""

    id: UUID
    case_number: str
    state: ComplaintState
    institution_kind: str
    urgent: bool
    arrived_on: date
    owner_id: UUID | None
    owner: str | None


@dataclass(frozen=True)
class _Due:
    due_on: date
    reason: str


def _nearest_dues(session: Session) -> Mapping[UUID, _Due]:
    """The nearest open day of each case that runs: those of a closed one rest."""
    number = func.row_number().over(
        partition_by=ComplaintDue.complaint_id, order_by=(ComplaintDue.due_on, ComplaintDue.number)
    )
    ranked = (
        select(
            ComplaintDue.complaint_id,
            ComplaintDue.due_on,
            ComplaintDue.reason,
            number.label("place"),
        )
        .join(Complaint, Complaint.id == ComplaintDue.complaint_id)
        .where(ComplaintDue.done_on.is_(None), Complaint.state.not_in(OVER))
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.complaint_id, ranked.c.due_on, ranked.c.reason).where(ranked.c.place == 1)
    )
    return {complaint_id: _Due(due_on, reason) for complaint_id, due_on, reason in rows}


def _light(
    session: Session,
    person: DeskPerson,
    states: Collection[ComplaintState],
    dues: Mapping[UUID, _Due],
    today: date,
) -> list[_Case]:
    """What stands in the clear, in the order of need."""
    rows = session.execute(
        select(
            Complaint.id,
            Complaint.case_number,
            Complaint.state,
            Complaint.institution_kind,
            Complaint.urgent,
            Complaint.arrived_on,
            Complaint.owner_id,
            Staff.name,
        )
        .outerjoin(Staff, Staff.id == Complaint.owner_id)
        .where(Complaint.state.in_(states), Complaint.body.is_not(None), visible_to(person))
    )
    cases = [_Case(*row) for row in rows]
    days = {case.id: dues[case.id].due_on if case.id in dues else None for case in cases}
    return sorted(cases, key=lambda one: (_need(one, days[one.id], today), one.id))


def _need(case: _Case, due_on: date | None, today: date) -> tuple[int, date, date]:
    return need(
        urgent=case.urgent, owned=case.owner_id is not None, due_on=due_on,
        arrived_on=case.arrived_on, today=today,
    )  # fmt: skip


def _fits(
    row: _Case,
    wanted: BoardFilter,
    person: DeskPerson,
    dues: Mapping[UUID, _Due],
    today: date,
) -> bool:
    if wanted.kind and row.institution_kind != wanted.kind:
        return False
    owner = "" if row.owner_id is None else str(row.owner_id)
    asked = str(person.staff_id) if wanted.owner == "mine" else wanted.owner
    if asked and owner != ("" if asked == "nobody" else asked):
        return False
    if not wanted.due:
        return True
    due = dues.get(row.id)
    if due is None:
        return wanted.due == "none"
    left = (due.due_on - today).days
    return {"late": left < 0, "soon": 0 <= left <= SOON_DAYS}.get(wanted.due, False)


def _found(row: _Case, summary: ComplaintSummary | None, find: str, describe: Describe) -> bool:
    """Whether every word stands somewhere in the number or the summary."""
    parts = [row.case_number, row.institution_kind]
    if summary is not None:
        parts += [
            summary.institution,
            summary.institution_name,
            summary.subject,
            summary.region,
            summary.way,
            describe(row.institution_kind, summary),
        ]
    text = folded(" ".join(parts))
    return all(folded(word) in text for word in find.split())


def _summaries(
    session: Session, person: DeskPerson, ids: Sequence[UUID]
) -> Mapping[UUID, ComplaintSummary | None]:
    if not ids:
        return {}
    # the columns of a line only: the bodies of two thousand cases are megabytes
    query = (
        select(Complaint.id, Complaint.epoch, Complaint.summary, ComplaintKeys.sealed_desk)
        .join(ComplaintKeys, ComplaintKeys.complaint_id == Complaint.id)
        .where(Complaint.id.in_(ids))
    )
    return {row.id: _open(person, *row) for row in session.execute(query)}


def _open(
    person: DeskPerson, complaint_id: UUID, epoch: int, summary: bytes | None, sealed_desk: bytes
) -> ComplaintSummary | None:
    """A case that does not open is shown as such: it must not take the board down."""
    held = person.key(epoch)
    if summary is None or held is None:
        return None
    try:
        key = COMPLAINT.open_desk_key(
            complaint_id, sealed_desk, team_secret=held.secret, epoch=epoch
        )
        return ComplaintSummary.from_json(COMPLAINT.open_summary(key, complaint_id, summary))
    except (Damaged, KeyError, TypeError, ValueError):
        return None


def _row(
    row: _Case,
    summary: ComplaintSummary | None,
    person: DeskPerson,
    dues: Mapping[UUID, _Due],
    today: date,
) -> BoardRow:
    due = dues.get(row.id)
    return BoardRow(
        complaint_id=row.id,
        case_number=row.case_number,
        state=row.state,
        kind=row.institution_kind,
        urgent=runs_blind(
            urgent=row.urgent,
            due_on=due.due_on if due else None,
            arrived_on=row.arrived_on,
            today=today,
        ),
        arrived_on=row.arrived_on,
        owner=row.owner or "",
        mine=row.owner_id == person.staff_id,
        due_on=due.due_on if due else None,
        due_reason=due.reason if due else "",
        summary=summary,
    )
