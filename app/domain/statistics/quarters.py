"""Quarters and years as releases name them: `2026Q1`, `2026` (decisions 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

RELEASE = "[0-9]{4}(Q[1-4])?"
"""A regular expression for the id of a release."""


def is_release(text: str) -> bool:
    """Whether a release could have this id."""
    return re.fullmatch(RELEASE, text) is not None


def quarter_of(day: date) -> str:
    """The quarter in which a complaint was closed; never that of the event or of receipt."""
    return f"{day.year:04d}Q{(day.month + 2) // 3}"


def year_of(quarter: str) -> str:
    return quarter[:4]


def quarters_of(year: str) -> tuple[str, ...]:
    """The four quarters of a year, in order."""
    return tuple(f"{year}Q{number}" for number in range(1, 5))


def to_date(quarter: str) -> tuple[str, ...]:
    """The quarters of the year up to and with this one."""
    return tuple(one for one in quarters_of(year_of(quarter)) if one <= quarter)


def ended_on(quarter: str) -> date:
    """The last day of a quarter."""
    year, number = int(quarter[:4]), int(quarter[5])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return following - timedelta(days=1)


def releases_until(years: Sequence[str], today: date) -> Iterator[str]:
    """Ids of what can be released on a day, in order: each quarter that is over, and after the
    fourth its year."""
    for year in years:
        for quarter in quarters_of(year):
            if ended_on(quarter) < today:
                yield quarter
        if ended_on(f"{year}Q4") < today:
            yield year


def began_on(quarter: str) -> date:
    """The first day of a quarter."""
    return date(int(quarter[:4]), int(quarter[5]) * 3 - 2, 1)


def quarters_in(release: str) -> tuple[str, ...]:
    """What a release with this id is about: its year's quarters, or itself."""
    return (release,) if "Q" in release else quarters_of(release)
