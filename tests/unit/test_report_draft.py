"""A report about a client: its JSON is exact, its rules are those of product.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.reference_data import load_reference_data
from app.domain.consent import Consents
from app.domain.incidents import Incident
from app.domain.report import (
    MAX_KINDS,
    MAX_STORY_CHARS,
    Problem,
    ReportDraft,
    check,
    is_urgent,
    needs_second,
    told_no_alert,
    unknown_codes,
)
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown
from app.domain.strict_json import Malformed

TODAY = date(2026, 11, 23)
REFERENCE = load_reference_data(Path(__file__).resolve().parents[2] / "data")
INCIDENTS: Mapping[str, Incident] = REFERENCE.incidents

FULL = ReportDraft(
    kinds=("verkrachting", "niet-betalen"),
    when=WhenKnown("this_week", date(2026, 11, 20)),
    place=Place("GM0363", "hotel"),
    culprit_role="klant",
    client=Client(
        phones=("06 12 34 56 78", "+40 712 345 678"),
        emails=("iemand@voorbeeld.nl",),
        profiles=(Profile("jan_1980", "kinky"), Profile("jan", "")),
        plates=("G-123-XX",),
        car_colour="grey",
        car_type="van",
        nickname="Jan",
        number_country="+40",
        accent="zachte g",
        appearance=("build-slim", "face-beard"),
    ),
    story="Wat er gebeurde.\nIn eigen woorden — ‘’ 你好",
    language="zh-Hant-TW",
    photos=(Photo("a" * 36, "k" * 43, "foto.jpg", 800, 600, 99_000),),
    still_active="yes",
    consents=Consents(warn=True, figures=True),
    publish_at_once=True,
    contact=Contact("phone", "0687654321", ("evening", "message_first")),
    do_not_show_back=True,
    on_behalf=True,
    points_to_me="de rode deur",
)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
codes = st.text("abcdefghij-_0123456789", max_size=30)
some = st.lists(words, max_size=10).map(tuple)
drafts = st.builds(
    ReportDraft,
    kinds=st.lists(codes, max_size=MAX_KINDS).map(tuple),
    when=st.builds(WhenKnown, codes, st.none() | st.dates()),
    place=st.builds(Place, codes, codes),
    culprit_role=codes,
    client=st.builds(
        Client,
        phones=some,
        emails=some,
        profiles=st.lists(st.builds(Profile, words, words), max_size=10).map(tuple),
        plates=some,
        car_colour=codes,
        car_type=codes,
        nickname=words,
        number_country=words,
        accent=words,
        appearance=st.lists(codes, max_size=40).map(tuple),
    ),
    story=words,
    language=codes,
    photos=st.lists(
        st.builds(Photo, codes, codes, words, *[st.integers(0, 9999)] * 3), max_size=5
    ).map(tuple),
    still_active=codes,
    consents=st.builds(Consents, *[st.booleans()] * 4),
    publish_at_once=st.booleans(),
    contact=st.none() | st.builds(Contact, codes, words, st.lists(codes, max_size=10).map(tuple)),
    do_not_show_back=st.booleans(),
    on_behalf=st.booleans(),
    points_to_me=words,
)


@given(drafts)
def test_a_draft_survives_its_json(draft: ReportDraft) -> None:
    assert ReportDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@given(json_values)
def test_any_other_json_is_refused_by_name(value: Any) -> None:
    with pytest.raises(Malformed):
        ReportDraft.from_json(value)


@given(st.sampled_from(sorted(FULL.to_json())), json_values)
def test_a_field_of_another_shape_is_refused_or_reads_as_itself(name: str, value: Any) -> None:
    crafted = {**FULL.to_json(), name: value}
    try:
        draft = ReportDraft.from_json(crafted)
    except Malformed:
        return
    assert ReportDraft.from_json(draft.to_json()) == draft


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("admin",), True),
        (("client", "name"), "x"),
        (("consents", "everything"), True),
        (("consents", "warn"), 1),
        (("consents", "warn"), "true"),
        (("when", "day"), "2026-02-30"),
        (("when", "day"), "20261123"),
        (("when", "day"), 20261123),
        (("story",), "x" * (MAX_STORY_CHARS + 1)),
        (("story",), "half \ud800"),
        (("story",), "nul \x00"),
        (("story",), None),
        (("kinds",), "verkrachting"),
        (("kinds",), ["x"] * (MAX_KINDS + 1)),
        (("client", "phones"), ["0"] * 11),
        (("client", "phones"), ["0" * 121]),
        (("client", "phones"), [612345678]),
        (("client", "profiles"), ["jan"]),
        (("photos",), [{"row_id": "x", "path": "/etc"}]),
        (("photos",), [{"row_id": "x", "key": "k", "width": -1}]),
        (("photos",), [{"row_id": "x", "key": "k", "width": True}]),
        (("contact", "safe_times"), ["evening"] * 11),
        (("shape",), 2),
        (("shape",), True),
        (("shape",), None),
    ],
)
def test_a_crafted_draft_is_refused(path: tuple[str, ...], value: object) -> None:
    crafted = FULL.to_json()
    inner = crafted
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(Malformed):
        ReportDraft.from_json(crafted)


def test_a_draft_of_an_older_form_lacks_fields_and_still_opens() -> None:
    assert ReportDraft.from_json({"shape": 1, "kinds": ["schelden"]}) == ReportDraft(
        kinds=("schelden",)
    )


def test_nothing_is_on_by_default() -> None:
    draft = ReportDraft()
    assert draft.consents.given == ()
    assert not draft.publish_at_once
    assert draft.contact is None


def test_nothing_she_typed_is_in_the_representation() -> None:
    shown = repr(FULL)
    for secret in ("0687654321", "06 12", "jan_1980", "Wat er gebeurde", "rode deur", "k" * 43):
        assert secret not in shown


def test_the_body_holds_nothing_that_is_sealed_on_its_own() -> None:
    body = json.dumps(FULL.body_json())
    assert "0687654321" not in body
    assert "k" * 43 not in body
    again = ReportDraft.from_json(json.loads(body))
    assert again.consents == Consents()
    assert again.story == FULL.story


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
