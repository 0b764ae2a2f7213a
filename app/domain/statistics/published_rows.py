"""A published table as anybody reads it: its columns, its rows, and those that were asked for.

A quarter or a year is a column of its own; a year to date is neither, and `covers` says what it
counts. An empty code in any other column means: all of that dimension together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from app.domain.statistics.release import QUARTER, YEAR
from app.domain.statistics.tables import ReleasedTable

COUNT = "count"
Row = tuple[tuple[str, ...], int]
"""The codes in the order of `columns_of`, and the published number."""


class NoSuchColumn(Exception):
    """Asked by a column that the table does not have; `allowed` are those it has."""

    def __init__(self, column: str, allowed: tuple[str, ...]) -> None:
        super().__init__(column)
        self.column = column
        self.allowed = allowed


class NoSuchCode(Exception):
    """Asked for a code that the column does not hold; `allowed` are those it holds."""

    def __init__(self, column: str, allowed: tuple[str, ...]) -> None:
        super().__init__(column)
        self.column = column
        self.allowed = allowed


def columns_of(table: ReleasedTable) -> tuple[str, ...]:
    """The names of the columns before the count."""
    return (*_period_of(table), *table.dimensions)


def rows_of(table: ReleasedTable) -> Iterator[Row]:
    """Every row in order of its codes, so margins first."""
    named = (table.release,) if _period_of(table) else ()
    for cell in sorted(table.cells):
        yield (*named, *cell), table.cells[cell]


def codes_of(table: ReleasedTable, column: str) -> tuple[str, ...]:
    """What a column holds, in order; raises `NoSuchColumn`."""
    columns = columns_of(table)
    if column not in columns:
        raise NoSuchColumn(column, columns)
    place = columns.index(column)
    return tuple(sorted({codes[place] for codes, _count in rows_of(table)}))


def rows_asked(table: ReleasedTable, asked: Mapping[str, Collection[str]]) -> tuple[Row, ...]:
    """The rows whose codes are among those asked for; a column that is not named holds any.

    Raises `NoSuchColumn` and `NoSuchCode`: a typing error must not look like an empty answer.
    """
    columns = columns_of(table)
    for column, wanted in asked.items():
        known = codes_of(table, column)
        if not set(wanted) <= set(known):
            raise NoSuchCode(column, known)
    places = {columns.index(column): frozenset(wanted) for column, wanted in asked.items()}
    return tuple(
        (codes, count)
        for codes, count in rows_of(table)
        if all(codes[place] in wanted for place, wanted in places.items())
    )


def _period_of(table: ReleasedTable) -> tuple[str, ...]:
    return (table.period,) if table.period in (QUARTER, YEAR) else ()
