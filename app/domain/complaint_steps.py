"""A step that is taken on a route: what happened when, and both clocks that follow from it.

The days of a case are events (codes of `start_event`): some she told us, some follow from sending a
letter or from an answer, and one from a term that ended without an answer (Awb 9:24).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, Self

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import MAX_CODE_CHARS
from app.domain.complaint_routes import KEY_MARK, Route, RouteStep, step_key
from app.domain.strict_json import JsonObject, StrictObject
from app.domain.terms.clock import Clock, her_clock, their_clock, with_ended
from app.domain.terms.legal_calendar import LegalCalendar
from app.domain.terms.term import Term, versions_on

MAX_EVENTS = 40
TOLD = frozenset(
    {"conduct", "published", "decision_published", "assessment_dated", "platform_decision",
     "non_prosecution_notified"}
)  # fmt: skip
SENT = frozenset({"complaint_received", "complaint_filed", "request_received"})
SENT_FIRST = frozenset({"first_complaint"})  # of several letters only the first counts
ANSWERED = frozenset(
    {"outcome_notified_or_due", "final_position", "answer_received", "reconsideration_dated",
     "ombudsman_conclusion", "decision_on_objection_published"}
)  # fmt: skip
DUE_WITHOUT_ANSWER = "outcome_notified_or_due"
OBJECTION_TERM_ENDED = "objection_term_ended"
OBJECTION = "awb-bezwaar"

Routes = Mapping[str, Route]


class Reference(Protocol):
    """What is known of routes and days off."""

    @property
    def routes(self) -> Routes: ...
    @property
    def calendar(self) -> LegalCalendar: ...


@dataclass(frozen=True)
class StepRecord:
    """One step of a case, against the `about`-th institution of the complaint.

    `began_on` is the day whose versions of the terms hold for it. `condition` is a code of
    `term_condition` that is the case here; `extended`: notice of the extension came. `ruling` is
    the formal outcome and `result` the factual one (codes of `outcome`; taxonomy.md keeps them
    apart). `events` are days that somebody corrected or added; they outrank what follows from the
    rest.
    """

    about: int
    route: str
    step: int
    began_on: date
    sent_on: date | None = None
    answered_on: date | None = None
    condition: str = ""
    extended: bool = False
    ruling: str = ""
    result: str = ""
    done: bool = False
    events: Mapping[str, date] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        return {
            "about": self.about,
            "route": self.route,
            "step": self.step,
            "began_on": self.began_on.isoformat(),
            "sent_on": _iso(self.sent_on),
            "answered_on": _iso(self.answered_on),
            "condition": self.condition,
            "extended": self.extended,
            "ruling": self.ruling,
            "result": self.result,
            "done": self.done,
            "events": {code: day.isoformat() for code, day in self.events.items()},
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        empty = cls(0, "", 0, date.min).to_json()
        fields = StrictObject(value, "step", frozenset(empty))
        events = StrictObject(
            fields.raw("events") or {}, "events", TOLD | SENT | SENT_FIRST | ANSWERED
        )
        began_on = fields.day("began_on")
        return cls(
            about=fields.number("about", most=10),
            route=fields.text("route", MAX_CODE_CHARS),
            step=fields.number("step", most=20),
            began_on=began_on or date.min,
            sent_on=fields.day("sent_on"),
            answered_on=fields.day("answered_on"),
            condition=fields.text("condition", MAX_CODE_CHARS),
            extended=fields.flag("extended"),
            ruling=fields.text("ruling", MAX_CODE_CHARS),
            result=fields.text("result", MAX_CODE_CHARS),
            done=fields.flag("done"),
            events={
                code: day
                for code in sorted(TOLD | SENT | SENT_FIRST | ANSWERED)
                if (day := events.day(code)) is not None
            },
        )


@dataclass(frozen=True)
class StepClocks:
    """Her last day to take a step, and their last day to answer it; None where none runs."""

    hers: Clock | None
    theirs: Clock | None


def told_events(draft: ComplaintDraft) -> dict[str, date]:
    """The days she told us; the date on a letter stands for the day it was made known."""
    events: dict[str, date] = {}
    if draft.when.day is not None:
        events |= {"conduct": draft.when.day, "published": draft.when.day}
    if draft.letter.is_decision and draft.letter.dated is not None:
        dated = draft.letter.dated
        events |= {
            "decision_published": dated,
            "assessment_dated": dated,
            "platform_decision": dated,
            "non_prosecution_notified": dated,
        }
    return events


def events_before(
    told: Mapping[str, date], taken: Sequence[StepRecord], known: Reference
) -> dict[str, date]:
    """What has happened after the steps in `taken`, in their order; all of one institution."""
    events = dict(told)
    for record in taken:
        events |= record.events
        if record.sent_on is not None:
            events |= dict.fromkeys(SENT, record.sent_on)
            for code in SENT_FIRST:
                events.setdefault(code, record.sent_on)
        if record.answered_on is not None:
            events |= dict.fromkeys(ANSWERED, record.answered_on)
        elif record.sent_on is not None:
            due = clocks_of(record, events, known).theirs
            if due is not None:
                events[DUE_WITHOUT_ANSWER] = due.last_day
        events |= record.events
    return events


def clocks_of(record: StepRecord, events: Mapping[str, date], known: Reference) -> StepClocks:
    """Both clocks of a step; its own days count, others' are in `events`.

    Raises `UnknownCode` for a step that the data does not have.
    """
    step = known.routes[record.route].step(record.step)
    own = {**events, **record.events}
    if record.sent_on is not None:
        own |= {code: record.sent_on for code in SENT if code not in record.events}
    return StepClocks(
        hers=_hers(step, own, record.began_on, record.condition, known),
        theirs=_theirs(step, own, record, known),
    )


def clocks_of_case(
    records: Sequence[StepRecord], draft: ComplaintDraft, known: Reference
) -> tuple[StepClocks, ...]:
    """The clocks of each step of a case, in the order of the steps.

    What she told of the letter and the day is about the first institution; steps against another
    one run by what happened there.
    """
    told = told_events(draft)
    found = []
    for place, record in enumerate(records):
        before = [one for one in records[:place] if one.about == record.about]
        events = events_before(told if record.about == 0 else {}, before, known)
        found.append(clocks_of(record, events, known))
    return tuple(found)


def next_clocks(
    records: Sequence[StepRecord], draft: ComplaintDraft, known: Reference
) -> tuple[Clock | None, ...]:
    """Of each step that was sent: her last day for the step after it, which nobody has chosen yet.

    It runs from their answer, or from the end of their time (Awb 6:7 and 9:24), whether somebody
    looks at it or not. None once that step stands on the case: also when it was left out.
    """
    told = told_events(draft)
    found: list[Clock | None] = []
    for place, record in enumerate(records):
        of_it = [one for one in records if one.about == record.about]
        step = known.routes[record.route].step(record.step)
        keys = {step_key(one.route, one.step) for one in of_it}
        if record.sent_on is None or not step.next_is_a_step or step.next in keys:
            found.append(None)
            continue
        route, _mark, number = step.next.partition(KEY_MARK)
        until = [one for one in records[: place + 1] if one.about == record.about]
        events = events_before(told if record.about == 0 else {}, until, known)
        on = record.answered_on or record.began_on
        found.append(_hers(known.routes[route].step(int(number)), events, on, "", known))
    return tuple(found)


def possible_clocks(
    step: RouteStep, events: Mapping[str, date], today: date, known: Reference
) -> StepClocks:
    """The clocks as they would run for somebody who begins today (the navigator)."""
    record = StepRecord(0, step.route, step.number, today)
    return StepClocks(
        hers=_hers(step, events, today, "", known), theirs=_theirs(step, events, record, known)
    )


def with_answer(record: StepRecord, day: date, *, ruling: str, result: str) -> StepRecord:
    """The same step, answered."""
    return replace(record, answered_on=day, ruling=ruling, result=result, done=True)


def _hers(
    step: RouteStep, events: Mapping[str, date], on: date, condition: str, known: Reference
) -> Clock | None:
    terms = versions_on(step.her_terms, on)
    special = [term for term in terms if term.condition and term.condition == condition]
    clocks = [her_clock(_unconditional(special), events, known.calendar)] if special else []
    clocks.append(her_clock(terms, events, known.calendar))
    return next((clock for clock in clocks if clock is not None), None)


def _theirs(
    step: RouteStep, events: Mapping[str, date], record: StepRecord, known: Reference
) -> Clock | None:
    days = dict(events)
    if step.route == OBJECTION and step.number == 1 and record.sent_on is not None:
        ending = versions_on(step.her_terms, record.began_on)
        days = with_ended(days, {OBJECTION_TERM_ENDED: ending}, known.calendar)
    return their_clock(
        versions_on(step.their_terms, record.began_on),
        days,
        known.calendar,
        condition=record.condition,
        extended=record.extended,
    )


def _unconditional(terms: Sequence[Term]) -> list[Term]:
    return [replace(term, condition="") for term in terms]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
