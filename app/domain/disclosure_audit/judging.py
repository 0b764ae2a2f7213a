"""From intervals to findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.disclosure_audit.findings import Finding, Kind
from app.domain.disclosure_audit.periods import Quarters, differences
from app.domain.disclosure_audit.problem import Problem, spans_of
from app.domain.disclosure_audit.published import NO_LIMIT, Cell, Claim
from app.domain.disclosure_audit.search import Demand, Search
from app.domain.disclosure_audit.targets import Interval
from app.domain.disclosure_audit.witnesses import Asked


def undecided(problem: Problem) -> list[Finding]:
    """One finding for a whole problem of which nothing could be said."""
    everything = Cell((), problem.timeline.quarters)
    return [Finding(Kind.UNDECIDED, everything, 0, None)]


def judged(search: Search) -> list[Finding]:
    """What the intervals of a finished search give away."""
    between = _releases_between(search.problem)
    found = [
        _finding(search.problem, kind, asked, between)
        for asked in search.asked.values()
        for kind in _kinds(search.demand, asked.interval)
    ]
    for total, part in _groups(search):
        one = _finding(search.problem, Kind.GROUP, total, between)
        found.append(replace(one, category=part))
    return found


def certain_kinds(demand: Demand, interval: Interval) -> list[Kind]:
    """What is proven to be wrong with an interval."""
    found = []
    if interval.low == interval.high:
        found.append(Kind.EXACT)
    if demand.small(interval):
        found.append(Kind.SMALL)
    if not found and demand.failed(interval):
        found.append(Kind.NARROW)
    return found if demand.failed(interval) else []


def _kinds(demand: Demand, interval: Interval) -> list[Kind]:
    if demand.met(interval):
        return []
    return certain_kinds(demand, interval) or [Kind.UNDECIDED]


def _finding(
    problem: Problem, kind: Kind, asked: Asked, between: dict[Quarters, tuple[str, str]]
) -> Finding:
    high = None if asked.interval.high >= NO_LIMIT else asked.interval.high
    one = Finding(kind, asked.cell, asked.interval.low, high)
    claims = problem.claims.get(asked.cell, ())
    if claims:
        first = next((claim for claim in claims if claim.shown), claims[0])
        return replace(one, release=first.release, table=first.table, shown=first.shown)
    later, earlier = between.get(asked.cell.quarters, ("", ""))
    return replace(one, release=later, since=earlier)


def _releases_between(problem: Problem) -> dict[Quarters, tuple[str, str]]:
    """A stretch of time -> the two releases whose difference it is, the later first."""
    published: dict[Quarters, Claim] = {}
    for claims in problem.claims.values():
        published.setdefault(claims[0].cell.quarters, claims[0])
    return {
        span: (published[longer].release, published[shorter].release)
        for span, (longer, shorter) in differences(spans_of(problem)).items()
        if published[longer].release != published[shorter].release
    }


def _groups(search: Search) -> Iterator[tuple[Asked, tuple[str, str]]]:
    """Totals in which there is somebody, all certainly of one kind; and that kind."""
    for one in search.sums:
        left = [c for c, part in one.parts.items() if search.asked[part].interval.high > 0]
        total = search.asked[one.total]
        if len(left) != 1 or len(one.parts) == 1 or total.interval.seen_low == 0:
            continue
        for whole in (False, True):
            if total.interval.low == 0:
                search.lower(total, whole=whole)
        if total.interval.low > 0:
            yield total, (one.dimension, left[0])
