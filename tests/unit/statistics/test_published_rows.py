"""A published table as it is read: columns, rows, and the rows that were asked for."""

from __future__ import annotations

import pytest

from app.domain.statistics.published_codes import published_dimensions
from app.domain.statistics.published_rows import (
    NoSuchCode,
    NoSuchColumn,
    codes_of,
    columns_of,
    rows_asked,
    rows_of,
)
from app.domain.statistics.tables import ReleasedTable, with_margins
from tests.figures import some_publications

CELLS = with_margins(
    {("bank", "care"): 10, ("bank", "police"): 0, ("police", "care"): 5, ("police", "police"): 25}
)


def a_table(period: str = "quarter") -> ReleasedTable:
    covers = ("2026Q1", "2026Q2") if period == "to_date" else ("2026Q2",)
    return ReleasedTable(
        "2026Q2", "institution_type_theme", period, ("institution_type", "theme"), covers, CELLS
    )


@pytest.mark.parametrize(
    ("period", "columns"),
    [
        ("quarter", ("quarter", "institution_type", "theme")),
        ("year", ("year", "institution_type", "theme")),
        ("to_date", ("institution_type", "theme")),
    ],
)
def test_a_quarter_or_a_year_is_a_column_and_a_year_to_date_is_none(
    period: str, columns: tuple[str, ...]
) -> None:
    table = a_table(period)
    assert columns_of(table) == columns
    assert {len(codes) for codes, _count in rows_of(table)} == {len(columns)}


def test_rows_come_in_order_with_their_margins_first() -> None:
    rows = list(rows_of(a_table()))
    assert rows[0] == (("2026Q2", "", ""), 40)
    assert [codes for codes, _count in rows] == sorted(codes for codes, _count in rows)
    assert len(rows) == 9


def test_asked_for_nothing_every_row_is_given() -> None:
    table = a_table()
    assert rows_asked(table, {}) == tuple(rows_of(table))


def test_rows_of_any_of_the_codes_and_of_all_of_the_columns() -> None:
    found = rows_asked(
        a_table(), {"institution_type": ["bank", ""], "theme": ["care"], "quarter": ["2026Q2"]}
    )
    assert found == ((("2026Q2", "", "care"), 15), (("2026Q2", "bank", "care"), 10))


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NoSuchColumn) as refused:
        rows_asked(a_table("to_date"), {"quarter": ["2026Q2"]})
    assert refused.value.allowed == ("institution_type", "theme")


def test_a_code_that_is_not_there_is_refused_with_those_that_are() -> None:
    """Also beside one that is: half an answer would look like a whole one."""
    with pytest.raises(NoSuchCode) as refused:
        rows_asked(a_table(), {"theme": ["care", "car"]})
    assert (refused.value.column, refused.value.allowed) == ("theme", ("", "care", "police"))
    assert codes_of(a_table(), "quarter") == ("2026Q2",)


def test_the_code_book_holds_what_the_tables_hold_and_nothing_else() -> None:
    year = some_publications()[-1]
    book = {one.name: one for one in published_dimensions(year)}
    assert set(book) == {name for one in year.tables for name in one.dimensions}
    for table in year.tables:
        for place, name in enumerate(table.dimensions):
            held = {cell[place] for cell in table.cells} - {""}
            assert held <= set(book[name].codes)
    assert {"abn-amro", "ing"} & set(book["institution"].codes)
    assert "GM0014" not in book["institution"].codes, "an institution that no table names"


def test_every_code_below_another_says_below_which() -> None:
    book = {one.name: one for one in published_dimensions(some_publications()[-1])}
    assert book["subject"].parent == "theme"
    assert set(book["subject"].parent_of) == set(book["subject"].codes)
    assert set(book["subject"].parent_of.values()) <= set(book["theme"].codes)
    assert book["institution"].parent_of["other:bank"] == "bank"
    assert set(book["institution"].parent_of) == set(book["institution"].codes)
    assert (book["theme"].parent, book["theme"].parent_of) == ("", {})
