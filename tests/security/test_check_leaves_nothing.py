"""What a check leaves: a number in the quota, a count on an alert, no sign of what was asked."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from unittest.mock import patch
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code
from app.models.alert import Alert
from app.models.member import CheckQuota
from app.models.outbox import Alarm
from app.public.members import equal_size
from app.services.count_check import CANARY_ALARM
from app.services.plant_canary import plant_canary
from tests.members import make_member, sign_in
from tests.rows import days
from tests.security.checking import LISTED, OTHER, ask, list_some
from tests.servers import Postgres
from tests.visitor import Visitor


@pytest.fixture
def listed(database: Database, keyring: Keyring) -> None:
    list_some(database, keyring)


@pytest.fixture
def code(database: Database, keyring: Keyring) -> Code:
    return make_member(database, keyring, regions=("GM0363",))[1]


@pytest.fixture(autouse=True)
def _do_not_wait() -> Iterator[None]:
    with patch.object(equal_size, "STEP_SECONDS", 0):
        yield


@pytest.mark.usefixtures("listed")
def test_a_text_that_cannot_be_read_costs_nothing_of_her_quota(
    code: Code, visit: Visitor, database: Database
) -> None:
    sign_in(visit, code)
    for text in ("", "06*", "065012"):
        ask(visit, text)
        assert "We kunnen dit niet lezen" in visit.last.text
    with database.reading() as session:
        assert session.scalar(select(CheckQuota.used)) == 0


def everything(database: Database, request: pytest.FixtureRequest) -> bytes:
    """The whole database as a thief would take it."""
    if database.is_sqlite:
        path = database.url.removeprefix("sqlite:///")
        with sqlite3.connect(path) as connection:
            return "\n".join(connection.iterdump()).encode()
    server: Postgres = request.getfixturevalue("postgres")
    return server.dump(database.url.rsplit("/", 1)[1])


def encodings(text: str) -> dict[str, bytes]:
    raw = text.encode()
    return {
        "utf-8": raw,
        "utf-16": text.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "hex of utf-16": text.encode("utf-16-le").hex().encode(),
        "base64": base64.b64encode(raw).rstrip(b"="),
        "url": quote(text, safe="").encode(),
    }


@pytest.mark.usefixtures("listed")
def test_what_she_asked_is_written_nowhere(
    code: Code,
    visit: Visitor,
    database: Database,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sign_in(visit, code)
    ask(visit, "+31618765432")
    before = everything(database, request).splitlines()
    for text in (LISTED, OTHER, "never.seen@voorbeeld.nl", "unheard_of_name"):
        ask(visit, text)
    dump = everything(database, request)
    changed = {line for line in set(dump.splitlines()) ^ set(before) if line[:1] != b"\\"}
    tables = {line.split(b"(", 1)[0].lower() for line in changed}
    assert all(b"check_quota" in table or b"alert" in table for table in tables), tables
    shapes = (OTHER, OTHER.replace(" ", ""), "+31650123479", "never.seen@voorbeeld.nl")
    for text in (*shapes, "unheard_of_name", "+31618765432"):
        for encoding, needle in encodings(text).items():
            assert needle not in dump, (text, encoding)
            assert needle.decode("latin-1") not in caplog.text, (text, encoding)
    with database.writing() as session:  # the search itself finds what is there
        session.add(Alarm(id=uuid4(), code="unheard_of_name", on_day=days(0)))
    assert b"unheard_of_name" in everything(database, request)


@pytest.mark.usefixtures("listed")
def test_a_hit_counts_on_the_alert_and_a_miss_on_none(
    code: Code, visit: Visitor, database: Database
) -> None:
    sign_in(visit, code)
    for text in (LISTED, LISTED, OTHER, "0650000002"):
        ask(visit, text)
    with database.reading() as session:
        assert sorted(session.scalars(select(Alert.hits))) == [0, 0, 0, 0, 0, 2]


@pytest.mark.usefixtures("listed")
def test_a_planted_identifier_raises_the_alarm_at_its_first_touch(
    code: Code, visit: Visitor, database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        plant_canary(session, "06 1999 0000", keyring=keyring)
    sign_in(visit, code)
    miss = ask(visit, OTHER)
    assert alarms(database) == []
    assert ask(visit, "+31 6 19 99 00 00") == miss
    assert alarms(database) == [CANARY_ALARM]


def alarms(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Alarm.code)))


def test_the_number_never_stands_in_an_address(code: Code, visit: Visitor) -> None:
    sign_in(visit, code)
    page = visit.get("/nl/m/k?text=0650123478")
    assert "0650123478" not in visit.response.get_data(as_text=True)
    assert all(form.method == "post" for form in page.forms)
