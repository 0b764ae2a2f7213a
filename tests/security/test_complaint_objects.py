"""T12 for complaints: ids of others in addresses and forms, stood aside, suspended, half a session.

The matrix (test_role_matrix) walks every address; here stand the things that a form can name, and
what changes while a page is open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.models.audit import AuditLine
from app.models.complaint import Complaint, ComplaintDue, ComplaintPaper
from app.public.own_complaint.own_page import complaint_session
from app.services.file_complaint import SentFile
from app.services.reporter_requests import TAKE_BACK, open_requests
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.dues import add_task
from moderation.decisions.complaint.owner import hand_over, recuse
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.handle_requests import carry_out
from moderation.decisions.suspend_staff import suspend_staff
from tests.complaint_desk import plan
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.complaints import COMPLAINT_STORY, FiledComplaint
from tests.conftest import NOON, Clock
from tests.desk_people import enrol
from tests.security.test_reporter_objects import rows_but_sessions, with_session
from tests.visitor import Visitor
from tests.workbench import reference

PDF = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
READS = ("", "/routes", "/step/1", "/step/1/letter", "/file/1", "/contact", "/contact/shown",
         "/close", "/reopen", "/recuse")  # fmt: skip
ACTS: dict[str, dict[str, str]] = {
    "/take": {}, "/hand-over": {}, "/write": {"note": "x", "go": "note"},
    "/task/1/done": {}, "/link": {"number": "K26-AAAAA"}, "/plan": {"about": "0"},
    "/step/1/sent": {"day": "2026-11-20"}, "/step/1/terms": {}, "/step/1/drop": {},
    "/step/1/letter": {"go": "keep"}, "/close": {"outcome": "gegrond"}, "/reopen": {},
    "/recuse": {"sure": "1"}, "/contact": {"reason": "danger"},
    "/step/1/answer": {"answered": "2026-11-20", "ruling": "gegrond"},
}  # fmt: skip


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def whole(rooms: ComplaintRooms) -> FiledComplaint:
    """A case with a file, a planned step and a task."""
    case = rooms.complaint(files=(PDF,))
    plan(rooms.database, rooms.keyring, rooms.kim.person, case, "politie-klacht:1")
    with rooms.database.writing() as session:
        add_task(
            session, rooms.kim.person, case.id, reason="call_her", due_on=NOON.date(), words="",
            keyring=rooms.keyring, now=NOON,
        )  # fmt: skip
    return case


def lena_of(rooms: ComplaintRooms) -> DeskPerson:
    """Lena with the key that she has from Kim."""
    return replace(rooms.lena.person, keys=rooms.kim.person.keys)


def token_of(visitor: Visitor) -> str:
    visitor.get(BOARD)
    return next(one for one in visitor.last.forms if one.method == "post").fields["csrf_token"][0]


def send(visitor: Visitor, path: str, data: dict[str, Any]) -> int:
    answer = visitor.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert COMPLAINT_STORY not in answer.get_data(as_text=True)
    return answer.status_code


def nothing_is_there(rooms: ComplaintRooms, visitor: Visitor, case: FiledComplaint) -> None:
    """404 at every page and act; no word is shown and nothing changes but lines of the log."""
    token = token_of(visitor)
    board = visitor.response.get_data(as_text=True)
    assert str(case.id) not in board
    assert rooms.row(case).case_number not in board
    before = stored(rooms.database)
    wrong = []
    for path in READS:
        answer = visitor.client.get(page_of(case, path))
        while answer.status_code == 303:  # `contact/shown` sends to the page that asks why
            answer = visitor.client.get(answer.headers["Location"])
        if answer.status_code != 404 or COMPLAINT_STORY in answer.get_data(as_text=True):
            wrong.append(f"GET {path}: {answer.status_code}")
    for path, data in ACTS.items():
        status = send(visitor, page_of(case, path), {**data, "csrf_token": token})
        if status != 404:
            wrong.append(f"POST {path}: {status}")
    assert wrong == []
    assert stored(rooms.database) == before


def stored(database: Database) -> list[tuple[str, object]]:
    return [one for one in rows_but_sessions(database) if one[0] != "audit_line"]


def test_who_stood_aside_finds_no_page_and_no_act_of_the_case(rooms: ComplaintRooms) -> None:
    case, lena = whole(rooms), rooms.sign_in(rooms.lena)
    with rooms.database.writing() as session:
        recuse(session, lena_of(rooms), case.id, keyring=rooms.keyring, now=NOON)
    nothing_is_there(rooms, lena, case)


@pytest.mark.parametrize("swept", [False, True])
def test_what_she_took_back_is_there_for_nobody(
    rooms: ComplaintRooms, kim: Visitor, *, swept: bool
) -> None:
    case, other = whole(rooms), rooms.complaint()
    number = rooms.row(case).case_number
    with rooms.database.writing() as session:
        withdraw_complaint(session, case.own, now=NOON)
        if swept:
            for wish in open_requests(session, TAKE_BACK):
                carry_out(session, wish, protocol=reference().protocol, now=NOON)
    nothing_is_there(rooms, kim, case)
    opened(kim, other)
    kim.submit({"number": number}, form="/link", status=422)
    hers = Visitor(rooms.app)
    hers.get("/nl/c")
    hers.submit({"code": case.words}, status=422)


def test_numbers_of_another_case_do_nothing_to_this_one(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    whole(rooms)
    bare = rooms.complaint()
    token, before = token_of(kim), stored(rooms.database)
    for path in ("/task/1/done", "/step/1/sent", "/step/1/drop", "/step/1/letter"):
        data = {**ACTS[path], "csrf_token": token}
        assert send(kim, page_of(bare, path), data) == 404, path
    assert kim.client.get(page_of(bare, "/file/1")).status_code == 404
    assert stored(rooms.database) == before


def test_ids_in_a_form_name_nothing_where_the_address_names_the_case(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case, other = whole(rooms), whole(rooms)
    token = token_of(kim)
    named = dict.fromkeys(("complaint_id", "id", "case", "number", "step"), str(other.id))
    for path in ("/write", "/step/1/letter", "/task/1/done"):
        send(kim, page_of(case, path), {**named, **ACTS[path], "csrf_token": token})
    with rooms.database.reading() as session:
        papers = select(func.count()).where(ComplaintPaper.complaint_id == other.id)
        done = select(ComplaintDue.done_on).where(
            ComplaintDue.complaint_id == other.id, ComplaintDue.reason == "call_her"
        )
        assert session.scalar(papers) == 0
        assert session.scalar(done) is None


def test_a_case_goes_to_nobody_who_may_not_have_it(rooms: ComplaintRooms, kim: Visitor) -> None:
    noor = enrol(rooms.database, rooms.keyring, "Noor", "moderator", NOON).person
    gone = enrol(rooms.database, rooms.keyring, "Mira", "caseworker", NOON).person
    case = whole(rooms)
    with rooms.database.writing() as session:
        suspend_staff(session, "Mira", keyring=rooms.keyring, now=NOON)
        recuse(session, lena_of(rooms), case.id, keyring=rooms.keyring, now=NOON)
    opened(kim, case)
    owner = rooms.row(case).owner_id
    for to in (noor.staff_id, gone.staff_id, rooms.lena.person.staff_id, uuid4(), "x", ""):
        kim.submit({"to": str(to)}, form="/hand-over", status=422)
    leaver = f"{BOARD}/leaver/{rooms.kim.person.staff_id}"
    for to in (noor.staff_id, gone.staff_id, rooms.kim.person.staff_id, uuid4(), "x"):
        kim.get(leaver)
        kim.submit({"to": str(to)}, form="/leaver", status=422)
    assert rooms.row(case).owner_id == owner
    for nobody in (noor.staff_id, uuid4()):
        kim.get(f"{BOARD}/leaver/{nobody}", status=404)


def test_somebody_suspended_is_out_at_the_next_press(rooms: ComplaintRooms) -> None:
    case, lena = whole(rooms), rooms.sign_in(rooms.lena)
    token = token_of(lena)
    with rooms.database.writing() as session:
        suspend_staff(session, "Lena", keyring=rooms.keyring, now=NOON)
    before = rows_but_sessions(rooms.database)
    for path in READS:
        assert lena.client.get(page_of(case, path)).status_code == 303, path
    for path, data in ACTS.items():
        assert send(lena, page_of(case, path), {**data, "csrf_token": token}) == 403, path
    assert rows_but_sessions(rooms.database) == before


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("staff", {"roles": ["caseworker"], "second_factor": False}),
        ("staff", {"roles": ["caseworker"]}),
        ("reporter", {"roles": ["caseworker"], "second_factor": True}),
        ("member", {"roles": ["caseworker"], "second_factor": True}),
    ],
)
def test_half_a_session_or_one_of_another_kind_reads_nothing(
    rooms: ComplaintRooms, kind: str, data: dict[str, Any]
) -> None:
    case = whole(rooms)
    held = [{"team": "institutions", "epoch": one.epoch, "secret": one.secret, "match": one.k_match}
            for one in rooms.kim.person.keys]  # fmt: skip
    full = {"name": "Kim", "team": "institutions", "keys": held, "fresh_at": NOON.isoformat()}
    hers = complaint_session(case.own) if kind == "reporter" else {}
    browser = with_session(rooms.app, rooms.database, kind, {**full, **hers, **data})
    before = rows_but_sessions(rooms.database)
    for path in READS:
        answer = browser.get(page_of(case, path))
        assert answer.status_code in (303, 404), path
        assert COMPLAINT_STORY not in answer.get_data(as_text=True)
    for path, fields in ACTS.items():
        assert browser.post(page_of(case, path), fields).status_code in (400, 403, 404), path
    assert rows_but_sessions(rooms.database) == before


def test_a_session_of_the_desk_opens_no_page_of_hers(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = whole(rooms)
    for kind in ("staff", "member"):
        data = {"roles": ["caseworker"], "second_factor": True, **complaint_session(case.own)}
        browser = with_session(rooms.app, rooms.database, kind, data)
        for path in ("s", "t", "v", "e", "x"):
            assert browser.get(f"/nl/z/{path}").status_code == 404, path
    assert kim.client.get("/nl/z/s").status_code == 404


def test_the_key_of_one_complaint_opens_no_other(rooms: ComplaintRooms) -> None:
    case, other = whole(rooms), whole(rooms)
    data = {**complaint_session(case.own), "complaint_id": str(other.id)}
    browser = with_session(rooms.app, rooms.database, "reporter", data)
    for path in ("s", "t", "v"):
        answer = browser.get(f"/nl/z/{path}")
        assert answer.status_code == 409, path
        assert COMPLAINT_STORY not in answer.get_data(as_text=True)


def test_no_page_of_hers_takes_a_name_of_an_object(app: Flask) -> None:
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("own_complaint.")]
    assert len(rules) >= 9
    assert [rule.rule for rule in rules if rule.arguments - {"lang"}] == []


def test_a_case_handed_over_by_one_who_may_not_see_it_stays(rooms: ComplaintRooms) -> None:
    """Standing aside counts in the use case too, whatever door calls it."""
    case = whole(rooms)
    with rooms.database.writing() as session:
        recuse(session, lena_of(rooms), case.id, keyring=rooms.keyring, now=NOON)
    with pytest.raises(NoSuchCase), rooms.database.writing() as session:
        hand_over(
            session, lena_of(rooms), case.id, rooms.kim.person.staff_id,
            keyring=rooms.keyring, now=NOON,
        )  # fmt: skip
    with rooms.database.reading() as session:
        lines = session.scalar(
            select(func.count()).where(AuditLine.action == "complaint_handed_over")
        )
        row = session.get_one(Complaint, case.id)
    assert (lines, row.state) == (0, ComplaintState.IN_PROGRESS)
