"""Others told the same, through the pages of the desk; and what she hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About
from app.domain.complaint_pattern import Pattern
from moderation.desk.complaint.pattern_words import messages_for
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.complaints import A_COMPLAINT, A_PATTERN, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor
from tests.workbench import reference

LEAST = reference().protocol.pattern_threshold
PATTERNS = f"{BOARD}/patterns"


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def seen(rooms: ComplaintRooms, kim: Visitor, number: int) -> list[FiledComplaint]:
    """Cases of one pattern that Kim has opened by their button."""
    cases = [rooms.complaint(A_PATTERN) for _ in range(number)]
    token = kim.get(BOARD).forms[0].fields["csrf_token"]
    for case in cases:
        kim.post(page_of(case, "/open"), {"csrf_token": token}, status=303)
    return cases


def pattern_page(kim: Visitor) -> str:
    kim.get(PATTERNS)
    return next(link for link in kim.last.links if link.startswith(f"{PATTERNS}/"))


def read_by_her(rooms: ComplaintRooms, case: FiledComplaint) -> str:
    her = Visitor(rooms.app)
    her.get("/nl/c")
    her.submit({"code": case.words}, form="/c")
    return her.follow().text


def test_opening_a_case_shows_who_else_told_the_same(rooms: ComplaintRooms, kim: Visitor) -> None:
    one, other = seen(rooms, kim, 2)
    page = opened(kim, one)
    assert "1 andere zaak" in page.text
    assert rooms.row(other).case_number in page.text
    assert "Politie-eenheid Rotterdam · Aangifte" in page.text


def test_looking_without_opening_enters_nothing(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint(A_PATTERN)
    seen(rooms, kim, 1)
    kim.get(page_of(case))
    assert "Nog niemand" in kim.last.text


def test_without_her_consent_the_page_says_so(rooms: ComplaintRooms, kim: Visitor) -> None:
    seen(rooms, kim, 2)
    page = opened(kim, rooms.complaint(A_COMPLAINT))
    assert "Ze heeft niet toegestaan dat we naar anderen kijken" in page.text


def test_the_list_is_empty_in_words_and_then_shows_the_pattern(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    assert PATTERNS in kim.get(BOARD).links
    assert "Nog niets" in kim.get(PATTERNS).text
    cases = seen(rooms, kim, 2)
    address = pattern_page(kim)
    assert "2 zaken" in kim.last.text
    page = kim.get(address)
    for case in cases:
        assert rooms.row(case).case_number in page.text
    assert f"vanaf {LEAST} zaken" in page.text
    kim.submit(form=f"{cases[0].id}/open")
    assert kim.response.headers["Location"].endswith(page_of(cases[0]))


def test_a_typed_name_is_shown_to_the_desk_alone(rooms: ComplaintRooms, kim: Visitor) -> None:
    """What one person typed may hold more than a name: the message to others says the kind."""
    for name in ("Bank Zuid", "bankzuid"):
        about = (About("bank", "", name),)
        opened(kim, rooms.complaint(replace(A_PATTERN, about=about)))
    page = kim.get(pattern_page(kim))
    assert "bank zuid" in page.text.lower() or "bankzuid" in page.text.lower()
    with rooms.app.test_request_context("/nl/"):
        pattern = Pattern(about[0], "rekening-geweigerd")
        for text in messages_for(pattern, LEAST).values():
            assert "bankzuid" not in text


def test_below_the_threshold_also_a_direct_request_tells_nobody(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    cases = seen(rooms, kim, 2)
    address = pattern_page(kim)
    page = kim.get(address)
    token = page.forms[0].fields["csrf_token"]
    kim.post(address, {"csrf_token": token, "sure": "1"}, status=409)
    assert "te weinig" in kim.last.text
    assert "Met jou erbij" not in read_by_her(rooms, cases[0])


def test_from_the_threshold_on_each_of_them_hears_it_once_without_the_number(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    cases = seen(rooms, kim, LEAST + 1)
    address = pattern_page(kim)
    assert "genoeg om het ze te zeggen" in kim.last.text
    kim.get(address)
    kim.submit(form=address.rsplit("/", 1)[1], status=422)
    assert "Vink aan dat je hebt gekeken" in kim.last.text
    kim.submit({"sure": "1"}, form=address.rsplit("/", 1)[1])
    page = kim.follow()
    assert "Iedereen van wie de zaak open is, weet het" in page.text
    text = read_by_her(rooms, cases[0])
    assert f"minstens {LEAST} mensen" in text
    assert str(LEAST + 1) not in text
    assert "Politie-eenheid Rotterdam" in text
    assert rooms.actions().count("complaint_told_not_alone") == LEAST + 1
    token = page.forms[0].fields["csrf_token"]
    kim.post(address, {"csrf_token": token, "sure": "1"}, status=303)
    assert rooms.actions().count("complaint_told_not_alone") == LEAST + 1


def test_an_address_that_is_no_token_is_not_there(rooms: ComplaintRooms, kim: Visitor) -> None:
    seen(rooms, kim, 1)
    for wrong in ("x", "0" * 32, "AB" * 16, "00 " * 16):
        kim.get(f"{PATTERNS}/{wrong}", status=404)
