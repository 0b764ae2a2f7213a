"""What a report must say before it may be sent, and what follows from it (product.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.adapters.reference_data import load_reference_data
from app.domain.consent import Consents
from app.domain.incidents import Incident
from app.domain.report import (
    Problem,
    ReportDraft,
    check,
    is_urgent,
    needs_second,
    told_no_alert,
    unknown_codes,
)
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown
from tests.reports import FULL

TODAY = date(2026, 11, 23)
REFERENCE = load_reference_data(Path(__file__).resolve().parents[2] / "data")
INCIDENTS: Mapping[str, Incident] = REFERENCE.incidents


def test_a_full_draft_may_be_sent() -> None:
    assert check(FULL, TODAY) == []
    assert unknown_codes(FULL, REFERENCE.has) == []


def test_only_what_happened_is_required() -> None:
    assert check(ReportDraft(), TODAY) == [Problem("kinds", "required")]
    assert check(ReportDraft(kinds=("schelden",)), TODAY) == []


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY, None),
        (TODAY + timedelta(days=1), "in_future"),
        (date(2016, 11, 23), None),
        (date(2016, 11, 22), "too_long_ago"),
        (date(1, 1, 1), "too_long_ago"),
    ],
)
def test_the_day_is_not_in_the_future_and_within_ten_years(day: date, code: str | None) -> None:
    found = check(replace(FULL, when=WhenKnown("", day)), TODAY)
    assert found == ([Problem("when", code)] if code else [])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"story": "x" * 8001}, Problem("story", "too_long")),
        ({"story": "\ud800"}, Problem("story", "unreadable")),
        ({"points_to_me": "x" * 1001}, Problem("points_to_me", "too_long")),
        ({"language": "Dutch"}, Problem("language", "not_a_language")),
        ({"client": Client(phones=("0" * 121,))}, Problem("phones", "too_long")),
        ({"client": Client(phones=("0",) * 11)}, Problem("phones", "too_many")),
        ({"client": Client(emails=(" ",))}, Problem("emails", "empty")),
        ({"client": Client(profiles=(Profile("", "kinky"),))}, Problem("profiles", "empty")),
        ({"client": Client(profiles=(Profile("x", "y" * 121),))}, Problem("profiles", "too_long")),
        ({"client": Client(accent="x" * 201)}, Problem("accent", "too_long")),
        ({"kinds": ("schelden",) * 21}, Problem("kinds", "too_many")),
        ({"photos": (Photo("r", "k"),) * 6}, Problem("photos", "too_many")),
        ({"contact": Contact("phone", " ")}, Problem("contact", "value_needed")),
        ({"contact": Contact("", "06")}, Problem("contact", "required")),
        ({"consents": Consents(figures=True)}, Problem("publish_at_once", "needs_warn")),
    ],
)
def test_what_she_has_to_change_is_named_at_its_field(
    changes: dict[str, Any], problem: Problem
) -> None:
    assert check(replace(FULL, **changes), TODAY) == [problem]


def test_contact_in_the_app_needs_no_number() -> None:
    assert check(replace(FULL, contact=Contact("in_app")), TODAY) == []


def test_every_choice_must_be_in_its_list() -> None:
    crafted = replace(
        FULL,
        kinds=("schelden", "rain"),
        place=Place("GM9999", "moon"),
        culprit_role="king",
        client=Client(car_colour="plaid", car_type="boat", appearance=("skin-dark",)),
        still_active="perhaps",
        when=WhenKnown("whenever"),
        contact=Contact("pigeon", "x", ("never",)),
    )
    assert {problem.field for problem in unknown_codes(crafted, REFERENCE.has)} == {
        "kinds", "region", "place_kind", "culprit_role", "car_colour", "car_type", "appearance",
        "still_active", "when", "contact", "safe_times",
    }  # fmt: skip


@pytest.mark.parametrize("region", ["GM0363", "amsterdam", "unknown", ""])
def test_a_place_may_be_coarse_or_unknown(region: str) -> None:
    assert unknown_codes(ReportDraft(place=Place(region)), REFERENCE.has) == []


@pytest.mark.parametrize(
    ("kinds", "still_active", "urgent"),
    [
        (("verkrachting",), "", True),
        (("stalking",), "yes", True),
        (("stalking",), "no", False),
        (("schelden",), "yes", False),
        ((), "yes", False),
    ],
)
def test_urgent_is_life_threatening_or_serious_and_going_on(
    kinds: tuple[str, ...], still_active: str, urgent: bool
) -> None:
    draft = ReportDraft(kinds=kinds, still_active=still_active)
    assert is_urgent(draft, INCIDENTS) is urgent


@pytest.mark.parametrize(
    ("draft", "two"),
    [
        (ReportDraft(kinds=("schelden",)), False),
        (ReportDraft(kinds=("bedreiging",)), True),
        (ReportDraft(kinds=("schelden",), client=Client(appearance=("age-35-44",))), True),
        (ReportDraft(kinds=("schelden",), client=Client(accent="zachte g")), True),
        (ReportDraft(kinds=("schelden",), client=Client(phones=("0612345678",))), False),
    ],
)
def test_serious_or_described_needs_two_readers(draft: ReportDraft, two: bool) -> None:
    assert needs_second(draft, INCIDENTS) is two


def test_who_chose_only_nuisance_is_told_that_no_alert_follows() -> None:
    assert told_no_alert(ReportDraft(kinds=("niet-komen", "afdingen")), INCIDENTS)
    assert not told_no_alert(ReportDraft(kinds=("niet-komen", "schelden")), INCIDENTS)
    assert not told_no_alert(ReportDraft(), INCIDENTS)


def test_the_month_is_proposed_only_when_it_is_known() -> None:
    assert WhenKnown("", date(2026, 3, 9)).month(TODAY) == date(2026, 3, 1)
    assert WhenKnown("this_week").month(TODAY) == date(2026, 11, 1)
    assert WhenKnown("longer_ago").month(TODAY) is None
    assert WhenKnown().month(TODAY) is None
