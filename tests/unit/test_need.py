"""The order of the board: a hard day is never below anything else, and nothing new is buried."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from moderation.rules.need import need, runs_blind

Place = tuple[int, date, date]
TODAY = date(2026, 11, 26)
FLAGS = list(product((True, False), repeat=2))


def place(left: int | None, *, urgent: bool = False, owned: bool = True, age: int = 5) -> Place:
    return need(
        urgent=urgent,
        owned=owned,
        due_on=None if left is None else TODAY + timedelta(days=left),
        arrived_on=TODAY - timedelta(days=age),
        today=TODAY,
    )


def test_a_day_that_passed_or_is_near_never_stands_below_anything_else() -> None:
    near = [place(left, urgent=u, owned=o) for left in (-400, -1, 0, 3) for u, o in FLAGS]
    others = [
        place(left, urgent=u, owned=o, age=age)
        for left in (4, 14, 15, 300, None)
        for u, o in FLAGS
        for age in (0, 30, 400)
    ]
    assert max(near) < min(others)


def test_the_order_is_that_of_somebody_who_works_two_mornings_a_week() -> None:
    in_order = [
        place(-1),
        place(3, owned=False),
        place(None, urgent=True, owned=False),  # six weeks may run from a day nobody knows
        place(4),
        place(14),
        place(200, owned=False),
        place(None, owned=False, age=9),  # nobody's: found before what somebody minds already
        place(None, owned=False, age=0),
        place(15),
        place(300),
        place(None),
    ]
    assert in_order == sorted(in_order)
    assert len(set(in_order)) == len(in_order)


@pytest.mark.parametrize(("age", "runs"), [(0, True), (49, True), (50, False)])
def test_six_weeks_do_not_run_for_ever(age: int, runs: bool) -> None:
    arrived, due = TODAY - timedelta(days=age), TODAY + timedelta(days=9)
    assert runs_blind(urgent=True, due_on=None, arrived_on=arrived, today=TODAY) is runs
    assert not runs_blind(urgent=False, due_on=None, arrived_on=arrived, today=TODAY)
    # then the day itself says so
    assert not runs_blind(urgent=True, due_on=due, arrived_on=arrived, today=TODAY)
