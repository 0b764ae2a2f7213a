"""When the purge must stop and ask a person (security.md 3.14, T38).

A wrong clock or a wrong term must not delete what people wrote: a purge that is larger than usual,
or that follows a jump of the clock, waits until somebody has looked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

LARGEST_SHARE_PERCENT = 5
ALWAYS_ALLOWED_ROWS = 5  # a small desk has no use for five percent of twenty
LARGEST_GAP = timedelta(hours=36)


def largest_purge(live: int) -> int:
    """How many of `live` rows one run may delete."""
    return max(ALWAYS_ALLOWED_ROWS, live * LARGEST_SHARE_PERCENT // 100)


def clock_moved(last_run: datetime | None, now: datetime) -> bool:
    """Whether the clock moved too far since the last run, forwards or backwards."""
    return last_run is not None and abs(now - last_run) > LARGEST_GAP
