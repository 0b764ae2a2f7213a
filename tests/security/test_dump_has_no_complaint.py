"""T1 for the second desk: a stolen database, queue or spool holds no word of a complaint."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import redis
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, parse
from app.domain.complaint_parts import About
from app.domain.report_parts import Contact, Photo
from app.models.complaint import ComplaintToken
from app.models.facts import CountedFact
from app.services.add_to_complaint import add_complaint_file, add_complaint_message
from app.services.file_complaint import SentFile
from app.services.open_report import open_by_code
from app.services.own_complaint import OwnComplaint
from app.services.read_facts import read_facts
from app.services.receipt import stretch
from moderation.decisions.complaint.ending import close_complaint
from moderation.decisions.complaint.patterns import enter_patterns
from tests.complaint_desk import a_caseworker
from tests.complaints import FULL_COMPLAINT, SOME_FACTS, FiledComplaint, file_a_complaint
from tests.keys import TeamKeys
from tests.security.corpus import MOMENT
from tests.security.stolen_bytes import (
    all_of_redis,
    binary_values,
    everything_in,
    files_below,
    found_in,
    lines_of,
)
from tests.security.test_dump_has_no_plaintext import (
    ADDRESS,
    BROWSER,
    TIME_OF_DAY,
    codes_in,
    moments_in,
    plant,
    secrets_in,
    watched_spool,
)
from tests.servers import Postgres
from tests.visitor import Visitor
from tests.web.complaint_way import pdf_file, press, walk_to
from tests.web.test_report_wizard import code_on
from tests.workbench import reference

COMPLAINTS = 30
CLOSED = 8
WORDS = "Kw8 mosterd"
MARKERS = (
    WORDS, "kw8brief", "Bureau Kw8", "kw8mosterd", "aangifte-geweigerd", "excuses", "GM0599",
)  # fmt: skip
"""Beginnings of what every complaint holds; the kind of institution stands in the clear."""
OF_A_COMPLAINT = (
    "complaint", "complaint_keys", "complaint_message", "complaint_file", "parked_photo", "outbox",
    "decision",
)  # fmt: skip
PDF = f"%PDF-1.7 /Author ({WORDS}) %%EOF".encode()


def test_complaints_leave_no_word_and_every_one_still_opens(
    database: Database, keyring: Keyring, institutions_team: TeamKeys, stolen: Postgres | None
) -> None:
    filed = [file_one(database, keyring, number) for number in range(COMPLAINTS)]
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, MARKERS)
    assert not codes_in(haystacks, filed)
    assert not secrets_in(haystacks, keyring, institutions_team)
    assert not moments_in(haystacks)
    for table in OF_A_COMPLAINT:
        for line in lines_of(haystacks["dump"], table):
            assert not TIME_OF_DAY.search(line), table
    plant(database, PDF)
    assert found_in(everything_in(database, stolen), MARKERS[:1])  # the search could see it
    with database.reading() as session:
        for code in filed:
            assert isinstance(open_by_code(session, stretch(code, keyring)), OwnComplaint)


def test_what_is_counted_and_what_is_shared_cannot_be_read_in_a_dump(
    database: Database, keyring: Keyring, stolen: Postgres | None
) -> None:
    """Beside the number, kind and day of closing that stand in the clear, nothing may say what a
    case was about, whom, or how it ended."""
    kim = a_caseworker(database, keyring)
    filed = [filed_one(database, keyring, number % 2) for number in range(CLOSED)]
    with database.writing() as session:
        for case in filed:
            enter_patterns(session, kim, case.id, known=reference())
            close_complaint(
                session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=MOMENT
            )
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, (*MARKERS, "aangifte-geweigerd", "zuid-holland"))
    codes = ("politie", "rotterdam", "overig", "gegrond", "two_weeks")
    for table, rows in (("counted_fact", CLOSED), ("complaint_token", CLOSED * 6)):
        lines = lines_of(haystacks["dump"], table)
        assert len(lines) >= rows
        whole = b"\n".join(lines)
        assert not found_in({table: whole, "values": b"\n".join(binary_values(whole))}, codes)
    with database.reading() as session:
        assert len(read_facts(session, keyring, ["2026Q4"])) == CLOSED
        ids = {case.id for case in filed}
        facts = session.execute(select(CountedFact.id, CountedFact.quarter)).all()
    assert not ids & {fact_id for fact_id, _quarter in facts}
    assert len({len(sealed) for sealed in sealed_in(database, CountedFact.sealed)}) == 1
    assert len({len(sealed) for sealed in sealed_in(database, ComplaintToken.about)}) == 1


def sealed_in(database: Database, column: InstrumentedAttribute[bytes]) -> list[bytes]:
    with database.reading() as session:
        return list(session.scalars(select(column)))


def file_one(database: Database, keyring: Keyring, number: int) -> Code:
    return filed_one(database, keyring, number).code


def filed_one(database: Database, keyring: Keyring, number: int) -> FiledComplaint:
    """A complaint with a marker in every field, a PDF, and what she added later."""
    mark = f"{WORDS} {number:03d}"
    draft = replace(
        FULL_COMPLAINT,
        about=(About("politie", "rotterdam"), About("overig", "", f"Bureau Kw8 {number}")),
        story=f"Zij zeiden {mark} tegen mij.",
        files=(Photo("row", "key", f"kw8brief{number}.pdf", size_bytes=len(PDF)),),
        contact=Contact("email", f"kw8mosterd{number}@example.com"),
    )
    sent = SentFile(PDF, {"kind": "pdf", "name": f"kw8brief{number}.pdf"})
    filed = file_a_complaint(database, keyring, draft, files=(sent,), now=MOMENT)
    with database.writing() as session:
        add_complaint_message(session, filed.own, f"Nog iets: {mark}", now=MOMENT)
        add_complaint_file(session, filed.own, sent, f"Een bestand: {mark}", now=MOMENT)
    return filed


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("institutions_team")
def test_what_came_through_the_door_lies_nowhere_else_either(
    queueing_house: Flask,
    stolen: Postgres | None,
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    written = watched_spool(spool, monkeypatch)
    with tempfile.TemporaryFile():
        pass
    assert len(written) == 1  # the watch works
    codes = [complaint_through_the_door(queueing_house) for _ in range(2)]
    monkeypatch.undo()
    assert len(written) == 1  # not even a file without a name, which a listing would not show
    with redis.Redis.from_url(redis_url) as client:
        in_redis = b"\n".join(all_of_redis(client))
        assert b"rq:job:" in in_redis  # it is the queue that we look into
    house = queueing_house.extensions["house"]
    haystacks = {
        **everything_in(house.database, stolen),
        **files_below(spool, house.settings.var_dir),
        "redis": in_redis,
    }
    assert not found_in(haystacks, (*MARKERS, ADDRESS, BROWSER))
    assert not codes_in(haystacks, codes)


def complaint_through_the_door(app: Flask) -> Code:
    """The wizard with a PDF above every buffer that spills to the disk; one more stays parked."""
    visit = Visitor(app, address=ADDRESS)
    visit.client.environ_base["HTTP_USER_AGENT"] = BROWSER
    large = PDF + os.urandom(600_000) + WORDS.encode()
    walk_to(
        visit,
        "review",
        letter={"got": "yes", "dated": date(2026, 11, 2).isoformat()},
        kind={"kind": "overig"},
        which={"name": "Bureau Kw8"},
        story={"story": f"Zij zeiden {WORDS}."},
        files={"photo": pdf_file(large, "kw8brief.pdf")},
        when={"place": "Rotterdam"},
        allow={"way": "email", "value": "kw8mosterd@example.com"},
    )
    code = parse(code_on(press(visit, "send"), visit))
    walk_to(visit, "review", files={"photo": pdf_file(large, "kw8brief.pdf")})
    return code
