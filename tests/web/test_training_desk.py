"""The complaints desk announces trainings and handles requests, through its pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.models.training import TrainingRow
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.conftest import Clock
from tests.trainings import ASKED_BY_A_WORKER, ASKED_BY_AN_INSTITUTION, SOON
from tests.visitor import Visitor

LIST, NEW = "/nl/desk/trainings", "/nl/desk/trainings/new"
FILLED: dict[str, str] = {
    "audience": "institutions",
    "title_nl": "In gesprek met sekswerkers",
    "text_nl": "Twee dagen\r\nvoor de balie.",
    "first_on": SOON.isoformat(),
    "last_on": "",
    "begins": "9.30",
    "ends": "16:00",
    "place": "Zaal De Linde",
    "municipality": "utrecht",
    "language": "nl",
    "seats": "20",
}


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def rows(rooms: ComplaintRooms) -> list[TrainingRow]:
    with rooms.database.reading() as session:
        return list(session.scalars(select(TrainingRow)))


def test_it_is_announced_changed_and_cancelled_without_a_programmer(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    assert "Er staat geen training in de lijst" in kim.get(LIST).text
    kim.get(NEW)
    kim.submit(FILLED, form="/new")
    assert "In gesprek met sekswerkers" in kim.follow().text
    (row,) = rows(rooms)
    assert (row.begins, row.municipality, row.seats, row.last_on) == ("09:30", "GM0344", 20, SOON)
    assert row.text_nl == "Twee dagen\nvoor de balie."
    page = kim.get(f"{LIST}/{row.id}")
    fields = page.forms[-1].fields
    assert (fields["municipality"], fields["seats"], fields["last_on"]) == (
        ["Utrecht"], ["20"], [""],
    )  # fmt: skip
    kim.submit({"title_nl": "Aan de balie", "online": "y"}, form=str(row.id))
    visitor = Visitor(rooms.app)
    page = visitor.get("/nl/training?a=1")
    assert "Aan de balie" in page.text
    assert "Zaal De Linde, Utrecht, of online" in page.text
    kim.get(LIST)
    kim.submit(form="/cancel")
    assert "gaat niet door" in kim.follow().text
    assert "gaat niet door" in visitor.get("/nl/training?a=2").text
    kim.submit(form="/restore")
    assert "gaat niet door" not in kim.follow().text
    assert [one for one in rooms.actions() if one.startswith("training")] == [
        "training_added", "training_changed", "training_cancelled", "training_restored",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"audience": ""}, "Kies voor wie het is."),
        ({"title_nl": ""}, "Geef hem een titel in het Nederlands."),
        ({"text_nl": " "}, "Schrijf in een paar zinnen wat het is."),
        ({"text_en": "x" * 601}, "hoogstens 600 tekens"),
        ({"first_on": "volgende week"}, "Vul een dag in, zoals 23-11-2026."),
        ({"first_on": "2026-11-22"}, "Deze dag is voorbij."),
        ({"last_on": "2026-11-24"}, "De laatste dag ligt voor de eerste."),
        ({"begins": "half tien"}, "Schrijf een tijd zoals 13:30"),
        ({"ends": "8:00"}, "Het eindigt voordat het begint."),
        ({"place": ""}, "Schrijf waar het is"),
        ({"municipality": "Nergenshuizen"}, "We kennen deze gemeente niet."),
        ({"municipality": "Berg"}, "Er zijn er meer met die naam: "),
        ({"seats": "veel"}, "Schrijf een heel getal van 1 tot 999."),
        ({"title_nl": "\x00"}, "We kunnen een teken in je tekst niet lezen."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    rooms: ComplaintRooms, kim: Visitor, changes: dict[str, str], sentence: str
) -> None:
    kim.get(NEW)
    page = kim.submit({**FILLED, **changes}, form="/new", status=422)
    assert sentence in page.text
    for name, typed in {**FILLED, **changes}.items():
        if "\x00" not in typed and name != "text_nl":
            assert page.forms[-1].fields.get(name, [""]) == [typed], name
    assert rows(rooms) == []


def test_a_form_that_was_open_too_long_keeps_nothing_and_shows_everything(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    kim.get(NEW)
    page = kim.submit({**FILLED, "csrf_token": "forged"}, form="/new", status=200)
    assert "Er is niets bewaard." in page.text
    assert page.forms[-1].fields["title_nl"] == [FILLED["title_nl"]]
    assert rows(rooms) == []


def test_a_request_stands_on_the_board_among_the_cases_and_is_found(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    hers = rooms.complaint(ASKED_BY_A_WORKER)
    theirs = rooms.complaint(ASKED_BY_AN_INSTITUTION)
    number, other = rooms.row(hers).case_number, rooms.row(theirs).case_number
    page = kim.get(BOARD)
    for words in (
        "Training voor een sekswerker", "Grenzen stellen (13-12-2026)",
        "Training voor een instantie: Politie Zwaluwdam", "een andere training",
    ):  # fmt: skip
        assert words in page.text, words
    assert "Piet" not in page.text
    page = kim.get(f"{BOARD}?kind=training_worker")
    assert number in page.text
    assert other not in page.text
    for find, found in (("zwaluwdam", other), ("grenzen", number)):
        kim.get(BOARD)
        page = kim.submit({"find": find}, form=BOARD, status=200)
        assert {number, other} & set(page.text.split()) == {found}


def test_her_request_is_answered_with_a_message_and_closed_as_handled(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(ASKED_BY_A_WORKER)
    page = opened(kim, case)
    assert "mosterdzaad" in page.text
    for of_a_complaint in ("Stappen", "Volmacht", "Wat ze toestaat", "Sluit deze klacht"):
        assert of_a_complaint not in page.text, of_a_complaint
    kim.submit({"message": "Dat kan."}, form="/write", button=("go", "answer"))
    assert "beantwoord de aanvraag" in kim.get(BOARD).text
    assert rooms.row(case).owner_id == rooms.kim.person.staff_id
    kim.get(page_of(case))
    kim.submit(form="/handled")
    assert rooms.row(case).state is ComplaintState.CLOSED
    assert rooms.actions()[-1] == "training_handled"
    kim.get(page_of(case, "/reopen"))
    kim.submit(form="/reopen")
    assert rooms.row(case).state is ComplaintState.IN_PROGRESS


def test_the_close_page_of_a_complaint_is_not_there_for_a_request(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(ASKED_BY_A_WORKER)
    token = opened(kim, case).forms[0].fields["csrf_token"]
    kim.get(page_of(case, "/close"), status=303)
    kim.post(page_of(case, "/close"), {"csrf_token": token, "outcome": "gegrond"}, status=303)
    assert rooms.row(case).state is ComplaintState.SUBMITTED


def test_name_and_mail_of_an_institution_open_with_a_reason_in_the_log(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(ASKED_BY_AN_INSTITUTION)
    secret: tuple[Any, ...] = ("Piet Zwaluw", "piet@zwaluwdam.example", "0612345678")
    page = opened(kim, case)
    assert "Politie Zwaluwdam" in page.text
    assert not [part for part in secret if part in page.text]
    assert "message" not in page.forms[-1].fields
    kim.get(page_of(case, "/contact"))
    assert kim.last.forms[-1].ticks["reason"] == ["answer-request"]
    kim.submit({"reason": "answer-request"}, form="/contact")
    page = kim.follow()
    assert not [part for part in secret if part not in page.text]
    assert rooms.actions()[-2:] == ["complaint_contact_asked", "complaint_contact_shown"]


def test_a_message_to_an_institution_is_refused_and_still_there(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(ASKED_BY_AN_INSTITUTION)
    token = opened(kim, case).forms[0].fields["csrf_token"]
    data = {"csrf_token": token, "go": "answer", "message": "Dat kan."}
    page = kim.post(page_of(case, "/write"), data, status=422)
    assert "Niemand heeft een code bij deze zaak" in page.text
