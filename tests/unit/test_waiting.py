"""What is told about waiting: nothing of few people, never exact, never too short."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.membership import Reminder, proof_stands, reminder
from app.domain.waiting import MedianWait, first_week, median_wait, week_of


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        ({}, None),
        ({3: 4}, None),
        ({3: 5}, MedianWait(3, "day")),
        ({0: 5}, MedianWait(1, "day")),
        ({2: 3, 9: 3}, MedianWait(9, "day")),
        ({2: 4, 9: 3}, MedianWait(2, "day")),
        ({14: 5}, MedianWait(14, "day")),
        ({15: 5}, MedianWait(3, "week")),
        ({1: 1, 22: 4, 400: 1}, MedianWait(4, "week")),
    ],
)
def test_the_median_is_whole_days_then_whole_weeks_and_of_five_at_least(
    decided: dict[int, int], told: MedianWait | None
) -> None:
    assert median_wait(decided) == told


def test_a_week_is_known_by_its_monday_and_thirteen_are_looked_at() -> None:
    assert week_of(date(2026, 11, 29)) == date(2026, 11, 23) == week_of(date(2026, 11, 23))
    assert first_week(date(2026, 11, 29)) == date(2026, 8, 24)


def test_a_proof_may_be_read_on_seven_days() -> None:
    given = date(2026, 11, 1)
    assert [proof_stands(given, date(2026, 11, day)) for day in (1, 7, 8)] == [True, True, False]


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (31, None),
        (30, Reminder.FIRST),
        (8, Reminder.FIRST),
        (7, Reminder.LAST),
        (0, Reminder.LAST),
        (-1, None),
    ],
)
def test_she_is_reminded_from_thirty_days_ahead_and_louder_from_seven(
    left: int, told: Reminder | None
) -> None:
    today = date(2026, 11, 1)
    assert reminder(today + timedelta(days=left), today) is told
