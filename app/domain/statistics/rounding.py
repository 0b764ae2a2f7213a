"""Controlled rounding: whole multiples of the base near the noise, that add up everywhere.

Every published cell is a sum of leaves, a leaf a whole multiple of the base, and no cell is further
than the bound from its truth. That, and nothing else, is what the interval theorem needs
(statistics.md 3.7): so each of these is a row of the programme, none a hope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.programme import NoSolution, Programme, Solver, TooLate
from app.domain.statistics.tally import Cell

INNER = 1  # how much a deviation from the noise counts, of an inner cell and of a margin
MARGIN = 3
FAR_FACTOR = 5.0  # what each further step of the base costs, where the first costs 1


class ReleaseRefused(Exception):
    """Nothing is published: `table` cannot be protected (`reason`: infeasible, late, unsound)."""

    def __init__(self, table: str, reason: str, cell: Cell = ()) -> None:
        super().__init__(f"{table}: {reason} {'/'.join(cell)}".strip())
        self.table, self.reason, self.cell = table, reason, cell


@dataclass(frozen=True)
class PublishedSum:
    """A cell that will be published: the sum of `leaves` and of `before`, which is published.

    `truth` is what it counts, `target` where its noise would put it.
    """

    cell: Cell
    leaves: tuple[int, ...]
    truth: int
    target: int
    weight: int = INNER
    before: int = 0


@dataclass(frozen=True)
class FixedSum:
    """Leaves whose sum was published in another table: they have to keep to it."""

    cell: Cell
    leaves: tuple[int, ...]
    published: int


def round_controlled(
    table: str,
    leaves: int,
    sums: Sequence[PublishedSum],
    fixed: Sequence[FixedSum],
    *,
    solver: Solver,
    parameters: Parameters,
) -> tuple[int, ...]:
    """The published number of every leaf; raises `ReleaseRefused`, never a weaker answer."""
    programme = _programme(leaves, sums, fixed, parameters)
    try:
        values = solver(programme, seconds=parameters.seconds, gap=parameters.gap)
    except NoSolution:
        raise ReleaseRefused(table, "infeasible") from None
    except TooLate:
        raise ReleaseRefused(table, "late") from None
    found = tuple(parameters.base * round(value) for value in values[:leaves])
    _verify(table, found, sums, fixed, parameters)
    return found


def _programme(
    leaves: int, sums: Sequence[PublishedSum], fixed: Sequence[FixedSum], parameters: Parameters
) -> Programme:
    """In units of the base; a leaf's own window is its bound, so leaves need no row for it."""
    base = parameters.base
    most = 2 * parameters.max_dev / base  # noise and number are each within the bound
    programme = Programme()
    windows = {
        one.leaves[0]: _window(one, parameters)
        for one in sums
        if len(one.leaves) == 1 and not one.before
    }
    for leaf in range(leaves):
        low, high = windows.get(leaf, (0, _highest(leaf, fixed, base)))
        programme.column(low, high, whole=True)
    for one in sums:
        low, high = _window(one, parameters)
        entries = [(leaf, 1.0) for leaf in one.leaves]
        if len(one.leaves) > 1 or one.before:
            programme.row(low, high, entries)
        # the distance from the noise, in steps of the base: the first costs 1, each further one 5
        target = (one.target - one.before) / base
        for sign in (1.0, -1.0):
            entries.append((programme.column(0, 1, one.weight), -sign))
            entries.append((programme.column(0, most, one.weight * FAR_FACTOR), -sign))
        programme.row(target, target, entries)
    for held in fixed:
        total = held.published / base
        programme.row(total, total, [(leaf, 1.0) for leaf in held.leaves])
    return programme


def _window(one: PublishedSum, parameters: Parameters) -> tuple[int, int]:
    """Least and most of the sum of the leaves, in units of the base."""
    base = parameters.base
    low = -(-(one.truth - parameters.max_dev - one.before) // base)
    return max(0, low), (one.truth + parameters.max_dev - one.before) // base


def _highest(leaf: int, fixed: Sequence[FixedSum], base: int) -> int:
    """A leaf that is not published itself is still bounded by what it adds up to."""
    most = [held.published // base for held in fixed if leaf in held.leaves]
    return min(most) if most else 10**7


def _verify(
    table: str,
    found: Sequence[int],
    sums: Sequence[PublishedSum],
    fixed: Sequence[FixedSum],
    parameters: Parameters,
) -> None:
    """What the solver says is believed only after every promise was looked at again."""
    if any(value < 0 or value % parameters.base for value in found):
        raise ReleaseRefused(table, "unsound")
    for one in sums:
        published = one.before + sum(found[leaf] for leaf in one.leaves)
        if abs(published - one.truth) > parameters.max_dev:
            raise ReleaseRefused(table, "unsound", one.cell)
    for held in fixed:
        if sum(found[leaf] for leaf in held.leaves) != held.published:
            raise ReleaseRefused(table, "unsound", held.cell)
