"""How long people waited to become a member, told so that it shows nobody (product.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

LOOKS_BACK_WEEKS = 13  # about ninety days
FEWEST = 5  # below, the median would be the wait of one known person
DAYS_OF_A_WEEK = 7
TOLD_IN_DAYS_UP_TO = 14


@dataclass(frozen=True)
class MedianWait:
    """A whole number of days, or of weeks when it is long; at least 1."""

    number: int
    unit: Literal["day", "week"]


def week_of(day: date) -> date:
    """The Monday of its week: nobody needs to know the day of a decision."""
    return day - timedelta(days=day.weekday())


def first_week(today: date) -> date:
    """The first week that still counts."""
    return week_of(today) - timedelta(weeks=LOOKS_BACK_WEEKS)


def median_wait(decided: Mapping[int, int]) -> MedianWait | None:
    """The median of `decided` (days waited → how many); None when fewer than five were decided.

    Of an even number the longer one of the middle two: better a day early than a promise.
    """
    total = sum(decided.values())
    if total < FEWEST:
        return None
    passed = 0
    for days in sorted(decided):
        passed += decided[days]
        if passed > total // 2:
            break
    if days <= TOLD_IN_DAYS_UP_TO:
        return MedianWait(max(days, 1), "day")
    return MedianWait(-(-days // DAYS_OF_A_WEEK), "week")
