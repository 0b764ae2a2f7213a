"""What is drawn of a release and how its tables lie on paper, from published numbers only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.printed import MOST_BARS, MOST_COLUMNS, Grid, Listing, Printed, printed
from app.domain.statistics.worded import (
    WordedPart,
    WordedRelease,
    WordedRow,
    WordedTable,
    printable,
)

TERMS = {
    "alt": "%(title)s: %(bars)s.", "rest": "%(rest)s more.", "small": "%(less)s: %(labels)s.",
    "many_small": "%(count)s are %(less)s.", "of": "of %(total)s", "listing": "else %(less)s",
}  # fmt: skip


def row(*cell: str, count: int, under: str = "", share: str = "") -> WordedRow:
    hidden = count < PARAMETERS.hide_below
    labels = tuple(code.upper() or "ALL" for code in cell)
    return WordedRow(
        cell, labels, under, "<10" if hidden else str(count), None if hidden else count, share
    )


def table(*rows: WordedRow, dimensions: tuple[str, ...], **other: object) -> WordedTable:
    made = WordedTable(
        name="_".join(dimensions), title="Table", titles=tuple(f"By {one}" for one in dimensions),
        dimensions=dimensions, headings=(*dimensions, "count"), rows=rows,
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


def on_paper(*tables: WordedTable) -> Printed:
    part = WordedPart("", ())
    release = WordedRelease(
        id="2025", language="en", site="", title="", subtitle="", facts=(), findings=(),
        how_to_read=part, method=part, parameters=(), corrections=(), citation="",
        frozen_on=date(2026, 3, 31), terms=TERMS, tables=tables,
    )  # fmt: skip
    return printed(release, PARAMETERS)


def one_way(name: str, *counts: int) -> WordedTable:
    rows = [row(f"c{place:02}", count=count) for place, count in enumerate(counts)]
    return table(row("", count=sum(counts)), *rows, dimensions=(name,))


def test_bars_go_from_large_to_small_and_what_is_small_is_named_not_drawn() -> None:
    (chart,) = on_paper(one_way("theme", 20, 5, 60, 0)).charts
    assert [(bar.label, bar.number) for bar in chart.bars] == [("C02", 60), ("C00", 20)]
    assert chart.small == "<10: C01; C03."
    assert chart.alt == "By theme: C02 60; C00 20. <10: C01; C03."


def test_codes_that_follow_each_other_keep_their_order() -> None:
    counts = one_way("handling_time", 20, 60, 30)
    (chart,) = on_paper(replace(counts, sequences=frozenset({"handling_time"}))).charts
    assert [bar.number for bar in chart.bars] == [20, 60, 30]


def test_more_than_a_page_of_bars_or_of_names_is_counted() -> None:
    (chart,) = on_paper(one_way("subject", *[15] * (MOST_BARS + 3), *[5] * 21)).charts
    assert len(chart.bars) == MOST_BARS
    assert chart.small == "3 more. 21 are <10."


def test_nothing_is_drawn_of_a_dimension_without_a_number_and_each_once() -> None:
    found = on_paper(one_way("theme", 0, 5), one_way("province", 10, 15), one_way("province", 20))
    assert [chart.title for chart in found.charts] == ["By province"]


def test_shares_are_explained_only_where_there_are_some() -> None:
    whole = row("", count=60)
    (without,) = on_paper(table(whole, row("a", count=30), dimensions=("theme",))).charts
    (some,) = on_paper(table(whole, row("a", count=30, share="50 %"), dimensions=("theme",))).charts
    assert (without.of, some.of) == ("", "of 60")


def test_a_grid_has_every_cell_and_says_where_one_is_not_published() -> None:
    rows = (
        row("", "", count=45), row("", "x", count=30), row("", "y", count=15),
        row("ing", "", count=25), row("ing", "x", count=20),
        row("other", "", count=20), row("other", "x", count=10), row("other", "y", count=5),
    )  # fmt: skip
    (grid,) = on_paper(table(*rows, dimensions=("institution", "theme"))).tables
    assert isinstance(grid, Grid)
    assert grid.columns == ("ALL", "X", "Y")
    assert grid.rows == (
        ("ALL", ("45", "30", "15")),
        ("ING", ("25", "20", "<15")),  # a theme of a named institution shows from 15
        ("OTHER", ("20", "10", "<10")),
    )


def test_a_dimension_of_many_codes_is_a_list_in_groups_that_says_where() -> None:
    codes = [f"s{place:02}" for place in range(MOST_COLUMNS + 1)]
    rows = [row("", "", count=100), row("bank", "", count=100)]
    for place, code in enumerate(codes):
        group = "Odd" if place % 2 else "Even"
        rows += [
            row("", code, count=30 if place == 1 else 5, under=group),
            row("bank", code, count=20 if place == 1 else 5, under=group),
        ]
    rows.append(row("gp", "s01", count=25, under="Odd"))
    (found,) = on_paper(table(*rows, dimensions=("institution_type", "subject"))).tables
    assert isinstance(found, Listing)
    assert [group for group, _lines in found.groups] == ["Even", "Odd"]
    odd = dict(found.groups)["Odd"]
    assert odd[0] == ("S01", "30", "GP 25, BANK 20")
    assert odd[1] == ("S03", "<10", "")
    assert sum(len(lines) for _group, lines in found.groups) == len(codes)
    assert found.notes == ("else <10",)


def test_what_nobody_sees_is_in_no_document() -> None:
    assert printable("Een\u202e twee\x07\n drie\ufffe  vier ") == "Een twee drie vier"
