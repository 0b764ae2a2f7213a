"""A release as the sheets of a workbook: one about the figures, and one a table.

The same for every kind of workbook. Each text is inert (T18): it stays a text where a program reads
the sheet, and where somebody saves it as CSV and opens that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.inert import inert
from app.domain.statistics.worded import WordedPart, WordedRelease, WordedTable

Style = Literal["title", "part", "text", "heading", "label", "count", "sum_label", "sum"]
MOST_NAME_CHARS = 31  # of a sheet, in Excel
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LEAST_WIDTH, MOST_WIDTH, TEXT_WIDTH = 12, 60, 70
SLACK_CHARS = 8  # lost at the ends of lines


@dataclass(frozen=True)
class SheetCell:
    """A whole number or a text. `to` is the name of a sheet that the text leads to."""

    value: int | str
    style: Style
    to: str = ""


@dataclass(frozen=True)
class Sheet:
    """`widths` in characters, one a column. `header` is the place of the row that stays in view
    with filters, from 0; None where there is no table."""

    name: str
    widths: tuple[int, ...]
    lines: tuple[tuple[SheetCell, ...], ...]
    header: int | None = None

    def lines_high(self, number: int) -> int | None:
        """How many lines of text a sentence over all columns takes; None for any other row.

        No program makes a row higher by itself for what stands over several columns.
        """
        line = self.lines[number]
        if len(line) != 1 or line[0].style != "text":
            return None
        return 1 + len(str(line[0].value)) // (sum(self.widths) - SLACK_CHARS)


def sheets_of(release: WordedRelease) -> tuple[Sheet, ...]:
    """The sheet about the figures first."""
    names = list(_names(release.tables))
    about = Sheet(
        _safe(release.terms["about"]), (26, 12, TEXT_WIDTH), tuple(_about(release, names))
    )
    tables = (
        _sheet(name, table, release) for name, table in zip(names, release.tables, strict=True)
    )
    return (about, *tables)


def _about(release: WordedRelease, names: Iterable[str]) -> Iterator[tuple[SheetCell, ...]]:
    terms = release.terms
    yield (_text(release.title, "title"),)
    yield (_text(f"{release.site} · {release.subtitle}"),)
    yield (_text(terms["rounded"]),)
    yield from _sentences(terms["findings"], release.findings)
    yield ()
    yield (_text(terms["contents"], "part"),)
    for name, table in zip(names, release.tables, strict=True):
        yield (SheetCell(inert(name), "text", to=name), _text(""), _text(table.title))
    yield from _part(release.how_to_read)
    yield ()
    yield (_text(terms["corrections"], "part"),)
    for day, words in release.corrections:
        yield (_text(day), _text(""), _text(words))
    if not release.corrections:
        yield (_text(terms["no_corrections"]),)
    yield from _part(release.method)
    yield ()
    yield (_text(terms["parameters"], "part"),)
    yield tuple(_text(terms[one], "heading") for one in ("name", "value", "meaning"))
    for one in release.parameters:
        yield (_text(one.name), _text(one.value), _text(one.meaning))
    yield ()
    yield (_text(terms["citation"], "part"),)
    yield (_text(release.citation),)
    for label, value in release.facts:
        yield (_text(label), _text(""), _text(value))


def _part(part: WordedPart) -> Iterator[tuple[SheetCell, ...]]:
    yield from _sentences(part.title, part.paragraphs)


def _sentences(title: str, sentences: Iterable[str]) -> Iterator[tuple[SheetCell, ...]]:
    found = [(_text(one),) for one in sentences]
    if found:
        yield ()
        yield (_text(title, "part"),)
        yield from found


def _sheet(name: str, table: WordedTable, release: WordedRelease) -> Sheet:
    above = [
        (_text(table.title, "title"),),
        *((_text(one),) for one in (release.terms["rounded"], *table.notes)),
        (),
    ]
    rows = []
    for row in table.rows:
        whole = "" in row.cell
        count = row.shown if row.number is None else row.number
        rows.append((
            *(_text(label, "sum_label" if whole else "label") for label in row.labels),
            SheetCell(count, "sum" if whole else "count"),
        ))  # fmt: skip
    headings = tuple(_text(one, "heading") for one in table.headings)
    return Sheet(name, _widths(table), (*above, headings, *rows), header=len(above))


def _widths(table: WordedTable) -> tuple[int, ...]:
    columns = [
        [heading, *(row.labels[place] for row in table.rows)]
        for place, heading in enumerate(table.headings[:-1])
    ]
    longest = [max(map(len, one)) + 2 for one in (*columns, [table.headings[-1]])]
    return tuple(min(max(one, LEAST_WIDTH), MOST_WIDTH) for one in longest)


def _names(tables: Iterable[WordedTable]) -> Iterator[str]:
    """ "3 Outcome": unique by its number, and what the tables before it did not have."""
    seen: set[str] = set()
    for place, table in enumerate(tables, start=1):
        fresh = [one for one in table.headings[:-1] if one not in seen]
        yield _safe(f"{place} {(fresh or table.headings)[0]}")
        seen.update(table.headings)


def _safe(name: str) -> str:
    return NOT_IN_A_NAME.sub(" ", name)[:MOST_NAME_CHARS].strip()


def _text(text: str, style: Style = "text") -> SheetCell:
    return SheetCell(inert(text), style)
