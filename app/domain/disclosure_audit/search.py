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
from app.domain.disclosure_audit.solving import Model, OpenModel, Outcome, Row, Solver
from app.domain.disclosure_audit.targets import Interval, targets_of
from app.domain.disclosure_audit.witnesses import Asked, Witnesses

SHAKES = 40
"""Random corners of what is possible that are looked at before each count gets its own search."""


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
        self._shake()
        for whole in (False, True):
            for asked in self._open():
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

    def _open(self) -> list[Asked]:
        return [asked for asked in self.asked.values() if self._is_open(asked.interval)]

    def _is_open(self, interval: Interval) -> bool:
        return not interval.known and not self.demand.met(interval)

    def _shake(self) -> None:
        """Tables at random corners: each widens many intervals at once."""
        dice = random.Random(1)  # noqa: S311 - no secret: any corners will do
        for _ in range(SHAKES):
            still_open = self._open()
            if len(still_open) < SHAKES or self.left() <= 0:
                return
            concerned = sorted({column for asked in still_open for column in asked.columns})
            costs = {column: dice.choice((-1.0, 1.0)) for column in concerned}
            answer = self._opened.least(costs, whole=False, seconds=self.left())
            if not self._witnesses.show(answer.point):
                return

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
        costs = dict.fromkeys(asked.columns, float(sign))
        answer = self._opened.least(costs, whole=whole, seconds=self.left())
        if answer.outcome is Outcome.UNBOUNDED:
            asked.interval.saw(NO_LIMIT, NO_LIMIT)
            return None
        self._witnesses.show(answer.point)
        return math.ceil(answer.proven - NEARLY) if math.isfinite(answer.proven) else None
