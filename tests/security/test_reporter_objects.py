"""T12 for what a reporter owns: her pages against every kind of visitor and foreign reports."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.registry import all_tables
from app.public.follow.own_page import session_data
from app.services.web_session import start_web_session
from app.web.roles import declared_roles
from tests.conftest import NOON
from tests.filed_reports import STORY, FiledReport, desk_writes, file_one, write_alert
from tests.visitor import Visitor
from tests.web.browsing import Browser

READS = ("/nl/c/s", "/nl/c/t", "/nl/c/w", "/nl/c/r", "/nl/c/b", "/nl/c/x", "/nl/c/d")
WRITES = (
    "/nl/c/m",
    "/nl/c/photo",
    "/nl/c/k",
    "/nl/c/w",
    "/nl/c/r",
    "/nl/c/x",
    "/nl/c/o",
    "/nl/c/i",
)
FOREIGN: dict[str, dict[str, Any]] = {
    "member": {"roles": ["member"]},
    "voucher": {},
    "staff": {"roles": ["moderator", "lead", "administrator"], "second_factor": True},
}


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    report = file_one(database, keyring)
    write_alert(database, keyring, report)
    return report


def with_session(app: Flask, database: Database, kind: str, data: dict[str, Any]) -> Browser:
    owner = None if kind == "reporter" else uuid4()
    with database.writing() as session:
        secret = start_web_session(session, kind, owner, data, now=NOON).secret
    return Browser(app, base64.urlsafe_b64encode(secret).decode("ascii").rstrip("="))


def rows_but_sessions(database: Database) -> list[tuple[str, object]]:
    with database.reading() as session:
        return [
            (table.name, tuple(row))
            for table in all_tables().sorted_tables
            if table.name != "web_session"
            for row in session.execute(select(table).order_by(*table.primary_key)).all()
        ]


def follow_rules(app: Flask) -> Iterator[Any]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("follow."))


def test_no_page_of_hers_takes_a_name_of_an_object(app: Flask) -> None:
    """What cannot be named cannot be somebody else's: the session alone says which report."""
    rules = list(follow_rules(app))
    assert {rule.rule.rsplit("/", 1)[1] for rule in rules} >= {
        "s",
        "m",
        "k",
        "w",
        "x",
        "t",
        "photo",
    }
    assert [rule.rule for rule in rules if rule.arguments - {"lang"}] == []


def test_only_the_box_and_the_farewell_are_open_to_anyone(app: Flask) -> None:
    others = {
        rule.endpoint: declared_roles(app, rule.endpoint)
        for rule in follow_rules(app)
        if declared_roles(app, rule.endpoint) != frozenset({"reporter"})
    }
    closing = others.pop("follow.close")
    assert set(others) == {"follow.box", "follow.gone"}
    assert closing == frozenset({"reporter", "complainant"})  # each closes her own page


@pytest.mark.parametrize("kind", sorted(FOREIGN))
def test_others_find_nothing_there(
    app: Flask, database: Database, filed: FiledReport, kind: str
) -> None:
    """Also with her key in their session's data: the kind of session decides."""
    browser = with_session(app, database, kind, {**FOREIGN[kind], **session_data(filed.own)})
    before = rows_but_sessions(database)
    for path in READS:
        response = browser.get(path)
        assert response.status_code == 404, path
        assert STORY not in response.get_data(as_text=True)
    for path in WRITES:
        assert browser.post(path, {"text": "x", "change": "warn:no"}).status_code == 404, path
    assert rows_but_sessions(database) == before


def test_nobody_writes_without_a_session(
    app: Flask, database: Database, filed: FiledReport
) -> None:
    before = rows_but_sessions(database)
    for path in WRITES:
        assert Browser(app).post(path, {"text": "x"}).status_code in (400, 403), path
    assert rows_but_sessions(database) == before


def test_naming_another_report_in_a_form_or_address_has_no_effect(
    visit: Visitor, database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    other = file_one(database, keyring)
    desk_writes(database, other, 1, "Alleen voor de ander.")
    visit.get("/nl/c")
    visit.submit({"code": filed.words})
    named = {"report_id": str(other.id), "id": str(other.id), "object_id": str(other.id)}
    for path in READS:
        query = "&".join(f"{name}={value}" for name, value in named.items())
        page = visit.get(f"{path}?{query}")
        assert "Alleen voor de ander." not in page.text
    visit.get("/nl/c/s")
    visit.submit({"text": "Van mij.", **named}, form="/c/m")
    visit.get("/nl/c/s")
    visit.submit({**named}, form="/c/k", button=("change", "warn:no"))
    visit.get("/nl/c/x")
    visit.submit(named, form="/c/x")
    visit.get("/nl/c")
    visit.submit({"code": other.words})
    page = visit.follow()
    assert "Ontvangen" in page.text
    assert "Van mij." not in page.text
    assert ("change", "warn:no") in [one for form in page.forms for one in form.buttons]


def test_the_key_of_one_report_opens_no_other(
    app: Flask, database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    """A session forged with her key and another report's id: damage, never the other's words."""
    other = file_one(database, keyring)
    data = {**session_data(filed.own), "report_id": str(other.id)}
    browser = with_session(app, database, "reporter", data)
    for path in ("/nl/c/s", "/nl/c/t"):
        response = browser.get(path)
        assert response.status_code == 409, path
        assert STORY not in response.get_data(as_text=True)


@pytest.mark.parametrize("data", [{}, {"report_id": "x", "dek": b""}, {"report_id": str(uuid4())}])
def test_a_session_without_a_report_ends(
    app: Flask, database: Database, filed: FiledReport, data: dict[str, Any]
) -> None:
    browser = with_session(app, database, "reporter", data)
    response = browser.get("/nl/c/s")
    assert (response.status_code, response.headers["Location"]) == (303, "/nl/c")
    assert browser.secret is None
