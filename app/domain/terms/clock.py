"""Both clocks of a step: her last day to act, and the last day of whoever must answer.

A clock only runs once its event has happened; of an event that another term ends (the objection
term, Awb 7:10), the day is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.terms.counting import last_day
from app.domain.terms.legal_calendar import LegalCalendar
from app.domain.terms.term import Events, Term

SOON_DAYS = 14
REMIND_DAYS_AHEAD = (14, 3, 0)


class ClockState(StrEnum):
    """How near the last day is. On the last day itself one may still act."""

    RUNNING = "running"
    SOON = "soon"
    LAST_DAY = "last_day"
    PASSED = "passed"


@dataclass(frozen=True)
class Clock:
    """A term that runs: its last day, and the day its event happened."""

    term: Term
    started_on: date
    last_day: date
    extended: bool = False

    def days_left(self, today: date) -> int:
        """Whole days until the last day; 0 on it, negative after it."""
        return (self.last_day - today).days

    def state(self, today: date) -> ClockState:
        """How near the last day is, seen from `today`."""
        left = self.days_left(today)
        if left < 0:
            return ClockState.PASSED
        if left == 0:
            return ClockState.LAST_DAY
        return ClockState.SOON if left <= SOON_DAYS else ClockState.RUNNING


def run(
    term: Term, events: Events, calendar: LegalCalendar, *, extended: bool = False
) -> Clock | None:
    """The clock of a term, or None while its event has not happened.

    `extended`: notice of the extension was given; without notice a term is never longer.
    """
    started_on = events.get(term.start_event)
    if started_on is None:
        return None
    extension = term.extension if extended else None
    end = last_day(
        started_on, term.duration, calendar, statutory=term.statutory, extension=extension
    )
    return Clock(term, started_on, end, extended=extension is not None)


def her_clock(terms: Iterable[Term], events: Events, calendar: LegalCalendar) -> Clock | None:
    """Her last day for a step: of several alternatives the latest, since one is enough.

    None when she has no numbered term or none has begun.
    """
    running = [run(term, events, calendar) for term in terms if not term.condition]
    clocks = [clock for clock in running if clock is not None]
    return max(clocks, key=lambda clock: clock.last_day, default=None)


def their_clock(
    terms: Iterable[Term],
    events: Events,
    calendar: LegalCalendar,
    *,
    condition: str = "",
    extended: bool = False,
) -> Clock | None:
    """The last day for an answer. Under a `condition` (an advisory committee) the term for it
    replaces the ordinary one; where a step has none for it, the ordinary one holds."""
    ordinary: Clock | None = None
    for term in terms:
        if term.condition not in ("", condition):
            continue
        clock = run(term, events, calendar, extended=extended)
        if clock is not None and term.condition:
            return clock
        ordinary = clock if clock is not None else ordinary
    return ordinary


def with_ended(
    events: Events, terms: Mapping[str, Sequence[Term]], calendar: LegalCalendar
) -> dict[str, date]:
    """`events` and the events that are the end of another term.

    `terms` says for such an event whose terms end it, such as objection_term_ended for the
    objection term of Awb 6:7; an event that is known already stays as it is.
    """
    known = dict(events)
    for event, ending in terms.items():
        clock = her_clock(ending, known, calendar)
        if clock is not None:
            known.setdefault(event, clock.last_day)
    return known


def reminder_due(last: date, today: date, already: Iterable[int]) -> int | None:
    """Which reminder (14, 3 or 0 days ahead) is due and was not given; None when none is.

    `already` were given for this very last day: a term that is extended is announced anew.
    After days without a sweep only the nearest is given: three mails about one term say no more
    than one. A reminder that was given for a nearer moment covers the ones before it.
    """
    left = (last - today).days
    nearest_given = min(already, default=None)
    for ahead in sorted(REMIND_DAYS_AHEAD):
        if left <= ahead:
            return None if nearest_given is not None and nearest_given <= ahead else ahead
    return None
