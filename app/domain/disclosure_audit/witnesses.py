"""Whole tables that the solver finds: checked against every row, then used for every open count.

A table counts as a witness only after this check, which is exact; what the solver thinks of its own
answer does not matter. Only what differs from the central table is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.disclosure_audit.centre import whole
from app.domain.disclosure_audit.published import Cell
from app.domain.disclosure_audit.solving import Row
from app.domain.disclosure_audit.targets import Interval


@dataclass(eq=False)
class Asked:
    """One count: its columns, and its value in the central table."""

    cell: Cell
    columns: Sequence[int]
    count: int
    interval: Interval = field(default_factory=Interval)


class Witnesses:
    """Checks tables against rows and lets the counts that are still open see them."""

    def __init__(self, table: Sequence[int], rows: Sequence[Row]) -> None:
        self._table = table
        self._rows = rows
        self._in_rows: list[list[tuple[int, int]]] = [[] for _ in table]
        self._totals: list[int] = []
        for number, row in enumerate(rows):
            total = 0
            for column, weight in zip(row.columns, row.weights, strict=True):
                self._in_rows[column].append((number, int(weight)))
                total += int(weight) * table[column]
            self._totals.append(total)
        self._asked: list[list[Asked]] = [[] for _ in table]

    def watch(self, counts: Iterable[Asked]) -> None:
        """From now on these see every table."""
        for asked in counts:
            for column in asked.columns:
                self._asked[column].append(asked)

    def show(self, point: Sequence[float]) -> bool:
        """Whether a point is a whole table that fits; if so, every watched count has seen it."""
        table = whole(point)
        if table is None:
            return False
        changes = {n: new - self._table[n] for n, new in enumerate(table) if new != self._table[n]}
        if min(table) < 0 or not self._fits(changes):
            return False
        moved: dict[Asked, int] = {}
        for column, change in changes.items():
            for asked in self._asked[column]:
                moved[asked] = moved.get(asked, 0) + change
        for asked, change in moved.items():
            asked.interval.saw(asked.count + change, asked.count + change)
        return True

    def _fits(self, changes: dict[int, int]) -> bool:
        moved: dict[int, int] = {}
        for column, change in changes.items():
            for number, weight in self._in_rows[column]:
                moved[number] = moved.get(number, 0) + weight * change
        return all(
            self._rows[number].low <= self._totals[number] + change <= self._rows[number].high
            for number, change in moved.items()
        )
