"""What is counted of a report: codes, the province, fixed classes, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest

from app.domain.consent import Consents
from app.domain.report_facts import (
    DECIDED_WITHIN,
    DECISIONS,
    POLICE,
    Ended,
    ReportFact,
    Told,
    decided_within,
    main_kind,
    report_fact,
)
from app.domain.strict_json import Malformed
from app.services.sealed_fact import FACT_BYTES
from moderation.rules.outcomes import REASONS, Outcome
from tests.workbench import reference

ARRIVED = date(2026, 11, 2)
ENDED = Ended("rejected", "too-long-ago", ARRIVED, ARRIVED + timedelta(days=5))
COUNTED = Consents(figures=True)
TOLD = Told(("schelden", "outing"), "GM0599")


def fact(told: Told = TOLD, consents: Consents = COUNTED) -> ReportFact:
    counted_on = date(2027, 1, 4)
    return report_fact(told, ENDED, consents, counted_on=counted_on, known=reference())


def test_it_is_codes_of_what_was_decided_in_the_quarter_of_counting() -> None:
    assert fact() == ReportFact(
        "2027Q1", "outing", "3", "zuid-holland", "yes", "none", "rejected", "too-long-ago", "week"
    )


@pytest.mark.parametrize(
    ("kinds", "main"),
    [
        (("schelden", "verkrachting"), "verkrachting"),
        (("outing", "chantage"), "chantage"),  # equally serious: the first in the list
        (("chantage", "outing"), "chantage"),
        (("niet-komen",), "niet-komen"),
    ],
)
def test_the_main_kind_is_the_most_serious_whatever_the_order(
    kinds: tuple[str, ...], main: str
) -> None:
    assert main_kind(kinds, reference().incidents) == main


@pytest.mark.parametrize(
    ("kinds", "blackmail"),
    [
        (("schelden",), "no"),
        (("verkrachting", "chantage"), "yes"),
        (("dreigen-aangeven",), "yes"),
        (("doxing",), "no"),
    ],
)
def test_any_kind_of_blackmail_counts(kinds: tuple[str, ...], blackmail: str) -> None:
    assert fact(Told(kinds, "unknown")).blackmail == blackmail


@pytest.mark.parametrize(
    ("consents", "police"),
    [
        (Consents(), "none"),
        (Consents(police_anonymous=True), "anonymous"),
        (Consents(police_help=True), "help"),
        (Consents(police_anonymous=True, police_help=True), "help"),
    ],
)
def test_what_she_allows_with_the_police(consents: Consents, police: str) -> None:
    assert fact(consents=consents).police == police


@pytest.mark.parametrize(
    ("region", "province"),
    [("GM0363", "noord-holland"), ("unknown", "unknown"), ("", "unknown"), ("PU01", "unknown")],
)
def test_a_place_is_a_province_and_never_less(region: str, province: str) -> None:
    assert fact(Told(("schelden",), region)).province == province


@pytest.mark.parametrize(
    ("days", "within"),
    [
        (0, "three_days"), (3, "three_days"), (4, "week"), (7, "week"), (8, "two_weeks"),
        (14, "two_weeks"), (15, "six_weeks"), (42, "six_weeks"), (43, "three_months"),
        (91, "three_months"), (92, "longer"), (4000, "longer"),
    ],
)  # fmt: skip
def test_a_day_on_the_edge_is_in_the_shorter_class(days: int, within: str) -> None:
    assert decided_within(ARRIVED, ARRIVED + timedelta(days=days)) == within


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("report_decision", DECISIONS), ("decided_within", DECIDED_WITHIN),
        ("police_consent", POLICE),
    ],
)  # fmt: skip
def test_the_lists_hold_what_the_rules_say(name: str, codes: tuple[str, ...]) -> None:
    assert tuple(one.code for one in reference().codes(name)) == codes


def test_it_comes_back_out_of_its_json_and_the_longest_fits_in_its_size() -> None:
    assert ReportFact.from_json("2027Q1", fact().to_json()) == fact()
    longest = [
        max((one.code for one in reference().codes(name)), key=len)
        for name in ("incident", "province", "police_consent", "report_decision", "decided_within")
    ]
    longest.append(max((one for reasons in REASONS.values() for one in reasons), key=len))
    assert sum(map(len, longest)) + 8 * len('"", ') < FACT_BYTES
    assert len(fields(ReportFact)) == 9


@pytest.mark.parametrize(
    "value", [None, {}, [], ["a"] * 7, ["a"] * 9, [*["a"] * 7, 1], ["a" * 61, *["a"] * 7]]
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        ReportFact.from_json("2027Q1", value)


def test_every_reason_that_ends_a_report_is_on_the_lists() -> None:
    for outcome in (Outcome.REJECT, Outcome.CLOSE, Outcome.MERGE):
        assert {one.code for one in reference().codes(outcome.value)} == set(REASONS[outcome])
