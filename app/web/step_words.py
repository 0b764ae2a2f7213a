"""A step of a complaint route in words: with whom, by when, at what cost, and who gets her name.

The same words on every page that shows a step: navigator, wizard, follow page and desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.complaint_routes import RouteStep
from app.domain.complaint_steps import StepClocks
from app.domain.terms.clock import Clock, ClockState
from app.domain.terms.counting import is_moved
from app.domain.terms.term import Duration, Term, Unit, versions_on
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.texts import gettext as _
from app.web.texts import ngettext

SERIOUS_COPIES = frozenset({"mayor_and_chief_prosecutor"})


@dataclass(frozen=True)
class ClockWords:
    """A running clock: `day` written out, `state` for its colour, and what the end means."""

    day: str
    days_left: int
    state: ClockState
    after: str

    @property
    def is_hard_and_near(self) -> bool:
        return self.state in (ClockState.SOON, ClockState.LAST_DAY, ClockState.PASSED)


@dataclass(frozen=True)
class CopyWords:
    """Somebody who gets a copy; `serious` ones are said in red before anything is sent."""

    who: str
    about: str
    serious: bool


@dataclass(frozen=True)
class StepWords:
    """Everything `components/route_step.html` shows; empty texts are left out there."""

    key: str
    number: int
    title: str
    who: str
    confirmed: bool
    her_terms: tuple[str, ...]
    her_clock: ClockWords | None
    their_terms: tuple[str, ...]
    their_clock: ClockWords | None
    moved_by_act: bool
    costs: str
    binding: str
    anonymity: str
    names: tuple[str, ...]
    copies: tuple[CopyWords, ...]
    note: str
    legal_basis: str
    source: str
    reference_day: str
    reference_confirmed: bool
    next: str


def step_words(step: RouteStep, today: date, clocks: StepClocks | None = None) -> StepWords:
    """A step as it is on `today`, with clocks where days are known."""
    language = locale()
    hers = versions_on(step.her_terms, today)
    theirs = versions_on(step.their_terms, today)
    return StepWords(
        key=step.key,
        number=step.number,
        title=step.title(language),
        who=step.who(language),
        confirmed=step.confirmed,
        her_terms=(*_her_terms(hers), *_timing(step)),
        her_clock=clock_words(clocks.hers, today) if clocks else None,
        their_terms=_their_terms(theirs),
        their_clock=clock_words(clocks.theirs, today) if clocks else None,
        moved_by_act=any(term.statutory and is_moved(term.duration) for term in (*hers, *theirs)),
        costs=_said("route_costs", step.costs),
        binding=_said("route_binding", step.binding),
        anonymity=_said("route_anonymity", step.anonymity),
        names=tuple(reference().label("name_receiver", one, language) for one in step.names_to),
        copies=copies_of(step),
        note=step.note(language),
        legal_basis=step.legal_basis,
        source=step.source,
        reference_day=format_date(step.reference_date),
        reference_confirmed=step.reference_date_confirmed,
        next=_next(step),
    )


def copies_of(step: RouteStep) -> tuple[CopyWords, ...]:
    """Who gets a copy of what she sends in this step."""
    return tuple(
        CopyWords(
            reference().label("copy_receiver", code, locale()),
            reference().text("copy_receiver", code, locale()),
            code in SERIOUS_COPIES,
        )
        for code in step.copies_to
    )


def clock_words(clock: Clock | None, today: date) -> ClockWords | None:
    """A clock in words; None stays None."""
    if clock is None:
        return None
    return ClockWords(
        day=format_date(clock.last_day),
        days_left=clock.days_left(today),
        state=clock.state(today),
        after=reference().text("term_hardness", clock.term.hardness, locale()),
    )


def duration_words(duration: Duration) -> str:
    """Six weeks, one year, fifteen working days."""
    n = duration.amount
    match duration.unit:
        case Unit.DAY:
            return ngettext("%(num)s day", "%(num)s days", n)
        case Unit.WORKING_DAY:
            return ngettext("%(num)s working day", "%(num)s working days", n)
        case Unit.WEEK:
            return ngettext("%(num)s week", "%(num)s weeks", n)
        case Unit.MONTH:
            return ngettext("%(num)s month", "%(num)s months", n)
        case Unit.YEAR:
            return ngettext("%(num)s year", "%(num)s years", n)


def _her_terms(terms: Sequence[Term]) -> tuple[str, ...]:
    ordinary = [term for term in terms if not term.condition]
    said = [_term(term) for term in ordinary]
    if len(said) > 1:
        said = [_("One of these is enough, the latest counts:"), *said]
    return (*said, *(_under_condition(term) for term in terms if term.condition))


def _their_terms(terms: Iterable[Term]) -> tuple[str, ...]:
    said = []
    for term in terms:
        said.append(_under_condition(term) if term.condition else _term(term))
        if term.extension is not None:
            condition = reference().label("extension_condition", term.extension_condition, locale())
            said.append(
                _(
                    "%(time)s longer: %(condition)s",
                    time=duration_words(term.extension),
                    condition=_lower(condition),
                )
            )
    return tuple(said)


def _term(term: Term) -> str:
    event = reference().label("start_event", term.start_event, locale())
    return _("%(time)s after %(event)s", time=duration_words(term.duration), event=_lower(event))


def _under_condition(term: Term) -> str:
    condition = reference().label("term_condition", term.condition, locale())
    return _("%(condition)s: %(term)s", condition=condition, term=_term(term))


def _timing(step: RouteStep) -> tuple[str, ...]:
    if not step.her_timing:
        return ()
    return (_said("her_timing", step.her_timing),)


def _said(list_name: str, code: str) -> str:
    """The plain sentence of a code, or its label where there is none; empty for no code."""
    if not code:
        return ""
    data, language = reference(), locale()
    return data.text(list_name, code, language) or data.label(list_name, code, language)


def _next(step: RouteStep) -> str:
    data = reference()
    if not step.next:
        return ""
    if step.next_is_a_step:
        return data.route_step(step.next).title(locale())
    return _said("route_next", step.next)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
