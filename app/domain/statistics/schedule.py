"""Which release comes next, how detailed it is, and from which day it may be read.

Releases are made in order and none is left out: what a release may say depends on those before it
(statistics.md 3.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.statistics.parameters import PARAMETERS, Parameters, tier_after
from app.domain.statistics.quarters import ended_on, quarters_of, releases_until, year_of
from app.domain.statistics.release import WITH_QUARTERS


@dataclass(frozen=True)
class Made:
    """What counts of a release that is frozen: its tier and its published total."""

    tier: int
    total: int


def next_release(frozen: Mapping[str, Made], first_year: int | None, today: date) -> str | None:
    """Id of the first release that is over and not frozen; None when there is nothing to make.

    `first_year`: of the first fact. What lies before the newest frozen release is closed for good.
    """
    years = [int(year_of(release)) for release in frozen]
    if first_year is not None:
        years.append(first_year)
    if not years:
        return None
    every = [f"{year:04d}" for year in range(min(years), today.year + 1)]
    for release in releases_until(every, today):
        year = year_of(release)
        if release in frozen or (release != year and year in frozen):
            continue
        if release != year and tier_of(year, frozen) not in WITH_QUARTERS:
            continue
        return release
    return None


def tier_of(year: str, frozen: Mapping[str, Made], parameters: Parameters = PARAMETERS) -> int:
    """The volume tier of a year: that of its first release, or what last year's total gives."""
    for release in (*quarters_of(year), year):
        if release in frozen:
            return frozen[release].tier
    last = frozen.get(f"{int(year) - 1:04d}")
    return tier_after(None if last is None else last.total, parameters)


def closed_until(frozen: Mapping[str, Made]) -> str | None:
    """The last quarter of which nothing more is counted ("2026Q1"), or None."""
    return max((quarters_covered(release)[-1] for release in frozen), default=None)


def quarters_covered(release: str) -> tuple[str, ...]:
    """The quarters of a release: its own, or the four of its year."""
    return quarters_of(release) if release == year_of(release) else (release,)


def first_public_day(release: str, today: date) -> date:
    """The first day a release may be read: the end of the quarter after it, or later today."""
    last = quarters_covered(release)[-1]
    year, number = int(last[:4]), int(last[5])
    after = f"{year + 1:04d}Q1" if number == 4 else f"{year:04d}Q{number + 1}"
    return max(ended_on(after), today)
