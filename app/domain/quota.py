"""How many checks a member may make: 30 a day and 300 in 30 days (decisions 16, privacy.md 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.protocol import Protocol

WINDOW_DAYS = 30


@dataclass(frozen=True)
class QuotaVerdict:
    """`left` counts checks still allowed today; `free_on` is the day a refused member may go on."""

    allowed: bool
    left: int
    free_on: date | None


def check_quota(used_by_day: Mapping[date, int], today: date, protocol: Protocol) -> QuotaVerdict:
    """Whether one more check is allowed today, before it is counted.

    `used_by_day` may hold more days than needed; days after today (a clock that went back) count
    as today, so that a wrong clock never gives more checks.
    """
    left = _left_on(today, used_by_day, today, protocol)
    if left > 0:
        return QuotaVerdict(allowed=True, left=left, free_on=None)
    day = today + timedelta(days=1)
    while _left_on(day, used_by_day, today, protocol) <= 0:
        day += timedelta(days=1)
    return QuotaVerdict(allowed=False, left=0, free_on=day)


def forgotten_before(today: date) -> date:
    """Counts of days before this one decide nothing any more and are deleted."""
    return today - timedelta(days=WINDOW_DAYS - 1)


def _left_on(day: date, used: Mapping[date, int], today: date, protocol: Protocol) -> int:
    in_window = on_day = 0
    for used_on, count in used.items():
        counted_on = min(used_on, today)
        if counted_on == day:
            on_day += count
        if day - timedelta(days=WINDOW_DAYS) < counted_on <= day:
            in_window += count
    return min(protocol.quota_per_day - on_day, protocol.quota_per_30_days - in_window)
