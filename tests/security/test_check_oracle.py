"""T31: the check tells what it says and nothing by its size, its headers or its work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault import boxes
from app.domain.code import Code
from app.public.members import equal_size
from app.services import prepare_check
from tests.members import make_member, publish, sign_in
from tests.security.checking import LISTED, LOOKALIKE, NO_SUCH, OTHER, ask, list_some
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
    token = visit.last.forms[-1].fields["csrf_token"][0]
    assert "5012" not in visit.response.get_data(as_text=True).replace(token, "")


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
    seen: dict[str, Any] = {"statements": [], "keyed": 0, "opened": 0, "rewritten": 0}
    original_mac, original_open = boxes.mac, boxes.open_sealed

    def counting_mac(*parts: Any) -> bytes:
        seen["keyed"] += 1
        return original_mac(*parts)

    def counting_open(*parts: Any) -> bytes:
        seen["opened"] += 1
        return original_open(*parts)

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen["statements"].append(statement)

    def count(_c: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE alert"):
            seen["rewritten"] += cursor.rowcount

    engine: Engine = database.engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "after_cursor_execute", count)
    try:
        with (
            patch.object(boxes, "mac", counting_mac),
            patch.object(boxes, "open_sealed", counting_open),
        ):
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "after_cursor_execute", count)


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
        costs[meaning] = (
            tuple(seen["statements"]), seen["keyed"], seen["opened"], seen["rewritten"],
        )  # fmt: skip
    assert len(set(costs.values())) == 1, costs
    assert keyring.stretcher.calls == calls


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
    assert "Nu geen waarschuwing" not in visit.last.text
    assert "Er is een waarschuwing" not in visit.last.text


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


@pytest.mark.usefixtures("listed")
def test_every_answer_comes_at_a_whole_step_of_time(code: Code, visit: Visitor) -> None:
    sign_in(visit, code)
    step = 0.4
    for text in (LISTED, OTHER, ""):
        visit.get("/nl/m/k")
        with patch.object(equal_size, "STEP_SECONDS", step):
            started = time.monotonic()
            visit.submit({"text": text}, form="/m/k", status=200)
        assert time.monotonic() - started >= step
