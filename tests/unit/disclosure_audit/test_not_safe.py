"""What was not shown to be safe is not safe: no time, no solver, no size makes a table pass."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat

import pytest

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.findings import Kind
from app.domain.disclosure_audit.published import PublishedTable
from app.domain.disclosure_audit.solving import Answer, Model, OpenModel, Outcome, Row
from tests.unit.disclosure_audit.publishing import (
    HIERARCHY,
    WIDTH,
    exact,
    findings_of,
    of_kind,
    rounded,
    units,
    well_made,
)


def tight() -> list[PublishedTable]:
    """Safe, but only a search can tell: with an exact total no complaint can be added alone."""
    return [exact({("north",): None, ("south",): None, ("",): 40}, dimensions=("province",))]


def test_a_table_that_needs_a_search_is_safe_once_it_was_searched() -> None:
    assert {f.cell.coordinates for f in findings_of(tight()).findings} == {()}


def test_without_time_nothing_is_safe() -> None:
    report = audit(
        well_made(units(random.Random(1), 20), displayed=True), HIERARCHY, HighsSolver(),
        required_width=WIDTH, seconds=0,
    )  # fmt: skip
    assert [finding.kind for finding in report.findings] == [Kind.UNDECIDED]
    assert report.blocks


def test_what_is_left_when_time_runs_out_is_undecided() -> None:
    """The clock jumps once the first table is found."""
    clock: Iterator[float] = chain((0.0,) * 6, repeat(1e6))
    report = audit(
        tight(), HIERARCHY, HighsSolver(),
        required_width=WIDTH, seconds=60, clock=lambda: next(clock),
    )  # fmt: skip
    assert {f.cell.coordinates for f in of_kind(report, Kind.UNDECIDED)} == {
        (("province", "north"),),
        (("province", "south"),),
    }


class Boastful:
    """A solver whose tables have three complaints too many in the first place."""

    def __init__(self, *, only_later: bool) -> None:
        self._solver = HighsSolver()
        self._honest = only_later

    def open(self, model: Model) -> OpenModel:
        opened = self._solver.open(model)
        honest, self._honest = self._honest, False
        return opened if honest else _BoastfulModel(opened)


class _BoastfulModel:
    def __init__(self, opened: OpenModel) -> None:
        self._opened = opened

    def least(self, costs: Mapping[int, float], *, whole: bool, seconds: float) -> Answer:
        return _boast(self._opened.least(costs, whole=whole, seconds=seconds))

    def nearby(self, costs: Mapping[int, float], point: Sequence[float], seconds: float) -> Answer:
        return _boast(self._opened.nearby(costs, point, seconds))


def _boast(answer: Answer) -> Answer:
    if not answer.point:
        return answer
    return replace(answer, point=(answer.point[0] + 3, *answer.point[1:]))


@pytest.mark.parametrize("only_later", [False, True])
def test_a_table_that_does_not_fit_is_no_witness(only_later: bool) -> None:
    tables = [*tight(), rounded({("north",): 20}, dimensions=("province",), name="rounded")]
    honest = findings_of(tables)
    assert {f.cell.coordinates for f in honest.findings} == {()}
    report = audit(tables, HIERARCHY, Boastful(only_later=only_later), required_width=WIDTH)
    assert of_kind(report, Kind.UNDECIDED)


class Silent:
    """A solver that finds nothing and proves nothing."""

    def open(self, _model: Model) -> OpenModel:
        return self

    def least(self, _costs: Mapping[int, float], *, whole: bool, seconds: float) -> Answer:
        assert isinstance(whole, bool)
        return self.nearby({}, (), seconds)

    def nearby(
        self, _costs: Mapping[int, float], _point: Sequence[float], seconds: float
    ) -> Answer:
        assert seconds > 0
        return Answer(Outcome.UNKNOWN, float("-inf"), ())


def test_a_solver_that_finds_nothing_passes_nothing() -> None:
    report = audit([rounded({(): 10})], HIERARCHY, Silent(), required_width=WIDTH)
    assert [finding.kind for finding in report.findings] == [Kind.UNDECIDED]


def test_a_clique_that_is_too_large_is_undecided() -> None:
    lists = [[f"{letter}{n}" for n in range(700)] for letter in "ab"]
    cells: dict[tuple[str, ...], int | None] = {(lists[0][0], lists[1][0]): 10}
    cells.update({(one, ""): 10 for one in lists[0]})
    cells.update({("", one): 10 for one in lists[1]})
    report = findings_of([rounded(cells, dimensions=("province", "outcome"))])
    assert [finding.kind for finding in report.findings] == [Kind.UNDECIDED]


def test_progress_is_told_for_each_problem() -> None:
    heard: list[tuple[int, int]] = []
    tables = [rounded({(): 10}, covers=(q,), release=q) for q in ("2026Q1", "2026Q2", "2026Q3")]
    audit(
        tables, HIERARCHY, HighsSolver(), required_width=WIDTH,
        progress=lambda done, of: heard.append((done, of)),
    )  # fmt: skip
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_the_solver_stops_when_its_time_is_up_each_time_it_is_asked() -> None:
    dice = random.Random(1)
    columns = list(range(120))
    rows = [
        Row(
            dice.randint(400, 500),
            dice.randint(501, 502),
            columns,
            dice.choices(range(1, 99), k=120),
        )
        for _ in range(25)
    ]
    opened = HighsSolver().open(Model([1.0] * 120, rows))
    for _ in range(6):
        costs = {column: float(dice.randint(1, 50)) for column in columns}
        start = time.monotonic()
        assert opened.least(costs, whole=True, seconds=0.2).outcome is Outcome.UNKNOWN
        assert time.monotonic() - start < 4
