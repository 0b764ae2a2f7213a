"""Every count that an attacker might ask about: the cells of every clique and all their margins.

Time is asked about in parts, in every stretch that was published, and in what one stretch has on
top of another: the increment between two releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from app.domain.disclosure_audit.grid import REST, Grid
from app.domain.disclosure_audit.periods import PART, YEAR, Quarters, Timeline, differences
from app.domain.disclosure_audit.problem import Problem, spans_of
from app.domain.disclosure_audit.published import NO_LIMIT, Cell

Token = tuple[tuple[str, str], ...]
Level = list[tuple[int, Token, Quarters]]
"""Of one axis: the places whose columns count, and how their cell is called there."""


@dataclass
class Interval:
    """What is known about one count.

    `seen_low`, `seen_high`: whole tables were found that fit everything and have these counts.
    `low`, `high`: proven; no table that fits has less, or more. Until a table was seen the seen
    pair is upside down.
    """

    low: int = 0
    high: int = NO_LIMIT
    seen_low: int = NO_LIMIT
    seen_high: int = -1

    def saw(self, low: int, high: int) -> None:
        """Tables with these two counts exist."""
        self.seen_low = min(self.seen_low, low)
        self.seen_high = max(self.seen_high, min(high, NO_LIMIT))

    def proved(self, low: int, high: int) -> None:
        """No table has less than `low` or more than `high`; a table that was seen knows better than
        a proof in floating point."""
        self.low = min(max(self.low, low), self.seen_low)
        self.high = max(min(self.high, high), self.seen_high)

    @property
    def known(self) -> bool:
        """Whether both ends were seen and proven."""
        return (self.low, self.high) == (self.seen_low, self.seen_high)


def targets_of(problem: Problem) -> Iterator[tuple[Cell, list[int]]]:
    """Every count with its columns; one that lies in two cliques comes twice."""
    asked = asked_spans(problem)
    for grid in problem.grids:
        yield from _of_grid(grid, problem.timeline, asked)


def asked_spans(problem: Problem) -> set[Quarters]:
    """The stretches of time that are asked about."""
    spans = spans_of(problem)
    return {*spans, *differences(spans), *problem.timeline.parts, problem.timeline.quarters}


def _of_grid(
    grid: Grid, timeline: Timeline, asked: set[Quarters]
) -> Iterator[tuple[Cell, list[int]]]:
    levels = [
        _levels_of_time(axis, values, timeline, asked)
        if axis in (PART, YEAR)
        else _levels(grid, axis, values)
        for axis, values in zip(grid.axes, grid.values, strict=True)
    ]
    for choice in product(*levels):
        sums: dict[tuple[Token, Quarters], list[int]] = {}
        for places in product(*choice):
            token: Token = ()
            quarters = timeline.quarters
            column = grid.first
            for (place, said, when), step in zip(places, grid.steps, strict=True):
                column += place * step
                token += said
                quarters = when or quarters
            sums.setdefault((token, quarters), []).append(column)
        for (token, quarters), columns in sums.items():
            yield Cell(tuple(sorted(token)), quarters), columns


def _levels(grid: Grid, axis: str, values: Sequence[str]) -> list[Level]:
    hierarchy = grid.scheme.hierarchy
    found: list[Level] = [[(place, (), ()) for place in range(len(values))]]
    for dimension in (axis, *hierarchy.above(axis)):
        at = [hierarchy.climb(axis, value, dimension) for value in values]
        # What stands for all of its parent is asked about as the parent.
        found.append(
            [(n, ((dimension, c),), ()) for n, c in enumerate(at) if not c.startswith(REST)]
        )
    return [level for level in found if level]


def _levels_of_time(
    axis: str, values: Sequence[str], timeline: Timeline, asked: Iterable[Quarters]
) -> list[Level]:
    spans = {value: set(timeline.span(axis, [value])) for value in values}
    found: list[Level] = []
    for span in sorted(asked):
        inside = [n for n, value in enumerate(values) if spans[value] <= set(span)]
        if sum(len(spans[values[n]]) for n in inside) == len(span):
            found.append([(n, (), span) for n in inside])
    return found
