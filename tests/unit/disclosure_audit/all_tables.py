"""Every table of whole numbers that fits what was published: counted out, nothing clever.

Shares nothing with the audit but the record of a published table. Complaints are vectors over a few
dimensions; a world says how many there are of each vector.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from app.domain.disclosure_audit.published import PublishedTable

Vector = dict[str, str]
World = tuple[int, ...]


@dataclass(frozen=True)
class Universe:
    """All kinds of complaints; `parents` as in `Hierarchy`, `quarter` is one of `dimensions`."""

    dimensions: Mapping[str, Sequence[str]]
    parents: Mapping[str, tuple[str, Mapping[str, str]]]

    @property
    def vectors(self) -> list[Vector]:
        found = []
        for choice in product(*self.dimensions.values()):
            vector = dict(zip(self.dimensions, choice, strict=True))
            for dimension, (parent, parent_of) in self.parents.items():
                if dimension in vector:
                    vector[parent] = parent_of[vector[dimension]]
            found.append(vector)
        return found

    def worlds(self, most: int) -> Iterator[World]:
        """Every world with at most so many complaints (stars and bars)."""
        kinds = len(self.vectors)
        for bars in combinations(range(most + kinds), kinds):
            edges = (-1, *bars)
            yield tuple(b - a - 1 for a, b in pairwise(edges))


def members(
    universe: Universe, quarters: Sequence[str], coordinates: Mapping[str, str]
) -> list[int]:
    """The kinds of complaints that lie in a cell."""
    return [
        n
        for n, vector in enumerate(universe.vectors)
        if vector["quarter"] in quarters
        and all(vector[dimension] == category for dimension, category in coordinates.items())
    ]


def count(world: World, inside: Sequence[int]) -> int:
    return sum(world[n] for n in inside)


def rows_of(
    universe: Universe, tables: Sequence[PublishedTable]
) -> list[tuple[list[int], int, int | None]]:
    """What every number says: the kinds it counts, and between what it says they are."""
    rows = []
    for table in tables:
        for key, value in table.cells.items():
            named = {d: c for d, c in zip(table.dimensions, key, strict=True) if c}
            quarter = named.pop("quarter", None)
            quarters = [quarter] if quarter else list(table.covers["quarter"])
            inside = members(universe, quarters, named)
            rows.append((inside, *_between(table, value)))
    return rows


def _between(table: PublishedTable, value: int | None) -> tuple[int, int | None]:
    """The counts that are shown like this, by trying them out."""
    if value is None and table.hide_below == 0:
        return 0, None
    could_be = []
    for true in range(60):
        if table.mode == "rounding":
            shown = [n for n in range(0, 90, table.base) if abs(n - true) <= table.max_dev]
            could = any(n < table.hide_below for n in shown) if value is None else value in shown
        else:
            hides = true < table.hide_below and not (table.zeros_shown and true == 0)
            could = hides if value is None else true == value
        if could:
            could_be.append(true)
    return (could_be[0], could_be[-1]) if could_be else (1, 0)


def worlds_that_fit(universe: Universe, tables: Sequence[PublishedTable], most: int) -> list[World]:
    """All of them, if no world with more than `most` complaints fits."""
    rows = rows_of(universe, tables)
    return [
        world
        for world in universe.worlds(most)
        if all(
            low <= count(world, inside) and (high is None or count(world, inside) <= high)
            for inside, low, high in rows
        )
    ]
