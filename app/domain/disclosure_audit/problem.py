"""Everything that is public about one set of linked quarters, as rows over columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.disclosure_audit.cliques import Dimensions, Joint, cliques_of, close, tree_of
from app.domain.disclosure_audit.grid import Grid, Scheme
from app.domain.disclosure_audit.periods import PART, YEAR, Quarters, Timeline, linked
from app.domain.disclosure_audit.published import Cell, Claim, Hierarchy
from app.domain.disclosure_audit.solving import Row

MOST_COLUMNS = 400_000
"""A problem larger than this is not tried; it counts as undecided."""


@dataclass(frozen=True)
class Limits:
    """What all releases together say directly about one cell."""

    cell: Cell
    low: int
    high: int
    columns: Sequence[int]


@dataclass(frozen=True)
class Problem:
    """One set of linked quarters; columns are cells of the cliques, whole numbers from 0."""

    timeline: Timeline
    scheme: Scheme
    grids: tuple[Grid, ...]
    joints: tuple[Joint, ...]
    claims: Mapping[Cell, tuple[Claim, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim], hierarchy: Hierarchy) -> Problem:
        """From the claims about some quarters that nothing links to others."""
        quarters = frozenset(q for claim in claims for q in claim.cell.quarters)
        timeline = Timeline.of(quarters, (claim.cell.quarters for claim in claims))
        parents = dict(hierarchy.parents)
        if timeline.year_of_part:
            years = {str(n): year for n, year in enumerate(timeline.year_of_part)}
            parents[PART] = (YEAR, years)
        by_cell: dict[Cell, list[Claim]] = {}
        for claim in claims:
            by_cell.setdefault(claim.cell, []).append(claim)
        named = [pair for cell in by_cell for pair in cell.coordinates]
        times = [(PART, str(n)) for n in range(len(timeline.parts))]
        scheme = Scheme.of(Hierarchy(parents), [*named, *times])
        patterns = dict.fromkeys(frozenset(_conditions(cell, timeline)) for cell in by_cell)
        found = cliques_of(patterns, scheme.hierarchy.above, scheme.size)
        grids: list[Grid] = []
        for dimensions in found:
            first = grids[-1].first + grids[-1].size if grids else 0
            grids.append(Grid(scheme, dimensions, first))
        return cls(
            timeline,
            scheme,
            tuple(grids),
            tuple(tree_of(found)),
            {cell: tuple(found) for cell, found in by_cell.items()},
        )

    @property
    def size(self) -> int:
        """How many columns there are."""
        return sum(grid.size for grid in self.grids)

    def columns(self, cell: Cell) -> list[int]:
        """The columns of the smallest clique that make up a cell."""
        conditions = _conditions(cell, self.timeline)
        wanted = self._closed(frozenset(conditions))
        fitting = [grid for grid in self.grids if wanted <= grid.dimensions]
        return min(fitting, key=lambda grid: grid.size).columns(conditions)

    def _closed(self, dimensions: Dimensions) -> Dimensions:
        return close(dimensions, self.scheme.hierarchy.above)

    @cached_property
    def limits(self) -> dict[Cell, Limits]:
        """Every published cell with the range in which all its numbers can be true.

        `low` is above `high` where two numbers contradict each other.
        """
        return {
            cell: Limits(
                cell,
                max(claim.low for claim in claims),
                min(claim.high for claim in claims),
                self.columns(cell),
            )
            for cell, claims in self.claims.items()
        }

    @cached_property
    def shared(self) -> list[tuple[Joint, list[tuple[list[int], list[int]]]]]:
        """Of each joint, from the first clique outwards: the columns of both sides that must add up
        to the same, cell by cell of what they share."""
        found = []
        for joint in self.joints:
            nearer = self.grids[joint.nearer].groups(joint.shared)
            further = self.grids[joint.further].groups(joint.shared)
            found.append((joint, [(nearer[key], further[key]) for key in nearer]))
        return found

    def agreements(self) -> list[Row]:
        """The rows that say so."""
        return [
            Row(0, 0, [*one, *other], [1] * len(one) + [-1] * len(other))
            for _, pairs in self.shared
            for one, other in pairs
        ]


def problems_of(claims: Iterable[Claim], hierarchy: Hierarchy) -> list[Problem]:
    """The claims of all releases, apart where nothing links their quarters."""
    claims = list(claims)
    place: dict[str, int] = {}
    groups = linked(claim.cell.quarters for claim in claims)
    for number, quarters in enumerate(groups):
        place.update(dict.fromkeys(quarters, number))
    sorted_out: list[list[Claim]] = [[] for _ in groups]
    for claim in claims:
        sorted_out[place[claim.cell.quarters[0]]].append(claim)
    return [Problem.of(some, hierarchy) for some in sorted_out]


def spans_of(problem: Problem) -> list[Quarters]:
    """The stretches of time about which something was published."""
    return sorted({cell.quarters for cell in problem.claims})


def _conditions(cell: Cell, timeline: Timeline) -> dict[str, frozenset[str]]:
    conditions = {d: frozenset({category}) for d, category in cell.coordinates}
    time = timeline.coarsest(cell.quarters)
    if time is not None:
        conditions[time[0]] = time[1]
    return conditions
