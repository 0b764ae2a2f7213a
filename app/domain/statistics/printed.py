"""How a release lies on paper: which numbers are drawn, which stand in a grid and which in a list.

A choice that looks at published numbers only. A dimension of many codes (subjects) would be a page
of "<10": such a table is a list that names where the numbers are, and says of all others that they
are small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.release import INSTITUTION
from app.domain.statistics.worded import WordedRelease, WordedRow, WordedTable

MOST_COLUMNS = 14
MOST_BARS = 14
MOST_SMALL_NAMES = 20  # more names than that are no caption
NOT_DRAWN = frozenset({INSTITUTION})
"""Its bars would be the kinds again, but for the few names that stand in its table."""


@dataclass(frozen=True)
class Bar:
    """`number` is None for "<10": its bar has no length to be read. `share` in words."""

    label: str
    shown: str
    number: int | None
    share: str


@dataclass(frozen=True)
class Chart:
    """Bars from zero. `alt` says all of them in words; `small` names those that are too small to
    draw; `of` is the sentence about shares, empty where there is none."""

    title: str
    alt: str
    bars: tuple[Bar, ...]
    small: str
    of: str


@dataclass(frozen=True)
class Grid:
    """`rows` are a label with a count for each of `columns`; `corner` names the labels."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """`groups` are a heading with lines: label, count, and where the numbers are, in words."""

    title: str
    columns: tuple[str, str, str]
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """What is drawn, and every table."""

    charts: tuple[Chart, ...]
    tables: tuple[Grid | Listing, ...]


def printed(release: WordedRelease, parameters: Parameters) -> Printed:
    """The whole release on paper; each dimension is drawn once."""
    return Printed(
        tuple(_charts(release, parameters)),
        tuple(_laid_out(table, release, parameters) for table in release.tables),
    )


def _charts(release: WordedRelease, parameters: Parameters) -> Iterator[Chart]:
    drawn = set(NOT_DRAWN)
    for table in release.tables:
        for place, dimension in enumerate(table.dimensions):
            rows = table.margin(place)
            if dimension not in drawn and any(row.number is not None for row in rows):
                drawn.add(dimension)
                yield _chart(table, place, release, parameters)


def _chart(table: WordedTable, place: int, release: WordedRelease, parameters: Parameters) -> Chart:
    rows = [row for row in table.margin(place) if row.number is not None]
    if table.dimensions[place] not in table.sequences:
        rows.sort(key=lambda row: -(row.number or 0))
    bars = tuple(
        Bar(row.labels[place], row.shown, row.number, row.share) for row in rows[:MOST_BARS]
    )
    hidden = [row.labels[place] for row in table.margin(place) if row.number is None]
    rest = len(rows) - len(bars)
    small = [release.terms["rest"] % {"rest": rest}] if rest else []
    if hidden:
        term = "small" if len(hidden) <= MOST_SMALL_NAMES else "many_small"
        words = {"labels": "; ".join(hidden), "count": len(hidden)}
        small.append(release.terms[term] % {**words, "less": f"<{parameters.hide_below}"})
    title = table.titles[place]
    whole = release.terms["of"] % {"total": table.total.shown}
    return Chart(
        title=title,
        alt=" ".join((
            release.terms["alt"] % {
                "title": title, "bars": "; ".join(f"{one.label} {one.shown}" for one in bars),
            },
            *small,
        )),
        bars=bars,
        small=" ".join(small),
        of=whole if any(one.share for one in bars) else "",
    )  # fmt: skip


def _laid_out(table: WordedTable, release: WordedRelease, parameters: Parameters) -> Grid | Listing:
    if len(table.dimensions) == 1:
        rows = tuple((row.labels[0], (row.shown,)) for row in table.rows)
        return Grid(table.title, table.headings[0], (table.headings[-1],), rows, table.notes)
    seconds = _by_codes(table.margin(1), 1)
    if len(seconds) > MOST_COLUMNS:
        return _listing(table, release, parameters)
    columns = [("", table.total.labels[1]), *seconds]
    lines = [("", table.total.labels[0]), *_by_codes(table.margin(0), 0)]
    found = table.by_cell
    left_out = f"<{parameters.cell_from}"
    return Grid(
        table.title,
        table.headings[0],
        tuple(label for _code, label in columns),
        tuple(
            (label, tuple(
                found[code, column].shown if (code, column) in found else left_out
                for column, _label in columns
            ))
            for code, label in lines
        ),
        table.notes,
    )  # fmt: skip


def _listing(table: WordedTable, release: WordedRelease, parameters: Parameters) -> Listing:
    """By the second dimension, in groups; for each the codes of the first that are shown."""
    shown: dict[str, list[WordedRow]] = {}
    for row in table.rows:
        if all(row.cell) and row.number is not None:
            shown.setdefault(row.cell[1], []).append(row)
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for row in table.margin(1):
        line = (row.labels[1], row.shown, _where(shown.get(row.cell[1], [])))
        groups.setdefault(row.under, []).append(line)
    note = release.terms["listing"] % {"less": f"<{parameters.hide_below}"}
    columns = (table.headings[1], table.headings[-1], table.headings[0])
    found = tuple((under, tuple(lines)) for under, lines in groups.items())
    return Listing(table.title, columns, found, (note, *table.notes))


def _where(rows: Sequence[WordedRow]) -> str:
    largest_first = sorted(rows, key=lambda row: -(row.number or 0))
    return ", ".join(f"{row.labels[0]} {row.shown}" for row in largest_first)


def _by_codes(rows: Sequence[WordedRow], place: int) -> list[tuple[str, str]]:
    return [(row.cell[place], row.labels[place]) for row in rows]
