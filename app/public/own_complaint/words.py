"""Her complaint in words: where it stands, each step, each clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.domain.complaint_parts import COMPLAINT_CONSENTS, ComplaintConsents
from app.domain.complaint_routes import step_key
from app.domain.states import ComplaintState
from app.domain.terms.clock import Clock, ClockState
from app.public.complaint.about_forms import said_as
from app.public.follow.words import ConsentRow
from app.services.follow_complaint import FollowedComplaint, FollowedStep
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.step_words import ClockWords, clock_words, step_words
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

OF_A_REQUEST = {
    ComplaintState.SUBMITTED: _l("We have your request. Somebody at the desk will read it."),
    ComplaintState.CLOSED: _l("The desk is done with your request."),
}
"""What a state means where it is no complaint; the others are the same."""


@dataclass(frozen=True)
class StepRow:
    """A step of her case: `state` in words, the clock that runs now with what it is for, and her
    last day for what comes next."""

    title: str
    institution: str
    who: str
    state: str
    clock: ClockWords | None
    clock_of: str
    next: str
    next_clock: ClockWords | None
    kind: str


def status_words(complaint: FollowedComplaint) -> tuple[str, str]:
    """What the status is called and what it means."""
    data, language = reference(), locale()
    code = complaint.state.value
    if complaint.is_training and complaint.state in OF_A_REQUEST:
        return data.label("complaint_status", code, language), str(OF_A_REQUEST[complaint.state])
    return data.label("complaint_status", code, language), data.text(
        "complaint_status", code, language
    )


def outcome_words(complaint: FollowedComplaint) -> tuple[str, str]:
    """What came of it, in a label and a plain sentence; empty while it goes on."""
    data, language = reference(), locale()
    if not complaint.outcome or not data.has("outcome", complaint.outcome):
        return "", ""
    return (
        data.label("outcome", complaint.outcome, language),
        data.text("outcome", complaint.outcome, language),
    )


def step_rows(complaint: FollowedComplaint, today: date) -> list[StepRow]:
    """Every step that is taken or planned; one the desk left out is not shown.

    What comes next is not said of a step where it stands in the list itself.
    """
    shown = [one for one in complaint.steps if not _left_out(one)]
    keys = {(one.record.about, step_key(one.record.route, one.record.step)) for one in shown}
    return [_row(one, today, keys) for one in shown]


def consent_rows(consents: ComplaintConsents) -> list[ConsentRow]:
    """Each consent with what it means, changeable on its own."""
    rows = []
    for code in COMPLAINT_CONSENTS:
        given = bool(getattr(consents, code))
        rows.append(
            ConsentRow(
                label=reference().label("complaint_consent", code, locale()),
                given=given,
                about=reference().text("complaint_consent", code, locale()),
                value=f"{code}:{'no' if given else 'yes'}",
            )
        )
    return rows


def is_taken(complaint: FollowedComplaint, route: str) -> bool:
    """Whether a step of this route was sent or waits to be."""
    return any(one.record.route == route and not _left_out(one) for one in complaint.steps)


def _left_out(step: FollowedStep) -> bool:
    return step.record.done and step.record.sent_on is None


def _row(step: FollowedStep, today: date, shown: Collection[tuple[int, str]]) -> StepRow:
    record = step.record
    known = reference().route(record.route).step(record.step)
    said = step_words(known, today)
    clock, clock_of = None, ""
    waits = record.answered_on is None and not _is_over(step.clocks.theirs, today)
    if record.answered_on is not None:
        state = _("Answered on %(day)s.", day=format_date(record.answered_on))
        labels = [_outcome(code) for code in (record.ruling, record.result) if code]
        state = " ".join([state, *(f"{label}." for label in labels)])
    elif record.sent_on is not None:
        state = _("Sent on %(day)s.", day=format_date(record.sent_on))
        clock, clock_of = clock_words(step.clocks.theirs, today), _("They must answer by")
        if clock is None:
            state = " ".join([state, _("No fixed day is set for their answer.")])
    else:
        state = _("Not sent yet.")
        clock, clock_of = clock_words(step.clocks.hers, today), _("It must be sent by")
    return StepRow(
        title=said.title,
        institution=said_as(step.about),
        who=said.who,
        state=state,
        clock=clock,
        clock_of=clock_of,
        next="" if (record.about, known.next) in shown else said.next,
        next_clock=None if waits else clock_words(step.later, today),
        kind=step.about.kind,
    )


def _is_over(clock: Clock | None, today: date) -> bool:
    return clock is not None and clock.state(today) is ClockState.PASSED


def _outcome(code: str) -> str:
    data = reference()
    return data.label("outcome", code, locale()) if data.has("outcome", code) else ""
