"""Published numbers are found in published tables, and nowhere else."""

from __future__ import annotations

import pytest

from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.reading import (
    change_between,
    count_of,
    earlier_count,
    nearest,
    parts_of,
    ranked,
    share_of,
    year_before,
)
from tests.unit.statistics.published import a_publication, one_way

RELEASE = a_publication(
    "2026",
    (
        ("institution_type", "theme"),
        {("bank", "money"): 100, ("bank", "care"): 10, ("gp", "money"): 0, ("gp", "care"): 40},
    ),
    (("institution_type", "province"), {("bank", "utrecht"): 110, ("gp", "utrecht"): 40}),
    (
        ("institution_type", "subject"),
        {
            ("bank", "account"): 60, ("bank", "loan"): 40, ("bank", "visit"): 10,
            ("gp", "account"): 0, ("gp", "loan"): 0, ("gp", "visit"): 40,
        },
    ),
    (("institution",), {("ing",): 70, ("other:bank",): 40, ("other:gp",): 40}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (50, 100, 50), (225, 605, 35), (230, 605, 40), (10, 605, 0), (600, 605, 100),
        (45, 45, None), (50, 50, 100), (5, 600, None), (0, 600, None), (25, 1000, 5),
    ],
)  # fmt: skip
def test_a_share_is_in_steps_of_five_and_of_fifty_at_least(
    part: int, whole: int, share: int | None
) -> None:
    assert share_of(part, whole, PARAMETERS) == share


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [(0, 15, "more"), (20, 5, "fewer"), (20, 30, "unclear"), (30, 20, "unclear")],
)
def test_a_difference_that_rounding_may_have_made_is_no_change(
    before: int, now: int, change: str
) -> None:
    assert change_between(before, now, PARAMETERS) == change


def test_a_number_comes_from_a_table_that_has_all_that_was_chosen() -> None:
    assert count_of(RELEASE, {}) == 150
    assert count_of(RELEASE, {"institution_type": "bank"}) == 110
    assert count_of(RELEASE, {"theme": "care", "institution_type": "bank"}) == 10
    assert count_of(RELEASE, {"theme": "care", "province": "utrecht"}) is None
    assert count_of(RELEASE, {"institution_type": "church"}) is None


def test_parts_of_a_choice_also_one_step_below_it() -> None:
    assert parts_of(RELEASE, "theme", {}) == {"money": 100, "care": 50}
    assert parts_of(RELEASE, "theme", {"institution_type": "bank"}) == {"money": 100, "care": 10}
    assert parts_of(RELEASE, "institution", {"institution_type": "bank"}) == {
        "ing": 70, "other:bank": 40,
    }  # fmt: skip
    assert parts_of(RELEASE, "subject", {"institution_type": "bank", "theme": "money"}) == {
        "account": 60, "loan": 40,
    }  # fmt: skip
    assert parts_of(RELEASE, "province", {"theme": "care"}) == {}
    assert parts_of(RELEASE, "theme", {"theme": "care"}) == {}
    assert parts_of(RELEASE, "institution", {"province": "utrecht"}) == {}


def test_what_no_table_answers_gets_the_nearest_one() -> None:
    asked = {"province": "utrecht", "institution_type": "bank", "theme": "care"}
    found = nearest(RELEASE, asked)
    assert found is not None
    assert found.chosen == {"institution_type": "bank", "theme": "care"}
    assert (found.count, found.dropped) == (10, ("province",))
    exact = nearest(RELEASE, {"theme": "care"})
    assert exact is not None
    assert (exact.count, exact.dropped) == (50, ())
    everything = nearest(RELEASE, {})
    assert everything is not None
    assert everything.count == 150


def test_a_code_that_was_never_published_has_no_nearest() -> None:
    assert nearest(RELEASE, {"theme": "weather"}) is None


def test_what_has_no_code_of_its_own_comes_last() -> None:
    counts = {"unknown": 90, "gp": 10, "bank": 20, "other_types": 40, "apotheek": 10}
    assert [code for code, _count in ranked(counts)] == [
        "bank", "apotheek", "gp", "unknown", "other_types",
    ]  # fmt: skip


def test_a_quarter_is_compared_with_the_same_quarter_a_year_earlier() -> None:
    quarter = one_way("2026Q2", bank=10)
    others = [one_way(name, bank=10) for name in ("2025", "2025Q1", "2025Q2", "2026Q1")]
    before = year_before(quarter, others)
    assert before is not None
    assert before.id == "2025Q2"
    assert year_before(one_way("2025", bank=10), others) is None


def test_what_is_left_over_is_compared_only_with_the_same_left_over() -> None:
    chosen = {"institution_type": "other_types"}
    now = one_way("2026", bank=10, other_types=40)
    assert earlier_count(now, one_way("2025", bank=10, other_types=20), chosen) == 20
    assert earlier_count(now, one_way("2025", other_types=20), chosen) is None
    assert earlier_count(now, None, chosen) is None
