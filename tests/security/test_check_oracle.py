"""T31: the check tells what it says and nothing by its size, its headers or its work."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault import boxes
from app.domain.code import Code
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.member import CheckQuota
from app.models.outbox import Alarm
from app.public.members import equal_size
from app.services import prepare_check
from app.services.count_check import CANARY_ALARM
from app.services.plant_canary import plant_canary
from tests.members import make_member, publish, sign_in
from tests.rows import days
from tests.servers import Postgres
from tests.visitor import Visitor

LISTED = "06 5012 3478"
OTHER = "06 5012 3479"
LOOKALIKE = "Zoë_Lux1"
NO_SUCH = {
    "a miss": OTHER,
    "a wildcard": "06*",
    "another wildcard": "%",
    "nothing": "",
    "spaces": "   ",
    "a part": "065012",
    "the end": "3478",
    "a name nobody told of": "nobody.told.us",
    "expired": "0650000001",
    "retracted": "0650000002",
    "approved, not published": "0650000003",
    "suspended": "0650000004",
    "marks of the page": "<b>'\"&",
    "far too long": "0" * 300,
}


@pytest.fixture
def listed(database: Database, keyring: Keyring) -> None:
    """One listed number, some that were or will be, and a look-alike name."""
    publish(database, keyring, ("phone", LISTED), ("email", "a.b@voorbeeld.nl"))
    publish(database, keyring, ("phone", "0650000001"), expires_on=days(0))
    for number, state in (
        ("0650000002", AlertState.RETRACTED),
        ("0650000003", AlertState.APPROVED),
        ("0650000004", AlertState.SUSPENDED),
    ):
        publish(database, keyring, ("phone", number), state=state)
    publish(database, keyring, ("profile", LOOKALIKE), region="GM1680", severity=2)


@pytest.fixture
def code(database: Database, keyring: Keyring) -> Code:
    return make_member(database, keyring, regions=("GM0363",))[1]


@pytest.fixture(autouse=True)
def _do_not_wait(request: pytest.FixtureRequest) -> Iterator[None]:
    with patch.object(equal_size, "STEP_SECONDS", 0):
        yield


def ask(visit: Visitor, text: str) -> tuple[Any, ...]:
    """Status, size and headers of an answer."""
    visit.get("/nl/m/k")
    visit.submit({"text": text}, form="/m/k", status=200)
    answer = visit.response
    return answer.status_code, len(answer.data), sorted(answer.headers.items())


@pytest.mark.usefixtures("listed")
def test_hit_and_miss_differ_in_one_sentence_only(code: Code, visit: Visitor) -> None:
    sign_in(visit, code)
    hit = ask(visit, LISTED)
    assert "Er is een waarschuwing" in visit.last.text
    assert "06 •••• ••78" in visit.last.text
    for meaning, text in NO_SUCH.items():
        assert ask(visit, text) == hit, meaning
        assert "Er is een waarschuwing" not in visit.last.text, meaning
    assert ask(visit, LISTED.replace(" ", "-")) == hit
    assert "Er is een waarschuwing" in visit.last.text


@pytest.mark.usefixtures("listed")
def test_the_answer_holds_coded_facts_and_never_the_words_of_the_desk(
    code: Code, visit: Visitor
) -> None:
    sign_in(visit, code)
    ask(visit, LISTED)
    text = visit.last.text
    for fact in ("Ernstig", "oktober 2026", "Amsterdam"):
        assert fact in text
    assert "dreigde" not in text
    assert "5012" not in visit.response.get_data(as_text=True)


@pytest.mark.usefixtures("listed")
def test_a_name_that_only_looks_the_same_is_said_to_be_less_sure(
    code: Code, visit: Visitor
) -> None:
    sign_in(visit, code)
    hit = ask(visit, LISTED)
    assert ask(visit, "zoe_luxl") == hit
    assert "Minder zeker" in visit.last.text
    assert "Er is een waarschuwing" not in visit.last.text
    assert ask(visit, LOOKALIKE.upper()) == hit
    assert "Er is een waarschuwing" in visit.last.text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("alerts", range(7))
def test_none_to_seven_warnings_of_the_longest_kinds_have_one_size(
    database: Database, keyring: Keyring, visit: Visitor, alerts: int, language: str
) -> None:
    code = make_member(database, keyring)[1]
    for number in range(alerts):
        publish(
            database,
            keyring,
            ("phone", LISTED),
            ("email", f"iemand{number}@voorbeeld.nl"),
            ("plate", "GB-289-X"),
            ("profile", f"naam{number}"),
            kinds="bedreiging,stalking,slaan-schoppen-duwen,filmen-zonder-toestemming",
            severity=4,
        )
    sign_in(visit, code)
    visit.get(f"/{language}/m/k")
    visit.submit({"text": LISTED}, form="/m/k", status=200)
    assert len(visit.response.data) == equal_size.ANSWER_BYTES


@contextmanager
def work(database: Database) -> Iterator[dict[str, Any]]:
    """Counts statements and keyed operations."""
    seen: dict[str, Any] = {"statements": [], "keyed": 0, "opened": 0}
    original_mac, original_open = boxes.mac, boxes.open_sealed

    def counting_mac(*parts: Any) -> bytes:
        seen["keyed"] += 1
        return original_mac(*parts)

    def counting_open(*parts: Any) -> bytes:
        seen["opened"] += 1
        return original_open(*parts)

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen["statements"].append(statement)

    engine: Engine = database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with (
            patch.object(boxes, "mac", counting_mac),
            patch.object(boxes, "open_sealed", counting_open),
        ):
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("listed")
def test_every_answer_costs_the_same_statements_and_the_same_cryptography(
    code: Code, visit: Visitor, database: Database, keyring: Keyring
) -> None:
    sign_in(visit, code)
    ask(visit, OTHER)  # the day's row of the quota is there from now on
    calls = keyring.stretcher.calls
    costs = {}
    for meaning, text in {"a hit": LISTED, "similar": "zoe_luxl", **NO_SUCH}.items():
        visit.get("/nl/m/k")
        with work(database) as seen:
            visit.submit({"text": text}, form="/m/k", status=200)
        costs[meaning] = (tuple(seen["statements"]), seen["keyed"], seen["opened"])
    assert len(set(costs.values())) == 1, costs
    assert keyring.stretcher.calls == calls


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


@pytest.mark.usefixtures("listed")
def test_without_a_valid_protocol_the_check_says_that_it_is_closed(
    code: Code, visit: Visitor, app: Flask
) -> None:
    sign_in(visit, code)
    house = app.extensions["house"]
    ended = replace(house.reference.protocol, valid_until=date(2026, 11, 22))
    app.extensions["house"] = replace(house, reference=replace(house.reference, protocol=ended))
    hit, miss = ask(visit, LISTED), ask(visit, OTHER)
    assert hit == miss
    assert "Nu gesloten" in visit.last.text
    assert "Geen waarschuwing bekend" not in visit.last.text
    assert "Er is een waarschuwing" not in visit.last.text


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


def test_every_text_becomes_the_same_number_of_tokens(keyring: Keyring) -> None:
    for text in (
        LISTED,
        LOOKALIKE,
        "GB-289-X",
        "gb289x",
        "O0O-I1-lI",
        "",
        "\u0412\u0430\u0441\u044f",
    ):
        prepared = prepare_check.prepare_check(text, keyring=keyring)
        assert len(prepared.tokens) == len(set(prepared.tokens)) == prepare_check.TOKENS
