"""The letter of a step through the pages of the desk: drafted, kept, taken along, and closed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import ComplaintConsents
from app.domain.letter import Letter
from app.models.complaint import ComplaintPaper
from tests.complaint_desk import A_DECISION, look, plan, send
from tests.complaint_rooms import ComplaintRooms, furnish, page_of
from tests.complaints import A_COMPLAINT, COMPLAINT_STORY, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Page, Visitor

OWN_WORDS = replace(A_COMPLAINT, consents=ComplaintConsents(own_words=True))
WHOLE = {
    "sender": "Klachtenbalie\nPostbus 1, 1000 AA Amsterdam",
    "addressee": "Politie-eenheid Rotterdam\nPostbus 2, 3000 AA Rotterdam",
    "place": "Amsterdam",
    "body": "Wij schrijven u over het volgende.\n\n- één\n- twee\n\nMet «aanhaling» & <haken>.",
}


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def a_step(
    rooms: ComplaintRooms, draft: ComplaintDraft = A_COMPLAINT, key: str = "politie-klacht:1"
) -> FiledComplaint:
    case = rooms.complaint(draft)
    plan(rooms.database, rooms.keyring, rooms.kim.person, case, key)
    return case


def the_letter(kim: Visitor, case: FiledComplaint) -> Page:
    return kim.get(page_of(case, "/step/1/letter"))


def press(kim: Visitor, go: str, status: int, **changes: str) -> None:
    kim.submit(changes, form="/letter", button=("go", go), status=status)


def taken(kim: Visitor, address: str, fields: dict[str, Any]) -> TestResponse:
    """The answer to a form that is no page."""
    return kim.client.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def kept(rooms: ComplaintRooms, case: FiledComplaint) -> Letter | None:
    return look(rooms.database, rooms.keyring, rooms.kim.person, case.id).letters.get(1)


def test_a_draft_says_what_she_answered_and_no_word_she_did_not_allow(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    page = the_letter(kim, a_step(rooms))
    fields = page.forms[-1].fields
    assert fields["addressee"][0].startswith("Politie-eenheid Rotterdam")
    assert "5 november 2026" in fields["body"][0]
    assert COMPLAINT_STORY not in fields["body"][0]
    assert "Haar eigen woorden mogen er niet in" in page.text
    assert "[Beschrijf hier" in fields["body"][0]
    assert ("go", "hers") not in page.forms[-1].buttons
    fields = the_letter(kim, a_step(rooms, OWN_WORDS)).forms[-1].fields
    assert COMPLAINT_STORY in fields["body"][0]


def test_an_objection_names_the_decision_and_its_day(rooms: ComplaintRooms, kim: Visitor) -> None:
    fields = the_letter(kim, a_step(rooms, A_DECISION, "awb-bezwaar:1")).forms[-1].fields
    assert fields["subject"] == ["bezwaar tegen het besluit van 19 oktober 2026"]
    assert fields["delivery"] == ["Per aangetekende post"]
    assert "artikelen 6:4, 6:5 en 6:7" in fields["body"][0]


def test_a_letter_with_an_open_place_is_kept_but_does_not_go_out(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    fields = the_letter(kim, case).forms[-1].fields
    refused = taken(kim, page_of(case, "/step/1/letter"), {**fields, "go": "pdf"})
    assert refused.status_code == 422
    assert "tussen vierkante haken" in refused.get_data(as_text=True)
    found = kept(rooms, case)
    assert found is not None
    assert "[Beschrijf hier" in found.body
    assert rooms.actions().count("complaint_letter_kept") == 1


def test_a_whole_letter_goes_out_as_an_accessible_pdf_and_as_word(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    number = rooms.row(case).case_number
    the_letter(kim, case)
    press(kim, "keep", 303, **WHOLE)
    assert "Bewaard" in kim.follow().text
    token = kim.last.forms[-1].fields
    address = page_of(case, "/step/1/letter")
    sent = taken(kim, address, {**token, "go": "pdf"})
    assert sent.status_code == 200
    disposition = f"attachment; filename={number}-1.pdf"
    assert sent.headers["Content-Disposition"] == disposition
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    with pikepdf.open(io.BytesIO(sent.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/Author" not in pdf.docinfo
    sent = taken(kim, address, {**token, "go": "docx"})
    texts = [one.text for one in Document(io.BytesIO(sent.data)).paragraphs]
    assert "Met «aanhaling» & <haken>." in texts
    assert "één" in texts


def test_an_empty_part_or_a_sign_that_cannot_be_printed_is_said_and_nothing_is_lost(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    the_letter(kim, case)
    press(kim, "keep", 422, **{**WHOLE, "addressee": " "})
    assert "Dit mag niet leeg zijn." in kim.last.text
    assert kim.last.forms[-1].fields["body"] == [WHOLE["body"]]
    assert kept(rooms, case) is None
    press(kim, "pdf", 422, **{**WHOLE, "body": "Een teken: \U0001f9ff"})
    assert "kan niet in een gedrukte brief" in kim.last.text
    assert kim.last.forms[-1].fields["body"] == ["Een teken: \U0001f9ff"]


def test_what_is_still_to_fill_in_is_said_by_field_before_anything_goes_out(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    page = the_letter(kim, a_step(rooms))
    for label, place in (
        ("Van wie", "[adres en telefoonnummer van de balie]"),
        ("Aan wie", "[adres, postcode en plaats]"),
        ("Plaats", "[plaats]"),
    ):
        assert f"{label}: {place}" in page.text
    assert "Je eigen adres en plaats zijn in elke brief gelijk." in page.text
    press(kim, "keep", 303, **WHOLE)
    assert "Nog in te vullen" not in kim.follow().text


def test_a_step_is_not_sent_with_a_letter_that_is_not_finished(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    the_letter(kim, case)
    press(kim, "keep", 303)
    step = page_of(case, "/step/1")
    assert "De brief is niet af" in kim.get(step).text
    kim.submit({"day": rooms.today.isoformat()}, form="/sent", status=422)
    assert "Maak de brief af, of gooi het concept weg" in kim.last.text
    shown = [one.fields["day"] for one in kim.last.forms if "day" in one.fields]
    assert shown == [[rooms.today.isoformat()]]
    the_letter(kim, case)
    press(kim, "keep", 303, **WHOLE)
    kim.get(step)
    kim.submit({"day": rooms.today.isoformat()}, form="/sent", status=303)


def test_a_draft_can_be_thrown_away_and_a_sent_letter_cannot(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    assert ("go", "drop") not in the_letter(kim, case).forms[-1].buttons
    press(kim, "keep", 303)
    kim.follow()
    press(kim, "drop", 303)
    assert kept(rooms, case) is None
    assert rooms.actions().count("complaint_letter_dropped") == 1
    the_letter(kim, case)
    press(kim, "keep", 303, **WHOLE)
    send(rooms.database, rooms.keyring, rooms.kim.person, case, 1)
    fields = the_letter(kim, case).forms[-1].fields
    kim.post(page_of(case, "/step/1/letter"), {**fields, "go": "drop"})
    assert kept(rooms, case) is not None


def test_after_it_was_sent_the_letter_stays_as_it_is(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = a_step(rooms)
    the_letter(kim, case)
    press(kim, "keep", 303, **WHOLE)
    send(rooms.database, rooms.keyring, rooms.kim.person, case, 1)
    before = kept(rooms, case)
    page = the_letter(kim, case)
    assert "kan niet meer veranderen" in page.text
    fields = {**page.forms[-1].fields, "body": "Iets anders."}
    kim.post(page_of(case, "/step/1/letter"), {**fields, "go": "keep"})
    assert kept(rooms, case) == before
    sent = taken(kim, page_of(case, "/step/1/letter"), {**fields, "go": "pdf"})
    assert sent.data.startswith(b"%PDF")


def test_a_letter_lies_sealed_and_only_on_a_step_that_is_there(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    the_letter(kim, case)
    press(kim, "keep", 303, **WHOLE)
    press_again = kim.follow().forms[-1].fields
    kim.post(page_of(case, "/step/1/letter"), {**press_again, "go": "keep"})
    with rooms.database.reading() as session:
        bodies = [row.body for row in session.scalars(select(ComplaintPaper))]
    assert len(bodies) == 1  # the newer took the place of the older
    assert b"Postbus" not in bodies[0]
    kim.get(page_of(case, "/step/2/letter"), status=404)


def test_a_page_that_was_open_too_long_keeps_the_letter(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    fields = {**the_letter(kim, case).forms[-1].fields, **WHOLE, "csrf_token": "old"}
    kim.post(page_of(case, "/step/1/letter"), {**fields, "go": "keep"}, status=400)
    assert "Postbus 2, 3000 AA Rotterdam" in kim.response.get_data(as_text=True)
    assert kept(rooms, case) is None
