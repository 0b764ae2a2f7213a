"""What may be told of how often a warning was told, met or confirmed."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.impact import STEPS, counts_again, shows_from, step_of, week_of
from tests.workbench import reference

PROTOCOL = reference().protocol
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("count", "step"),
    [(-1, 0), (0, 0), (1, 0), (9, 0), (10, 10), (49, 10), (50, 50), (143, 100), (10**6, 250)],
)
def test_a_number_is_told_as_the_step_it_reaches(count: int, step: int) -> None:
    assert step_of(count) == step


def test_none_and_nine_look_the_same_and_no_step_is_small() -> None:
    assert len({step_of(count) for count in range(10)}) == 1
    assert all(later - earlier >= 10 for earlier, later in itertools.pairwise(STEPS))


def test_a_step_moves_once_a_week_whenever_somebody_looks() -> None:
    assert counts_again(None, MONDAY)
    for day in range(7):
        assert week_of(MONDAY + timedelta(days=day)) == MONDAY
        assert not counts_again(MONDAY, MONDAY + timedelta(days=day))
    assert counts_again(MONDAY, MONDAY + timedelta(days=7))


def test_a_report_is_told_on_a_monday_and_not_before_its_reporter_had_her_time() -> None:
    for day in range(14):
        merged = MONDAY + timedelta(days=day)
        shown = shows_from(merged, PROTOCOL)
        assert shown.weekday() == 0
        waits = (shown - merged).days
        assert (waits - 1) * 24 >= PROTOCOL.veto_hours + PROTOCOL.extra_random_hours
        assert waits <= 10
    longer = replace(PROTOCOL, veto_hours=336)
    assert (shows_from(MONDAY, longer) - MONDAY).days >= 15
