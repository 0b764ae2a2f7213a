"""The audit and a plain programme over the whole cube come to the same bounds."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from app.domain.disclosure_audit.findings import Kind
from app.domain.disclosure_audit.published import PublishedTable
from tests.unit.disclosure_audit.all_tables import Universe
from tests.unit.disclosure_audit.publishing import (
    HIERARCHY,
    LISTS,
    complaints,
    counts,
    exact,
    findings_of,
    independently,
    of_kind,
    rounded,
)
from tests.unit.disclosure_audit.whole_cube import WholeCube

NEAR = 1e-6
EVERYTHING = 10**6
QUARTERS = LISTS["quarter"][:2]
UNIVERSE = Universe(
    {
        "quarter": QUARTERS,
        "institution": LISTS["institution"],
        "subject": LISTS["subject"],
        "province": LISTS["province"],
    },
    HIERARCHY.parents,
)
CORE = ("quarter", "institution_type", "theme")
STAR = (
    ("institution", "theme"),
    ("institution_type", "subject"),
    ("institution_type", "province"),
)


def _tables(dice: random.Random) -> list[PublishedTable]:
    """A core by quarter and three tables that split it, each hidden in a way of its own; sometimes
    one that closes a cycle, and the first quarter again."""
    people = [c for c in complaints(dice, 70) if c["quarter"] in QUARTERS]
    chosen = [(CORE, QUARTERS), *((split, QUARTERS) for split in dice.sample(STAR, 2))]
    chosen += dice.sample([(("theme", "province"), QUARTERS), (("theme",), QUARTERS[:1])], 1)
    found = []
    for number, (dimensions, covers) in enumerate(chosen):
        true = counts(people, dimensions, covers)
        how = dice.choice(("rounding", "rounding", "threshold", "fives"))
        name, release = f"table{number}", f"2026Q{number + 1}"
        if how == "threshold":
            table = exact(
                true, dimensions=dimensions, covers=covers, threshold=dice.choice((5, 10))
            )
        else:
            base = 5 if how == "fives" else 3
            shown = {key: independently(dice, base)(n) for key, n in true.items()}
            table = rounded(
                shown, dimensions=dimensions, covers=covers, base=base, max_dev=base - 1,
                hide_below=0,
            )  # fmt: skip
        found.append(replace(table, name=name, release=release))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_are_those_of_a_plain_programme_over_the_whole_cube(seed: int) -> None:
    tables = _tables(random.Random(seed))
    report = findings_of(tables, width=EVERYTHING)
    cube = WholeCube(UNIVERSE, tables)
    about = {f.cell: f for f in report.findings if f.kind != Kind.GROUP}
    assert len(about) == report.checked > 40
    assert not of_kind(report, Kind.UNDECIDED)
    for cell, finding in about.items():
        low, high = cube.interval(cell.quarters, dict(cell.coordinates))
        assert (math.ceil(low - NEAR), math.floor(high + NEAR)) == (finding.low, finding.high)
