"""What stands out is found by rules, and says no more than the rounding bears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.statistics.findings import Finding, findings, newest
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import Publication
from app.domain.statistics.reading import year_before
from tests.figures import some_publications
from tests.unit.statistics.published import a_publication, one_way

EVERYTHING = 99


def kinds_of(found: tuple[Finding, ...]) -> list[str]:
    return [one.kind for one in found]


def test_the_total_comes_first_with_that_of_the_year_before() -> None:
    found = findings(one_way("2026", bank=100, gp=20), one_way("2025", bank=60, gp=20))
    assert (found[0].kind, found[0].count) == ("total", 120)
    assert (found[0].before, found[0].earlier) == ("2025", 80)


def test_an_empty_year_says_only_that_there_are_few() -> None:
    for counts in ({"bank": 0, "gp": 0}, {"bank": 5, "gp": 0}):
        found = findings(one_way("2026", **counts), one_way("2025", bank=100, gp=0), EVERYTHING)
        assert kinds_of(found) == ["few"]


def test_nothing_is_the_largest_where_every_part_is_hidden() -> None:
    found = findings(one_way("2026", bank=5, gp=5, police=0), None, EVERYTHING)
    assert kinds_of(found) == ["total"]


@pytest.mark.parametrize(("second", "kind"), [(45, "largest"), (50, "together"), (60, "together")])
def test_the_largest_is_called_so_only_when_it_clearly_is(second: int, kind: str) -> None:
    found = findings(one_way("2026", bank=60, gp=second, police=0), None, EVERYTHING)
    assert found[1].kind == kind
    assert found[1].codes == (("bank",) if kind == "largest" else ("bank", "gp"))
    assert found[1].second == (None if kind == "largest" else second)


def test_three_that_cannot_be_told_apart_are_no_finding() -> None:
    assert kinds_of(findings(one_way("2026", bank=60, gp=55, police=50), None)) == ["total"]


def test_one_that_is_hidden_is_never_said_to_be_about_equal() -> None:
    assert kinds_of(findings(one_way("2026", bank=15, gp=5), None)) == ["total"]


def test_what_has_no_code_of_its_own_does_not_lead() -> None:
    assert kinds_of(findings(one_way("2026", other_types=90, bank=40, gp=0), None)) == ["total"]
    assert kinds_of(findings(one_way("2026", unknown=45, bank=50, gp=0), None)) == ["total"]


@pytest.mark.parametrize(("total", "share"), [(45, None), (50, 90)])
def test_a_share_only_of_a_whole_that_is_large_enough(total: int, share: int | None) -> None:
    found = findings(one_way("2026", bank=total - 5, gp=5), None)
    assert found[1].share == share


@pytest.mark.parametrize(
    ("earlier", "now", "kind"),
    [(60, 75, "more"), (75, 60, "fewer"), (60, 70, "unchanged"), (70, 60, "unchanged")],
)
def test_a_change_only_when_it_is_clear(earlier: int, now: int, kind: str) -> None:
    before = one_way("2025", bank=earlier, gp=300)
    found = findings(one_way("2026", bank=now, gp=300), before, EVERYTHING)
    one = next(one for one in found if one.kind == kind)
    if kind != "unchanged":
        assert (one.codes, one.earlier, one.count) == (("bank",), earlier, now)
    assert [one.kind for one in found if one.kind in ("more", "fewer", "unchanged")] == [kind]


def test_of_several_changes_only_the_largest_is_told() -> None:
    found = findings(
        one_way("2026", bank=100, gp=20, police=300), one_way("2025", bank=80, gp=60, police=300)
    )
    assert [(one.kind, one.codes) for one in found[2:]] == [("fewer", ("gp",))]


def test_nothing_is_compared_with_a_code_that_the_year_before_did_not_have() -> None:
    found = findings(one_way("2026", bank=100, gp=90), one_way("2025", bank=95), EVERYTHING)
    assert "more" not in kinds_of(found)


def test_at_most_three_are_told_in_a_fixed_order() -> None:
    release = a_publication(
        "2026",
        (("institution_type", "theme"), {("bank", "money"): 100, ("gp", "care"): 40}),
        (("institution_type", "outcome"), {("bank", "resolved"): 100, ("gp", "ended"): 40}),
    )
    before = a_publication(
        "2025", (("institution_type", "theme"), {("bank", "money"): 60, ("gp", "care"): 40})
    )
    every = findings(release, before, EVERYTHING)
    assert [(one.kind, one.dimension) for one in every] == [
        ("total", ""), ("largest", "institution_type"), ("more", "institution_type"),
        ("largest", "theme"), ("largest", "outcome"),
    ]  # fmt: skip
    assert findings(release, before) == every[:3]


def test_one_who_is_named_and_single_subjects_are_never_a_finding() -> None:
    release = a_publication(
        "2026",
        (("institution_type", "theme"), {("bank", "money"): 100}),
        (("institution_type", "subject"), {("bank", "loan"): 80, ("bank", "account"): 20}),
        (("institution", "theme"), {("ing", "money"): 80, ("other:bank", "money"): 20}),
    )
    told = {one.dimension for one in findings(release, None, EVERYTHING)}
    assert told == {"", "institution_type", "theme"}


def test_other_parameters_are_those_of_the_release() -> None:
    release = one_way("2026", bank=60, gp=40)
    strict = replace(release, parameters=replace(PARAMETERS, clear_change=25, share_from=200))
    found = findings(strict, None)
    assert (found[1].kind, found[1].share) == ("together", None)


def test_the_newest_year_goes_before_a_newer_quarter() -> None:
    year, quarter = one_way("2025", bank=10), one_way("2026Q1", bank=10)
    assert newest([year, quarter, one_way("2024", bank=10)]) == year
    assert newest([quarter, one_way("2025Q4", bank=10)]) == quarter
    assert newest([]) is None


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_every_release_of_a_real_engine_has_findings_that_its_numbers_bear(tier: int) -> None:
    every = some_publications(tier=tier)
    for release in every:
        found = findings(release, year_before(release, every), EVERYTHING)
        assert found[0].kind == "total"
        for one in found:
            assert one.count % release.parameters.base == 0
            assert one.share is None or one.share % 5 == 0
            if one.kind in ("more", "fewer"):
                assert one.earlier is not None
                assert abs(one.count - one.earlier) >= release.parameters.clear_change


def of_reports(yes: int, no: int, *, release: str = "2026") -> Publication:
    return a_publication(
        release,
        (("severity",), {("3",): yes + no}),
        (("severity", "blackmail"), {("3", "yes"): yes, ("3", "no"): no}),
        (("decision_reason",), {("closed:done",): yes + no}),
        series="warnings",
    )


@pytest.mark.parametrize(("yes", "no", "share"), [(20, 80, 20), (20, 25, None), (5, 95, None)])
def test_of_a_yes_or_no_only_the_yes_is_told_and_only_with_its_share(
    yes: int, no: int, share: int | None
) -> None:
    found = [one for one in findings(of_reports(yes, no), None, EVERYTHING) if one.dimension]
    told = [one for one in found if one.dimension == "blackmail"]
    assert [(one.kind, one.codes, one.share) for one in told] == (
        [] if share is None else [("part", ("yes",), share)]
    )
    assert "decision_reason" not in {one.dimension for one in found}


def test_what_happened_is_told_before_the_other_dimensions() -> None:
    release = a_publication(
        "2026",
        (("severity",), {("3",): 60, ("2",): 20}),
        (("incident_category",), {("fysiek",): 60, ("seksueel",): 20}),
        series="warnings",
    )
    dimensions = [one.dimension for one in findings(release, None, EVERYTHING)]
    assert dimensions == ["", "incident_category", "severity"]


@pytest.mark.parametrize(("yes", "no", "told"), [(60, 50, [("yes",)]), (20, 90, [])])
def test_a_change_of_a_yes_or_no_is_one_of_the_yes(
    yes: int, no: int, told: list[tuple[str, ...]]
) -> None:
    name = ("blackmail",)
    before = a_publication("2025", (name, {("yes",): 20, ("no",): 50}), series="warnings")
    now = a_publication("2026", (name, {("yes",): yes, ("no",): no}), series="warnings")
    found = findings(now, before, EVERYTHING)
    assert [one.codes for one in found if one.kind == "more"] == told
