"""What one published number says, and what a table must be before it can be audited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.periods import PART, YEAR, Timeline, differences, linked
from app.domain.disclosure_audit.published import (
    NO_LIMIT,
    Cell,
    Hierarchy,
    PublishedTable,
    TableMalformed,
    claims_of,
    order_of,
)
from tests.unit.disclosure_audit.publishing import HIERARCHY, exact, rounded

Q = tuple(f"2026Q{n}" for n in range(1, 5))


def _only(table: PublishedTable, hierarchy: Hierarchy = HIERARCHY) -> tuple[int, int]:
    [claim] = claims_of(table, hierarchy)
    return claim.low, claim.high


@pytest.mark.parametrize(
    ("shown", "low", "high"), [(None, 0, 14), (0, 0, 9), (5, 0, 14), (10, 1, 19), (50, 41, 59)]
)
def test_a_rounded_number(shown: int | None, low: int, high: int) -> None:
    assert _only(rounded({(): shown})) == (low, high)


@pytest.mark.parametrize(
    ("shown", "zeros_shown", "between"),
    [(None, False, (0, 4)), (None, True, (1, 4)), (0, True, (0, 0)), (7, False, (7, 7))],
)
def test_a_number_under_a_threshold(
    shown: int | None, zeros_shown: bool, between: tuple[int, int]
) -> None:
    table = replace(exact({(): shown}, threshold=5), zeros_shown=zeros_shown)
    assert _only(replace(table, cells={(): shown})) == between


def test_a_number_that_is_hidden_without_a_border_says_nothing() -> None:
    assert _only(exact({(): None})) == (0, NO_LIMIT)


def test_what_a_finer_category_says_is_not_said_twice() -> None:
    table = rounded(
        {("bank", "bank A", "2026", "2026Q2"): 10},
        dimensions=("institution_type", "institution", "year", "quarter"),
    )
    [claim] = claims_of(table, HIERARCHY)
    assert claim.cell == Cell((("institution", "bank A"),), ("2026Q2",))


@pytest.mark.parametrize(
    ("key", "dimensions"),
    [
        (("town", "bank A"), ("institution_type", "institution")),
        (("nowhere",), ("institution",)),
        (("2026Q1", "x"), ("quarter",)),
        (("2027Q1",), ("quarter",)),
        (("2027",), ("year",)),
        (("202",), ("year",)),
        (("x", "y"), ("province", "province")),
    ],
)
def test_a_cell_that_cannot_be_is_refused(
    key: tuple[str, ...], dimensions: tuple[str, ...]
) -> None:
    with pytest.raises(TableMalformed):
        list(claims_of(rounded({key: 10}, dimensions=dimensions), HIERARCHY))


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "guess"},
        {"base": 0},
        {"max_dev": -1},
        {"covers": {}},
        {"covers": {"quarter": ["spring"]}},
        {"covers": {"quarter": Q, "province": ["north"]}},
    ],
)
def test_a_head_that_says_no_scheme_or_no_time_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TableMalformed):
        list(claims_of(replace(rounded({(): 10}), **wrong), HIERARCHY))  # type: ignore[arg-type]


def test_a_year_covers_its_quarters() -> None:
    [claim] = claims_of(replace(rounded({(): 10}), covers={"year": ["2026"]}), HIERARCHY)
    assert claim.cell.quarters == Q


def test_releases_are_in_order_of_time() -> None:
    releases = ["2026", "2027Q1", "2026Q4", "2026Q1"]
    assert sorted(releases, key=order_of) == ["2026Q1", "2026Q4", "2026", "2027Q1"]


def test_quarters_are_linked_by_what_covers_both() -> None:
    spans = [Q[:1], Q[1:3], Q[2:], ("2027Q1",)]
    assert linked(spans) == [frozenset(Q[:1]), frozenset(Q[1:]), frozenset({"2027Q1"})]


def test_time_is_cut_no_finer_than_tables_cut_it() -> None:
    line = Timeline.of(frozenset(Q), [Q, Q[:1], Q[:2]])
    assert line.parts == (Q[:1], Q[1:2], Q[2:])
    assert line.coarsest(Q) is None
    assert line.coarsest(Q[:2]) == (PART, frozenset({"0", "1"}))


def test_several_years_have_a_level_of_their_own() -> None:
    years = (*Q, *(q.replace("2026", "2027") for q in Q))
    line = Timeline.of(frozenset(years), [years, Q, Q[:1]])
    assert line.coarsest(Q) == (YEAR, frozenset({"2026"}))
    assert line.span(YEAR, ["2026"]) == Q
    assert line.coarsest(Q[:1]) == (PART, frozenset({"0"}))


def test_what_one_stretch_has_on_top_of_another() -> None:
    assert differences([Q[:1], Q[:2], Q[2:]]) == {Q[1:2]: (Q[:2], Q[:1])}


@pytest.mark.parametrize(
    "parents",
    [
        {"institution": ("place", {"bank A": "x"}), "subject": ("place", {"rude": "y"})},
        {"institution": ("place", {"bank A": "x"}), "place": ("institution", {"x": "bank A"})},
    ],
)
def test_a_hierarchy_that_is_no_tree_is_refused(
    parents: dict[str, tuple[str, dict[str, str]]],
) -> None:
    table = rounded({("bank A", "rude"): 10}, dimensions=("institution", "subject"))
    with pytest.raises(TableMalformed):
        audit([table], Hierarchy(parents), HighsSolver(), required_width=9)
