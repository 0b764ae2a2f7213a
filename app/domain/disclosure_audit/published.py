"""What the public has: tables of releases, and what each number in them says about a true count.

Nothing here knows how the numbers were made. A table says how it hides (`mode` and its numbers),
and that is all an attacker needs to turn a number into a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

NO_LIMIT = 2**40
"""Stands for "no upper limit" wherever a count is expected; far above every real count."""

QUARTER = re.compile(r"\d{4}Q[1-4]")
YEAR = re.compile(r"\d{4}")
TIME = ("year", "quarter")
MODES = ("rounding", "exact", "threshold")


class TableMalformed(ValueError):
    """A table that cannot be audited; carries release, table and a short reason."""

    def __init__(self, release: str, table: str, reason: str) -> None:
        super().__init__(f"{release}/{table}: {reason}")
        self.release = release
        self.table = table
        self.reason = reason


@dataclass(frozen=True)
class Hierarchy:
    """Which dimension says another: dimension -> (its parent, category -> category of the parent).

    Categories that no table names play no part, also where a code list holds them: what is left out
    can only make intervals narrower, so this errs on the side of a finding.
    """

    parents: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def above(self, dimension: str) -> list[str]:
        """The dimensions that a category of `dimension` says too, nearest first.

        Raises `TableMalformed` when a dimension lies above itself.
        """
        found: list[str] = []
        while dimension in self.parents:
            dimension = self.parents[dimension][0]
            if dimension in found:
                raise TableMalformed("", "", "a hierarchy without a top")
            found.append(dimension)
        return found

    def climb(self, dimension: str, category: str, to: str) -> str:
        """The category of `to` that a category of `dimension` lies in; KeyError when unknown."""
        while dimension != to:
            dimension, parent_of = self.parents[dimension]
            category = parent_of[category]
        return category


@dataclass(frozen=True)
class PublishedTable:
    """One table of one release.

    `cells`: a category for each of `dimensions` (empty: summed over it) -> the number as shown, or
    None where it is hidden. `covers`: `{"quarter": [...]}` or `{"year": [...]}`, what the table is
    about. `max_dev` and `base` belong to rounding; below `hide_below` a number is not shown (0: all
    are). `zeros_shown`: a threshold table that shows its zeros.
    """

    release: str
    name: str
    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int | None]
    mode: str
    base: int
    max_dev: int
    hide_below: int
    covers: Mapping[str, Sequence[str]]
    zeros_shown: bool = False


@dataclass(frozen=True, order=True)
class Cell:
    """A set of complaints: (dimension, category) sorted, finest only; and the quarters, sorted."""

    coordinates: tuple[tuple[str, str], ...]
    quarters: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """What one published number says: the true count of `cell` lies from `low` to `high`."""

    cell: Cell
    low: int
    high: int
    release: str
    table: str
    shown: bool
    possible: bool = True
    """False when the number cannot have come from the table's own way of rounding."""


def order_of(release: str) -> str:
    """Sorts ids of releases by time: `2026Q1` to `2026Q4`, then `2026`, then `2027Q1`."""
    return release if len(release) > 4 else release + "~"


def claims_of(table: PublishedTable, hierarchy: Hierarchy) -> Iterator[Claim]:
    """A claim for every cell of a table; raises `TableMalformed`."""
    _check(table)
    covered = _covered(table)
    for key, value in table.cells.items():
        if len(key) != len(table.dimensions):
            raise TableMalformed(table.release, table.name, "a row of another width")
        named = {d: c for d, c in zip(table.dimensions, key, strict=True) if c}
        cell = Cell(_coordinates(table, named, hierarchy), _quarters(table, named, covered))
        low, high = _range(table, value)
        yield Claim(
            cell,
            low,
            high,
            table.release,
            table.name,
            shown=value is not None,
            possible=_possible(table, value),
        )


def _check(table: PublishedTable) -> None:
    numbers = (table.base, table.max_dev, table.hide_below)
    if table.mode not in MODES or min(numbers) < 0 or (table.mode == "rounding" and not table.base):
        raise TableMalformed(table.release, table.name, "a mode without its numbers")
    if len(set(table.dimensions)) != len(table.dimensions):
        raise TableMalformed(table.release, table.name, "a dimension twice")


def _possible(table: PublishedTable, value: int | None) -> bool:
    if value is None:
        return True
    return value >= 0 and (table.mode != "rounding" or value % table.base == 0)


def _range(table: PublishedTable, value: int | None) -> tuple[int, int]:
    if value is None:
        return _range_of_hidden(table)
    if table.mode == "rounding":
        return max(0, value - table.max_dev), max(0, value + table.max_dev)
    return max(0, value), max(0, value)


def _range_of_hidden(table: PublishedTable) -> tuple[int, int]:
    if table.hide_below == 0:
        return 0, NO_LIMIT
    if table.mode == "rounding":
        highest = (table.hide_below - 1) // table.base * table.base
        return 0, highest + table.max_dev
    return int(table.zeros_shown), table.hide_below - 1


def _covered(table: PublishedTable) -> frozenset[str]:
    other = set(table.covers) - set(TIME)
    if other or not table.covers:
        raise TableMalformed(table.release, table.name, "covers is about quarters or years")
    years = [f"{year}Q{n}" for year in table.covers.get("year", ()) for n in range(1, 5)]
    quarters = [*table.covers.get("quarter", ()), *years]
    if not quarters or not all(QUARTER.fullmatch(quarter) for quarter in quarters):
        raise TableMalformed(table.release, table.name, "covers no quarter")
    return frozenset(quarters)


def _quarters(
    table: PublishedTable, named: Mapping[str, str], covered: frozenset[str]
) -> tuple[str, ...]:
    quarter, year = named.get("quarter", ""), named.get("year", "")
    if quarter and year and not QUARTER.fullmatch(quarter):
        quarter = year + quarter
    found = {q for q in covered if q.startswith(year) and quarter in ("", q)}
    if not found or (year and not YEAR.fullmatch(year)):
        raise TableMalformed(table.release, table.name, "a time that the table does not cover")
    return tuple(sorted(found))


def _coordinates(
    table: PublishedTable, named: Mapping[str, str], hierarchy: Hierarchy
) -> tuple[tuple[str, str], ...]:
    """Without what a finer category says already."""
    kept = {d: c for d, c in named.items() if d not in TIME}
    for dimension, category in list(kept.items()):
        for above in hierarchy.above(dimension):
            try:
                said = hierarchy.climb(dimension, category, above)
            except KeyError:
                raise TableMalformed(
                    table.release, table.name, f"the hierarchy lacks a {dimension}"
                ) from None
            if kept.pop(above, said) != said:
                raise TableMalformed(table.release, table.name, f"{dimension} outside its {above}")
    return tuple(sorted(kept.items()))
