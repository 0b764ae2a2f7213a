"""A second opinion: one plain linear programme over all kinds of complaints at once.

No cliques, no moves, no whole numbers: a variable for each kind of complaint, a row for each
published number, and the least and the greatest sum of some variables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import highspy

from app.domain.disclosure_audit.published import PublishedTable
from tests.unit.disclosure_audit.all_tables import Universe, members, rows_of


class WholeCube:
    """All that was published, as one programme."""

    def __init__(self, universe: Universe, tables: Sequence[PublishedTable]) -> None:
        self._universe = universe
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        self._kinds = [self._highs.addVariable(lb=0) for _ in universe.vectors]
        for inside, low, high in rows_of(universe, tables):
            total = self._highs.qsum(self._kinds[n] for n in inside)
            self._highs.addConstr(total >= low)
            if high is not None:
                self._highs.addConstr(total <= high)

    def interval(
        self, quarters: Sequence[str], coordinates: Mapping[str, str]
    ) -> tuple[float, float]:
        """Between what the count lies, fractions allowed; infinite where there is no limit."""
        inside = members(self._universe, quarters, coordinates)
        total = self._highs.qsum(self._kinds[n] for n in inside)
        ends = []
        for ask in (self._highs.minimize, self._highs.maximize):
            ask(total)
            bounded = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(self._highs.getObjectiveValue() if bounded else math.inf)
        return ends[0], ends[1]
