"""The last day of a term.

The day of the event itself does not count. Weeks are seven days; months and years go by the
calendar, and end on the last day of a month that has no such day: three months after 30 November
is 28 February, or the 29th (complaint_routes.md, "Wat de software hiermee moet doen").
"""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.months import months_after
from app.domain.terms.legal_calendar import LegalCalendar
from app.domain.terms.term import Duration, Unit

DAYS_IN_WEEK = 7
MONTHS_IN_YEAR = 12

# Algemene termijnenwet art. 4 a: longer terms keep their end, whatever day that is
LONGEST_MOVED = {Unit.DAY: 90, Unit.WORKING_DAY: 90, Unit.WEEK: 12, Unit.MONTH: 3, Unit.YEAR: 0}
LEAST_DAYS = 3  # art. 2: a term of at least three days …
LEAST_WORKING_DAYS = 2  # … holds at least two working days


def counted(start: date, duration: Duration, calendar: LegalCalendar) -> date:
    """The last day by the calendar alone, `start` not counted."""
    match duration.unit:
        case Unit.DAY:
            return start + timedelta(days=duration.amount)
        case Unit.WORKING_DAY:
            return calendar.working_days_after(start, duration.amount)
        case Unit.WEEK:
            return start + timedelta(days=duration.amount * DAYS_IN_WEEK)
        case Unit.MONTH:
            return months_after(start, duration.amount)
        case Unit.YEAR:
            return months_after(start, duration.amount * MONTHS_IN_YEAR)


def is_moved(duration: Duration) -> bool:
    """Whether the Algemene termijnenwet holds for a statutory term this long (art. 4 a)."""
    return duration.amount <= LONGEST_MOVED[duration.unit]


def last_day(
    start: date,
    duration: Duration,
    calendar: LegalCalendar,
    *,
    statutory: bool,
    extension: Duration | None = None,
) -> date:
    """The last day on which the term still runs, extended when there is an extension.

    An extension begins where the term ends by the calendar, and only its own end is moved to a
    working day: six weeks and four more are ten weeks (Awb 9:11).
    """
    end = counted(start, duration, calendar)
    moved = statutory and is_moved(duration)
    if extension is not None:
        end = counted(end, extension, calendar)
        moved = moved and is_moved(extension)
    if not moved:
        return end
    return _by_the_act(start, end, calendar)


def _by_the_act(start: date, end: date, calendar: LegalCalendar) -> date:
    """Algemene termijnenwet art. 1 and 2."""
    first = start + timedelta(days=1)
    if (end - start).days >= LEAST_DAYS:
        while calendar.working_days_in(first, min(end, first + timedelta(days=20))) < (
            LEAST_WORKING_DAYS
        ):
            end += timedelta(days=1)
    return calendar.next_working_day(end)
