"""Somebody on the phone: the desk makes a mark, the public form takes it once, the code is hers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring, create_development_secrets, load_keyring
from app.adapters.phone_mark import VALID_MINUTES, new_phone_mark
from app.adapters.vault.stretching import Stretcher
from app.factory import create_app
from app.models.audit import AuditLine
from app.settings import Settings
from moderation.decisions.begin_phone_case import BEGUN, begin_phone_case
from tests.complaint_desk import a_caseworker, look
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish
from tests.conftest import NOON, Clock
from tests.visitor import Page, Visitor
from tests.web.complaint_way import PRESSED, filed, press
from tests.web.test_report_wizard import step_of

PAGE = "/nl/k/phone"


def open_with(visit: Visitor, mark: str, status: int = 200) -> Page:
    visit.get(PAGE)
    return visit.submit({"mark": mark}, form=PAGE, status=status)


def on_to_review(visit: Visitor) -> Page:
    page = visit.last
    while step_of(page) != "review":
        page = press(visit, "next", PRESSED.get(step_of(page), {}))
        assert "iemand aan de telefoon" in page.text
    return page


def mark_on(visitor: Visitor) -> str:
    found = re.findall(r"<span>(\w{4})</span>", visitor.response.text)
    assert len(found) == 3, visitor.last.text
    return " ".join(found)


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


def test_from_the_desk_over_the_public_form_to_her_code(
    rooms: ComplaintRooms, visit: Visitor, database: Database, keyring: Keyring
) -> None:
    kim = rooms.sign_in(rooms.kim)
    assert "/nl/desk/k/phone" in kim.get(BOARD).links
    kim.get("/nl/desk/k/phone")
    page = kim.submit(form="/k/phone", status=200)
    assert "Location" not in kim.response.headers
    assert PAGE in page.links
    assert "iemand aan de telefoon" in open_with(visit, mark_on(kim)).text
    on_to_review(visit)
    page = press(visit, "send")
    assert "Dit is haar code" in page.text
    own, draft = filed(visit, database, keyring)
    assert draft.phone_case
    assert not draft.on_behalf
    view = look(database, keyring, rooms.kim.person, own.complaint_id)
    assert view.draft.phone_case
    assert "Vertel haar wat er nu gebeurt" in press(visit, "done").text


def test_the_log_knows_who_began_one_and_the_public_form_does_not(
    rooms: ComplaintRooms, visit: Visitor, database: Database
) -> None:
    kim = rooms.sign_in(rooms.kim)
    kim.get("/nl/desk/k/phone")
    kim.submit(form="/k/phone", status=200)
    with database.reading() as session:
        line = session.scalars(select(AuditLine).where(AuditLine.action == BEGUN)).one()
    assert line.actor == str(rooms.kim.person.staff_id)
    assert (line.object, line.data) == (None, "{}")
    open_with(visit, mark_on(kim))
    shown = visit.response.text
    assert "Kim" not in shown
    assert str(rooms.kim.person.staff_id) not in shown


@pytest.mark.usefixtures("institutions_team")
def test_a_mark_works_once(visit: Visitor, keyring: Keyring, clock: Clock) -> None:
    mark = new_phone_mark(keyring, clock.now)
    assert step_of(open_with(visit, mark)) == "start"
    page = open_with(visit, mark.upper(), 422)
    assert "al gebruikt" in page.text
    assert step_of(open_with(visit, new_phone_mark(keyring, clock.now))) == "start"


@pytest.mark.usefixtures("institutions_team")
@pytest.mark.parametrize("mark", ["", "abcd efgh ijkl", "zzzz" * 60])
def test_a_mark_that_the_desk_did_not_make_opens_nothing_and_stays_in_its_field(
    visit: Visitor, mark: str
) -> None:
    page = open_with(visit, mark, 422)
    assert "klopt niet of is te oud" in page.text
    assert page.forms[-1].fields["mark"] == [mark[:200]]
    assert "state" not in page.forms[-1].fields


@pytest.mark.usefixtures("institutions_team")
def test_a_mark_that_is_too_old_opens_nothing(
    visit: Visitor, keyring: Keyring, clock: Clock
) -> None:
    mark = new_phone_mark(keyring, clock.now)
    clock.now += timedelta(minutes=VALID_MINUTES + 6)
    assert "te oud" in open_with(visit, mark, 422).text


@pytest.mark.usefixtures("institutions_team")
def test_without_a_mark_nobody_says_that_the_desk_filled_it_in(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    visit.get("/nl/k?phone_case=1")
    page = press(visit, "next", {"phone_case": "y", "how": "phone", "on_behalf": "y"})
    while step_of(page) != "review":
        page = press(visit, "next", {**PRESSED.get(step_of(page), {}), "phone_case": "y"})
        assert "iemand aan de telefoon" not in page.text
    press(visit, "send", {"phone_case": "y"})
    assert not filed(visit, database, keyring)[1].phone_case


@pytest.mark.usefixtures("institutions_team")
def test_few_tries_a_minute(visit: Visitor) -> None:
    for _each in range(10):
        open_with(visit, "abcd efgh ijkl", 422)
    open_with(visit, "abcd efgh ijkl", 429)


@pytest.mark.usefixtures("institutions_team")
def test_when_redis_is_away_no_mark_is_taken_for_it_could_be_used_twice(
    settings: Settings, database: Database, keyring: Keyring, clock: Clock
) -> None:
    nowhere = replace(settings, redis_url="redis://127.0.0.1:1/0")
    app = create_app(nowhere, keyring=keyring, database=database, clock=clock)
    app.testing = False
    open_with(Visitor(app), new_phone_mark(keyring, clock.now), 503)


@pytest.mark.usefixtures("institutions_team")
def test_two_processes_share_the_mark_and_no_address(
    settings: Settings,
    database: Database,
    cheap_insecure_stretcher: Stretcher,
    clock: Clock,
    tmp_path: Path,
) -> None:
    settings = replace(settings, secrets_dir=tmp_path / "secrets")
    create_development_secrets(settings.secrets_dir)
    at_desk, in_public = replace(settings, doors="desk"), replace(settings, doors="public")
    desk_keys = load_keyring(at_desk, cheap_insecure_stretcher)
    kim = a_caseworker(database, desk_keys)
    with database.writing() as session:
        mark = begin_phone_case(session, kim, keyring=desk_keys, now=NOON)
    public = create_app(
        in_public,
        keyring=load_keyring(in_public, cheap_insecure_stretcher),
        database=database,
        clock=clock,
    )
    assert "desk.phone" not in public.view_functions
    assert step_of(open_with(Visitor(public), mark)) == "start"
