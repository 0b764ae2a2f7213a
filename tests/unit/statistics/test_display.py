"""What is shown of a table: chosen by published numbers only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.statistics.display import as_shown, count_as_shown, public_table
from app.domain.statistics.parameters import PARAMETERS, tier_after
from app.domain.statistics.tables import ReleasedTable, with_margins
from tests.unit.statistics.histories import a_book


@pytest.mark.parametrize(
    ("published", "shown"), [(0, "<10"), (5, "<10"), (10, "10"), (15, "15"), (1200, "1200")]
)
def test_small_numbers_are_said_to_be_small(published: int, shown: str) -> None:
    assert count_as_shown(published, PARAMETERS) == shown


@pytest.mark.parametrize(
    ("last", "tier"), [(None, 1), (0, 1), (95, 1), (100, 2), (495, 2), (500, 3), (9000, 3)]
)
def test_the_detail_of_a_year_follows_from_what_was_published_of_the_last(
    last: int | None, tier: int
) -> None:
    assert tier_after(last) == tier


def a_table(**counts: int) -> ReleasedTable:
    """By institution and theme; names as in the book, `care` and `police`."""
    leaves = {tuple(name.split("__")): count for name, count in counts.items()}
    others = {
        (row, theme): 0 for row in a_book().institutions for theme in ("business", "care", "police")
    }
    return ReleasedTable(
        "2026", "institution_theme", "year", ("institution", "theme"), ("2026Q1",),
        with_margins(others | leaves),
    )  # fmt: skip


def test_an_institution_stands_by_name_from_twenty_and_its_theme_from_fifteen() -> None:
    table = a_table(institution0__care=15, institution0__police=5, institution1__care=15)
    shown = as_shown(public_table(table, a_book(), PARAMETERS), PARAMETERS)
    assert shown["institution0", ""] == "20"
    assert shown["institution0", "care"] == "15"
    assert ("institution0", "police") not in shown
    assert not any(cell[0] == "institution1" for cell in shown)


def test_one_that_is_not_named_is_in_the_sum_of_all_others_of_its_type() -> None:
    table = a_table(institution1__care=15, **{"other:type1__care": 20})
    shown = as_shown(public_table(table, a_book(), PARAMETERS), PARAMETERS)
    assert shown["other:type1", "care"] == "35"


def test_lists_that_were_taken_from_the_facts_are_not_told_to_the_public() -> None:
    told = replace(a_book(), lists_are_public=False).hierarchy()
    institutions = told["institution->institution_type"]
    assert "institution0" in institutions  # approved to be named
    assert "institution7" not in institutions
    assert "institution7" in a_book().hierarchy()["institution->institution_type"]
