"""What a release promises, looked at from outside: nothing of how it was made is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest

from app.adapters.highs import solve
from app.domain.statistics.code_book import MERGED_TYPE, OTHERS
from app.domain.statistics.facts import Fact
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.programme import NoSolution, Programme, TooLate
from app.domain.statistics.release import ReleaseMaker, leaves_of
from app.domain.statistics.rounding import (
    FixedSum,
    PublishedSum,
    ReleaseRefused,
    round_controlled,
)
from app.domain.statistics.tables import Counts, Release, ReleasedTable
from app.domain.statistics.tally import Tally
from tests.unit.statistics.histories import THEME_OF, TYPE_OF, a_book, a_history

SIZES = (0, 1, 30, 200, 1000)
QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


def a_year(facts: list[Fact], tier: int, *, key: int = 0) -> list[Release]:
    """The releases of 2025, in order."""
    maker = ReleaseMaker(Tally(a_book(), facts), tier, solve, PARAMETERS)
    releases, earlier, keys = [], dict[str, Counts](), Random(key)
    if tier > 1:
        for quarter in QUARTERS:
            releases.append(maker.quarter(quarter, keys.randbytes(32), earlier))
            earlier[quarter] = leaves_of(releases[-1])
    return [*releases, maker.year("2025", keys.randbytes(32), earlier)]


def value(fact: Fact, dimension: str) -> str:
    """The row of a fact in a dimension, as a reader of the published lists would find it."""
    if dimension == "institution_type":
        return (
            MERGED_TYPE if fact.institution_type in ("lonely", "type0") else fact.institution_type
        )
    if dimension == "institution":
        if fact.institution in ("institution0", "institution1"):
            return fact.institution
        return OTHERS + value(fact, "institution_type")
    return getattr(fact, dimension) or "unknown"


def true_counts(table: ReleasedTable, facts: list[Fact]) -> Mapping[tuple[str, ...], int]:
    counts = Counter[tuple[str, ...]]()
    places = range(len(table.dimensions))
    masks = [[bit >> place & 1 for place in places] for bit in range(2 ** len(places))]
    for fact in facts:
        if fact.quarter in table.covers:
            codes = [value(fact, dimension) for dimension in table.dimensions]
            for mask in masks:
                counts[tuple(code if on else "" for code, on in zip(codes, mask, strict=True))] += 1
    return counts


@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("size", SIZES)
def test_every_number_is_a_multiple_within_nine_of_the_truth(size: int, tier: int) -> None:
    facts = list(a_history(Random(size), size))
    for release in a_year(facts, tier):
        for table in release.tables:
            truth = true_counts(table, facts)
            assert truth.keys() <= table.cells.keys()
            for cell, published in table.cells.items():
                assert published % 5 == 0
                assert published >= 0
                assert abs(published - truth.get(cell, 0)) <= 9, (table.name, cell)


@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("size", SIZES)
def test_tables_add_up_within_and_with_each_other(size: int, tier: int) -> None:
    facts = list(a_history(Random(size), size))
    said: dict[tuple[object, ...], int] = {}
    for release in a_year(facts, tier):
        for table in release.tables:
            for cell, published in table.cells.items():
                inner = [
                    number
                    for other, number in table.cells.items()
                    if "" not in other
                    and all(code in ("", at) for code, at in zip(cell, other, strict=True))
                ]
                assert published == sum(inner)
                # the same question in another table or release has the same answer
                asked = {at: code for at, code in zip(table.dimensions, cell, strict=True) if code}
                question = (table.covers, *sorted(asked.items()))
                assert said.setdefault(question, published) == published


def test_the_year_is_the_sum_of_its_quarters_and_so_is_the_year_to_date() -> None:
    releases = a_year(list(a_history(Random(4), 600)), 3)
    quarters, year = releases[:4], releases[4]
    for cell in year.table("institution_type_theme").cells:
        parts = [one.tables[0].cells[cell] for one in quarters]
        assert year.table("institution_type_theme").cells[cell] == sum(parts)
        for number in (1, 2, 3):
            to_date = quarters[number].table("institution_type_theme_to_date")
            assert to_date.covers == QUARTERS[: number + 1]
            assert to_date.cells[cell] == sum(parts[: number + 1])


def test_subjects_add_up_to_themes_and_institutions_to_types() -> None:
    year = a_year(list(a_history(Random(5), 600)), 3)[-1]
    core = year.table("institution_type_theme").cells
    subjects, institutions = year.table("institution_type_subject"), year.table("institution_theme")
    added = Counter[tuple[str, ...]]()
    for (kind, subject), published in subjects.cells.items():
        if kind and subject:
            added[kind, THEME_OF[subject]] += published
    assert {cell: added[cell] for cell in core if "" not in cell} == {
        cell: number for cell, number in core.items() if "" not in cell
    }
    rows = Counter[tuple[str, ...]]()
    book = a_book()
    for (row, theme), published in institutions.cells.items():
        if row and theme:
            rows[book.type_of_row(row), theme] += published
    assert all(rows[cell] == number for cell, number in core.items() if "" not in cell)


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_year_in_which_nothing_happened_has_the_same_rows(tier: int) -> None:
    nothing, much = a_year([], tier), a_year(list(a_history(Random(6), 700)), tier)
    assert [[(one.name, list(one.cells)) for one in release.tables] for release in nothing] == [
        [(one.name, list(one.cells)) for one in release.tables] for release in much
    ]


def test_the_same_key_gives_the_same_numbers_and_another_key_others() -> None:
    facts = list(a_history(Random(7), 300))
    random = Random(8)
    shuffled = random.sample(facts, len(facts))
    assert a_year(facts, 3, key=1) == a_year(shuffled, 3, key=1)
    assert a_year(facts, 3, key=1) != a_year(facts, 3, key=2)


def test_no_number_says_that_one_complaint_is_there() -> None:
    # with 100 keys, every number that comes with her complaint comes without it too (3.9, gate 3)
    facts = list(a_history(Random(9), 60))
    less = facts[1:]
    makers = [ReleaseMaker(Tally(a_book(), some), 3, solve, PARAMETERS) for some in (facts, less)]
    seen: list[dict[tuple[str, ...], set[int]]] = [{}, {}]
    for key in range(100):
        for there, maker in zip(seen, makers, strict=True):
            release = maker.quarter("2025Q1", key.to_bytes(32, "big"), {})
            for cell, published in release.tables[0].cells.items():
                there.setdefault(cell, set()).add(published)
    for cell, numbers in seen[0].items():
        common = numbers & seen[1][cell]
        assert common, cell


def test_types_with_too_few_institutions_are_published_together() -> None:
    book = a_book()
    assert TYPE_OF["only"] == "lonely"
    # the lonely type alone would still be one institution, so the smallest other type joins it
    assert book.published_type["lonely"] == book.published_type["type0"] == MERGED_TYPE
    assert book.published_type["type1"] == "type1"
    assert book.hierarchy()["institution->institution_type"]["only"] == MERGED_TYPE


def test_no_numbers_are_better_than_weak_ones() -> None:
    def impossible(_programme: Programme, *, seconds: float, gap: float) -> list[float]:
        raise NoSolution

    def too_slow(_programme: Programme, *, seconds: float, gap: float) -> list[float]:
        raise TooLate

    def lying(programme: Programme, *, seconds: float, gap: float) -> list[float]:
        return [1000.0] * len(programme.cost)

    tally = Tally(a_book(), a_history(Random(10), 50))
    for solver, reason in ((impossible, "infeasible"), (too_slow, "late"), (lying, "unsound")):
        maker = ReleaseMaker(tally, 3, solver, PARAMETERS)
        with pytest.raises(ReleaseRefused) as refusal:
            maker.quarter("2025Q1", bytes(32), {})
        assert (refusal.value.table, refusal.value.reason) == ("institution_type_theme", reason)


def test_what_the_solver_cannot_do_in_its_time_is_late() -> None:
    programme = Programme()
    for number in range(400):
        programme.column(0, 1000, -(number % 7) - 1, whole=True)
    random = Random(11)
    for _ in range(200):
        programme.row(0, 997, [(column, random.randrange(1, 90)) for column in range(400)])
    with pytest.raises(TooLate):
        solve(programme, seconds=0.05, gap=0.0)


def test_what_has_no_answer_is_said_to_have_none() -> None:
    programme = Programme()
    programme.column(0, 5, whole=True)
    programme.row(7, 9, [(0, 1.0)])
    with pytest.raises(NoSolution):
        solve(programme, seconds=5, gap=0.0)


def test_what_a_solver_says_is_looked_at_again() -> None:
    leaf = PublishedSum(("a",), (0,), truth=12, target=10)
    held = FixedSum(("b",), (0,), published=10)
    for said in (
        5.0,
        -1.0,
        1.0,
    ):  # 25 is too far, -5 is no count, 5 is not what it has to add up to
        with pytest.raises(ReleaseRefused, match="unsound"):
            round_controlled(
                "t",
                1,
                [leaf],
                [held],
                solver=lambda programme, said=said, **_limits: [said] * len(programme.cost),
                parameters=PARAMETERS,
            )
