"""One row of a file of facts: a fact, or the reason why it is none."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.statistics.fact_rows import (
    COMPLAINANT,
    FactRows,
    Lists,
    RowRefused,
    WrongShape,
    lists_of_hierarchy,
)
from app.domain.statistics.facts import Fact
from app.domain.statistics.quarters import releases_until
from tests.unit.statistics.histories import PROVINCE_OF, THEME_OF, TYPE_OF

HEADING = (
    "date", "institution_type", "institution", "theme", "subject", "province", "municipality",
    "outcome", COMPLAINANT,
)  # fmt: skip
GOOD = ("2025-03-01", "type1", "institution1", "care", "subject1", "", "town", "helped", "x")
TODAY = date(2026, 11, 26)


def closed_lists() -> Lists:
    return lists_of_hierarchy(
        {
            "subject->theme": THEME_OF,
            "institution->institution_type": TYPE_OF,
            "municipality->province": PROVINCE_OF,
        }
    )


def read(row: tuple[str, ...], lists: Lists | None = None) -> Fact:
    return FactRows(HEADING, closed_lists() if lists is None else lists, today=TODAY).fact(row)


def but(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, cell) for name, cell in zip(HEADING, GOOD, strict=True))


def test_a_row_is_a_fact_and_its_place_becomes_a_province() -> None:
    assert read(GOOD) == Fact(
        date(2025, 3, 1), "type1", "institution1", "care", "subject1", "south", "helped", "x"
    )


@pytest.mark.parametrize("text", ["01-03-2025", "1-3-2025", "2025-3-1"])
def test_dutch_days_are_understood(text: str) -> None:
    assert read(but(date=text)).closed_on == date(2025, 3, 1)


@pytest.mark.parametrize("name", ["institution", "province", "municipality", "outcome"])
def test_what_nobody_wrote_down_may_be_left_open(name: str) -> None:
    assert read(but(**{name: ""})).subject == "subject1"


def test_the_theme_follows_from_the_subject() -> None:
    assert read(but(theme="")).theme == THEME_OF["subject1"]


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("date", "", "no_date"),
        ("date", "31-02-2025", "no_date"),
        ("date", "2025-01", "no_date"),
        ("date", "٢٠٢٥-01-01", "no_date"),
        ("date", "2026-11-27", "future"),
        ("date", "1989-12-31", "too_old"),
        ("institution_type", "", "missing"),
        ("institution_type", "typo", "unknown"),
        ("institution", "nowhere", "unknown"),
        ("institution", "institution2", "another_parent"),
        ("subject", "", "missing"),
        ("subject", "subject99", "unknown"),
        ("theme", "police", "another_parent"),
        ("municipality", "merged away", "unknown"),
        ("province", "north", "another_parent"),
        ("outcome", "=HYPERLINK(1)", "formula"),
        ("outcome", "@SUM(1)", "formula"),
        ("outcome", "+1", "formula"),
        ("outcome", "bell\x07", "unreadable"),
        ("outcome", "\u202egnirts", "unreadable"),
        ("complainant", "x" * 121, "too_long"),
    ],
)
def test_a_row_that_is_no_fact_is_refused(column: str, text: str, reason: str) -> None:
    with pytest.raises(RowRefused) as refusal:
        read(but(**{column: text}))
    assert refusal.value.reason == reason
    # a code under another parent is named where it stands, its parent being the other half
    named = {"theme": "subject", "province": "municipality"}.get(column, column)
    assert refusal.value.column == named


def test_a_row_that_is_too_short_is_refused() -> None:
    with pytest.raises(RowRefused, match="short"):
        read(GOOD[:5])


def test_lists_are_learnt_and_then_hold() -> None:
    lists = Lists()
    read(but(province="south"), lists)
    assert lists.theme_of == {"subject1": "care"}
    assert read(but(theme="")).theme == "care"
    with pytest.raises(RowRefused, match="another_parent"):
        read(but(theme="police"), lists)
    with pytest.raises(RowRefused, match="missing"):
        read(but(subject="subject4", theme=""), lists)


def test_a_heading_without_a_column_is_another_shape() -> None:
    with pytest.raises(WrongShape) as refusal:
        FactRows(HEADING[2:], Lists(), today=TODAY)
    assert refusal.value.missing == ("date", "institution_type")


def test_columns_may_stand_in_any_order_and_the_complainant_may_be_left_out() -> None:
    reader = FactRows(HEADING[-2::-1], closed_lists(), today=TODAY)
    assert reader.fact(GOOD[-2::-1]).person == ""


def test_only_what_is_over_can_be_released() -> None:
    assert list(releases_until(("2025", "2026"), date(2026, 10, 1))) == [
        "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025", "2026Q1", "2026Q2", "2026Q3",
    ]  # fmt: skip
    assert list(releases_until(("2026",), date(2026, 9, 30))) == ["2026Q1", "2026Q2"]
