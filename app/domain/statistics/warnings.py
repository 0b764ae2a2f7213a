"""Figures about reports of clients: one population, all tables of a year over one total.

Severity is the core. The list of kinds says which severity goes with which category, and with
blackmail. An attacker knows that list, so the hidden table of fives keeps to it as well: these
three are rounded together, and what cannot be has no leaf (ADR 0022).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.programme import Solver
from app.domain.statistics.quarters import quarters_of, year_of
from app.domain.statistics.tables import Counts, Draw, Opening, Release, ReleasedTable
from app.domain.statistics.tally import Cell
from app.domain.statistics.yearly import kept, leaves_in, one_way, opened, yearly

SEVERITY, CATEGORY, BLACKMAIL = "severity", "incident_category", "blackmail"
POLICE, PROVINCE, DECISION = "police_consent", "province", "report_decision"
WITHIN, REASON = "decided_within", "decision_reason"
FEW = 1  # the volume tier with tables of one dimension only


class CountedReport(NamedTuple):
    """One report as the engine counts it, in codes; `reason` falls under its decision."""

    quarter: str
    severity: str
    category: str
    blackmail: str
    police: str
    province: str
    decision: str
    reason: str
    within: str


_PLACES = {
    SEVERITY: "severity", CATEGORY: "category", BLACKMAIL: "blackmail", POLICE: "police",
    PROVINCE: "province", DECISION: "decision", REASON: "reason", WITHIN: "within",
}  # fmt: skip


@dataclass(frozen=True)
class WarningsBook:
    """The code lists of a year. `kinds`: every (severity, category, blackmail) that can be;
    `reasons`: reason → its decision; `within`: the classes of time from short to long."""

    severities: tuple[str, ...]
    kinds: tuple[Cell, ...]
    police: tuple[str, ...]
    provinces: tuple[str, ...]
    decisions: tuple[str, ...]
    reasons: Mapping[str, str]
    within: tuple[str, ...]

    def hierarchy(self) -> dict[str, dict[str, str]]:
        """As the public may know it."""
        return {f"{REASON}->{DECISION}": dict(sorted(self.reasons.items()))}


@dataclass(frozen=True)
class WarningsMaker:
    """Makes the release of a year; `tier` 1 shows one dimension at a time."""

    book: WarningsBook
    tier: int
    solver: Solver
    parameters: Parameters

    def year(self, year: str, key: bytes, facts: Iterable[CountedReport]) -> Release:
        """The only release of a year: quarters would be too small. Raises `ReleaseRefused`."""
        draw = Draw(year, key, self.solver, self.parameters)
        counted = [one for one in facts if year_of(one.quarter) == year]
        return Release(year, quarters_of(year), self.tier, tuple(self._tables(draw, counted)))

    def _tables(self, draw: Draw, facts: Sequence[CountedReport]) -> Iterable[ReleasedTable]:
        book = self.book
        codes = [(one,) for one in book.severities]
        core = opened(
            draw, Opening(SEVERITY, codes, counted_by(facts, SEVERITY), [()]), (SEVERITY,)
        )
        severities = leaves_in(core)
        yield core
        yield from self._kinds(draw, facts, severities)
        pairs = [(severity, one) for severity in book.severities for one in book.decisions]
        decided = draw.rounded(self._by_severity(facts, DECISION, pairs, severities))
        yield self._shown(draw, facts, (SEVERITY, DECISION), decided)
        decisions = kept(decided, 1)
        yield opened(
            draw,
            Opening(
                f"{DECISION}_{WITHIN}",
                [(one, within) for one in book.decisions for within in book.within],
                counted_by(facts, DECISION, WITHIN),
                [(1,)],
                held=_first,
                published=decisions,
            ),
            (DECISION, WITHIN),
        )
        yield opened(
            draw,
            Opening(
                REASON, [(one,) for one in book.reasons], counted_by(facts, REASON), (),
                held=lambda cell: (book.reasons[cell[0]],), published=decisions,
            ),
            (REASON,),
        )  # fmt: skip
        for dimension, rows in ((POLICE, book.police), (PROVINCE, book.provinces)):
            yield one_way(draw, dimension, rows, counted_by(facts, dimension), core.cells)

    def _kinds(
        self, draw: Draw, facts: Sequence[CountedReport], severities: Counts
    ) -> Iterable[ReleasedTable]:
        """Category and blackmail by severity, out of one hidden table of all three."""
        truths = counted_by(facts, SEVERITY, CATEGORY, BLACKMAIL)
        together = Opening(
            f"{SEVERITY}_{CATEGORY}_{BLACKMAIL}", self.book.kinds, truths,
            [(0, 1), (0, 2), (1,), (2,)], held=_first, published=severities,
        )  # fmt: skip
        found = draw.rounded(together)
        yield self._shown(draw, facts, (SEVERITY, CATEGORY), kept(found, 0, 1))
        yield self._shown(draw, facts, (SEVERITY, BLACKMAIL), kept(found, 0, 2))

    def _by_severity(
        self, facts: Sequence[CountedReport], dimension: str, leaves: Sequence[Cell],
        severities: Counts,
    ) -> Opening:  # fmt: skip
        return Opening(
            f"{SEVERITY}_{dimension}", leaves, counted_by(facts, SEVERITY, dimension), [(1,)],
            held=_first, published=severities,
        )  # fmt: skip

    def _shown(
        self, draw: Draw, facts: Sequence[CountedReport], dimensions: tuple[str, str],
        leaves: Counts,
    ) -> ReleasedTable:  # fmt: skip
        """By severity, or in a year with few the second dimension alone: of the same numbers."""
        if self.tier == FEW:
            alone = dimensions[1]
            return yearly(draw, alone, (alone,), kept(leaves, 1), counted_by(facts, alone))
        return yearly(
            draw, "_".join(dimensions), dimensions, leaves, counted_by(facts, *dimensions)
        )


def counted_by(facts: Iterable[CountedReport], *dimensions: str) -> Counts:
    """The true counts of these dimensions together; secret, as all counts are."""
    names = [_PLACES[one] for one in dimensions]
    return Counter(tuple(getattr(fact, name) for name in names) for fact in facts)


def _first(cell: Cell) -> Cell:
    return (cell[0],)
