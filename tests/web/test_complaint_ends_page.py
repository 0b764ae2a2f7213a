"""A complaint beside others and at its end: links, standing aside, closing, a leaver."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from moderation.decisions.complaint.ending import close_complaint
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.complaints import SOME_FACTS, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def test_cases_are_linked_both_ways_by_their_number(rooms: ComplaintRooms, kim: Visitor) -> None:
    one, other = rooms.complaint(), rooms.complaint()
    own_number, number = rooms.row(one).case_number, rooms.row(other).case_number
    opened(kim, one)
    for wrong, sentence in (
        ("K26-XXXXX", "geen zaak met dit nummer"),
        (own_number, "het nummer van deze zaak"),
    ):
        kim.submit({"number": wrong}, form="/link", status=422)
        assert sentence in kim.last.text
        assert wrong in kim.response.get_data(as_text=True)
    kim.submit({"number": f" {number.lower()} "}, form="/link")
    assert number in kim.follow().text
    assert own_number in kim.get(page_of(other)).text
    kim.submit(form="/unlink")
    assert own_number not in kim.follow().text
    assert number not in kim.get(page_of(one)).text
    assert rooms.actions().count("complaint_linked") == 2
    assert rooms.actions().count("complaint_unlinked") == 2


def test_a_link_does_not_show_a_case_to_somebody_who_stands_aside(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    one, other = rooms.complaint(), rooms.complaint()
    number = rooms.row(other).case_number
    opened(kim, one)
    kim.submit({"number": number}, form="/link")
    lena = rooms.sign_in(rooms.lena)
    lena.get(page_of(other, "/recuse"))
    lena.submit({"sure": "1"}, form="/recuse")
    opened(lena, one)
    assert number not in lena.last.text
    lena.submit({"number": number}, form="/link", status=422)
    assert "geen zaak met dit nummer" in lena.last.text


def test_whoever_stands_aside_finds_the_case_nowhere(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    opened(kim, case)
    kim.submit(form="/take")
    kim.get(page_of(case, "/recuse"))
    kim.submit(form="/recuse", status=422)
    assert rooms.row(case).owner_id is not None
    kim.submit({"sure": "1"}, form="/recuse")
    number = rooms.row(case).case_number
    assert number not in kim.follow().text
    assert rooms.row(case).owner_id is None
    for rest in ("", "/contact/shown", "/routes", "/close", "/file/1", "/step/1"):
        kim.get(page_of(case, rest), status=303 if rest.startswith("/contact") else 404)
    token = kim.get(BOARD).forms[0].fields["csrf_token"]
    for act in ("/take", "/write", "/plan", "/close", "/task/1/done", "/link"):
        data = {"csrf_token": token, "go": "note", "note": "x", "outcome": "gegrond", "key": "x"}
        kim.post(page_of(case, act), data, status=404)
    assert number in rooms.sign_in(rooms.lena).get(BOARD).text


def test_a_case_closes_with_what_she_reads_and_opens_again(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    opened(kim, case)
    page = kim.get(page_of(case, "/close"))
    assert "Je kreeg gelijk." in page.text
    kim.submit({"outcome": "nonsense"}, form="/close", status=422)
    assert rooms.row(case).state is ComplaintState.SUBMITTED
    kim.submit({"outcome": "gegrond"}, form="/close")
    assert rooms.row(case).state is ComplaintState.CLOSED
    assert rooms.row(case).case_number not in kim.follow().text
    page = kim.get(page_of(case))
    assert "Gegrond verklaard" in page.text
    kim.get(page_of(case, "/close"), status=303)
    kim.get(page_of(case, "/reopen"))
    kim.submit(form="/reopen")
    assert rooms.row(case).state is ComplaintState.IN_PROGRESS
    kim.get(page_of(case, "/reopen"), status=303)


def test_what_a_colleague_closed_meanwhile_is_said(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    kim.get(page_of(case, "/close"))
    with rooms.database.writing() as session:
        close_complaint(
            session, rooms.kim.person, case.id, "excuses", facts=SOME_FACTS, keyring=rooms.keyring,
            now=rooms.clock.now,
        )  # fmt: skip
    kim.submit({"outcome": "gegrond"}, form="/close", status=409)
    assert "intussen veranderd" in kim.last.text


def test_all_cases_of_a_leaver_go_to_a_colleague(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    opened(kim, case)
    kim.submit(form="/take")
    me, lena = rooms.kim.person.staff_id, rooms.lena.person.staff_id
    visitor = rooms.sign_in(rooms.lena)
    visitor.get("/nl/desk/team")
    assert f"{BOARD}/leaver/{me}" in visitor.last.links
    visitor.get(f"{BOARD}/leaver/{me}")
    for wrong in ("", str(me)):
        visitor.submit({"to": wrong}, form="/leaver", status=422)
    visitor.submit({"to": str(lena)}, form="/leaver")
    assert "1 is bij jou" in visitor.follow().text
    assert rooms.row(case).owner_id == lena
    visitor.get(f"{BOARD}/leaver/{me}", status=404)  # nothing left to hand over


def test_an_unknown_case_is_not_there(rooms: ComplaintRooms, kim: Visitor) -> None:
    nobody = UUID(int=7)
    for rest in ("", "/routes", "/recuse", "/reopen", "/step/1", "/file/1"):
        kim.get(page_of(nobody, rest), status=404)
    case: FiledComplaint = rooms.complaint()
    kim.get(page_of(case, "/step/1"), status=404)
    kim.get(page_of(case, "/nowhere"), status=404)
