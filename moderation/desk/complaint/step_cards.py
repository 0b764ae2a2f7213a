"""The steps of a case as cards: what each waits for, and which step can be planned next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from app.domain.code_lists import UnknownCode
from app.domain.complaint_routes import Route, RouteStep, step_key
from app.domain.route_choice import routes_for
from app.domain.terms.clock import ClockState
from app.web.current import locale, now, reference
from app.web.locale import format_date
from app.web.step_words import ClockWords, CopyWords, clock_words, copies_of
from app.web.texts import gettext as _
from moderation.decisions.complaint.dues import ASK
from moderation.decisions.complaint.open import ComplaintView, ShownStep
from moderation.desk.complaint.words import about_words
from moderation.desk.words import label


@dataclass(frozen=True)
class Offer:
    """A step that can be planned against one institution, why it is offered, and her last day for
    it where that follows from the case."""

    about: int
    about_words: str
    key: str
    title: str
    who: str
    why: str
    confirmed: bool
    copies: tuple[CopyWords, ...]
    clock: ClockWords | None = None


def step_of(shown: ShownStep) -> RouteStep:
    """What the data says of a step of the case; raises `UnknownCode`."""
    return reference().route(shown.record.route).step(shown.record.step)


def status_words(shown: ShownStep) -> str:
    """Where a step stands."""
    record = shown.record
    if record.answered_on is not None:
        return _("answered on %(day)s", day=format_date(record.answered_on))
    if record.sent_on is not None:
        return _("sent on %(day)s", day=format_date(record.sent_on))
    return _("not taken after all") if record.done else _("planned")


def step_cards(view: ComplaintView) -> list[dict[str, Any]]:
    """Every step of the case in its order, each with the clock that runs now."""
    return [_card(view, shown) for shown in view.steps]


def result_rows(shown: ShownStep) -> list[dict[str, str]]:
    """Their ruling and what came of it: two things that are kept apart (taxonomy.md)."""
    record = shown.record
    rows = [
        (_("Their ruling"), label("outcome", record.ruling) if record.ruling else ""),
        (_("What came of it"), label("outcome", record.result) if record.result else ""),
    ]
    return [{"label": name, "answer": answer} for name, answer in rows if answer]


def follow_ups(view: ComplaintView) -> list[Offer]:
    """What comes after a step that was answered, or whose term passed without an answer."""
    today = now().date()
    found = []
    for shown in view.steps:
        step = step_of(shown)
        if not step.next_is_a_step or _is_taken(view, shown.record.about, step.next):
            continue
        why = _why_next(shown, today)
        if why:
            offered = reference().route_step(step.next)
            offer = _offer(view, shown.record.about, offered, why)
            found.append(replace(offer, clock=clock_words(shown.later, today)))
    return found


def first_steps(view: ComplaintView) -> list[Offer]:
    """The first step of every route that fits, best first, for each institution."""
    return [
        _offer(view, about, reference().route(code).step(1), _("fits what she told"))
        for about, code in _routes(view, beside=False)
        if not _is_taken(view, about, step_key(code, 1))
    ]


def all_routes(view: ComplaintView) -> list[tuple[Route, list[int]]]:
    """Every route that is open, best first, each once with the institutions it is open against."""
    found: dict[str, list[int]] = {}
    for about, code in _routes(view, beside=True):
        found.setdefault(code, []).append(about)
    return [(reference().route(code), abouts) for code, abouts in found.items()]


def address(view: ComplaintView, number: int) -> str:
    return url_for("desk.complaint_step", complaint_id=view.complaint_id, number=number)


def find_step(view: ComplaintView, number: int) -> ShownStep | None:
    return next((one for one in view.steps if one.number == number), None)


def _card(view: ComplaintView, shown: ShownStep) -> dict[str, Any]:
    record, step, today = shown.record, step_of(shown), now().date()
    waits_for_them = record.sent_on is not None and record.answered_on is None
    clock = None
    if waits_for_them:
        clock = clock_words(shown.clocks.theirs, today)
    elif record.sent_on is None and not record.done:
        clock = clock_words(shown.clocks.hers, today)
    return {
        "number": shown.number,
        "title": step.title(locale()),
        "who": step.who(locale()),
        "about": about_words(view.draft.about[record.about]),
        "status": status_words(shown),
        "over": record.done,
        "clock": clock,
        "clock_name": _("Their last day to answer") if waits_for_them else _("Her last day"),
        "no_clock": clock is None and not record.done and not _is_asked_for(view, shown.number),
        "extended": record.extended,
        "condition": label("term_condition", record.condition) if record.condition else "",
        "results": result_rows(shown),
        "copies": [one for one in copies_of(step) if one.serious] if not record.sent_on else [],
        "next": _elsewhere(step) if record.answered_on is not None else "",
        "url": address(view, shown.number),
    }


def _is_asked_for(view: ComplaintView, number: int) -> bool:
    """Whether the letter of a step asked for an answer on a day, so that a task watches it."""
    return any(one.reason == ASK and one.step == number for one in view.dues)


def _why_next(shown: ShownStep, today: date) -> str:
    record = shown.record
    if record.answered_on is not None:
        return _("after their answer of %(day)s", day=format_date(record.answered_on))
    theirs = shown.clocks.theirs
    if record.sent_on is None or theirs is None or theirs.state(today) is not ClockState.PASSED:
        return ""
    return _("their time was over on %(day)s", day=format_date(theirs.last_day))


def _elsewhere(step: RouteStep) -> str:
    """What comes after it where that is no step of ours, such as the court."""
    if not step.next or step.next_is_a_step:
        return ""
    data = reference()
    return data.text("route_next", step.next, locale()) or label("route_next", step.next)


def _routes(view: ComplaintView, *, beside: bool) -> Iterator[tuple[int, str]]:
    for place, about in enumerate(view.draft.about):
        try:
            kind = reference().institution_type(about.kind)
        except UnknownCode:
            continue  # a kind that has left its file has no routes any more
        choice = routes_for(view.draft, place, kind)
        yield from ((place, code) for code in choice.main)
        if beside:
            yield from ((place, code) for code in choice.beside)


def _is_taken(view: ComplaintView, about: int, key: str) -> bool:
    """Whether the step stands on the case, unless it was dropped before it was sent."""
    return any(
        one.record.about == about
        and step_key(one.record.route, one.record.step) == key
        and (one.record.sent_on is not None or not one.record.done)
        for one in view.steps
    )


def _offer(view: ComplaintView, about: int, step: RouteStep, why: str) -> Offer:
    return Offer(
        about=about,
        about_words=about_words(view.draft.about[about]),
        key=step.key,
        title=step.title(locale()),
        who=step.who(locale()),
        why=why,
        confirmed=step.confirmed,
        copies=tuple(one for one in copies_of(step) if one.serious),
    )


def case_address(complaint_id: UUID, anchor: str = "") -> str:
    return url_for("desk.complaint", complaint_id=complaint_id, _anchor=anchor or None)
