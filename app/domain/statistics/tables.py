"""A table of a release: rounded numbers with all their margins, and the check of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.statistics.noise import noisy_multiple, uniform
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.programme import Solver
from app.domain.statistics.rounding import (
    INNER,
    MARGIN,
    FixedSum,
    PublishedSum,
    ReleaseRefused,
    round_controlled,
)
from app.domain.statistics.tally import Cell

Counts = Mapping[Cell, int]
WHOLE_YEAR = "year"  # the period of a table


@dataclass(frozen=True)
class ReleasedTable:
    """Every cell of a table with its rounded number, margins too (an empty code: all together).

    `covers` are the quarters it counts; `period` is "quarter", "year" or "to_date". These are the
    numbers behind what is displayed: they may be known by everybody, since what is hidden can be
    had by subtraction.
    """

    release: str
    name: str
    period: str
    dimensions: tuple[str, ...]
    covers: tuple[str, ...]
    cells: Counts


@dataclass(frozen=True)
class Release:
    """Everything that is published at once, and never again in other numbers."""

    id: str
    covers: tuple[str, ...]
    tier: int
    tables: tuple[ReleasedTable, ...]

    def table(self, name: str) -> ReleasedTable:
        return next(one for one in self.tables if one.name == name)

    @property
    def total(self) -> int:
        """The published number of everything together."""
        return next(count for cell, count in self.tables[0].cells.items() if not any(cell))


@dataclass(frozen=True)
class Opening:
    """How a table is made. `leaves` are its inner cells, `truths` what they count.

    `margins` are the places of the codes that a margin keeps, for every margin that gets noise of
    its own. `held`: under which published cell a leaf falls, and what that number is. `before`: for
    a year to date, what earlier quarters published and counted.
    """

    name: str
    leaves: Sequence[Cell]
    truths: Counts
    margins: Sequence[tuple[int, ...]]
    held: Callable[[Cell], Cell] | None = None
    published: Counts | None = None
    before: Counts | None = None
    before_truths: Counts | None = None


@dataclass(frozen=True)
class Draw:
    """What one release is made with; its key goes when the release is frozen."""

    release: str
    key: bytes
    solver: Solver
    parameters: Parameters

    def rounded(self, opening: Opening) -> dict[Cell, int]:
        """The published number of each leaf; raises `ReleaseRefused`."""
        places = range(len(opening.leaves[0])) if opening.leaves else range(0)
        kept = [tuple(places), *opening.margins]
        sums = [one for margin in kept for one in self._sums(opening, margin)]
        if opening.before is not None:
            sums += [one for margin in kept for one in self._to_date(opening, margin)]
        values = round_controlled(
            opening.name,
            len(opening.leaves),
            sums,
            _fixed(opening),
            solver=self.solver,
            parameters=self.parameters,
        )
        return dict(zip(opening.leaves, values, strict=True))

    def _sums(self, opening: Opening, kept: tuple[int, ...]) -> Iterable[PublishedSum]:
        weight = INNER if len(kept) == len(opening.leaves[0]) else MARGIN
        for cell, leaves in _grouped(opening.leaves, kept).items():
            truth = sum(opening.truths.get(opening.leaves[leaf], 0) for leaf in leaves)
            target = self._target(opening.name, cell, truth)
            yield PublishedSum(cell, leaves, truth, target, weight)

    def _to_date(self, opening: Opening, kept: tuple[int, ...]) -> Iterable[PublishedSum]:
        before, counted = opening.before or {}, opening.before_truths or {}
        for one in self._sums(opening, kept):
            codes = [opening.leaves[leaf] for leaf in one.leaves]
            published = sum(before.get(code, 0) for code in codes)
            truth = one.truth + sum(counted.get(code, 0) for code in codes)
            target = self._target(f"{opening.name}_to_date", one.cell, truth)
            yield PublishedSum(one.cell, one.leaves, truth, target, one.weight, published)

    def _target(self, table: str, cell: Cell, truth: int) -> int:
        return noisy_multiple(truth, uniform(self.key, self.release, table, cell), self.parameters)


def with_margins(leaves: Counts) -> dict[Cell, int]:
    """The leaves and every margin of them."""
    cells: dict[Cell, int] = {}
    size = len(next(iter(leaves))) if leaves else 0
    for number in range(size + 1):
        for kept in combinations(range(size), number):
            for cell, value in leaves.items():
                over = margin_of(cell, kept)
                cells[over] = cells.get(over, 0) + value
    return cells


def margin_of(cell: Cell, kept: Sequence[int]) -> Cell:
    """The cell with only the codes at the places `kept`."""
    return tuple(code if place in kept else "" for place, code in enumerate(cell))


def checked(table: ReleasedTable, truths: Counts, parameters: Parameters) -> ReleasedTable:
    """The table, after each of its cells was compared with the truth; raises `ReleaseRefused`.

    `truths` are those of the leaves, counted anew: nothing of how the numbers were made is used.
    """
    inner = {cell: truths.get(cell, 0) for cell in table.cells if "" not in cell}
    if sum(inner.values()) != sum(truths.values()):
        raise ReleaseRefused(table.name, "unsound")  # something counted has no row
    counted = with_margins(inner)
    if counted.keys() != table.cells.keys():
        raise ReleaseRefused(table.name, "unsound")
    for cell, published in table.cells.items():
        if published % parameters.base or abs(published - counted[cell]) > parameters.max_dev:
            raise ReleaseRefused(table.name, "unsound", cell)
    return table


def _grouped(leaves: Sequence[Cell], kept: tuple[int, ...]) -> dict[Cell, tuple[int, ...]]:
    groups: dict[Cell, list[int]] = {}
    for leaf, cell in enumerate(leaves):
        groups.setdefault(margin_of(cell, kept), []).append(leaf)
    return {cell: tuple(found) for cell, found in groups.items()}


def _fixed(opening: Opening) -> list[FixedSum]:
    if opening.held is None:
        return []
    groups: dict[Cell, list[int]] = {}
    for leaf, cell in enumerate(opening.leaves):
        groups.setdefault(opening.held(cell), []).append(leaf)
    published = opening.published or {}
    return [
        FixedSum(cell, tuple(leaves), published.get(cell, 0)) for cell, leaves in groups.items()
    ]
