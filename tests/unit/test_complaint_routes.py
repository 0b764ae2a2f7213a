"""The complaint routes: every row against its source row, and what a broken file does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.adapters.reference_data import ReferenceData, load_reference_data
from app.domain.code_lists import LANGUAGES, UnknownCode
from app.domain.complaint_routes import RouteStep
from app.domain.terms.term import Term, versions_on
from tests.unit.route_source import (
    ANONYMITY,
    BINDING,
    COSTS,
    HARDNESS,
    HERS,
    THEIRS,
    UNITS,
    source_steps,
    spelled,
)

DATA = Path(__file__).resolve().parents[2] / "data"
SOURCE = source_steps()
NEXT = {"rechter": "court"}
RESEARCH = date(2026, 11, 23)


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(DATA)


def unit_of(prose: str) -> str:
    return UNITS[re.split(r"[ :]", prose)[0]]


def test_the_steps_are_those_of_the_source(reference: ReferenceData) -> None:
    steps = [step for route in reference.routes.values() for step in route.steps]
    assert [step.key for step in steps] == list(SOURCE) == list(HERS)
    assert len(steps) == 39
    assert all(reference.route_step(step.key) is step for step in steps)


@pytest.mark.parametrize("key", SOURCE)
def test_a_step_says_what_its_source_says(reference: ReferenceData, key: str) -> None:
    step, row = reference.route_step(key), SOURCE[key]
    assert [step.title(lang) for lang in LANGUAGES] == [row["titel_nl"], row["titel_en"]]
    assert step.who("nl") == row["bij_wie"]
    assert step.legal_basis == row["rechtsgrond"]
    assert step.costs == COSTS[row["kosten"]]
    assert step.binding == BINDING[row["bindend"]]
    assert step.anonymity == ANONYMITY[row["anoniem"]]
    assert step.next == NEXT.get(row["volgende"], row["volgende"])
    assert step.source == row["bron"]
    assert step.confirmed is (row["zekerheid"] == "bevestigd")


@pytest.mark.parametrize("key", SOURCE)
def test_her_terms_are_those_of_the_source(reference: ReferenceData, key: str) -> None:
    step, row = reference.route_step(key), SOURCE[key]
    prose, timing, terms = HERS[key]
    assert row["indientermijn_vanaf"] == prose
    assert step.her_timing == timing
    assert [spelled(term) for term in step.her_terms] == terms
    assert all(term.hardness == HARDNESS[row["termijn_hardheid"]] for term in step.her_terms)
    assert all(term.confirmed is (row["zekerheid"] == "bevestigd") for term in step.her_terms)
    if row["indientermijn_aantal"]:
        first = step.her_terms[0].duration
        assert first.amount == int(row["indientermijn_aantal"])
        assert first.unit == UNITS[row["indientermijn_eenheid"]]


@pytest.mark.parametrize("key", SOURCE)
def test_their_terms_are_those_of_the_source(reference: ReferenceData, key: str) -> None:
    step, row = reference.route_step(key), SOURCE[key]
    prose, extension, terms = THEIRS.get(key, ("", "", []))
    assert row["behandeltermijn_eenheid"] == prose
    assert row["verlenging_eenheid"] == extension
    assert [spelled(term) for term in step.their_terms] == terms
    assert all(term.confirmed is (row["zekerheid"] == "bevestigd") for term in step.their_terms)
    if prose:
        first = step.their_terms[0]
        assert first.duration.amount == int(row["behandeltermijn_aantal"])
        assert first.duration.unit == unit_of(prose)
        assert bool(first.extension) is bool(extension)
        if first.extension:
            assert first.extension.amount == int(row["verlenging_aantal"])
            assert first.extension.unit == unit_of(extension)


@pytest.mark.parametrize(
    ("key", "day", "confirmed"),
    [
        ("awb-klacht:1", date(2017, 5, 1), True),
        ("awb-bezwaar:2", date(2017, 5, 1), True),
        ("discriminatie:2", date(2017, 5, 1), True),
        ("bank-particulier:1", date(2017, 5, 1), True),
        ("bank-particulier:2", RESEARCH, False),
        ("politie-klacht:1", date(2026, 1, 23), True),
        ("politie-klacht:3", date(2017, 5, 1), True),
        ("privacy:1", RESEARCH, False),
        ("privacy:3", date(2020, 1, 1), True),
        ("zorg-wkkgz:3", date(2016, 1, 1), True),
        ("media:2", date(2018, 10, 1), True),
        ("media:3", RESEARCH, False),
        ("woningcorporatie:2", RESEARCH, False),
    ],
)
def test_a_step_carries_its_day_of_reference(
    reference: ReferenceData, key: str, day: date, *, confirmed: bool
) -> None:
    step = reference.route_step(key)
    assert (step.reference_date, step.reference_date_confirmed) == (day, confirmed)


def test_a_day_of_reference_is_uncertain_where_it_is_the_day_of_the_research(
    reference: ReferenceData,
) -> None:
    for step in (step for route in reference.routes.values() for step in route.steps):
        assert step.reference_date_confirmed is (step.reference_date != RESEARCH)
        assert all(date(2016, 1, 1) <= term.reference_date <= RESEARCH for term in all_terms(step))


def test_a_term_has_the_day_of_its_own_law(reference: ReferenceData) -> None:
    police = reference.route_step("politie-klacht:1")
    assert police.her_terms[0].reference_date == date(2017, 5, 1)  # Awb 9:8
    assert police.their_terms[0].reference_date == date(2026, 1, 23)  # Politiewet 2012 art. 72
    care = reference.route_step("zorg-wkkgz:3")
    assert care.her_terms[0].reference_date == RESEARCH  # rules of the disputes committee
    assert care.their_terms[0].reference_date == date(2016, 1, 1)  # Wkkgz 22


def test_there_is_a_version_of_every_term_whenever_it_happened(reference: ReferenceData) -> None:
    for step in (step for route in reference.routes.values() for step in route.steps):
        for terms in (step.her_terms, step.their_terms):
            assert versions_on(terms, date(1990, 1, 1)) == terms


def test_who_hears_of_a_complaint_is_said(reference: ReferenceData) -> None:
    police = reference.route_step("politie-klacht:1")
    assert police.names_to == ("police_unit",)
    assert police.copies_to[0] == "mayor_and_chief_prosecutor"
    assert reference.route_step("awb-klacht:1").copies_to == ("person_complained_about",)
    for code in ("mayor_and_chief_prosecutor", "person_complained_about"):
        for lang in LANGUAGES:
            assert reference.text("copy_receiver", code, lang).endswith(".")


def test_a_note_is_plain_and_stands_where_the_source_has_one(reference: ReferenceData) -> None:
    for key, row in SOURCE.items():
        step = reference.route_step(key)
        for lang in LANGUAGES:
            note = step.note(lang)
            assert note or not row["let_op"]
            assert not note or note.endswith(".")
            assert "!" not in note
            assert not re.search(r"\bu\b|\buw\b|prostituee", note.lower())


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("awb-klacht:1", ["9:2", "9:3", "9:8 lid 3", "9:10", "9:12 lid 2", "4 weken", "10 weken"]),
        ("awb-klacht:2", ["9:18 lid 2", "9:20", "9:22", "nulbeleid"]),
        ("awb-bezwaar:1", ["6:8", "6:11", "AWR 22j", "dwangsom", "KVK", "12 weken"]),
        ("awb-bezwaar:2", ["8:81", "4:17", "advocaat"]),
        ("politie-klacht:1", ["burgemeester", "hoofdofficier", "art. 71 lid 7", "vergunning"]),
        ("politie-klacht:3", ["boa", "Defensie", "art. 71 lid 6"]),
        ("bank-zakelijk:1", ["KVK", "btw", "€10.000", "€80.000", "indirecte bron"]),
        ("bank-zakelijk:2", ["Hoge Raad", "DNB", "AFM", "privé of zakelijk"]),
        ("discriminatie:2", ["geslacht", "nationaliteit", "Postbank", "10 lid 2 e"]),
        ("privacy:2", ["UAVG 36", "stap 3"]),
        ("privacy:3", ["35 lid 4"]),
        ("media:2", ["Soa Aids", "SWAD", "PROUD", "2012"]),
        ("woningcorporatie:3", ["rechter", "burgemeester", "voorlopige voorziening"]),
        ("platform:1", ["art. 19", "AVG 17", "portretrecht"]),
    ],
)
def test_a_note_leaves_no_fact_of_its_source_out(
    reference: ReferenceData, key: str, facts: list[str]
) -> None:
    note = reference.route_step(key).note("nl")
    assert not [fact for fact in facts if fact not in note]


def test_the_routes_of_a_kind_are_usual_first_and_once(reference: ReferenceData) -> None:
    codes = [route.code for route in reference.routes_of("bank")]
    assert codes == ["bank-particulier", "bank-zakelijk", "privacy", "discriminatie"]
    assert [route.code for route in reference.routes_of("platform")] == [
        "platform", "privacy", "discriminatie",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["", "awb-klacht", "awb-klacht:3", "awb-klacht:0", "nope:1", "x:²"])
def test_a_step_that_is_not_there_is_refused(reference: ReferenceData, key: str) -> None:
    with pytest.raises(UnknownCode):
        reference.route_step(key)


def test_what_does_not_exist_is_refused_by_name(reference: ReferenceData) -> None:
    with pytest.raises(UnknownCode):
        reference.route("nope")
    with pytest.raises(UnknownCode):
        reference.routes_of("circus")


def test_the_codes_that_a_step_uses_are_all_used(reference: ReferenceData) -> None:
    """A code that no step has is one that somebody forgot to take away or to put in."""
    steps = [step for route in reference.routes.values() for step in route.steps]
    terms = [term for step in steps for term in all_terms(step)]
    used = {
        "her_timing": {step.her_timing for step in steps},
        "route_costs": {step.costs for step in steps},
        "route_binding": {step.binding for step in steps},
        "route_anonymity": {step.anonymity for step in steps},
        "name_receiver": {code for step in steps for code in step.names_to},
        "copy_receiver": {code for step in steps for code in step.copies_to},
        "route_next": {step.next for step in steps if not step.next_is_a_step},
        "start_event": {term.start_event for term in terms},
        "term_hardness": {term.hardness for term in terms},
        "term_condition": {term.condition for term in terms},
        "extension_condition": {term.extension_condition for term in terms},
    }
    for name, codes in used.items():
        assert codes - {""} == {entry.code for entry in reference.codes(name)}, name


def all_terms(step: RouteStep) -> tuple[Term, ...]:
    return (*step.her_terms, *step.their_terms)
