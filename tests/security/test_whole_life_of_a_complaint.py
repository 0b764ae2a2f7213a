"""T1 and T33: a complaint lives its whole life, and no word of it lies in the database or a log.

Through the pages, as she and two caseworkers would do it: filed with a file and a way to reach her,
messages both ways, a question, notes, tasks, steps, a letter, a power of attorney, links, a kept
choice, standing aside, closing, opening again, what she thought of it, and taking it all back.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.quiet_log import QuietFormatter
from app.domain.code import parse
from app.models.complaint import Complaint, ComplaintKeys
from app.models.decision import Decision
from app.services.purge_complaints import PARTS
from moderation.jobs import remind_of_days, work_requests
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, page_of, search_on
from tests.conftest import Clock
from tests.security.stolen_bytes import everything_in, found_in
from tests.security.test_dump_has_no_plaintext import codes_in, plant
from tests.servers import Postgres
from tests.visitor import Visitor
from tests.web.complaint_way import pdf_file, press, walk_to
from tests.web.test_report_wizard import code_on
from tests.workbench import a_workshop

FIELDS = (
    "story", "bureau", "file", "reach", "message", "addition", "answer", "question", "note", "task",
    "find", "link", "sender", "addressee", "place", "subject", "salutation", "body", "closing",
    "signed", "enclosure", "attorney", "thanks", "later",
)  # fmt: skip
CANARY = {name: f"Wq9{name}kanarie" for name in FIELDS}
PDF = f"%PDF-1.7 /Author ({CANARY['file']}) %%EOF".encode()


@dataclass
class Life:
    """Who takes part in it, and what the code of the case is."""

    rooms: ComplaintRooms
    hers: Visitor
    kim: Visitor
    lena: Visitor
    words: str = ""
    case: Complaint | None = None

    @property
    def found(self) -> Complaint:
        assert self.case is not None
        return self.case


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process would write, all loggers at debug level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.timeout(120)
def test_no_word_of_a_whole_life_lies_anywhere(
    rooms: ComplaintRooms, stolen: Postgres | None, written: io.StringIO
) -> None:
    life = Life(rooms, Visitor(rooms.app), rooms.sign_in(rooms.kim), rooms.sign_in(rooms.lena))
    for chapter in (file_it, work_on_it, write_the_letter, end_it_and_begin_anew, go_wrong):
        chapter(life)
        haystacks = {**everything_in(rooms.database, stolen), "log": written.getvalue().encode()}
        assert not found_in(haystacks, CANARY.values()), chapter.__name__
        assert not codes_in(haystacks, [parse(life.words)]), chapter.__name__
    assert "sqlalchemy.exc" in written.getvalue()  # things did go wrong, and were written down
    take_it_back(life)
    assert not found_in(everything_in(rooms.database, stolen), CANARY.values())
    plant(rooms.database, CANARY["body"].encode())
    assert found_in(everything_in(rooms.database, stolen), [CANARY["body"]])  # it could be seen


def file_it(life: Life) -> None:
    """The wizard, with everything one can type."""
    walk_to(
        life.hers,
        "review",
        kind={"kind": "overig"},
        which={"name": CANARY["bureau"]},
        story={"story": f"Zij zeiden {CANARY['story']}."},
        files={"photo": pdf_file(PDF, f"{CANARY['file']}.pdf")},
        allow={"consents": ["figures", "own_words"], "way": "email",
               "value": f"{CANARY['reach']}@example.com"},
    )  # fmt: skip
    life.words = code_on(press(life.hers, "send"), life.hers)
    with life.rooms.database.reading() as session:
        life.case = session.scalars(select(Complaint)).one()
    life.hers.get("/nl/c")
    life.hers.submit({"code": life.words}, form="/c")
    life.hers.follow()


def work_on_it(life: Life) -> None:
    """Both sides write; search, task, link, kept choice, contact."""
    life.hers.submit({"text": CANARY["message"]}, form="/z/m")
    life.hers.get("/nl/z/v")
    life.hers.submit({"name": CANARY["attorney"], "how": "screen"}, form="/z/v")
    life.kim.get(BOARD)
    life.kim.submit({"find": CANARY["find"]}, form=search_on(life.kim.last), status=200)
    other = life.rooms.complaint()
    page = page_of(life.found.id)
    life.kim.get(page)
    life.kim.submit({"number": CANARY["link"]}, form="/link", status=422)
    life.kim.submit({"number": life.rooms.row(other).case_number}, form="/link")
    for field, name in (("note", "note"), ("message", "answer")):
        life.kim.get(page)
        life.kim.submit({field: CANARY[name]}, form="/write", button=("go", name))
    life.kim.get(page)
    task = {"task_reason": "call_her", "task_day": life.rooms.today.isoformat()}
    life.kim.submit({**task, "task_words": CANARY["task"]}, form="/write", button=("go", "task"))
    life.kim.get(page)
    life.kim.submit({"message": CANARY["question"]}, form="/write", button=("go", "ask"))
    life.hers.get("/nl/z/s")
    life.hers.submit({"text": CANARY["addition"]}, form="/z/m")
    life.hers.get("/nl/z/s")
    life.hers.submit({"photo": pdf_file(PDF, f"{CANARY['file']}2.pdf")}, form="/z/d")
    life.kim.get(f"{BOARD}?owner=mine")
    life.kim.submit(form="/views")
    life.kim.client.get(f"{page}/file/1")
    life.kim.get(f"{page}/contact")
    life.kim.submit({"reason": "danger"}, form="/contact")
    assert CANARY["reach"] in life.kim.follow().text
    remind_of_days(a_workshop(life.rooms.database, keyring=life.rooms.keyring,
                              clock=life.rooms.clock))  # fmt: skip


def write_the_letter(life: Life) -> None:
    """Planned, written, refused once, taken along in both ways, sent, answered."""
    page = page_of(life.found.id)
    life.kim.get(page)
    life.kim.submit({"about": "0", "key": "awb-klacht:1"}, form="/plan")
    life.kim.get(f"{page}/step/1/letter")
    fields = {
        "sender": CANARY["sender"], "addressee": CANARY["addressee"], "place": CANARY["place"],
        "subject": CANARY["subject"], "salutation": CANARY["salutation"],
        "body": f"{CANARY['body']} \U0001f9ff", "closing": CANARY["closing"],
        "name": CANARY["signed"], "enclosures": CANARY["enclosure"],
    }  # fmt: skip
    life.kim.submit(fields, form="/letter", button=("go", "pdf"), status=422)
    fields["body"] = CANARY["body"]
    life.kim.submit(fields, form="/letter", button=("go", "keep"))
    life.kim.follow()
    form = next(one for one in life.kim.last.forms if one.action.endswith("/letter"))
    for go in ("pdf", "docx"):
        answer = life.kim.client.post(
            form.action, data={**form.fields, "go": go}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 200
    life.kim.get(f"{page}/step/1")
    life.kim.submit({"day": life.rooms.today.isoformat()}, form="/sent")
    life.kim.follow()
    theirs = {"answered": life.rooms.today.isoformat(), "ruling": "gegrond"}
    life.kim.submit(theirs, form="/answer")


def end_it_and_begin_anew(life: Life) -> None:
    """Closed, judged by her, opened again; and one colleague stands aside."""
    page = page_of(life.found.id)
    life.kim.get(f"{page}/close")
    life.kim.submit({"outcome": "gegrond"}, form="/close")
    life.hers.get("/nl/z/e")
    life.hers.submit({"stars": "4", "words": CANARY["thanks"]}, form="/z/e")
    life.hers.get("/nl/z/s")
    life.hers.submit(form="/z/n")
    life.hers.get("/nl/z/s")
    life.hers.submit({"text": CANARY["later"]}, form="/z/m")
    life.lena.get(f"{page}/recuse")
    life.lena.submit({"sure": "1"}, form="/recuse")
    assert CANARY["later"] in life.kim.get(page).text


def go_wrong(life: Life) -> None:
    """A table that refuses: what was typed goes back to who typed it, and into nothing else."""
    database, page = life.rooms.database, page_of(life.found.id)
    life.kim.get(page)
    with database.writing() as session:
        session.execute(text("ALTER TABLE complaint_note RENAME TO gone_note"))
    life.kim.submit({"note": CANARY["note"]}, form="/write", button=("go", "note"), status=500
                    if not database.is_sqlite else 503)  # fmt: skip
    somebody = Visitor(life.rooms.app, address="198.51.100.9")
    answer = somebody.client.get("/nl/z/s")
    assert CANARY["note"] not in answer.get_data(as_text=True)
    with database.writing() as session:
        session.execute(text("ALTER TABLE gone_note RENAME TO complaint_note"))


def take_it_back(life: Life) -> None:
    """She takes all back; after the sweep there is a stub, and no part of the case is left."""
    life.hers.get("/nl/z/x")
    life.hers.submit(form="/z/x")
    work_requests(a_workshop(life.rooms.database, keyring=life.rooms.keyring,
                             clock=life.rooms.clock))  # fmt: skip
    with life.rooms.database.reading() as session:
        for part in (*PARTS, ComplaintKeys):
            mine = select(func.count()).where(part.complaint_id == life.found.id)
            assert session.scalar(mine) == 0, part.__tablename__
        row = session.get_one(Complaint, life.found.id)
        assert (row.body, row.summary, row.contact, row.desk) == (None, None, None, None)
        reasons = set(session.scalars(select(Decision.reason)))
    assert reasons == {None}  # how it ended was sealed with the case


def test_every_table_of_a_complaint_is_emptied_when_she_takes_it_back() -> None:
    """A new table that hangs on a complaint belongs into PARTS."""
    hanging = {
        table.name
        for table in Complaint.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Complaint.__table__
    }
    assert hanging - {one.__tablename__ for one in PARTS} == {ComplaintKeys.__tablename__}
    assert all(
        key.ondelete == "CASCADE"
        for one in (*PARTS, ComplaintKeys)
        for key in one.__table__.foreign_keys
        if key.column.table is Complaint.__table__
    )
