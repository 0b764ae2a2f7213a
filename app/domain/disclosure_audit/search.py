"""The intervals of all counts of one problem: first by witnesses, then by proof.

A count is safe when whole tables were found that are far enough apart; no proof is asked for. Only
the others go to the solver, for their least and greatest possible value.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.disclosure_audit.centre import NEARLY, central_table
from app.domain.disclosure_audit.moves import room_around
from app.domain.disclosure_audit.problem import Problem
from app.domain.disclosure_audit.published import NO_LIMIT, Cell
from app.domain.disclosure_audit.solving import Answer, Model, OpenModel, Outcome, Row, Solver
from app.domain.disclosure_audit.sums import Sum, propagate, sums_of
from app.domain.disclosure_audit.targets import Interval, targets_of
from app.domain.disclosure_audit.witnesses import Asked, Witnesses

FEW = 40
"""So few open counts are searched one by one at once."""
PATIENCE = 5
"""Random corners that settle hardly anything, before the counts are searched one by one."""


@dataclass(frozen=True)
class Demand:
    """What a count must have to be safe: an interval at least `width` wide, and not certainly from
    1 to just below `small_below`."""

    width: int
    small_below: int

    def met(self, interval: Interval) -> bool:
        """Whether tables were seen that prove a count safe."""
        wide = interval.seen_high - interval.seen_low >= self.width
        return wide and (interval.seen_low == 0 or interval.seen_high >= self.small_below)

    def small(self, interval: Interval) -> bool:
        """Whether it is proven that a count is one of the small ones."""
        return interval.low >= 1 and interval.high < self.small_below

    def failed(self, interval: Interval) -> bool:
        """Whether it is proven that a count is not safe."""
        return interval.high - interval.low < self.width or self.small(interval)


@dataclass
class Search:
    """The intervals of one problem while they are being found."""

    problem: Problem
    demand: Demand
    solver: Solver
    left: Callable[[], float]
    """Seconds until the audit must be done."""
    asked: dict[Cell, Asked] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    """Of the counts that were asked about; left empty when moves show that all are safe."""

    def run(self) -> None:
        """Finds all intervals, as far as time allows; raises what `central_table` raises."""
        table = central_table(
            self.problem, self.solver, room=self.demand.width, seconds=self.left()
        )
        self._move(table)
        rows = [*self.problem.agreements(), *self._rows()]
        self._opened: OpenModel = self.solver.open(Model([math.inf] * self.problem.size, rows))
        self._witnesses = Witnesses(table, rows)
        self._witnesses.watch(self._open())
        if not all(self.demand.met(asked.interval) for asked in self.asked.values()):
            self.sums = sums_of(self.problem, self.asked)
            propagate(self.sums, {cell: asked.interval for cell, asked in self.asked.items()})
        self._shake()
        # Verdicts first; how far a bad count is known can wait, and then be left out.
        for verdicts_only in (True, False):
            for whole in (False, True):
                for asked in self._open(verdicts_only=verdicts_only):
                    self.tighten(asked, whole=whole)

    def _move(self, table: tuple[int, ...]) -> None:
        room = room_around(self.problem, table)
        for cell, columns in targets_of(self.problem):
            count = sum(table[column] for column in columns)
            asked = self.asked.setdefault(cell, Asked(cell, columns, count))
            fewer = min(count, max(room.fewer[column] for column in columns))
            asked.interval.saw(count - fewer, count + max(room.more[c] for c in columns))
        for cell, limits in self.problem.limits.items():
            self.asked[cell].interval.proved(limits.low, limits.high)

    def _rows(self) -> list[Row]:
        return [
            Row(
                limits.low,
                math.inf if limits.high >= NO_LIMIT else limits.high,
                limits.columns,
                [1] * len(limits.columns),
            )
            for limits in self.problem.limits.values()
        ]

    def _open(self, *, verdicts_only: bool = False) -> list[Asked]:
        return [
            asked
            for asked in self.asked.values()
            if self._is_open(asked.interval)
            and not (verdicts_only and self.demand.failed(asked.interval))
        ]

    def _is_open(self, interval: Interval) -> bool:
        return not interval.known and not self.demand.met(interval)

    def _shake(self) -> None:
        """Tables at random corners: each widens many intervals at once."""
        dice = random.Random(1)  # noqa: S311 - no secret: any corners will do
        in_vain, still_open = 0, self._open(verdicts_only=True)
        while in_vain < PATIENCE and len(still_open) > FEW and self.left() > 0:
            costs: dict[int, float] = {}
            for asked in still_open:
                pull = dice.choice((-1.0, 1.0)) / len(asked.columns)
                for column in asked.columns:
                    costs[column] = costs.get(column, 0.0) + pull
            self._ask(costs, whole=False)
            before, still_open = len(still_open), self._open(verdicts_only=True)
            in_vain = 0 if len(still_open) < before - 2 else in_vain + 1

    def tighten(self, asked: Asked, *, whole: bool) -> None:
        """Proves how low and how high a count can be, over whole tables or over all tables."""
        interval = asked.interval
        if self._is_open(interval) and interval.low != interval.seen_low:
            self.lower(asked, whole=whole)
        if self._is_open(interval) and interval.high != interval.seen_high:
            self._upper(asked, whole=whole)

    def lower(self, asked: Asked, *, whole: bool) -> None:
        """Proves how low a count can be."""
        least = self._least(asked, 1, whole=whole)
        if least is not None:
            asked.interval.proved(least, NO_LIMIT)

    def _upper(self, asked: Asked, *, whole: bool) -> None:
        least = self._least(asked, -1, whole=whole)
        if least is not None:
            asked.interval.proved(0, -least)

    def _least(self, asked: Asked, sign: int, *, whole: bool) -> int | None:
        if self.left() <= 0:
            return None
        answer = self._ask(dict.fromkeys(asked.columns, float(sign)), whole=whole)
        if answer.outcome is Outcome.UNBOUNDED:
            asked.interval.saw(NO_LIMIT, NO_LIMIT)
        return math.ceil(answer.proven - NEARLY) if math.isfinite(answer.proven) else None

    def _ask(self, costs: dict[int, float], *, whole: bool) -> Answer:
        """Asks the solver, and shows the table it finds, or a whole one beside it."""
        answer = self._opened.least(costs, whole=whole, seconds=self.left())
        if answer.point and not self._witnesses.show(answer.point):
            beside = self._opened.nearby(costs, answer.point, self.left())
            self._witnesses.show(beside.point)
        return answer
