"""The audit against every possible table: tiny problems, some hundreds of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.findings import Kind
from app.domain.disclosure_audit.published import Cell, Hierarchy, PublishedTable
from tests.unit.disclosure_audit.all_tables import (
    Universe,
    World,
    count,
    members,
    worlds_that_fit,
)

EVERYTHING = 10**6
"""No interval is as wide as this: every count is reported with its interval."""
MOST = 5
SUBJECTS = {"s1": "A", "s2": "A", "s3": "B"}
Q1, Q2, Q3 = "2026Q1", "2026Q2", "2026Q3"


@dataclass(frozen=True)
class Menu:
    """A universe of at most nine kinds of complaints, and the tables one may draw from it."""

    universe: Universe
    tables: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[str, ...], ...] = ((Q1,),)


MENUS = {
    "subjects within themes": Menu(
        Universe(
            {"quarter": (Q1,), "institution_type": ("x", "y"), "subject": tuple(SUBJECTS)},
            {"subject": ("theme", SUBJECTS)},
        ),
        (
            ("subject",),
            ("theme",),
            ("institution_type",),
            ("institution_type", "theme"),
            ("institution_type", "subject"),
        ),
    ),
    "a cycle": Menu(
        Universe(
            {
                "quarter": (Q1,),
                "institution_type": ("x", "y"),
                "province": ("p", "q"),
                "outcome": ("good", "bad"),
            },
            {},
        ),
        (
            ("institution_type", "province"),
            ("institution_type", "outcome"),
            ("province", "outcome"),
            ("province",),
        ),
    ),
    "a star": Menu(
        Universe(
            {
                "quarter": (Q1,),
                "institution_type": ("x", "y"),
                "theme": ("A", "B"),
                "province": ("p", "q"),
            },
            {},
        ),
        (("institution_type", "theme"), ("institution_type", "province"), ("theme",)),
    ),
    "quarters and sums of them": Menu(
        Universe(
            {"quarter": (Q1, Q2, Q3), "institution_type": ("x", "y")},
            {},
        ),
        (("quarter", "institution_type"), ("institution_type",), ("quarter",), ()),
        ((Q1,), (Q1, Q2), (Q2,), (Q2, Q3), (Q1, Q2, Q3)),
    ),
    "quarters of one table, a year of another": Menu(
        Universe(
            {"quarter": (Q1, Q2), "institution_type": ("x", "y"), "theme": ("A", "B")},
            {},
        ),
        (("quarter", "institution_type"), ("theme", "institution_type"), ("theme",), ("quarter",)),
        ((Q1, Q2), (Q1,)),
    ),
}
SCHEMES = (
    ("exact", 1, 0, 0, False),
    ("threshold", 1, 0, 2, False),
    ("threshold", 1, 0, 3, True),
    ("rounding", 2, 1, 0, False),
    ("rounding", 2, 3, 3, False),
    ("rounding", 3, 2, 4, False),
)


@st.composite
def published(draw: st.DrawFn, menu: Menu) -> list[PublishedTable]:
    """Tables of one true world, each hidden in its own way; now and then a wrong number."""
    universe = menu.universe
    kinds = len(universe.vectors)
    world = [0] * kinds
    for kind in draw(st.lists(st.integers(0, kinds - 1), max_size=4)):
        world[kind] += 1
    chosen = draw(st.lists(st.sampled_from(menu.tables), min_size=1, max_size=4))
    tables = [
        _table(draw, menu, tuple(world), dimensions, number)
        for number, dimensions in enumerate(chosen)
    ]
    # Without an upper limit to the total, nobody could count out all worlds.
    whole = tuple(universe.dimensions["quarter"])
    total = sum(world) + draw(st.integers(0, MOST - sum(world)))
    says = PublishedTable(
        "2026Q4", "total", (), {(): None}, "threshold", 1, 0, total + 1, {"quarter": whole}
    )
    return [*tables, says]


def _table(
    draw: st.DrawFn, menu: Menu, world: World, dimensions: tuple[str, ...], number: int
) -> PublishedTable:
    universe = menu.universe
    mode, base, max_dev, hide_below, zeros_shown = draw(st.sampled_from(SCHEMES))
    span = draw(st.sampled_from(menu.spans))
    categories = {
        d: sorted({v[d] for v in universe.vectors if d != "quarter" or v[d] in span})
        for d in dimensions
    }
    cells: dict[tuple[str, ...], int | None] = {}
    for key in product(*(["", *categories[d]] for d in dimensions)):
        if draw(st.integers(0, 5)) == 0 and any(key):
            continue
        named = {d: c for d, c in zip(dimensions, key, strict=True) if c}
        quarter = named.pop("quarter", None)
        true = count(world, members(universe, [quarter] if quarter else span, named))
        true = max(0, true + draw(st.sampled_from((0,) * 60 + (1, -1))))
        if mode == "rounding":
            near = [n for n in range(0, 20, base) if abs(n - true) <= max_dev]
            shown = draw(st.sampled_from(near))
        else:
            shown = true
        hides = shown < hide_below and not (zeros_shown and shown == 0)
        cells[key] = None if hides else shown
    return PublishedTable(
        f"2026Q{number + 1}", "-".join(dimensions), dimensions, cells, mode, base, max_dev,
        hide_below, {"quarter": span}, zeros_shown,
    )  # fmt: skip


def _known(menu: Menu, tables: list[PublishedTable]) -> Universe:
    """Only the categories that some table names: the others are not looked at (published.py)."""
    named: dict[str, set[str]] = {}
    for table in tables:
        for key in table.cells:
            for dimension, category in zip(table.dimensions, key, strict=True):
                if category:
                    named.setdefault(dimension, set()).add(category)
    quarters = {q for table in tables for q in table.covers["quarter"]}
    kept: dict[str, list[str]] = {}
    for dimension, categories in menu.universe.dimensions.items():
        wanted = quarters if dimension == "quarter" else named.get(dimension, set())
        parent, parent_of = menu.universe.parents.get(dimension, ("", {}))
        bare = named.get(parent, set()) - {parent_of.get(c, "") for c in wanted}
        some = [c for c in categories if c in wanted]
        # Of a parent without a child that is named, one child is enough: it is all of it.
        some += [next(c for c in categories if parent_of[c] == p) for p in sorted(bare)]
        kept[dimension] = some or list(categories)[:1]
    return Universe(kept, menu.universe.parents)


def _interval(universe: Universe, worlds: list[World], cell: Cell) -> tuple[int, int]:
    inside = members(universe, cell.quarters, dict(cell.coordinates))
    counts = [count(world, inside) for world in worlds]
    return min(counts), max(counts)


@pytest.mark.parametrize("name", MENUS)
def test_every_interval_is_the_one_over_all_tables_that_fit(name: str) -> None:
    menu = MENUS[name]

    @settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))
    @given(published(menu))
    def agrees(tables: list[PublishedTable]) -> None:
        universe = _known(menu, tables)
        worlds = worlds_that_fit(universe, tables, MOST)
        report = audit(
            tables, Hierarchy(universe.parents), HighsSolver(), required_width=EVERYTHING
        )
        kinds = {finding.kind for finding in report.findings}
        if not worlds:
            assert kinds & {Kind.INCONSISTENT}
            assert report.checked == 0
            return
        assert not kinds & {Kind.INCONSISTENT, Kind.UNDECIDED}
        about = {f.cell: (f.low, f.high) for f in report.findings if f.kind != Kind.GROUP}
        assert len(about) == report.checked
        for cell, interval in about.items():
            assert interval == _interval(universe, worlds, cell), cell

    agrees()


@pytest.mark.parametrize("name", MENUS)
def test_every_verdict_is_the_one_over_all_tables_that_fit(name: str) -> None:
    menu = MENUS[name]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(published(menu), st.integers(1, 3))
    def agrees(tables: list[PublishedTable], width: int) -> None:
        universe = _known(menu, tables)
        worlds = worlds_that_fit(universe, tables, MOST)
        hierarchy, solver = Hierarchy(universe.parents), HighsSolver()
        small_below = max(3, *(table.hide_below for table in tables))
        if not worlds:
            return
        everything = audit(tables, hierarchy, solver, required_width=EVERYTHING)
        expected = set()
        for cell in {finding.cell for finding in everything.findings}:
            low, high = _interval(universe, worlds, cell)
            if low == high:
                expected.add((Kind.EXACT, cell))
            if low >= 1 and high < small_below:
                expected.add((Kind.SMALL, cell))
            elif low < high < low + width:
                expected.add((Kind.NARROW, cell))
        report = audit(tables, hierarchy, solver, required_width=width)
        found = {(f.kind, f.cell) for f in report.findings if f.kind != Kind.GROUP}
        assert found == expected
        groups = {(f.cell, f.category) for f in report.findings if f.kind == Kind.GROUP}
        cells = {finding.cell for finding in everything.findings}
        assert groups == set(_groups(universe, worlds, cells))

    agrees()


def _groups(
    universe: Universe, worlds: list[World], cells: set[Cell]
) -> Iterator[tuple[Cell, tuple[str, str]]]:
    """Totals in which, in all worlds, somebody is and all are of one category."""
    parts = {cell.quarters for cell in cells}
    parts = {part for part in parts if not any(set(other) < set(part) for other in parts)}
    for cell in cells:
        for dimension, category in cell.coordinates:
            others = [pair for pair in cell.coordinates if pair[0] != dimension]
            if dimension in universe.parents:
                parent, parent_of = universe.parents[dimension]
                others.append((parent, parent_of[category]))
            total = Cell(tuple(sorted(others)), cell.quarters)
            siblings = {v[dimension] for v in universe.vectors if others_hold(v, others)}
            if len(siblings) > 1 and _all_in(universe, worlds, total, cell):
                yield total, (dimension, category)
        for span in {other.quarters for other in cells if set(other.quarters) > set(cell.quarters)}:
            total = Cell(cell.coordinates, span)
            if cell.quarters in parts and _all_in(universe, worlds, total, cell):
                yield total, ("quarter", "+".join(cell.quarters))


def others_hold(vector: dict[str, str], pairs: list[tuple[str, str]]) -> bool:
    return all(vector[dimension] == category for dimension, category in pairs)


def _all_in(universe: Universe, worlds: list[World], total: Cell, part: Cell) -> bool:
    inside = members(universe, total.quarters, dict(total.coordinates))
    within = members(universe, part.quarters, dict(part.coordinates))
    return all(count(world, inside) == count(world, within) > 0 for world in worlds)
