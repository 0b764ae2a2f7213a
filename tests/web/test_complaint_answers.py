"""What she answers about an institution: found, judged, said back; never refused for its name."""

from __future__ import annotations

from typing import Any

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About
from tests.visitor import Visitor
from tests.web.complaint_way import filed, press, walk_to
from tests.web.test_report_wizard import step_of

pytestmark = pytest.mark.usefixtures("institutions_team")


def test_a_letter_starts_a_red_clock_on_every_later_page(visit: Visitor) -> None:
    page = walk_to(visit, "kind", letter={"got": "yes", "dated": "2-11-2026"})
    while True:
        assert "Tot wanneer je bezwaar kunt maken 14 december 2026" in page.text, step_of(page)
        if step_of(page) == "review":
            break
        given: dict[str, dict[str, Any]] = {
            "kind": {"kind": "gemeente"},
            "subject": {"subjects": ["vergunning"]},
        }
        page = press(visit, "next", given.get(step_of(page), {}))


def test_a_term_that_passed_says_what_is_still_possible(visit: Visitor) -> None:
    page = walk_to(visit, "kind", letter={"got": "yes", "dated": "1-9-2026"})
    assert "De tijd voor bezwaar is voorbij" in page.text
    assert "13 oktober 2026" in page.text
    assert "Awb 6:11" in page.text
    page = press(visit, "next", {"kind": "gemeente"})
    assert "De tijd voor bezwaar is voorbij" in page.text


def test_a_letter_without_a_date_asks_for_it(visit: Visitor) -> None:
    assert "maar zes weken" in walk_to(visit, "kind", letter={"got": "yes"}).text


def test_against_a_bank_nobody_can_object(visit: Visitor) -> None:
    page = walk_to(
        visit,
        "subject",
        letter={"got": "yes", "dated": "2-11-2026"},
        kind={"kind": "bank"},
        which={"name": "ING"},
    )
    assert "bezwaar" not in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31-02-2026", "We kunnen deze dag niet lezen"),
        ("24-11-2026", "moet nog komen"),
        ("31-12-1989", "vóór 1990"),
    ],
)
def test_a_bad_date_is_told_at_its_field_and_stays_there(
    visit: Visitor, typed: str, sentence: str
) -> None:
    for step, name in (("letter", "dated"), ("when", "day")):
        walk_to(visit, step)
        page = press(
            visit, "next", {name: typed, "got": "yes"} if step == "letter" else {name: typed}
        )
        assert step_of(page) == step
        assert sentence in page.text
        assert page.forms[-1].fields[name] == [typed]


def test_bad_answers_get_a_sentence_and_stay_on_the_page(visit: Visitor) -> None:
    walk_to(visit, "kind")
    page = press(visit, "next")
    assert "Kies over wie het gaat" in page.text
    press(visit, "next", {"kind": "huisarts"})
    page = press(visit, "next", {"name": "x" * 121})
    assert step_of(page) == "which"
    press(visit, "next", {"name": "Dokter De Vries"})
    page = press(visit, "next")
    assert step_of(page) == "subject"
    assert "ten minste één onderwerp" in press(visit, "next").text
    four = ["anders", "specialist", "taal-zorg", "onverzekerd"]
    assert "hoogstens drie" in press(visit, "next", {"subjects": four}).text
    page = press(visit, "next", {"subjects": four[:2]})
    assert "welke het belangrijkste is" in page.text
    press(visit, "next", {"subjects": four[:2], "foremost": "specialist"})
    press(visit, "next")
    press(visit, "next", {"place": ""})
    page = press(visit, "next", {"story": "x" * 8001})
    assert "8.000" in page.text
    assert page.forms[-1].fields["story"] == ["x" * 8001]
    page = press(visit, "skip", {"story": "x" * 8001})
    assert step_of(page) == "story"  # a whole story is never left out
    press(visit, "next", {"story": "x"})
    press(visit, "next")
    press(visit, "next")
    page = press(visit, "next", {"way": "phone", "value": ""})
    assert "hoe we je" in page.text


def test_the_main_subject_comes_first(visit: Visitor, database: Database, keyring: Keyring) -> None:
    chosen = ["bejegening-politie", "aangifte-geweigerd", "registratie"]
    walk_to(visit, "review", subject={"subjects": chosen, "foremost": "registratie"})
    press(visit, "send")
    _own, draft = filed(visit, database, keyring)
    assert draft.subjects[0] == "registratie"
    assert set(draft.subjects) == set(chosen)


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("politie", "hoek van holland", "Politie-eenheid Rotterdam"),
        ("politie", "Nergenshuizen", "Politie: Nergenshuizen"),
        ("gemeente", "rotterdam", "Gemeente Rotterdam"),
        ("gemeente-toezicht", "'s-gravenhage", "Gemeente Den Haag"),
        ("bank", "ing", "ING"),
        ("huisarts", "Dokter Naamloos", "Huisarts, huisartsenpost: Dokter Naamloos"),
        ("bank", "Bank van Nergens", "Bank: Bank van Nergens"),
    ],
)
def test_an_institution_is_found_by_what_she_types(
    visit: Visitor, kind: str, typed: str, found: str
) -> None:
    page = walk_to(visit, "about", kind={"kind": kind}, which={"name": typed})
    assert found in page.text
    # a typing error would send the letter nowhere; of doctors we have no list
    assert ("Deze naam kennen we niet." in page.text) is ("nergens" in typed.casefold())


def test_of_several_names_she_chooses_or_keeps_her_own(visit: Visitor) -> None:
    walk_to(visit, "which", kind={"kind": "gemeente"})
    page = press(visit, "next", {"name": "Berg"})
    assert step_of(page) == "which"
    assert "Gemeente Bergen op Zoom" in page.text
    page = press(visit, "next", {"name": "Berg", "match": "GM0748"})
    assert "Gemeente Bergen op Zoom" in page.text
    assert step_of(page) == "about"
    press(visit, "change:0")
    press(visit, "next")
    page = press(visit, "next", {"name": "Berg", "match": "another"})
    assert step_of(page) == "about"
    assert "Bergen op Zoom" not in page.text


def test_where_there_is_only_one_it_is_not_asked(visit: Visitor) -> None:
    walk_to(visit, "kind")
    page = press(visit, "next", {"kind": "kvk"})
    assert step_of(page) == "about"
    assert "Kamer van Koophandel" in page.text


def test_a_bank_asks_for_the_account_and_nobody_else_does(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "which", kind={"kind": "verzekeraar"})
    assert 'name="account"' not in visit.response.get_data(as_text=True)
    page = walk_to(visit, "which", kind={"kind": "bank"})
    assert 'name="account"' in visit.response.get_data(as_text=True)
    assert "Kifid" in page.text
    walk_to(
        visit,
        "review",
        kind={"kind": "bank"},
        which={"name": "ING", "account": "business"},
        subject={"subjects": ["rekening-geweigerd"]},
    )
    press(visit, "send")
    assert filed(visit, database, keyring)[1].account == "business"


def test_up_to_three_institutions_and_each_can_be_changed_or_taken_away(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "about")
    for kind, name in (("gemeente", "Rotterdam"), ("overig", "Een bureau")):
        press(visit, "add")
        press(visit, "next", {"kind": kind})
        page = press(visit, "next", {"name": name})
        assert step_of(page) == "about"
        assert name in page.text
    assert ("go", "add") not in page.forms[-1].buttons
    press(visit, "change:1")
    press(visit, "next", {"kind": "gemeente"})
    page = press(visit, "next", {"name": "Schiedam"})
    assert "Gemeente Schiedam" in page.text
    page = press(visit, "remove:0")
    assert "Politie-eenheid" not in page.text
    press(visit, "next")
    page = press(visit, "next", {"subjects": ["anders"]})
    while step_of(page) != "review":
        page = press(visit, "next")
    press(visit, "send")
    _own, draft = filed(visit, database, keyring)
    assert draft.about == (About("gemeente", "GM0606"), About("overig", "", "Een bureau"))


def test_the_same_one_twice_is_said_before_it_is_sent(visit: Visitor) -> None:
    walk_to(visit, "about")
    press(visit, "add")
    press(visit, "next", {"kind": "politie"})
    press(visit, "next", {"name": "Rotterdam"})
    page = press(visit, "next")
    while step_of(page) != "review":
        page = press(visit, "next", {"subjects": ["anders"]} if step_of(page) == "subject" else {})
    page = press(visit, "send")
    assert "staat er twee keer" in page.text
    assert ("go", "change:about") in page.forms[-1].buttons


def test_a_subject_of_another_kind_is_remarked_and_never_refused(visit: Visitor) -> None:
    page = walk_to(visit, "review", subject={"subjects": ["nepprofiel"]})
    assert "Klopt het onderwerp?" in page.text
    assert "Dit is je code" in press(visit, "send").text


def test_the_police_route_says_in_red_who_gets_a_copy(visit: Visitor) -> None:
    page = walk_to(visit, "wishes")
    assert "hoofdofficier" in page.text
    assert "de eerste stap is een gesprek" in page.text
    page = walk_to(visit, "review", wishes={"way": "help_me_file"})
    assert "hoofdofficier" in page.text
    assert "hoofdofficier" not in walk_to(visit, "review", wishes={"way": "just_count"}).text


def test_the_place_is_that_of_the_municipality_she_complains_about(visit: Visitor) -> None:
    page = walk_to(visit, "when", kind={"kind": "gemeente"}, which={"name": "Schiedam"})
    assert page.forms[-1].fields["place"] == ["Schiedam"]
