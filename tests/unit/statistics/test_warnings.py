"""What the release of reports promises, looked at from outside: how it was made is not used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product
from random import Random

import pytest

from app.adapters.audit_solver import HighsSolver
from app.adapters.highs import solve
from app.commands.demo.other_figures import made_up_reports
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.findings import Kind
from app.domain.disclosure_audit.published import Hierarchy, PublishedTable
from app.domain.report_facts import DECIDED_WITHIN, NOT_COUNTED
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.rounding import ReleaseRefused
from app.domain.statistics.tables import Release, ReleasedTable
from app.domain.statistics.warnings import CountedReport, WarningsBook, WarningsMaker
from app.domain.statistics.yearly import median_class
from app.services.audit_releases import audit_releases
from app.services.warning_figures import counted_reports, warnings_book
from moderation.rules.outcomes import REASONS, Outcome
from tests.workbench import reference

SIZES = (0, 1, 30, 200, 1500)
TIERS = (1, 2)
FIELD_OF = {
    "severity": "severity", "incident_category": "category", "blackmail": "blackmail",
    "police_consent": "police", "province": "province", "report_decision": "decision",
    "decision_reason": "reason", "decided_within": "within",
}  # fmt: skip


@lru_cache
def the_book() -> WarningsBook:
    return warnings_book(reference())


def a_history(size: int, year: int = 2026) -> list[CountedReport]:
    return list(counted_reports(made_up_reports(year, size, reference()), reference()))


@lru_cache
def a_release(size: int, tier: int, key: int = 1) -> Release:
    maker = WarningsMaker(the_book(), tier, solve, PARAMETERS)
    return maker.year("2026", key.to_bytes(32, "big"), a_history(size))


def true_counts(table: ReleasedTable, facts: list[CountedReport]) -> Mapping[tuple[str, ...], int]:
    counts = Counter[tuple[str, ...]]()
    for fact in facts:
        codes = [getattr(fact, FIELD_OF[one]) for one in table.dimensions]
        for cell in product(*((code, "") for code in codes)):
            counts[cell] += 1
    return counts


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("size", SIZES)
def test_every_number_is_a_multiple_and_near_the_truth(size: int, tier: int) -> None:
    facts = a_history(size)
    for table in a_release(size, tier).tables:
        truth = true_counts(table, facts)
        assert truth.keys() <= table.cells.keys() | {("",) * len(table.dimensions)}
        for cell, published in table.cells.items():
            assert published % 5 == 0
            assert published >= 0
            assert abs(published - truth.get(cell, 0)) <= 9, (table.name, cell)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("size", SIZES)
def test_tables_add_up_within_and_with_each_other(size: int, tier: int) -> None:
    said: dict[tuple[tuple[str, str], ...], int] = {}
    for table in a_release(size, tier).tables:
        for cell, published in table.cells.items():
            inner = [
                number
                for other, number in table.cells.items()
                if "" not in other
                and all(code in ("", at) for code, at in zip(cell, other, strict=True))
            ]
            assert published == sum(inner)
            question = tuple(
                (at, code) for at, code in zip(table.dimensions, cell, strict=True) if code
            )
            assert said.setdefault(question, published) == published
    by_decision = Counter[str]()
    for reason, decision in the_book().reasons.items():
        by_decision[decision] += said[(("decision_reason", reason),)]
    for decision in the_book().decisions:
        assert by_decision[decision] == said[(("report_decision", decision),)]


@pytest.mark.parametrize("tier", TIERS)
def test_the_rows_are_those_of_the_lists_whatever_happened(tier: int) -> None:
    shapes = [
        [(table.name, table.dimensions, set(table.cells)) for table in a_release(size, tier).tables]
        for size in SIZES
    ]
    assert all(shape == shapes[0] for shape in shapes)


def test_what_cannot_be_is_in_no_hidden_table_either() -> None:
    """Whoever knows the list of kinds must always find a whole table that fits: here everybody who
    can have told of blackmail did, and numbers rounded apart would soon ask for more of them."""
    book = replace(
        the_book(), police=("none",), provinces=("unknown",), within=("week",),
        decisions=("published",), reasons={"published": "published"},
    )  # fmt: skip
    other = CountedReport(
        "2026Q1", "3", "uitbuiting", "no", "none", "unknown", "published", "published", "week"
    )
    told = other._replace(category="digitaal-privacy", blackmail="yes")
    possible = {cell[:2] for cell in book.kinds if cell[2] == "yes"}
    assert ("3", "uitbuiting") not in possible
    for key in range(40):
        maker = WarningsMaker(book, 2, solve, PARAMETERS)
        found = maker.year("2026", key.to_bytes(32, "big"), [other] * 12 + [told] * 7)
        kinds, blackmail = found.tables[1].cells, found.tables[2].cells
        for severity in book.severities:
            most = sum(kinds[cell] for cell in possible if cell[0] == severity)
            assert blackmail.get((severity, "yes"), 0) <= most
    assert ("1", "yes") not in blackmail
    assert ("1", "seksueel") not in kinds


def test_the_same_key_gives_the_same_numbers_and_another_key_others() -> None:
    shuffled = a_history(200)
    Random(3).shuffle(shuffled)
    maker = WarningsMaker(the_book(), 2, solve, PARAMETERS)
    again = maker.year("2026", (1).to_bytes(32, "big"), shuffled)
    assert again == a_release(200, 2)
    assert a_release(200, 2, key=2) != a_release(200, 2)


def test_no_number_says_that_one_report_is_there() -> None:
    facts = a_history(40)
    maker = WarningsMaker(the_book(), 1, solve, PARAMETERS)
    seen: list[dict[tuple[str, tuple[str, ...]], set[int]]] = [{}, {}]
    for key in range(40):
        for there, some in zip(seen, (facts, facts[1:]), strict=True):
            for table in maker.year("2026", key.to_bytes(32, "big"), some).tables:
                for cell, published in table.cells.items():
                    there.setdefault((table.name, cell), set()).add(published)
    for place, numbers in seen[0].items():
        assert numbers & seen[1][place], place


def test_other_years_are_left_out_and_a_code_that_no_list_holds_stops_everything() -> None:
    maker = WarningsMaker(the_book(), 2, solve, PARAMETERS)
    both = [*a_history(200), *a_history(200, 2025)]
    assert maker.year("2026", (1).to_bytes(32, "big"), both) == a_release(200, 2)
    wrong = [*a_history(30), a_history(1)[0]._replace(province="belgium")]
    with pytest.raises(ReleaseRefused, match="province"):
        maker.year("2026", bytes(32), wrong)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("size", [1, 30, 200, 1500])
def test_the_audit_finds_nothing_to_conclude(size: int, tier: int) -> None:
    report = audit_releases([a_release(size, tier)], the_book(), PARAMETERS)
    assert report.findings == ()
    assert report.checked > 40


def test_the_audit_breaks_the_same_counts_behind_a_threshold() -> None:
    facts = a_history(60)
    tables = [
        PublishedTable(
            release="2026", name=table.name, dimensions=table.dimensions,
            cells={
                cell: None if true_counts(table, facts).get(cell, 0) < 5
                else true_counts(table, facts)[cell]
                for cell in table.cells
            },
            mode="threshold", base=0, max_dev=0, hide_below=5, covers={"quarter": table.covers},
            zeros_shown=False,
        )
        for table in a_release(60, 1).tables
    ]  # fmt: skip
    report = audit(tables, Hierarchy(), HighsSolver(), required_width=9)
    assert {one.kind for one in report.findings} & {Kind.EXACT, Kind.SMALL, Kind.NARROW}


def test_the_median_is_a_class_out_of_published_numbers_and_only_of_a_large_whole() -> None:
    table = a_release(1500, 2).table("report_decision_decided_within")
    row = {code: table.cells["published", code] for code in DECIDED_WITHIN}
    found = median_class(table, "published", DECIDED_WITHIN, PARAMETERS)
    assert found is not None
    before = sum(row[code] for code in DECIDED_WITHIN[: DECIDED_WITHIN.index(found)])
    assert before < sum(row.values()) / 2 <= before + row[found]
    small = a_release(30, 2).table("report_decision_decided_within")
    assert small.cells["merged", ""] < 50
    assert median_class(small, "merged", DECIDED_WITHIN, PARAMETERS) is None


def test_every_reason_that_counts_has_a_row() -> None:
    lists = {"merged": Outcome.MERGE, "rejected": Outcome.REJECT, "closed": Outcome.CLOSE}
    wanted = {
        f"{decision}:{code}"
        for decision, outcome in lists.items()
        for code in REASONS[outcome]
        if (decision, code) not in NOT_COUNTED
    }
    assert set(the_book().reasons) == wanted | {"published"}
