"""T3 for complaints through the door: a moved part is damage on every page, told to the desk.

An intruder who writes to the database moves sealed parts between cases, numbers and kinds, and
between the two desks; nothing of it is shown, and nobody gets a 500.
"""

from __future__ import annotations

import html
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_papers import attorney_of
from app.models.complaint import (
    Complaint,
    ComplaintFile,
    ComplaintKeys,
)
from app.models.outbox import Alarm
from app.models.report import Report
from app.services.add_to_complaint import add_complaint_message
from app.services.complaint_papers import sign_attorney
from app.services.file_complaint import SentFile
from app.services.own_report import REPORT_DAMAGED
from moderation.decisions.complaint.dues import add_task
from moderation.decisions.complaint.link import link_cases
from moderation.decisions.complaint.words import answer_complainant, write_complaint_note
from tests.complaint_desk import plan
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.complaints import FiledComplaint
from tests.conftest import NOON, Clock
from tests.filed_reports import file_one
from tests.security.moved_parts import (
    FOR_BOTH,
    FOR_THE_DESK,
    PART_TABLES,
    Move,
    Two,
    between_cases,
    between_numbers,
)
from tests.visitor import Visitor

PDF = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
# what refuses is the seal, whichever engine keeps it
pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
HERS, THEIRS = "Van de ene vrouw.", "Van de andere vrouw."


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def two(rooms: ComplaintRooms) -> Two:
    found = Two(rooms.complaint(files=(PDF, PDF)), rooms.complaint(files=(PDF, PDF)))
    for case, words in ((found.hers, HERS), (found.other, THEIRS)):
        fill(rooms, case, words)
    with rooms.database.writing() as session:
        number = session.get_one(Complaint, found.other.id).case_number
        link_cases(
            session, rooms.kim.person, found.hers.id, number, keyring=rooms.keyring, now=NOON
        )
    return found


def fill(rooms: ComplaintRooms, case: FiledComplaint, words: str) -> None:
    kim, keyring = rooms.kim.person, rooms.keyring
    for key in ("politie-klacht:1", "awb-klacht:1"):
        plan(rooms.database, keyring, kim, case, key)
    with rooms.database.writing() as session:
        for number in (1, 2):
            add_complaint_message(session, case.own, f"{words} {number}", now=NOON)
            answer_complainant(
                session, kim, case.id, f"{words} {number}", asks=False, keyring=keyring, now=NOON
            )
            write_complaint_note(
                session, kim, case.id, f"{words} {number}", keyring=keyring, now=NOON
            )
            add_task(
                session, kim, case.id, reason="call_her", due_on=NOON.date(), words=words,
                keyring=keyring, now=NOON,
            )  # fmt: skip
        signed = attorney_of(
            words, NOON.date(), how="screen", words="Zo staat het er.", today=NOON.date()
        )
        sign_attorney(session, case.own, signed, now=NOON)


def enter(rooms: ComplaintRooms, case: FiledComplaint, status: int = 303) -> Visitor:
    visit = Visitor(rooms.app)
    visit.get("/nl/c")
    visit.submit({"code": case.words}, status=status)
    return visit


def move(rooms: ComplaintRooms, two: Two, how: Move) -> None:
    with rooms.database.writing() as session:
        how(session, two)


def is_told(rooms: ComplaintRooms) -> bool:
    with rooms.database.reading() as session:
        return session.scalars(select(Alarm.code)).all() == [REPORT_DAMAGED]


def kept(database: Database) -> list[tuple[Any, Any]]:
    """Every row that a move may change, to put it back."""
    with database.reading() as session:
        return [
            (table, row)
            for table in (Complaint.__table__, ComplaintKeys.__table__, *PART_TABLES)
            for row in session.execute(select(table)).mappings().all()
        ]


def put_back(database: Database, rows: list[tuple[Any, Any]]) -> None:
    with database.writing() as session:
        session.execute(delete(Alarm))
        for table, row in rows:
            key = [column == row[column.name] for column in table.primary_key]
            session.execute(update(table).where(*key).values(dict(row)))


def damage(visit: Visitor, path: str, sentence: str) -> str:
    """What is wrong with an answer that must say that something is damaged, and no word more."""
    answer = visit.client.get(path)
    text = html.unescape(answer.get_data(as_text=True))
    if answer.status_code != 409 or sentence not in text:
        return f"{path}: {answer.status_code}"
    return f"{path} shows it" if HERS in text or THEIRS in text else ""


@pytest.mark.timeout(90)
def test_a_moved_part_is_damage_on_every_page_and_told(rooms: ComplaintRooms, two: Two) -> None:
    hers, kim = enter(rooms, two.hers), rooms.sign_in(rooms.kim)
    opened(kim, two.hers)
    rows, wrong = kept(rooms.database), []
    for name, how in {**FOR_BOTH, **FOR_THE_DESK}.items():
        pages = [(kim, page_of(two.hers), "Dit gaat niet open")]
        if name in FOR_BOTH:
            pages += [(hers, "/nl/z/s", "Er is iets beschadigd")]
        for visit, path, sentence in pages:
            move(rooms, two, how)
            found = damage(visit, path, sentence) or ("" if is_told(rooms) else "nobody is told")
            wrong += [f"{name}: {found}"] if found else []
            put_back(rooms.database, rows)
    assert wrong == []
    assert f"{HERS} 1" in hers.get("/nl/z/s").text  # put back, it opens again
    assert f"{HERS} 1" in opened(kim, two.hers).text


def test_a_moved_file_never_leaves(rooms: ComplaintRooms, two: Two) -> None:
    kim, rows = rooms.sign_in(rooms.kim), kept(rooms.database)
    for how in (between_cases(ComplaintFile, "stream"), between_numbers(ComplaintFile, "stream")):
        move(rooms, two, how)
        answer = kim.client.get(page_of(two.hers, "/file/1"))
        assert answer.status_code == 409
        assert b"%PDF" not in answer.data
        assert is_told(rooms)
        put_back(rooms.database, rows)
    assert kim.client.get(page_of(two.hers, "/file/1")).data == PDF.content


def test_a_summary_of_another_is_not_read_on_the_board(rooms: ComplaintRooms, two: Two) -> None:
    move(rooms, two, between_cases(Complaint, "summary"))
    kim = rooms.sign_in(rooms.kim)
    page = kim.get(BOARD)
    assert "gaat niet open met jouw sleutel" in page.text


def test_a_moved_key_of_hers_opens_nothing(rooms: ComplaintRooms, two: Two) -> None:
    rows = kept(rooms.database)
    for source in ("sealed_team", "sealed_desk", None):
        with rooms.database.writing() as session:
            mine = session.get_one(ComplaintKeys, two.hers.id)
            theirs = session.get_one(ComplaintKeys, two.other.id)
            mine.sealed_receipt = getattr(mine, source) if source else theirs.sealed_receipt
        visit = enter(rooms, two.hers, status=409)
        assert "Er is iets beschadigd" in visit.last.text
        assert "Set-Cookie" not in visit.response.headers
        assert is_told(rooms)
        put_back(rooms.database, rows)


def test_nothing_of_a_report_opens_as_a_complaint(
    rooms: ComplaintRooms, two: Two, keyring: Keyring
) -> None:
    report = file_one(rooms.database, keyring)
    with rooms.database.writing() as session:
        row = session.get_one(Complaint, two.hers.id)
        row.body = session.get_one(Report, report.id).body
    enter(rooms, two.hers).get("/nl/z/s", status=409)
    rooms.sign_in(rooms.kim).get(page_of(two.hers), status=409)
    assert is_told(rooms)


def test_the_other_case_is_untouched(rooms: ComplaintRooms, two: Two) -> None:
    move(rooms, two, between_cases(Complaint, "body"))
    assert f"{THEIRS} 1" in enter(rooms, two.other).follow().text
    kim = rooms.sign_in(rooms.kim)
    assert f"{THEIRS} 1" in opened(kim, two.other).text
