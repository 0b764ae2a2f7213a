"""Quiet hours: by the clock on the wall, over midnight and over the change to summer time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.quiet_hours import is_quiet_span, quiet_until


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ("2026-11-23T12:00", None, None),
        ("2026-11-23T12:00", (22, 8), None),
        ("2026-11-23T21:30", (22, 8), "2026-11-24T07:00"),  # 22:30 here
        ("2026-11-23T20:59", (22, 8), None),
        ("2026-11-23T21:00", (22, 8), "2026-11-24T07:00"),
        ("2026-11-24T06:59", (22, 8), "2026-11-24T07:00"),
        ("2026-11-24T07:00", (22, 8), None),
        ("2026-11-23T12:00", (13, 15), "2026-11-23T14:00"),
        ("2026-11-23T14:00", (13, 15), None),
        ("2026-07-01T11:30", (13, 15), "2026-07-01T13:00"),  # summer time
        ("2026-03-28T22:00", (22, 8), "2026-03-29T06:00"),  # into summer time
        ("2026-10-24T21:00", (22, 8), "2026-10-25T07:00"),  # out of it
        ("2026-11-23T23:30", (0, 8), "2026-11-24T07:00"),
        ("2026-11-23T12:00", (8, 8), None),
        ("2026-11-23T12:00", (-1, 30), None),
    ],
)
def test_quiet_until(now: str, quiet: tuple[int, int] | None, until: str | None) -> None:
    assert quiet_until(at(now), quiet) == (None if until is None else at(until))


def test_a_span_is_not_a_whole_day_and_lies_within_one() -> None:
    assert is_quiet_span(22, 8)
    assert not any((is_quiet_span(8, 8), is_quiet_span(-1, 8), is_quiet_span(0, 24)))
