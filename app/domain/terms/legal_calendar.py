"""Working days as the Algemene termijnenwet sees them.

Generally recognised holidays are those of art. 3 lid 1, and Good Friday by lid 2. Days that a royal
decree treats like them (lid 3) change every few years: they are data (`data/equated_days.csv`).
Only a confirmed one moves a term, so that a mistake of ours never promises somebody a day too many.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# Whit Sunday and Easter Sunday are Sundays anyway; the fifth of May counts every year (art. 3).
CATEGORIES = ("public", "optional")


class LegalCalendar:
    """Which days are free by law; `equated` are the days of art. 3 lid 3 that are confirmed."""

    def __init__(self, equated: Iterable[date] = ()) -> None:
        self._equated = frozenset(equated)

    def is_free(self, day: date) -> bool:
        """A Saturday, a Sunday, a generally recognised holiday or a day treated like one."""
        return day.weekday() >= SATURDAY or self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """A generally recognised holiday or a day treated like one, on whatever day of the week."""
        return day in self._equated or day in _recognised_in(day.year)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is no free day, else the first after it that is not."""
        while self.is_free(day):
            day += ONE_DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`th working day after `day`."""
        for _ in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def working_days_in(self, first: date, last: date) -> int:
        """How many working days lie from `first` up to and including `last`."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(not self.is_free(day) for day in days)


@lru_cache(maxsize=64)
def _recognised_in(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year, categories=CATEGORIES))
