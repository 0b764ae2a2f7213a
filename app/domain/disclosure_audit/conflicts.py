"""When nothing fits: which published numbers contradict the others, and what that gives away."""

from __future__ import annotations

import math
from itertools import combinations

from app.domain.disclosure_audit.centre import NEARLY
from app.domain.disclosure_audit.findings import Finding, Kind
from app.domain.disclosure_audit.judging import certain_kinds
from app.domain.disclosure_audit.problem import Problem
from app.domain.disclosure_audit.published import NO_LIMIT, Cell, Claim
from app.domain.disclosure_audit.search import Demand
from app.domain.disclosure_audit.solving import Model, Row, Solver
from app.domain.disclosure_audit.targets import Interval


def conflicts_in(problem: Problem, solver: Solver, demand: Demand, seconds: float) -> list[Finding]:
    """The fewest numbers that would have to give way, roughly; at least one finding.

    A number that one release changed tells by how much the truth behind it changed: that increment
    is judged like any other count.
    """
    found = [
        Finding(
            Kind.INCONSISTENT,
            cell,
            problem.claims[cell][-1].low,
            None if problem.claims[cell][-1].high >= NO_LIMIT else problem.claims[cell][-1].high,
            problem.claims[cell][-1].release,
            problem.claims[cell][-1].table,
            shown=problem.claims[cell][-1].shown,
        )
        for cell in _giving_way(problem, solver, seconds)
    ]
    if not found:
        everything = Cell((), problem.timeline.quarters)
        found.append(Finding(Kind.INCONSISTENT, everything, 0, None))
    return [*found, *_changed(problem, demand)]


def _giving_way(problem: Problem, solver: Solver, seconds: float) -> list[Cell]:
    rows, upper = problem.agreements(), [math.inf] * problem.size
    places: dict[int, Cell] = {}
    for cell, columns in ((limits.cell, limits.columns) for limits in problem.limits.values()):
        for claim in problem.claims[cell]:
            over, under = len(upper), len(upper) + 1
            upper += [math.inf, math.inf]
            places |= {over: cell, under: cell}
            high = math.inf if claim.high >= NO_LIMIT else claim.high
            weights = [1] * len(columns) + [-1, 1]
            rows.append(Row(claim.low, high, [*columns, over, under], weights))
    answer = solver.open(Model(upper, rows)).least(
        dict.fromkeys(places, 1.0), whole=False, seconds=seconds
    )
    if not answer.point:
        return []
    return sorted({cell for column, cell in places.items() if answer.point[column] > NEARLY})


def _changed(problem: Problem, demand: Demand) -> list[Finding]:
    found = []
    for cell, claims in problem.claims.items():
        for earlier, later in combinations(claims, 2):
            if earlier.release == later.release:
                continue
            least, most = later.low - earlier.high, later.high - earlier.low
            if least <= 0 <= most:
                continue
            change = Interval(*sorted((abs(least), abs(most))))
            found += [
                _increment(kind, cell, later, earlier, change)
                for kind in certain_kinds(demand, change)
            ]
    return found


def _increment(kind: Kind, cell: Cell, later: Claim, earlier: Claim, change: Interval) -> Finding:
    return Finding(
        kind, cell, change.low, change.high, later.release, later.table, since=earlier.release
    )
