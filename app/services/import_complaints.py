"""Rows of an older list become cases of the complaints desk (ADR 0016).

They are sealed as a filed complaint is, to the team's pinned key and nobody else: no code exists
for them. Three steps, so that the database waits for no sealing: compare, prepare, store. Storing
is one unit of work; a row that is stored is never stored again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac, random_key
from app.domain.complaint_import.plan import ImportPlan, RefusedRow
from app.domain.complaint_import.rows import ImportedComplaint, RowProblem, identity_of
from app.domain.complaint_import.table import ListTable
from app.domain.complaint_papers import CaseOutcome
from app.domain.complaint_parts import ComplaintConsents
from app.domain.complaint_summary import summary_of
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintKeys, ComplaintPaper
from app.models.complaint_import import ImportedRow
from app.models.decision import Decision
from app.services.complaint_papers import PAPER
from app.services.file_complaint import TEAM, new_number
from app.services.file_report import DeskClosed
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT, seal_complaint_keys

AT_ONCE = 500

Item = TypeVar("Item")


class ImportedMeanwhile(Exception):
    """Somebody stored one of these rows at the same moment; nothing of this list was stored."""


@dataclass(frozen=True, repr=False)
class Marked:
    """A row with the two hashes it is known by."""

    row: ImportedComplaint
    identity: bytes
    content: bytes


@dataclass(frozen=True, repr=False)
class Compared:
    """A plan beside what was stored before: `known` rows stand already; rows that stand with
    another content are among the refused."""

    new: tuple[Marked, ...]
    known: int
    refused: tuple[RefusedRow, ...]

    @property
    def reasons(self) -> Mapping[str, int]:
        """Code of a problem → in how many rows it is the first one; the commonest first."""
        return dict(Counter(one.problems[0].code for one in self.refused).most_common())


@dataclass(frozen=True, repr=False)
class PreparedCase:
    """Sealed rows that wait for their transaction."""

    complaint: Complaint
    keys: ComplaintKeys
    mark: ImportedRow
    outcome: ComplaintPaper | None


def compare(session: Session, table: ListTable, plan: ImportPlan, *, keyring: Keyring) -> Compared:
    """Which of the rows that are ready are new."""
    marked = [_marked(one, keyring) for one in plan.ready]
    stored: dict[bytes, bytes] = {}
    for part in _parts(marked):
        rows = session.execute(
            select(ImportedRow.identity, ImportedRow.content).where(
                ImportedRow.identity.in_([one.identity for one in part])
            )
        )
        stored |= {row.identity: row.content for row in rows}
    new = tuple(one for one in marked if one.identity not in stored)
    changed = {
        one.row.line for one in marked if stored.get(one.identity, one.content) != one.content
    }
    refused = [RefusedRow(r, (RowProblem("", "changed"),)) for r in table.rows if r.line in changed]
    return Compared(
        new=new,
        known=len(marked) - len(new) - len(changed),
        refused=tuple(sorted((*plan.refused, *refused), key=lambda one: one.row.line)),
    )


def prepare_import(
    rows: Iterable[Marked], *, keyring: Keyring, name_of: Callable[[str], str], today: date
) -> Iterator[PreparedCase]:
    """Seals each row; `name_of` says what an institution is called. Raises `DeskClosed` without a
    pin. Touches no database."""
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    for one in rows:
        complaint, keys = _case(one.row, epoch=pinned.epoch, name_of=name_of, today=today)
        yield PreparedCase(
            complaint=complaint,
            keys=seal_complaint_keys(
                complaint.id, keys, receipt_public=None, team_public=pinned.public_key,
                epoch=pinned.epoch,
            ),
            mark=ImportedRow(
                identity=one.identity,
                content=one.content,
                expires_on=complaint_expires_on(one.row.received, None),  # no case lives longer
            ),
            outcome=_outcome(complaint.id, keys.dek, one.row.outcome),
        )  # fmt: skip


def store_import(session: Session, prepared: Sequence[PreparedCase]) -> int:
    """Stores them all; how many. Raises `ImportedMeanwhile`: then the unit of work must end."""
    taken = set(session.scalars(select(Complaint.case_number)))
    try:
        for part in _parts(prepared):
            for one in part:
                one.complaint.case_number = _free_number(one.complaint.arrived_on, taken)
            session.add_all(one.mark for one in part)
            session.add_all(one.complaint for one in part)
            session.flush()  # children name the complaint in a foreign key
            session.add_all(one.keys for one in part)
            session.add_all(one.outcome for one in part if one.outcome is not None)
            for one in part:
                session.add_all(_history(one))
            session.flush()
            session.expunge_all()
    except IntegrityError as error:
        raise ImportedMeanwhile from error
    return len(prepared)


def forget_imported(session: Session, *, now: datetime) -> int:
    """Marks of rows that would be refused by now, since they are too old."""
    old = session.scalars(
        select(ImportedRow.identity).where(ImportedRow.expires_on <= now.date())
    ).all()
    for part in _parts(old):
        session.execute(delete(ImportedRow).where(ImportedRow.identity.in_(part)))
    return len(old)


def _case(
    row: ImportedComplaint, *, epoch: int, name_of: Callable[[str], str], today: date
) -> tuple[Complaint, DeskKeys]:
    keys = DeskKeys(dek=random_key(), desk_key=random_key())
    complaint_id = uuid4()
    first = row.draft.about[0]
    summary = summary_of(
        row.draft, files=0, burst=None, today=today, name=name_of(first.code) if first.code else ""
    )
    complaint = Complaint(
        id=complaint_id,
        state=ComplaintState.SUBMITTED if row.closed is None else ComplaintState.CLOSED,
        institution_kind=first.kind,
        arrived_on=row.received,
        closed_on=row.closed,
        epoch=epoch,
        expires_on=complaint_expires_on(row.received, row.closed),
        urgent=False,
        body=COMPLAINT.seal_body(keys.dek, complaint_id, row.draft.body_json()),
        summary=COMPLAINT.seal_summary(keys.desk_key, complaint_id, summary.to_json()),
        # a list of the desk holds no yes of hers
        consents=COMPLAINT.seal_consents(keys.dek, complaint_id, ComplaintConsents().to_json()),
    )
    return complaint, keys


def _outcome(complaint_id: UUID, dek: bytes, code: str) -> ComplaintPaper | None:
    """What came of a closed case, as the paper that a closing writes."""
    if not code:
        return None
    sealed = COMPLAINT.seal_part(dek, complaint_id, PAPER, 1, CaseOutcome(code).to_json())
    return ComplaintPaper(complaint_id=complaint_id, number=1, body=sealed)


def _history(one: PreparedCase) -> list[Decision]:
    case = one.complaint
    moves: list[tuple[ComplaintState | None, ComplaintState, date]] = [
        (None, ComplaintState.SUBMITTED, case.arrived_on)
    ]
    if case.closed_on is not None:
        moves.append((ComplaintState.SUBMITTED, ComplaintState.CLOSED, case.closed_on))
    return [
        Decision(
            subject_kind="complaint",
            subject_id=case.id,
            actor="system",
            from_state=before,
            to_state=after,
            on_day=day,
        )
        for before, after, day in moves
    ]


def _free_number(day: date, taken: set[str]) -> str:
    """Ten thousand at once do meet by chance: five signs are twenty million numbers a year."""
    while True:
        number = new_number(day)
        if number not in taken:
            taken.add(number)
            return number


def _marked(row: ImportedComplaint, keyring: Keyring) -> Marked:
    assert keyring.k_idx is not None
    content = json.dumps(
        [row.draft.to_json(), row.received.isoformat(), str(row.closed), row.outcome],
        sort_keys=True,
    )
    return Marked(
        row,
        identity=mac(keyring.k_idx, "imported row", *identity_of(row)),
        content=mac(keyring.k_idx, "imported content", content),
    )


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    left = iter(items)
    while part := list(islice(left, AT_ONCE)):
        yield part
