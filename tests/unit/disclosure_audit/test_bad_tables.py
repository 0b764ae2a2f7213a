"""The audit breaks what statistics of this kind were really broken by."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from app.domain.disclosure_audit.findings import Finding, Kind
from app.domain.disclosure_audit.published import Cell, PublishedTable
from tests.unit.disclosure_audit.publishing import (
    YEAR,
    Complaint,
    complaints,
    counts,
    exact,
    findings_of,
    independently,
    of_kind,
    rounded,
    units,
    well_made,
)

CORE = ("institution_type", "theme")
LINKED = (("institution_type", "theme"), ("institution_type", "subject"), ("institution", "theme"))
Q1, Q2 = YEAR[:2]


def hidden(findings: Sequence[Finding]) -> list[Finding]:
    """What is found about cells whose number was hidden."""
    return [finding for finding in findings if finding.table and not finding.shown]


@pytest.mark.parametrize("zeros_shown", [False, True], ids=["zeros hidden", "zeros shown"])
@pytest.mark.parametrize(("threshold", "width"), [(5, 3), (10, 5)])
def test_a_table_with_only_a_threshold_is_broken(
    threshold: int, width: int, zeros_shown: bool
) -> None:
    people = complaints(random.Random(threshold), 8 * threshold)
    tables = [
        exact(
            counts(people, split, YEAR), dimensions=split, name="-".join(split),
            threshold=threshold, zeros_shown=zeros_shown,
        )
        for split in LINKED
    ]  # fmt: skip
    report = findings_of(tables, width=width)
    assert len(hidden(of_kind(report, Kind.EXACT, Kind.SMALL, Kind.NARROW))) > 5
    certain = hidden(of_kind(report, Kind.EXACT))
    assert certain
    for finding in certain:
        inside = dict(finding.cell.coordinates).items()
        assert finding.low == sum(all(one[d] == c for d, c in inside) for one in people)


def test_one_complaint_more_in_the_year_to_date_is_found() -> None:
    people = complaints(random.Random(1), 30)
    first = [dict(one, quarter=Q1) for one in people]
    added: Complaint = {**people[0], "quarter": Q2}
    tables = [
        exact(counts(first, CORE, (Q1,)), dimensions=CORE, covers=(Q1,), release=Q1),
        exact(
            counts([*first, added], CORE, (Q1, Q2)), dimensions=CORE, covers=(Q1, Q2), release=Q2
        ),
    ]
    report = findings_of(tables, width=3)
    where = tuple((d, added[d]) for d in CORE)
    found = [f for f in of_kind(report, Kind.SMALL) if f.cell == Cell(where, (Q2,))]
    assert [(f.low, f.high, f.release, f.since) for f in found] == [(1, 1, Q2, Q1)]


def test_one_complaint_more_in_an_old_quarter_is_found() -> None:
    people = [dict(one, quarter=Q1) for one in complaints(random.Random(2), 30)]
    added = people[0]
    tables = [
        exact(counts(some, CORE, (Q1,)), dimensions=CORE, covers=(Q1,), release=release)
        for some, release in ((people, Q1), ([*people, added], Q2))
    ]
    report = findings_of(tables, width=3)
    where = Cell(tuple((d, added[d]) for d in CORE), (Q1,))
    assert of_kind(report, Kind.INCONSISTENT)
    found = [f for f in of_kind(report, Kind.SMALL) if f.cell == where]
    assert [(f.low, f.high, f.release, f.since) for f in found] == [(1, 1, Q2, Q1)]


def test_an_exact_number_of_the_press_beside_rounded_ones_is_found() -> None:
    y = units(random.Random(3), 40)
    tables = well_made(y, displayed=True)
    assert not findings_of(tables).blocks
    press = exact({("police",): 5 * 3 + 1}, dimensions=("institution_type",), release="press")
    found = of_kind(findings_of([*tables, press]), Kind.EXACT, Kind.INCONSISTENT)
    assert Cell((("institution_type", "police"),), YEAR) in {finding.cell for finding in found}


def test_an_exact_total_tells_about_cells_that_are_not_published() -> None:
    """Banks and towns are rounded, the total is exact: the police are not published at all."""
    parts: dict[tuple[str, ...], int | None] = {("bank",): 20, ("town",): 10, ("police",): None}
    table = rounded(parts, dimensions=("institution_type",), hide_below=10)
    press = exact({(): 30 + 18}, release="press")
    found = findings_of([table, press])
    # Only with both at their most is there no more than 14 of the police.
    bank = [f for f in found.findings if f.cell.coordinates == (("institution_type", "bank"),)]
    assert not bank
    edge = findings_of([table, exact({(): 29 + 19 + 14}, release="press")])
    assert {(f.cell.coordinates, f.low) for f in of_kind(edge, Kind.EXACT)} == {
        ((), 62),
        ((("institution_type", "bank"),), 29),
        ((("institution_type", "town"),), 19),
        ((("institution_type", "police"),), 14),
    }


def test_beside_an_exact_total_all_else_is_searched_and_found_safe() -> None:
    """No complaint can be added any more without another being taken away."""
    y = units(random.Random(8), 60)
    tables = [*well_made(y, displayed=True), exact({(): len(y) + 3})]
    assert [(f.kind, f.cell) for f in findings_of(tables).findings] == [
        (Kind.EXACT, Cell((), YEAR))
    ]


def test_a_margin_that_is_drawn_again_is_found() -> None:
    """The truth is 9 above the published total; a second draw of the total says 15 above."""
    y = units(random.Random(4), 40)
    total = len(y)
    tables = well_made(y, displayed=False)
    again = rounded({(): total + 15}, name="again")
    found = of_kind(findings_of([*tables, again]), Kind.NARROW)
    assert Finding(
        Kind.NARROW, Cell((), YEAR), total + 6, total + 9, release="2026Q4",
        table="to-date", shown=True,
    ) in found  # fmt: skip


@pytest.mark.parametrize("base", [3, 5])
def test_margins_that_are_rounded_by_themselves_are_found(base: int) -> None:
    dice = random.Random(base)
    people = complaints(dice, 60)
    tables = [
        rounded(
            {key: independently(dice, base)(n) for key, n in counts(people, split, YEAR).items()},
            dimensions=split, name="-".join(split), base=base, max_dev=base - 1, hide_below=0,
        )
        for split in LINKED
    ]  # fmt: skip
    # Each number by itself promises this width, and below it where zero is the limit.
    found = of_kind(findings_of(tables, width=base - 1), Kind.EXACT, Kind.SMALL, Kind.NARROW)
    assert len(found) > 2
    for finding in found:
        inside = dict(finding.cell.coordinates).items()
        true = sum(all(one[d] == c for d, c in inside) for one in people)
        assert finding.high is not None
        assert finding.low <= true <= finding.high


def test_an_exact_year_to_date_is_found() -> None:
    y = units(random.Random(5), 60)
    tables = well_made(y, displayed=True)
    fives = [len([one for one in y if one["quarter"] in YEAR[:n]]) for n in (1, 2)]
    exact_ones = [
        exact({(): fives[0] + 2}, covers=(Q1,), release=Q1),
        exact({(): fives[1] + 3}, covers=(Q1, Q2), release=Q2),
    ]
    found = of_kind(findings_of([*tables, *exact_ones]), Kind.EXACT)
    assert {f.cell: f.low for f in found}[Cell((), (Q2,))] == fives[1] - fives[0] + 1


def test_a_quarter_that_is_drawn_four_times_is_found() -> None:
    draws = [
        rounded({(): n}, covers=(Q1,), release=release)
        for n, release in ((15, "2026Q1"), (10, "2026Q2"), (5, "2026Q3"), (0, "2026Q4"))
    ]
    found = findings_of(draws).findings
    assert [(f.kind, f.low, f.high) for f in found] == [(Kind.SMALL, 6, 9)]
    assert not findings_of(draws[:1]).blocks


def test_all_complaints_about_one_institution_type_being_of_one_theme_is_found() -> None:
    cells: dict[tuple[str, ...], int | None] = {
        ("bank", ""): 7, ("bank", "service"): 7, ("bank", "conduct"): 0,
        ("town", ""): 12, ("town", "service"): 6, ("town", "conduct"): 6,
    }  # fmt: skip
    table = exact(cells, dimensions=CORE, threshold=5, zeros_shown=True)
    found = of_kind(findings_of([table], width=3), Kind.GROUP)
    assert {(one.cell.coordinates, one.category) for one in found} == {
        ((("institution_type", "bank"),), ("theme", "service")),
        # The total by theme is not published, and follows.
        ((("theme", "conduct"),), ("institution_type", "town")),
    }


def test_a_theme_that_its_subjects_give_away_is_found() -> None:
    """Themes are hidden, subjects are not: only the hierarchy links the two tables."""
    tables: list[PublishedTable] = [
        exact({("service",): None, ("conduct",): None}, dimensions=("theme",), threshold=10),
        rounded(
            {("refused",): 0, ("closed",): 0, ("rude",): 0, ("told",): 0},
            dimensions=("subject",), name="subjects", max_dev=1,
        ),
    ]  # fmt: skip
    themes = {f.cell: (f.low, f.high) for f in findings_of(tables, width=3).findings}
    assert themes.get(Cell((("theme", "service"),), YEAR)) == (0, 2)


@pytest.mark.parametrize(
    "ring",
    [
        ("institution_type", "province", "outcome"),
        ("institution_type", "province", "outcome", "handling_time"),
    ],
)
def test_a_cycle_of_tables_is_seen_as_one(ring: tuple[str, ...]) -> None:
    """Each type lies in one province, which ends in one way, and so on: so the last of the ring
    goes with the first, though their own table says next to nothing."""
    pairs = [("one", "one"), ("one", "two"), ("two", "one"), ("two", "two")]
    tables = [
        exact({(a, b): 20 if a == b else 0 for a, b in pairs}, dimensions=pair, name="-".join(pair))
        for pair in pairwise(ring)
    ]
    closing = (ring[-1], ring[0])
    tables.append(rounded(dict.fromkeys(pairs, 10), dimensions=closing, max_dev=20))
    found = {f.cell.coordinates: f.low for f in of_kind(findings_of(tables), Kind.EXACT)}
    for a, b in pairs:
        cell = tuple(sorted(zip(closing, (a, b), strict=True)))
        assert found.get(cell) == (20 if a == b else 0)


def test_what_does_not_fit_together_is_found_where_it_does_not() -> None:
    y = units(random.Random(7), 30)
    table = rounded(counts(y, CORE, YEAR), dimensions=CORE)
    wrong = rounded({("bank",): 400}, dimensions=("institution_type",), name="wrong")
    found = of_kind(findings_of([table, wrong]), Kind.INCONSISTENT)
    assert Cell((("institution_type", "bank"),), YEAR) in {finding.cell for finding in found}


def test_a_number_that_its_own_rounding_cannot_give_is_found() -> None:
    [found] = findings_of([rounded({(): 23})]).findings
    assert (found.kind, found.table) == (Kind.INCONSISTENT, "table")
