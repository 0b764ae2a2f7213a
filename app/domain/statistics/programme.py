"""A mixed whole-number programme in plain numbers, and what solves it (decisions 21).

The engine writes it, an adapter gives it to a solver; so the rules here need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


class NoSolution(Exception):
    """No numbers satisfy all rows."""


class TooLate(Exception):
    """Nothing good enough was found in the time that was given."""


@dataclass
class Programme:
    """Minimise the sum of cost · column, with every column and every row between its bounds.

    Columns are numbered in the order in which they were added; the whole-number ones first.
    """

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    row_starts: list[int] = field(default_factory=list)
    row_columns: list[int] = field(default_factory=list)
    row_factors: list[float] = field(default_factory=list)

    def column(self, lower: float, upper: float, cost: float = 0.0, *, whole: bool = False) -> int:
        """Adds a column; its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, lower: float, upper: float, entries: Sequence[tuple[int, float]]) -> None:
        """Adds lower ≤ sum of factor · column ≤ upper."""
        self.row_starts.append(len(self.row_columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        for column, factor in entries:
            self.row_columns.append(column)
            self.row_factors.append(factor)


class Solver(Protocol):
    """Solves a programme to within `gap` (a share of the cost) of the best, in `seconds`."""

    def __call__(self, programme: Programme, /, *, seconds: float, gap: float) -> Sequence[float]:
        """A value a column; raises `NoSolution` or `TooLate`. The same programme gives the same."""
        ...
