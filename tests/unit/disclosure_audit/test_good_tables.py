"""Tables that are all sums of one table of whole fives pass, however many there are."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from tests.unit.disclosure_audit.publishing import (
    WIDTH,
    YEAR,
    counts,
    findings_of,
    rounded,
    units,
    well_made,
)


@pytest.mark.parametrize("displayed", [True, False], ids=["as displayed", "with what is behind"])
@pytest.mark.parametrize("number", [0, 6, 20, 60, 200])
def test_a_year_of_whole_fives_passes(number: int, displayed: bool) -> None:
    tables = well_made(units(random.Random(number), number), displayed=displayed)
    report = findings_of(tables)
    assert not report.findings
    assert not report.blocks
    assert report.published == sum(len(table.cells) for table in tables)
    assert report.checked > report.published / 2
    assert report.problems == 1


def test_more_tables_of_the_same_fives_pass_too_even_in_a_cycle() -> None:
    y = units(random.Random(3), 60)
    every_pair = [
        rounded(counts(y, pair, YEAR), dimensions=pair, name="-".join(pair))
        for pair in combinations(("institution_type", "province", "outcome", "theme"), 2)
    ]
    assert not findings_of([*well_made(y, displayed=False), *every_pair]).findings


def test_years_that_nothing_links_are_problems_of_their_own() -> None:
    y = units(random.Random(4), 40)
    one_year = well_made(y, displayed=True)
    next_year = [
        replace(
            table,
            release=table.release.replace("2026", "2027"),
            covers={"quarter": [q.replace("2026", "2027") for q in table.covers["quarter"]]},
        )
        for table in one_year
    ]
    report = findings_of([*one_year, *next_year])
    assert report.problems == 2
    assert not report.blocks
    linked = rounded(
        {(): 5 * len(y)}, covers=[*YEAR, *(q.replace("2026", "2027") for q in YEAR)], name="both"
    )
    # 5 * 40 complaints in each year are 400 in both: the sum that is published is 200.
    wrong = findings_of([*one_year, *next_year, linked])
    assert wrong.problems == 1
    assert wrong.blocks


def test_years_that_a_sum_links_pass_when_the_sum_is_right() -> None:
    y = units(random.Random(5), 30)
    years = ("2026", "2027")
    tables = [
        rounded(
            counts(y, ("institution_type", "theme"), YEAR),
            dimensions=("institution_type", "theme"),
            covers=[q.replace("2026", year) for q in YEAR],
            release=year,
        )
        for year in years
    ]
    both = {key: 2 * n for key, n in counts(y, ("institution_type",), YEAR).items()}
    covers = [q.replace("2026", year) for year in years for q in YEAR]
    long = rounded(both, dimensions=("institution_type",), covers=covers, release="2027")
    report = findings_of([*tables, long])
    assert report.problems == 1
    assert not report.findings


def test_the_width_is_exactly_what_the_scheme_promises() -> None:
    tables = well_made(units(random.Random(6), 20), displayed=False)
    assert not findings_of(tables, width=WIDTH).blocks
    # Where nothing was published a count lies from 0 to 9, and no further.
    found = findings_of(tables, width=WIDTH + 1).findings
    assert {(f.low, f.high) for f in found} == {(0, WIDTH)}
