"""What she reads about her own complaint: codes, days, steps with both clocks, messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_papers import Attorney, Satisfaction
from app.domain.complaint_parts import About, ComplaintConsents
from app.domain.complaint_steps import (
    Reference,
    StepClocks,
    StepRecord,
    clocks_of_case,
    next_clocks,
    told_events,
)
from app.domain.letter import Letter
from app.domain.reporter_moves import may_be_unhappy
from app.domain.states import ComplaintState
from app.domain.terms.clock import Clock
from app.domain.training_request import is_training
from app.models.complaint import Complaint, ComplaintFile, ComplaintMessage
from app.services.complaint_papers import (
    attorney_among,
    letters_among,
    outcomes_among,
    read_papers,
    satisfaction_among,
)
from app.services.complaint_steps import read_steps
from app.services.follow_report import FollowedMessage
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.sealed_complaint import COMPLAINT


@dataclass(frozen=True)
class FollowedStep:
    """A step of her case: against whom, and both clocks as they run now. `later`: her last day for
    what comes after it, while nobody has chosen that."""

    record: StepRecord
    about: About
    clocks: StepClocks
    later: Clock | None = None


@dataclass(frozen=True)
class FollowedComplaint:
    """Everything of her page. `outcome` is a code of that list once the case is closed.

    `needs_attorney`: she asked for a letter in somebody's name and signed nothing yet.
    `is_training`: she asked for a training, so that only the messages mean anything.
    `letters`: what went out, in the order of the steps; none while she wants no text shown.
    `told`: days she told us, for clocks of steps that are not taken yet.
    """

    case_number: str
    state: ComplaintState
    arrived_on: date
    closed_on: date | None
    outcome: str
    steps: tuple[FollowedStep, ...]
    about: tuple[About, ...]
    letter_dated: date | None
    told: Mapping[str, date]
    messages: tuple[FollowedMessage, ...]
    consents: ComplaintConsents
    files: int
    attorney: Attorney | None
    satisfaction: Satisfaction | None
    wants_letter: bool
    may_reopen: bool
    shows_text: bool
    may_add: bool
    is_training: bool
    letters: tuple[Letter, ...] = field(repr=False, default=())
    draft: ComplaintDraft = field(repr=False, default_factory=ComplaintDraft)


LETTER_WAYS = frozenset({"desk_files", "help_me_file"})


def follow_complaint(
    session: Session, own: OwnComplaint, *, known: Reference, now: datetime
) -> FollowedComplaint:
    """Five queries, whatever there is to see. Raises `ReportGone`, `Damaged`, `Malformed`."""
    row = own_complaint(session, own)
    draft = _draft(row, own)
    shows = row.body is not None and not draft.do_not_show_back
    papers = read_papers(session, row.id, own.dek)
    outcomes = outcomes_among(papers)
    records = read_steps(session, own.complaint_id, own.dek)
    consents = COMPLAINT.open_consents(own.dek, row.id, row.consents)
    return FollowedComplaint(
        case_number=row.case_number,
        state=row.state,
        arrived_on=row.arrived_on,
        closed_on=row.closed_on,
        outcome=outcomes[-1] if outcomes and row.state is ComplaintState.CLOSED else "",
        steps=_steps(list(records.values()), draft, known),
        about=draft.about,
        letter_dated=draft.letter.dated if draft.letter.is_decision else None,
        told=told_events(draft),
        messages=_messages(session, own, shows),
        consents=ComplaintConsents.from_json(consents),
        files=session.scalar(select(func.count()).where(ComplaintFile.complaint_id == row.id)) or 0,
        attorney=attorney_among(papers),
        satisfaction=satisfaction_among(papers),
        wants_letter=draft.way in LETTER_WAYS,
        may_reopen=may_be_unhappy(row.state, row.closed_on, now.date()),
        shows_text=shows,
        may_add=row.body is not None,
        is_training=is_training(row.institution_kind),
        letters=_letters(papers, records) if shows else (),
        draft=draft if shows else ComplaintDraft(),
    )


def _draft(row: Complaint, own: OwnComplaint) -> ComplaintDraft:
    if row.body is None:
        return ComplaintDraft()
    return ComplaintDraft.from_json(COMPLAINT.open_body(own.dek, row.id, row.body))


def _letters(
    papers: Mapping[int, Mapping[str, Any]], records: Mapping[int, StepRecord]
) -> tuple[Letter, ...]:
    """A draft is the desk's own until it is sent."""
    found = letters_among(papers)
    sent = [number for number, one in records.items() if one.sent_on is not None]
    return tuple(found[number] for number in sent if number in found)


def _steps(
    records: list[StepRecord], draft: ComplaintDraft, known: Reference
) -> tuple[FollowedStep, ...]:
    every, after = clocks_of_case(records, draft, known), next_clocks(records, draft, known)
    return tuple(
        FollowedStep(record, _about(draft, record), clocks, later)
        for record, clocks, later in zip(records, every, after, strict=True)
    )


def _about(draft: ComplaintDraft, record: StepRecord) -> About:
    return draft.about[record.about] if record.about < len(draft.about) else About()


def _messages(session: Session, own: OwnComplaint, shows_text: bool) -> tuple[FollowedMessage, ...]:
    rows = session.scalars(
        select(ComplaintMessage)
        .where(ComplaintMessage.complaint_id == own.complaint_id)
        .order_by(ComplaintMessage.number)
    )
    found = []
    for row in rows:
        # opened also where it is not shown: a replaced message must not go unnoticed
        text = COMPLAINT.open_message(own.dek, own.complaint_id, row.number, row.author, row.body)
        mine = row.author == "reporter"
        hidden = mine and not shows_text
        found.append(FollowedMessage(row.number, mine, row.on_day, None if hidden else text))
    return tuple(found)
