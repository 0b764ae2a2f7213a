"""What the desk's pages say: after a press of a button, and where something cannot be done."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report import ReportDraft
from app.domain.states import AlertState
from tests.conftest import Clock
from tests.desk_cases import DRAFT, at_once
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish
from tests.visitor import Visitor


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_an_address_has_one_answer_and_the_page_says_what_else_to_write(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    text = "Hij hield de deur dicht. Het huis is Dorpsstraat 5, achterom."
    noor.submit(a_form(text=text), form="/alert", status=422)
    assert "Haal dit weg" in noor.last.text
    assert "Een straat met een nummer is een adres." in noor.last.text
    assert not noor.last.forms[-1].ticks.get("marks")
    noor.submit(a_form(text=text.replace("Dorpsstraat 5", "een woonhuis")), form="/alert")
    assert rooms.alert().state is AlertState.PROPOSED


@pytest.mark.parametrize(
    ("tag", "name"), [("nl", "Nederlands"), ("pt-BR", "Portugees (Brazilië)"), ("en-GB", "Engels")]
)
def test_the_language_of_a_report_has_its_name(rooms: Rooms, tag: str, name: str) -> None:
    noor = rooms.sign_in(rooms.noor)
    claimed(rooms, noor, replace(DRAFT, language=tag))
    assert f"Taal {name} Haar verhaal" in noor.last.text


def test_what_a_colleague_has_offers_no_button_that_is_refused(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = rooms.report()
    page = iris.get(f"{DESK}/case/{report}")
    assert [form for form in page.forms if form.action.endswith(f"{report}/open")]
    noor.get(f"{DESK}/")
    noor.submit(form=f"{report}/open")
    page = iris.get(f"{DESK}/case/{report}")
    assert "Noor is hiermee bezig" in page.text
    assert not [form for form in page.forms if form.action.endswith(f"{report}/open")]


def test_the_desk_calls_what_members_read_a_warning_in_english_too(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    for address in ("", "alerts", "members", "team", "log"):
        text = noor.get(f"/en/desk/{address}").text
        assert "Warnings" in text
        assert "alert" not in text.lower()


@pytest.mark.parametrize(
    ("how", "reason", "words"),
    [
        ("reject", "too-long-ago", "Er komt geen waarschuwing van"),
        ("close", "counted-only", "De melding is afgesloten"),
    ],
)
def test_the_queue_says_how_a_case_ended(rooms: Rooms, how: str, reason: str, words: str) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/end/{how}")
    noor.submit({"reason": reason}, form=f"end/{how}")
    assert words in noor.follow().text


def test_the_queue_says_what_was_asked_put_back_and_that_nothing_is_left(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.submit(form=f"{report}/release")
    assert "Teruggelegd" in noor.follow().text
    noor.submit(form="/next")
    noor.follow()
    fields = {"message": "Wanneer was het?", "reason": "when-or-where"}
    noor.submit(fields, form="/write", button=("go", "ask"))
    assert "De vraag is verstuurd" in noor.follow().text
    noor.submit(form="/next")
    assert "Er is niets om op te pakken" in noor.follow().text
    assert "Teruggelegd" not in noor.get(f"{DESK}/?d=%3Cb%3E").text


def test_the_list_of_warnings_says_what_the_second_reader_did(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    later = _proposed(rooms, noor, DRAFT)
    iris.get(f"{DESK}/alerts/{later}/approve")
    iris.submit(form="/approve")
    assert "Daarna gaat hij vanzelf naar buiten" in iris.follow().text
    iris.get(f"{DESK}/alerts/{later}/return")
    iris.submit({"reason": "unclear"}, form="/return")
    assert "Je collega leest de reden" in iris.follow().text


def test_the_list_of_warnings_says_what_is_out_and_what_is_taken_away(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    out = _proposed(rooms, noor, at_once())
    iris.get(f"{DESK}/alerts/{out}/approve")
    iris.submit(form="/approve")
    assert "Leden zien deze tekst nu" in iris.follow().text
    second = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{second}/merge/{out}")
    noor.submit({"reason": "same-person", "other": "yes"}, form="/merge")
    assert "Bij de waarschuwing gezet" in noor.follow().text
    iris.get(f"{DESK}/alerts/{out}/retract")
    iris.submit({"reason": "not-right"}, form="/retract")
    assert "Geen lid ziet de waarschuwing nog" in iris.follow().text


def _proposed(rooms: Rooms, writer: Visitor, draft: ReportDraft) -> UUID:
    report = claimed(rooms, writer, draft)
    writer.get(f"{DESK}/case/{report}/alert")
    writer.submit(a_form(), form="/alert")
    return rooms.alert().id
