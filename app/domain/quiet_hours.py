"""When a member wants no sound: whole hours by the clock on the wall in the Netherlands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
HOURS_OF_A_DAY = 24


def is_quiet_span(begin: int, end: int) -> bool:
    """Whether two hours make a span: within a day, and not the whole of it."""
    return 0 <= begin < HOURS_OF_A_DAY and 0 <= end < HOURS_OF_A_DAY and begin != end


def quiet_until(now: datetime, quiet: tuple[int, int] | None) -> datetime | None:
    """The moment (UTC, a whole hour) at which her quiet hours end; None when it is not quiet now.

    `quiet` is (from, until) in hours 0 to 23; the hour `until` itself is not quiet any more.
    """
    if quiet is None or not is_quiet_span(*quiet):
        return None
    begin, end = quiet
    here = now.astimezone(HERE)
    inside = begin <= here.hour < end if begin < end else here.hour >= begin or here.hour < end
    if not inside:
        return None
    day = here.date() + timedelta(days=1 if here.hour >= end else 0)
    return datetime(day.year, day.month, day.day, end, tzinfo=HERE).astimezone(UTC)
