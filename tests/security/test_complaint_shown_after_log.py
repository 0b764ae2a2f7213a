"""T32 for complaints: no line, no page; how she is reached opens after a proof and a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.services.file_complaint import SentFile
from moderation.decisions.complaint.contact import CONTACT_ASKED, CONTACT_SHOWN
from moderation.decisions.complaint.open import FILE_SHOWN, OPENED
from tests.complaint_desk import plan
from tests.complaint_rooms import ComplaintRooms, furnish, opened, page_of
from tests.complaints import COMPLAINT_STORY, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor

PDF = SentFile(b"%PDF-1.7 zq7", {"kind": "pdf", "name": "brief.pdf"})
PHONE = "0687654321"
SHOWS: dict[str, str] = {
    "": OPENED, "/routes": OPENED, "/step/1": OPENED, "/step/1/letter": OPENED, "/close": OPENED,
    "/recuse": OPENED, "/reopen": OPENED, "/file/1": FILE_SHOWN,
}  # fmt: skip
"""Pages of a case that show words of it, and the line that each writes first."""


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


@pytest.fixture
def case(rooms: ComplaintRooms) -> FiledComplaint:
    case = rooms.complaint(files=(PDF,))
    plan(rooms.database, rooms.keyring, rooms.kim.person, case, "politie-klacht:1")
    return case


def fill_the_log(database: Database) -> None:
    """From here on no line can be written."""
    with database.writing() as session:
        session.execute(
            text(
                "CREATE TRIGGER full_log BEFORE INSERT ON audit_line"
                " BEGIN SELECT RAISE(ABORT, 'full'); END"
                if database.is_sqlite
                else "ALTER TABLE audit_line ADD CONSTRAINT full_log CHECK (seq < 0) NOT VALID"
            )
        )


def test_every_page_of_a_case_writes_its_line_and_without_it_shows_nothing(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    for path, action in SHOWS.items():
        before = rooms.actions().count(action)
        assert kim.client.get(page_of(case, path)).status_code in (200, 303), path
        assert rooms.actions().count(action) == before + 1, path
    fields = opened(kim, case).forms[-1].fields
    fill_the_log(rooms.database)
    for path in SHOWS:
        answer = kim.client.get(page_of(case, path))
        assert answer.status_code == 503, path
        assert_silent(answer.data)
    for path, data in (("/write", {"go": "template"}), ("/step/1/letter", {"go": "pdf"})):
        answer = kim.client.post(
            page_of(case, path), data={**fields, **data}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 503, path
        assert_silent(answer.data)


def assert_silent(shown: bytes) -> None:
    for word in (COMPLAINT_STORY, "zq7", PHONE, "Rotterdam"):
        assert word.encode() not in shown, word


def test_an_act_whose_line_cannot_be_written_has_not_happened(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    fields = opened(kim, case).forms[-1].fields
    state = rooms.row(case).state
    fill_the_log(rooms.database)
    for path, data in (
        ("/close", {"outcome": "gegrond"}),
        ("/step/1/sent", {"day": rooms.today.isoformat()}),
        ("/recuse", {"sure": "1"}),
    ):
        answer = kim.client.post(
            page_of(case, path), data={**fields, **data}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code >= 500, path
    assert rooms.row(case).state is state
    with rooms.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM recusal")).scalar() == 0


def test_contact_needs_a_proof_of_the_last_minutes_a_reason_and_two_lines(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    opened(kim, case)
    contact = page_of(case, "/contact")
    fields = {**kim.last.forms[-1].fields, "reason": "danger"}
    rooms.clock.now += timedelta(minutes=6)
    for path in ("", "/shown"):
        kim.get(f"{contact}{path}", status=303)
        assert "/desk/again" in kim.response.headers["Location"]
    kim.post(contact, fields)  # a form that knows the reason already proves nothing
    assert "/desk/again" in kim.response.headers["Location"]
    assert not {CONTACT_ASKED, CONTACT_SHOWN} & set(rooms.actions())
    kim.follow()
    kim.submit({"proof": rooms.kim.code(rooms.clock.now)}, form="/again")
    kim.get(f"{contact}/shown", status=303)  # proof alone is no reason
    assert kim.response.headers["Location"].endswith("/contact")
    kim.get(contact)
    kim.submit({"reason": "because"}, form="/contact", status=422)
    assert CONTACT_ASKED not in rooms.actions()
    kim.get(contact)
    kim.submit({"reason": "danger"}, form="/contact")
    assert rooms.actions()[-1] == CONTACT_ASKED
    assert PHONE in kim.follow().text
    assert rooms.actions()[-1] == CONTACT_SHOWN
    other = rooms.complaint()
    kim.get(page_of(other, "/contact/shown"), status=303)  # a reason is of one case
    assert kim.response.headers["Location"].endswith(f"{other.id}/contact")
    rooms.clock.now += timedelta(minutes=6)
    kim.get(f"{contact}/shown", status=303)  # and of five minutes
    with rooms.database.reading() as session:
        asked = session.scalars(select(AuditLine).where(AuditLine.action == CONTACT_ASKED)).all()
    assert len(asked) == 1
    assert "danger" in str(asked[0].data)


def test_contact_is_not_shown_when_its_line_cannot_be_written(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    opened(kim, case)
    kim.get(page_of(case, "/contact"))
    kim.submit({"reason": "danger"}, form="/contact")
    fill_the_log(rooms.database)
    answer = kim.client.get(page_of(case, "/contact/shown"))
    assert answer.status_code == 503
    assert_silent(answer.data)
