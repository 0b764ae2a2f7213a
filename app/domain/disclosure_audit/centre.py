"""One whole-number table that fits everything published, with as much room above it as there is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.domain.disclosure_audit.problem import Problem
from app.domain.disclosure_audit.published import NO_LIMIT
from app.domain.disclosure_audit.solving import Answer, Model, Outcome, Row, Solver

TOO_HIGH, TOO_LOW = 4, 1
NEARLY = 1e-6
PATIENCE = 30.0
"""Seconds for a table of whole numbers when the first one was not."""


class NothingFits(Exception):
    """No table of whole numbers fits what was published."""


class NotFound(Exception):
    """No table was found in the time there was."""


def central_table(
    problem: Problem, solver: Solver, *, room: int, seconds: float
) -> tuple[int, ...]:
    """A table that fits, wherever possible with `room` left above every published cell.

    Raises `NothingFits` (proven) or `NotFound`.
    """
    size = problem.size
    rows, upper = problem.agreements(), [math.inf] * size
    costs: dict[int, float] = {}
    for limits in problem.limits.values():
        if limits.low > limits.high:
            raise NothingFits
        if limits.high >= NO_LIMIT:
            rows.append(Row(limits.low, math.inf, limits.columns, [1] * len(limits.columns)))
            continue
        aim = limits.high - room
        if aim < limits.low:
            aim = (limits.low + limits.high) // 2
        over, under = len(upper), len(upper) + 1
        upper += [limits.high - aim, aim - limits.low]
        costs |= {over: TOO_HIGH, under: TOO_LOW}
        weights = [1] * len(limits.columns) + [-1, 1]
        rows.append(Row(aim, aim, [*limits.columns, over, under], weights))
    opened = solver.open(Model(upper, rows))
    answer = _possible(opened.least(costs, whole=False, seconds=seconds))
    found = [answer.point]
    if answer.point and whole(answer.point) is None:
        found.append(opened.nearby(costs, answer.point, seconds).point)
    for point in found:
        table = whole(point[:size])
        if table is not None and fits(problem, table):
            return table
    answer = _possible(opened.least(costs, whole=True, seconds=min(seconds / 4, PATIENCE)))
    table = whole(answer.point[:size])
    if table is None or not fits(problem, table):
        raise NotFound
    return table


def _possible(answer: Answer) -> Answer:
    # No cost is below zero, so a search without end is a solver's word for "no start" too.
    if answer.outcome in (Outcome.IMPOSSIBLE, Outcome.UNBOUNDED):
        raise NothingFits
    return answer


def whole(point: Sequence[float]) -> tuple[int, ...] | None:
    """A point as whole numbers, or None when it is not one."""
    if not point:
        return None
    rounded = tuple(round(value) for value in point)
    if any(abs(value - near) > NEARLY for value, near in zip(point, rounded, strict=True)):
        return None
    return rounded


def fits(problem: Problem, table: Sequence[int]) -> bool:
    """Whether a table agrees with everything published; exact, whatever the solver thinks."""
    if min(table) < 0:
        return False
    for limits in problem.limits.values():
        if not limits.low <= sum(table[column] for column in limits.columns) <= limits.high:
            return False
    return all(
        sum(table[column] for column in one) == sum(table[column] for column in other)
        for _, pairs in problem.shared
        for one, other in pairs
    )
