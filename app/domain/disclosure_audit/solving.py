"""The solver that the audit asks for: linear rows over columns that are never below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


@dataclass(frozen=True)
class Row:
    """low <= sum of weight * column <= high; `math.inf` where there is no limit."""

    low: float
    high: float
    columns: Sequence[int]
    weights: Sequence[float]


@dataclass(frozen=True)
class Model:
    """Columns from 0 to `upper` each, and the rows that bind them."""

    upper: Sequence[float]
    rows: Sequence[Row]


class Outcome(Enum):
    """How a search ended."""

    BEST = auto()
    UNBOUNDED = auto()
    IMPOSSIBLE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Answer:
    """`proven`: nothing lies below it (a lower bound on the cost, also when time ran out).

    `point`: a value for each column, empty when none was found.
    """

    outcome: Outcome
    proven: float
    point: Sequence[float]


class OpenModel(Protocol):
    """A model in the solver; one question after the other starts from where the last one ended."""

    def least(self, costs: Mapping[int, float], *, whole: bool, seconds: float) -> Answer:
        """The least total cost; `whole` asks for whole numbers only."""

    def nearby(self, costs: Mapping[int, float], point: Sequence[float], seconds: float) -> Answer:
        """The least total cost over whole numbers less than 1 away from a point; proves nothing."""


class Solver(Protocol):
    """Brings models in."""

    def open(self, model: Model) -> OpenModel:
        """The model, ready for questions."""
