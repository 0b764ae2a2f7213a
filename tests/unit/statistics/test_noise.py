"""Where a number would stand if it had not to add up."""

from __future__ import annotations

from collections import Counter
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.statistics.noise import noisy_multiple, uniform
from app.domain.statistics.parameters import PARAMETERS

KEY = bytes(range(32))
EVEN = [number / 5000 for number in range(5000)]


@given(st.integers(0, 5000), st.floats(0, 1, exclude_max=True))
def test_it_is_a_multiple_within_the_bound(truth: int, at: float) -> None:
    multiple = noisy_multiple(truth, at, PARAMETERS)
    assert multiple % 5 == 0
    assert multiple >= 0
    assert abs(multiple - truth) <= 9


@pytest.mark.parametrize("truth", [0, 1, 4, 5, 9, 10, 23, 1000])
def test_every_multiple_within_the_bound_can_come(truth: int) -> None:
    # or a published number would exclude a truth that the bound allows (Kerckhoffs)
    possible = {one for one in range(0, truth + 10, 5) if abs(one - truth) <= 9}
    at = [0.0, *EVEN, 1 - 1e-12]
    assert {noisy_multiple(truth, one, PARAMETERS) for one in at} == possible


@pytest.mark.parametrize("truth", [3, 10, 42])
def test_the_shares_are_those_of_geometric_noise(truth: int) -> None:
    drawn = Counter(noisy_multiple(truth, at, PARAMETERS) for at in EVEN)
    # counted another way than the code does: every whole number to its nearest multiple
    weights = Counter[int]()
    for noise in range(-60, 61):
        weights[max(0, round((truth + noise) / 5) * 5)] += exp(-0.7 * abs(noise))  # type: ignore[assignment]
    allowed = {one: weight for one, weight in weights.items() if abs(one - truth) <= 9}
    for multiple, weight in allowed.items():
        share = weight / sum(allowed.values())
        assert drawn[multiple] / len(EVEN) == pytest.approx(share, abs=0.002)


def test_one_complaint_more_changes_the_odds_by_no_more_than_two() -> None:
    # e^0.7 = 2.01; the cut at the bound adds a little (statistics.md 3.1)
    for truth in range(40):
        here = Counter(noisy_multiple(truth, at, PARAMETERS) for at in EVEN)
        more = Counter(noisy_multiple(truth + 1, at, PARAMETERS) for at in EVEN)
        for multiple in here.keys() & more.keys():
            if min(here[multiple], more[multiple]) > 100:  # enough to compare
                assert 1 / 2.1 <= here[multiple] / more[multiple] <= 2.1


def test_the_same_key_and_cell_give_the_same_number_and_no_other() -> None:
    here = uniform(KEY, "2026Q1", "theme", ("police", "care"))
    assert here == uniform(KEY, "2026Q1", "theme", ("police", "care"))
    others = {
        uniform(KEY, "2026Q1", "theme", ("policecare", "")),
        uniform(KEY, "2026Q1", "theme", ("police", "", "care")),
        uniform(KEY, "2026Q2", "theme", ("police", "care")),
        uniform(KEY, "2026Q1", "themes", ("police", "care")),
        uniform(bytes(32), "2026Q1", "theme", ("police", "care")),
    }
    assert len(others) == 5
    assert here not in others
