"""Her power of attorney and the letter of a step: only where she signed, and only as long."""

from __future__ import annotations

import io

import pytest
from docx import Document
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_papers import attorney_of
from app.services.complaint_papers import sign_attorney, take_back_attorney
from tests.complaint_desk import A_DECISION
from tests.complaint_rooms import ComplaintRooms, furnish, page_of
from tests.complaints import FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor
from tests.web.test_complaint_letter_page import (
    WHOLE,
    a_step,
    kept,
    press,
    taken,
    the_letter,
)  # fmt: skip


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


SIGNS = "Handtekening"


def sign(rooms: ComplaintRooms, case: FiledComplaint) -> None:
    signed = attorney_of(
        "Ana Voorbeeld", rooms.today, how="screen", words="Zo staat het er.", today=rooms.today
    )
    with rooms.database.writing() as session:
        sign_attorney(session, case.own, signed, now=rooms.clock.now)


def test_her_power_of_attorney_goes_with_it_only_when_she_signed(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    page = the_letter(kim, case)
    assert "lege volmacht" in page.text
    assert "Zonder haar naam hoeven ze dit niet te behandelen." in page.text
    assert "sheet" not in page.forms[-1].fields
    press(kim, "keep", 303, **WHOLE, sheet="1")  # asked for: a sheet to sign by hand
    found = kept(rooms, case)
    assert found is not None
    assert found.last_page is not None
    assert not found.last_page.is_signed
    sign(rooms, case)
    page = the_letter(kim, case)
    assert "Met haar volmacht als laatste pagina" in page.text
    fields = {**page.forms[-1].fields, "go": "docx"}
    word = taken(kim, page_of(case, "/step/1/letter"), fields)
    texts = [one.text for one in Document(io.BytesIO(word.data)).paragraphs]
    assert "Volmachtgever\tAna Voorbeeld" in texts
    assert f"{SIGNS}\tAna Voorbeeld (naam getypt en bevestigd op het scherm)" in texts
    assert "Zo staat het er." in texts  # the words she signed
    fields.pop("sheet")
    word = taken(kim, page_of(case, "/step/1/letter"), fields)
    assert "Ana" not in "".join(one.text for one in Document(io.BytesIO(word.data)).paragraphs)


def test_her_name_leaves_the_letter_with_the_power_of_attorney_she_takes_back(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms)
    sign(rooms, case)
    the_letter(kim, case)
    press(kim, "hers", 200)
    press(kim, "keep", 303, **WHOLE)
    with rooms.database.writing() as session:
        take_back_attorney(session, case.own, now=rooms.clock.now)
    fields = {**the_letter(kim, case).forms[-1].fields, "go": "pdf"}
    assert taken(kim, page_of(case, "/step/1/letter"), fields).status_code == 422
    press(kim, "keep", 422)
    assert "Ze heeft haar volmacht ingetrokken" in kim.last.text
    assert kim.last.forms[-1].fields["name"] == ["Ana Voorbeeld"]  # nothing is lost
    press(kim, "keep", 303, name="Kim")
    found = kept(rooms, case)
    assert found is not None
    assert "Ana" not in str(found.to_json())


def test_before_a_judge_her_power_of_attorney_does_not_hold(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = a_step(rooms, A_DECISION, "awb-bezwaar:2")
    sign(rooms, case)
    page = the_letter(kim, case)
    assert "Naar de rechter gaat ze met haar eigen handtekening." in page.text
    assert "Ana" not in page.text
    fields = page.forms[-1].fields
    assert fields["name"] == ["[naam]"]
    assert "Hierbij laat ik u" in fields["body"][0]
    press(kim, "keep", 303, **WHOLE, sheet="1")
    found = kept(rooms, case)
    assert found is not None
    assert found.last_page is not None
    assert not found.last_page.is_signed


def test_in_her_name_only_with_her_power_of_attorney(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = a_step(rooms)
    page = the_letter(kim, case)
    assert ("go", "hers") not in page.forms[-1].buttons
    sign(rooms, case)
    the_letter(kim, case)
    press(kim, "hers", 200)
    fields = kim.last.forms[-1].fields
    assert fields["name"] == ["Ana Voorbeeld"]
    assert "Hierbij laat ik u" in fields["body"][0]
    assert kept(rooms, case) is None  # shown, and kept only when somebody presses that
