"""Whether anything about few people can be concluded from all releases together.

The question is asked of every count that the tables speak of, published or not, over all tables and
all releases at once: which true counts are possible? What is too certain is a finding, and so is
what could not be shown to be safe. This code and the engine that makes the tables share nothing, so
that neither can hide a mistake of the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from app.domain.disclosure_audit.centre import NotFound, NothingFits
from app.domain.disclosure_audit.conflicts import conflicts_in
from app.domain.disclosure_audit.findings import AuditReport, Finding, Kind
from app.domain.disclosure_audit.judging import judged, undecided
from app.domain.disclosure_audit.problem import MOST_COLUMNS, Problem, problems_of
from app.domain.disclosure_audit.published import (
    Claim,
    Hierarchy,
    PublishedTable,
    claims_of,
    order_of,
)
from app.domain.disclosure_audit.search import Demand, Search
from app.domain.disclosure_audit.solving import Solver

SECONDS = 300.0


def audit(
    tables: Sequence[PublishedTable],
    hierarchy: Hierarchy,
    solver: Solver,
    *,
    required_width: int,
    progress: Callable[[int, int], None] | None = None,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> AuditReport:
    """Everything that can be concluded from these tables; raises `TableMalformed`.

    `tables` are those of all releases, the newest included. Safe is an interval of possible counts
    at least `required_width` wide that allows none, or as many as a shown number has at least.
    `progress` hears how many problems are done, of how many. After `seconds` (by `clock`) whatever
    was not shown to be safe is a finding.
    """
    in_time = sorted(tables, key=lambda table: order_of(table.release))
    claims = [claim for table in in_time for claim in claims_of(table, hierarchy)]
    small_below = max([3, *(table.hide_below for table in tables)])
    demand = Demand(required_width, small_below)
    end = clock() + seconds
    problems = problems_of(claims, hierarchy)
    findings, checked = list(_impossible(claims)), 0
    for number, problem in enumerate(problems):
        # One hard year must not take the time of the others.
        share = (end - clock()) / (len(problems) - number)
        found, looked_at = _one(problem, demand, solver, partial(_left, clock() + share, clock))
        findings += found
        checked += looked_at
        if progress is not None:
            progress(number + 1, len(problems))
    return AuditReport(checked, len(claims), len(problems), tuple(sorted(findings, key=_order)))


def _left(end: float, clock: Callable[[], float]) -> float:
    return end - clock()


def _order(finding: Finding) -> tuple[int, Finding]:
    return list(Kind).index(finding.kind), finding


def _impossible(claims: Iterable[Claim]) -> Iterable[Finding]:
    return (
        Finding(Kind.INCONSISTENT, c.cell, c.low, c.high, c.release, c.table, shown=c.shown)
        for c in claims
        if not c.possible
    )


def _one(
    problem: Problem, demand: Demand, solver: Solver, left: Callable[[], float]
) -> tuple[list[Finding], int]:
    if problem.size > MOST_COLUMNS or left() <= 0:
        return undecided(problem), 0
    search = Search(problem, demand, solver, left)
    try:
        search.run()
    except NothingFits:
        return conflicts_in(problem, solver, demand, left()), 0
    except NotFound:
        return undecided(problem), 0
    return judged(search), len(search.asked)
