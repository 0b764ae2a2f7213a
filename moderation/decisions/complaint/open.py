"""The case page's read model: one complaint with everything that hangs on it.

Only with the line in the log that says so (`Logged`): no proof, no words (security.md 3.14, T32).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_papers import Attorney, Satisfaction
from app.domain.complaint_parts import ComplaintConsents
from app.domain.complaint_steps import (
    Reference,
    StepClocks,
    StepRecord,
    clocks_of_case,
    next_clocks,
    told_events,
)
from app.domain.letter import Letter
from app.domain.states import ComplaintState
from app.domain.terms.clock import Clock
from app.models.complaint import (
    Complaint,
    ComplaintDue,
    ComplaintFile,
    ComplaintKeys,
    ComplaintMessage,
    ComplaintNote,
)
from app.models.decision import Decision
from app.models.staff import Staff
from app.services.complaint_papers import (
    attorney_among,
    letters_among,
    outcomes_among,
    read_papers,
    satisfaction_among,
)
from app.services.complaint_steps import read_steps
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.dues import WORDS
from moderation.decisions.complaint.link import LinkedCase, linked_cases
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.patterns import SharedPattern, shared_patterns
from moderation.decisions.complaint.rows import complaint_keys_of, find_complaint, visible_to
from moderation.decisions.complaint.steps import read_draft
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import (
    NotWrittenDown,
    ShownMessage,
    ShownMove,
    ShownNote,
)

OPENED = "complaint_opened"
FILE_SHOWN = "complaint_file_shown"


@dataclass(frozen=True)
class ShownStep:
    """A step of the case with its clocks as they run now; `later`: hers for what comes after it,
    while nobody has chosen that."""

    number: int
    record: StepRecord
    clocks: StepClocks
    later: Clock | None = None


@dataclass(frozen=True, repr=False)
class ShownDue:
    """An open day: `reason` is a code of `due_reason`, `words` only of a task."""

    number: int
    reason: str
    step: int | None
    due_on: date
    words: str


@dataclass(frozen=True, repr=False)
class ShownFile:
    """A file that came with it; `kind` is jpeg or pdf, `name` as she called it."""

    number: int
    kind: str
    name: str


@dataclass(frozen=True, repr=False)
class ComplaintView:
    """One complaint as the case page shows it. `told` are the days she told us,
    `letters` those of its steps by the number of the step; without a code nobody reads along."""

    complaint_id: UUID
    case_number: str
    state: ComplaintState
    urgent: bool
    arrived_on: date
    closed_on: date | None
    expires_on: date
    owner_id: UUID | None
    owner: str
    draft: ComplaintDraft
    consents: ComplaintConsents
    has_contact: bool
    has_code: bool
    told: Mapping[str, date]
    steps: tuple[ShownStep, ...]
    dues: tuple[ShownDue, ...]
    messages: tuple[ShownMessage, ...]
    notes: tuple[ShownNote, ...]
    files: tuple[ShownFile, ...]
    attorney: Attorney | None
    satisfaction: Satisfaction | None
    letters: Mapping[int, Letter]
    links: tuple[LinkedCase, ...]
    shared: tuple[SharedPattern, ...]
    moves: tuple[ShownMove, ...] = field(default=())


def open_complaint(
    session: Session, person: DeskPerson, complaint_id: UUID, logged: Logged, *, known: Reference
) -> ComplaintView:
    """Raises NoSuchCase, NoKey, Damaged, Malformed, NotWrittenDown."""
    if not logged.allows(OPENED, complaint_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    found = session.execute(
        select(Complaint, ComplaintKeys, Staff.name)
        .join(ComplaintKeys, ComplaintKeys.complaint_id == Complaint.id)
        .outerjoin(Staff, Staff.id == Complaint.owner_id)
        .where(Complaint.id == complaint_id, Complaint.body.is_not(None), visible_to(person))
    ).one_or_none()
    if found is None:
        raise NoSuchCase
    row, sealed, owner = found
    keys = complaint_keys_of(person, row, sealed)
    draft = read_draft(row, keys)
    consents = COMPLAINT.open_consents(keys.dek, row.id, row.consents)
    papers = read_papers(session, row.id, keys.dek)
    return ComplaintView(
        complaint_id=row.id,
        case_number=row.case_number,
        state=row.state,
        urgent=row.urgent,
        arrived_on=row.arrived_on,
        closed_on=row.closed_on,
        expires_on=row.expires_on,
        owner_id=row.owner_id,
        owner=owner or "",
        draft=draft,
        consents=ComplaintConsents.from_json(consents),
        has_contact=row.contact is not None,
        has_code=row.lookup is not None,
        told=told_events(draft),
        steps=with_clocks(read_steps(session, row.id, keys.dek), draft, known),
        dues=() if row.state in OVER else _dues(session, row.id, keys),  # they rest
        messages=_messages(session, row.id, keys),
        notes=_notes(session, row.id, keys),
        files=_files(session, row.id, keys),
        attorney=attorney_among(papers),
        satisfaction=satisfaction_among(papers),
        letters=letters_among(papers),
        links=linked_cases(session, person, row, keys),
        shared=shared_patterns(session, person, row.id),
        moves=_moves(session, row.id, outcomes_among(papers)),
    )


def with_clocks(
    steps: Mapping[int, StepRecord], draft: ComplaintDraft, known: Reference
) -> tuple[ShownStep, ...]:
    """Each step with the days before it and the clocks that follow."""
    records = list(steps.values())
    every, after = clocks_of_case(records, draft, known), next_clocks(records, draft, known)
    return tuple(
        ShownStep(number, record, clocks, later)
        for (number, record), clocks, later in zip(steps.items(), every, after, strict=True)
    )


def show_complaint_file(
    session: Session, person: DeskPerson, complaint_id: UUID, number: int, logged: Logged
) -> tuple[bytes, Mapping[str, Any]]:
    """(content, {kind, name}). Raises NoSuchCase, NoKey, Damaged, NotWrittenDown."""
    if not logged.allows(FILE_SHOWN, complaint_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    complaint = find_complaint(session, person, complaint_id)
    sealed = session.get(ComplaintKeys, complaint_id)
    row = session.get(ComplaintFile, (complaint_id, number))
    if row is None or sealed is None:
        raise NoSuchCase
    dek = complaint_keys_of(person, complaint, sealed).dek
    about = COMPLAINT.open_part(dek, complaint_id, "file", number, row.about)
    return COMPLAINT.open_file(dek, complaint_id, number, row.stream), about


def _dues(session: Session, complaint_id: UUID, keys: DeskKeys) -> tuple[ShownDue, ...]:
    rows = session.scalars(
        select(ComplaintDue)
        .where(ComplaintDue.complaint_id == complaint_id, ComplaintDue.done_on.is_(None))
        .order_by(ComplaintDue.due_on, ComplaintDue.number)
    )
    return tuple(
        ShownDue(row.number, row.reason, row.step, row.due_on, _words(row, keys)) for row in rows
    )


def _words(row: ComplaintDue, keys: DeskKeys) -> str:
    if row.words is None:
        return ""
    opened = COMPLAINT.open_part(keys.desk_key, row.complaint_id, WORDS, row.number, row.words)
    return str(opened["text"])


def _messages(session: Session, complaint_id: UUID, keys: DeskKeys) -> tuple[ShownMessage, ...]:
    rows = session.scalars(
        select(ComplaintMessage)
        .where(ComplaintMessage.complaint_id == complaint_id)
        .order_by(ComplaintMessage.number)
    )
    return tuple(
        ShownMessage(
            row.number,
            row.author,
            COMPLAINT.open_message(keys.dek, complaint_id, row.number, row.author, row.body),
            "",
            row.on_day,
        )
        for row in rows
    )


def _notes(session: Session, complaint_id: UUID, keys: DeskKeys) -> tuple[ShownNote, ...]:
    rows = session.execute(
        select(ComplaintNote, Staff.name)
        .join(Staff, Staff.id == ComplaintNote.staff_id)
        .where(ComplaintNote.complaint_id == complaint_id)
        .order_by(ComplaintNote.number)
    )
    return tuple(
        ShownNote(
            row.number,
            name,
            COMPLAINT.open_note(keys.desk_key, complaint_id, row.number, row.body),
            row.on_day,
        )
        for row, name in rows
    )


def _files(session: Session, complaint_id: UUID, keys: DeskKeys) -> tuple[ShownFile, ...]:
    rows = session.execute(
        select(ComplaintFile.number, ComplaintFile.about)
        .where(ComplaintFile.complaint_id == complaint_id)
        .order_by(ComplaintFile.number)
    )
    shown = []
    for number, sealed in rows:
        about = COMPLAINT.open_part(keys.dek, complaint_id, "file", number, sealed)
        shown.append(ShownFile(number, str(about.get("kind", "")), str(about.get("name", ""))))
    return tuple(shown)


def _moves(
    session: Session, complaint_id: UUID, outcomes: tuple[str, ...]
) -> tuple[ShownMove, ...]:
    """The history; each closing with the outcome that was sealed with it, in the same order."""
    of_closing = iter(outcomes)
    rows = session.execute(
        select(Decision, Staff.name)
        .outerjoin(Staff, Staff.id == Decision.staff_id)
        .where(Decision.subject_kind == "complaint", Decision.subject_id == complaint_id)
        .order_by(Decision.number)
    )
    return tuple(
        ShownMove(
            row.actor,
            name or "",
            row.from_state,
            row.to_state,
            next(of_closing, None) if row.to_state == ComplaintState.CLOSED else None,
            row.on_day,
        )
        for row, name in rows
    )
