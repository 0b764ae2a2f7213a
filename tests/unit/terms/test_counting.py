"""The last day of a term against hand calculations: Christmas, leap day, Saturdays, Easter, May."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.terms.counting import counted, is_moved, last_day
from app.domain.terms.legal_calendar import LegalCalendar
from app.domain.terms.term import Duration, Unit

CALENDAR = LegalCalendar()
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def weeks(amount: int) -> Duration:
    return Duration(amount, Unit.WEEK)


def months(amount: int) -> Duration:
    return Duration(amount, Unit.MONTH)


def years(amount: int) -> Duration:
    return Duration(amount, Unit.YEAR)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # six weeks after a letter (Awb 6:7), by hand with a calendar on paper
        (date(2026, 10, 22), weeks(6), date(2026, 12, 3)),  # a Thursday, six Thursdays on
        (date(2026, 10, 24), weeks(6), date(2026, 12, 7)),  # ends Saturday 5, so Monday 7
        (date(2026, 10, 25), weeks(6), date(2026, 12, 7)),  # ends Sunday 6
        (date(2026, 11, 13), weeks(6), date(2026, 12, 28)),  # Christmas, Saturday, Sunday
        (date(2026, 11, 20), weeks(6), date(2027, 1, 4)),  # New Year's Day is a Friday
        (date(2025, 11, 13), weeks(6), date(2025, 12, 29)),  # Thursday and Friday are Christmas
        (date(2026, 2, 20), weeks(6), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 3, 16), weeks(6), date(2026, 4, 28)),  # King's Day is a Monday
        (date(2026, 3, 24), weeks(6), date(2026, 5, 6)),  # the fifth of May counts every year
        (date(2026, 4, 2), weeks(6), date(2026, 5, 15)),  # Ascension Day; the Friday is ordinary
        (date(2026, 4, 13), weeks(6), date(2026, 5, 26)),  # Whit Monday
        (date(2025, 3, 15), weeks(6), date(2025, 4, 28)),  # King's Day is kept on Saturday 26
        (date(2025, 3, 16), weeks(6), date(2025, 4, 28)),  # since the 27th itself is a Sunday
        (date(2025, 3, 14), weeks(6), date(2025, 4, 25)),  # the Friday before it is ordinary
        (date(2027, 2, 12), weeks(6), date(2027, 3, 30)),  # Good Friday 26 March to Easter Monday
        (date(2027, 3, 16), weeks(6), date(2027, 4, 28)),  # King's Day is a Tuesday
        (date(2027, 3, 24), weeks(6), date(2027, 5, 7)),  # 5 May, then Ascension Day
        (date(2027, 11, 13), weeks(6), date(2027, 12, 27)),  # Christmas is a Saturday and a Sunday
        (date(2027, 11, 20), weeks(6), date(2028, 1, 3)),  # New Year's Day is a Saturday
        (date(2028, 1, 18), weeks(6), date(2028, 2, 29)),  # a leap day is a day like another
        (date(2028, 1, 19), weeks(6), date(2028, 3, 1)),
        (date(2028, 11, 13), weeks(6), date(2028, 12, 27)),  # Christmas is a Monday and a Tuesday
        # months end on the last day of a month that has no such day
        (date(2027, 11, 30), months(3), date(2028, 2, 29)),
        (date(2027, 11, 29), months(3), date(2028, 2, 29)),
        (date(2028, 2, 29), years(1), date(2029, 2, 28)),
        (date(2023, 11, 30), months(3), date(2024, 2, 29)),
        (date(2022, 11, 30), months(3), date(2023, 2, 28)),
        (date(2024, 1, 31), months(1), date(2024, 2, 29)),
        # longer than three months, twelve weeks or ninety days: no day is added (art. 4 a)
        (date(2025, 11, 29), years(1), date(2026, 11, 29)),  # a Sunday, and it stays one
        (date(2024, 2, 29), years(1), date(2025, 2, 28)),  # a leap day has no anniversary
        (date(2026, 6, 26), months(6), date(2026, 12, 26)),
        (date(2026, 1, 2), weeks(13), date(2026, 4, 3)),  # Good Friday stays the end
        (date(2026, 1, 9), weeks(12), date(2026, 4, 7)),  # twelve weeks still move
        (date(2026, 1, 25), months(3), date(2026, 4, 28)),  # Saturday, Sunday, King's Day
        (date(2026, 1, 3), Duration(90, Unit.DAY), date(2026, 4, 7)),
        (date(2026, 1, 2), Duration(92, Unit.DAY), date(2026, 4, 4)),
        # at least two working days in a term of at least three days (art. 2)
        (date(2026, 11, 26), Duration(3, Unit.DAY), date(2026, 11, 30)),  # Friday and Monday
        (date(2026, 12, 24), Duration(3, Unit.DAY), date(2026, 12, 29)),  # Monday and Tuesday
        (date(2026, 12, 24), Duration(2, Unit.DAY), date(2026, 12, 28)),  # two days: art. 1 alone
        # working days are counted one by one
        (date(2026, 12, 24), Duration(15, Unit.WORKING_DAY), date(2027, 1, 18)),
    ],
)
def test_a_statutory_term_ends_where_a_lawyer_counts_it(
    start: date, duration: Duration, end: date
) -> None:
    assert last_day(start, duration, CALENDAR, statutory=True) == end


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (date(2026, 11, 13), weeks(6), date(2026, 12, 25)),
        (date(2026, 8, 29), months(3), date(2026, 11, 29)),
        (date(2026, 12, 24), Duration(3, Unit.DAY), date(2026, 12, 27)),
    ],
)
def test_a_term_of_somebodys_rules_is_not_moved(start: date, duration: Duration, end: date) -> None:
    assert last_day(start, duration, CALENDAR, statutory=False) == end


@pytest.mark.parametrize(
    ("start", "duration", "extension", "end"),
    [
        # Awb 9:11: six weeks and four more are ten weeks, moved once at the end
        (date(2026, 10, 19), weeks(6), weeks(4), date(2026, 12, 28)),
        (date(2026, 10, 16), weeks(6), weeks(4), date(2026, 12, 28)),  # Christmas
        (date(2026, 10, 17), weeks(6), weeks(4), date(2026, 12, 28)),  # not Monday 30 Nov + 4 weeks
        # Wkkgz 17: six weeks and four
        (date(2026, 2, 2), weeks(6), weeks(4), date(2026, 4, 13)),
    ],
)
def test_an_extension_goes_on_where_the_term_ends(
    start: date, duration: Duration, extension: Duration, end: date
) -> None:
    assert last_day(start, duration, CALENDAR, statutory=True, extension=extension) == end


def test_a_day_by_royal_decree_moves_a_term_only_when_it_is_known() -> None:
    start, bridge = date(2026, 4, 3), date(2026, 5, 15)  # the Friday after Ascension Day
    assert last_day(start, weeks(6), CALENDAR, statutory=True) == bridge
    told = LegalCalendar([bridge])
    assert last_day(start, weeks(6), told, statutory=True) == date(2026, 5, 18)


@pytest.mark.parametrize("year", range(1990, 2091))
def test_every_year_has_the_holidays_of_the_act(year: int) -> None:
    easter = _easter(year)
    wanted = {
        date(year, 1, 1),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        easter + timedelta(days=39),
        easter + timedelta(days=50),
        date(year, 5, 5),
        date(year, 12, 25),
        date(year, 12, 26),
        _birthday(year),
    }
    assert all(CALENDAR.is_free(day) and CALENDAR.is_holiday(day) for day in wanted)
    assert CALENDAR.is_holiday(easter)
    free_on_weekdays = {
        day
        for day in (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        if CALENDAR.is_free(day) and day.weekday() < 5
    }
    assert free_on_weekdays == {day for day in wanted if day.weekday() < 5}


@given(DAYS, st.sampled_from(Unit), st.integers(1, 40), st.booleans())
def test_a_term_never_ends_on_a_free_day_when_the_act_holds(
    start: date, unit: Unit, amount: int, statutory: bool
) -> None:
    duration = Duration(amount, unit)
    end = last_day(start, duration, CALENDAR, statutory=statutory)
    assert end >= counted(start, duration, CALENDAR) > start
    assert (end - counted(start, duration, CALENDAR)).days <= 7
    if statutory and is_moved(duration):
        assert not CALENDAR.is_free(end)
    else:
        assert end == counted(start, duration, CALENDAR)


@given(DAYS, st.sampled_from([weeks(6), months(3), years(1), Duration(90, Unit.DAY)]))
def test_a_later_event_never_gives_an_earlier_end(start: date, duration: Duration) -> None:
    tomorrow = start + timedelta(days=1)
    first = last_day(start, duration, CALENDAR, statutory=True)
    assert last_day(tomorrow, duration, CALENDAR, statutory=True) >= first


def test_a_term_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Duration(0, Unit.DAY)


def _easter(year: int) -> date:
    """Gauss's way, written apart from the library that the calendar asks."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _birthday(year: int) -> date:
    """The King's from 2014, the Queen's before it; a day earlier when it is a Sunday."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - timedelta(days=1) if day.weekday() == 6 else day
