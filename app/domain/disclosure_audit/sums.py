"""Which counts add up to which: a total, and its cells along one dimension.

The cheapest proofs come from here, before any solver: a total is at least its parts, and a part is
what the total leaves after the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.disclosure_audit.grid import REST
from app.domain.disclosure_audit.periods import Quarters
from app.domain.disclosure_audit.problem import Problem
from app.domain.disclosure_audit.published import NO_LIMIT, Cell
from app.domain.disclosure_audit.targets import Interval, asked_spans

QUARTER = "quarter"
MOST_ROUNDS = 20


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`: category of `dimension` -> cell. All of them are there."""

    total: Cell
    dimension: str
    parts: Mapping[str, Cell]


def sums_of(problem: Problem, cells: Iterable[Cell]) -> list[Sum]:
    """Every sum of which the total and all parts are among the cells."""
    known = set(cells)
    spans = asked_spans(problem)
    found: dict[tuple[Cell, str], dict[str, Cell]] = {}
    for cell in known:
        for total, dimension, category in _totals_over(problem, cell, spans):
            if total in known:
                found.setdefault((total, dimension), {})[category] = cell
    return [
        Sum(total, dimension, parts)
        for (total, dimension), parts in found.items()
        if parts.keys() == _categories_in(problem, total, dimension)
    ]


def propagate(sums: Iterable[Sum], intervals: Mapping[Cell, Interval]) -> None:
    """Proves what follows from one sum at a time, until nothing new does."""
    rows = [
        (intervals[one.total], [intervals[part] for part in one.parts.values()]) for one in sums
    ]
    for _ in range(MOST_ROUNDS):
        before = [(total.low, total.high) for total, _ in rows]
        for total, parts in rows:
            least, most = sum(part.low for part in parts), sum(part.high for part in parts)
            total.proved(least, min(most, NO_LIMIT))
            for part in parts:
                high = total.high - (least - part.low) if total.high < NO_LIMIT else NO_LIMIT
                part.proved(total.low - (most - part.high), high)
        if before == [(total.low, total.high) for total, _ in rows]:
            return


def _totals_over(
    problem: Problem, cell: Cell, spans: set[Quarters]
) -> Iterator[tuple[Cell, str, str]]:
    """The totals that a cell is one category of: total, dimension, category."""
    parents = problem.scheme.hierarchy.parents
    for dimension, category in cell.coordinates:
        others = [pair for pair in cell.coordinates if pair[0] != dimension]
        if dimension in parents:
            parent, parent_of = parents[dimension]
            others.append((parent, parent_of[category]))
        yield Cell(tuple(sorted(others)), cell.quarters), dimension, category
    if cell.quarters in problem.timeline.parts:
        for span in spans:
            if set(span) > set(cell.quarters):
                yield Cell(cell.coordinates, span), QUARTER, "+".join(cell.quarters)


def _categories_in(problem: Problem, total: Cell, dimension: str) -> set[str]:
    if dimension == QUARTER:
        parts = problem.timeline.parts
        return {"+".join(part) for part in parts if set(part) <= set(total.quarters)}
    categories = {c for c in problem.scheme.categories[dimension] if not c.startswith(REST)}
    parents = problem.scheme.hierarchy.parents
    if dimension not in parents:
        return categories
    parent, parent_of = parents[dimension]
    within = dict(total.coordinates).get(parent)
    return {c for c in categories if parent_of[c] == within}
