"""Steps on a route: planned, sent, extended, answered; and the days that follow from them.

Dates of a case are never edited in place: a step is sealed anew, and its due days are worked out
again from it, so that a clock on the board is always the clock of the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint import FIRST_DAY, ComplaintDraft
from app.domain.complaint_steps import StepRecord, clocks_of_case, next_clocks
from app.domain.letter_drafting import open_places
from app.domain.objection import Known, still_to_object
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintStep
from app.services.complaint_papers import letters_among, read_papers
from app.services.complaint_steps import STEP, read_steps
from app.services.file_complaint import OBJECTION_DUE
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.dues import ASK, set_due, settle_due
from moderation.decisions.complaint.ending import back_to_work
from moderation.decisions.complaint.rows import (
    begin_work,
    log_act,
    open_complaint_keys,
    set_complaint_state,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson

HER_DEADLINE = "her_deadline"
THEIR_DEADLINE = "their_deadline"
MOST_STEPS = 30


class StepNotPossible(Exception):
    """`reason`: no_such_step, in_future, before_it_happened, not_sent, already_sent, answered,
    too_many, before_sent, too_long_ago, already_planned, letter_open."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plan_step(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    about: int,
    key: str,
    *,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> int:
    """Puts a step ("awb-klacht:1") on the case; its number. Raises `StepNotPossible`."""
    complaint, keys = work_on(session, person, complaint_id)
    draft = read_draft(complaint, keys)
    route, _colon, number = key.partition(":")
    if not _is_a_step(route, number, known) or about not in range(len(draft.about)):
        raise StepNotPossible("no_such_step")
    steps = read_steps(session, complaint.id, keys.dek)
    if len(steps) >= MOST_STEPS:
        raise StepNotPossible("too_many")
    wanted = (about, route, int(number))
    if any((one.about, one.route, one.step) == wanted and not one.done for one in steps.values()):
        raise StepNotPossible("already_planned")
    begin_work(session, person, complaint, now)
    record = StepRecord(about, route, int(number), now.date())
    own_number = max(steps, default=0) + 1
    session.add(
        ComplaintStep(
            complaint_id=complaint.id,
            number=own_number,
            body=COMPLAINT.seal_part(keys.dek, complaint.id, STEP, own_number, record.to_json()),
        )
    )
    everything = {**steps, own_number: record}
    sync_dues(session, complaint, draft, everything, known=known, today=now.date())
    log_act(session, person, complaint, "complaint_step_planned", keyring=keyring, now=now)
    return own_number


def mark_sent(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    day: date,
    *,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> None:
    """The letter has gone out on `day`: their clock starts. Raises `StepNotPossible`.

    A kept letter with a place that nobody filled in did not go out.
    """
    complaint, keys = work_on(session, person, complaint_id)
    letter = letters_among(read_papers(session, complaint.id, keys.dek)).get(number)

    def sent(record: StepRecord, draft: ComplaintDraft) -> StepRecord:
        if record.sent_on is not None:
            raise StepNotPossible("already_sent")
        if letter is not None and open_places(letter):
            raise StepNotPossible("letter_open")
        if day > now.date():
            raise StepNotPossible("in_future")
        happened = draft.when.day if record.about == 0 else None
        if day < (happened or FIRST_DAY):
            raise StepNotPossible("before_it_happened" if happened else "too_long_ago")
        return replace(record, sent_on=day)

    complaint = _change(session, person, complaint_id, number, sent, known=known, now=now)
    if complaint.state is not ComplaintState.SENT:
        set_complaint_state(session, complaint, ComplaintState.SENT, by=person.staff_id, now=now)
    log_act(session, person, complaint, "complaint_step_sent", keyring=keyring, now=now)


def note_their_terms(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    *,
    condition: str,
    extended: bool,
    received_on: date | None,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> None:
    """What they wrote about the terms: a committee, more time, the day they got it.

    Raises `StepNotPossible`.
    """

    def noted(record: StepRecord, _draft: ComplaintDraft) -> StepRecord:
        if record.sent_on is None:
            raise StepNotPossible("not_sent")
        events = dict(record.events)
        if received_on is not None:
            if received_on > now.date():
                raise StepNotPossible("in_future")
            if received_on < record.sent_on:
                raise StepNotPossible("before_sent")
            events |= dict.fromkeys(
                ("complaint_received", "request_received", "complaint_filed"), received_on
            )
        return replace(record, condition=condition, extended=extended, events=events)

    complaint = _change(session, person, complaint_id, number, noted, known=known, now=now)
    wanted = ComplaintState.EXTENDED if extended else ComplaintState.WAITS_FOR_THEM
    moves = extended or complaint.state in (ComplaintState.SENT, ComplaintState.WAITS_FOR_THEM)
    if moves and complaint.state is not wanted:
        set_complaint_state(session, complaint, wanted, by=person.staff_id, now=now)
    log_act(session, person, complaint, "complaint_terms_noted", keyring=keyring, now=now)


def record_answer(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    day: date,
    *,
    ruling: str,
    result: str,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Their answer: the formal ruling and the factual result apart. Raises `StepNotPossible`."""

    def answered(record: StepRecord, _draft: ComplaintDraft) -> StepRecord:
        if record.sent_on is None:
            raise StepNotPossible("not_sent")
        if record.answered_on is not None:
            raise StepNotPossible("answered")
        if day > now.date():
            raise StepNotPossible("in_future")
        if day < record.sent_on:
            raise StepNotPossible("before_sent")
        return replace(record, answered_on=day, ruling=ruling, result=result, done=True)

    complaint = _change(session, person, complaint_id, number, answered, known=known, now=now)
    settle_due(session, complaint_id, ASK, step=number, today=now.date())
    if complaint.state is ComplaintState.CLOSED:
        keys = open_complaint_keys(session, person, complaint)
        back_to_work(session, person, complaint, keys, now=now)
    elif complaint.state is not ComplaintState.IN_PROGRESS:
        set_complaint_state(
            session, complaint, ComplaintState.IN_PROGRESS, by=person.staff_id, now=now
        )
    log_act(
        session, person, complaint, "complaint_answered", keyring=keyring, now=now,
        data={"ruling": ruling, "result": result},
    )  # fmt: skip


def drop_step(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    *,
    known: Known,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A step that is not taken after all; one that was sent stays. Raises `StepNotPossible`."""

    def dropped(record: StepRecord, _draft: ComplaintDraft) -> StepRecord:
        if record.sent_on is not None:
            raise StepNotPossible("already_sent")
        return replace(record, done=True)

    complaint = _change(session, person, complaint_id, number, dropped, known=known, now=now)
    log_act(session, person, complaint, "complaint_step_dropped", keyring=keyring, now=now)


def sync_dues(
    session: Session,
    complaint: Complaint,
    draft: ComplaintDraft,
    steps: dict[int, StepRecord],
    *,
    known: Known,
    today: date,
) -> None:
    """The days of every step: hers until it is sent, theirs until they answer, then hers for what
    comes after it; and her last day to object. The last two until somebody chose that step."""
    objection_on = still_to_object(draft, list(steps.values()), today, known)
    if objection_on is None:
        settle_due(session, complaint.id, OBJECTION_DUE, step=None, today=today)
    else:
        set_due(session, complaint.id, OBJECTION_DUE, objection_on, step=None)
    records = list(steps.values())
    every, after = clocks_of_case(records, draft, known), next_clocks(records, draft, known)
    for (number, record), clocks, later in zip(steps.items(), every, after, strict=True):
        waits_for_us = not record.done and record.sent_on is None
        waits_for_them = record.sent_on is not None and record.answered_on is None
        for reason, clock, runs in (
            (HER_DEADLINE, clocks.hers if waits_for_us else later, not waits_for_them),
            (THEIR_DEADLINE, clocks.theirs, waits_for_them),
        ):
            if clock is not None and runs:
                set_due(session, complaint.id, reason, clock.last_day, step=number)
            else:
                settle_due(session, complaint.id, reason, step=number, today=today)
    session.flush()


def read_draft(complaint: Complaint, keys: DeskKeys) -> ComplaintDraft:
    """What she told. Raises `Damaged`, `Malformed`."""
    assert complaint.body is not None  # `find_complaint` finds no stub
    return ComplaintDraft.from_json(COMPLAINT.open_body(keys.dek, complaint.id, complaint.body))


def _change(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    change: Callable[[StepRecord, ComplaintDraft], StepRecord],
    *,
    known: Known,
    now: datetime,
) -> Complaint:
    complaint, keys = work_on(session, person, complaint_id)
    steps = read_steps(session, complaint.id, keys.dek)
    if number not in steps:
        raise StepNotPossible("no_such_step")
    draft = read_draft(complaint, keys)
    steps[number] = change(steps[number], draft)
    begin_work(session, person, complaint, now)
    row = session.get_one(ComplaintStep, (complaint.id, number))
    row.body = COMPLAINT.seal_part(keys.dek, complaint.id, STEP, number, steps[number].to_json())
    sync_dues(session, complaint, draft, steps, known=known, today=now.date())
    return complaint


def _is_a_step(route: str, number: str, known: Known) -> bool:
    if route not in known.routes or not number.isdecimal():
        return False
    return 1 <= int(number) <= len(known.routes[route].steps)
