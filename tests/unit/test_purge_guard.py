"""When the purge stops and asks a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.purge_guard import clock_moved, largest_purge

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("live", "allowed"), [(0, 5), (20, 5), (100, 5), (119, 5), (120, 6), (10_000, 500)]
)
def test_one_run_deletes_at_most_five_percent_and_always_five(live: int, allowed: int) -> None:
    assert largest_purge(live) == allowed


@pytest.mark.parametrize(
    ("gap", "moved"),
    [
        (timedelta(hours=1), False),
        (timedelta(hours=36), False),
        (timedelta(hours=36, seconds=1), True),
        (timedelta(days=365), True),
        (timedelta(days=-1), False),
        (timedelta(days=-2), True),
    ],
)
def test_a_clock_that_jumped_is_noticed_in_both_directions(gap: timedelta, *, moved: bool) -> None:
    assert clock_moved(NOW, NOW + gap) is moved


def test_the_first_run_ever_has_nothing_to_compare_with() -> None:
    assert not clock_moved(None, NOW)
