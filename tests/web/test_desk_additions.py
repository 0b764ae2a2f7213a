"""What she adds later, as the desk reads it; and what the desk writes is never cut."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish
from tests.filed_reports import file_one
from tests.visitor import Visitor
from tests.web.test_follow_pages import a_photo, enter


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_the_desk_reads_the_sum_of_a_photo_apart_from_her_words(
    rooms: Rooms, visit: Visitor, database: Database, keyring: Keyring
) -> None:
    report = file_one(database, keyring)
    enter(visit, report)
    visit.submit({"photo": (a_photo(), "x.jpg")}, form="/c/photo")
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/")
    noor.submit(form=f"{report.id}/open")
    page = noor.follow()
    html = noor.response.get_data(as_text=True)
    assert '<div class="wrap">Ik heb een foto toegevoegd.</div>' in html
    expected = hashlib.sha256(a_photo().getvalue()).hexdigest()
    assert f"Controlegetal (SHA-256): {expected}" in page.text


@pytest.mark.parametrize(("field", "go"), [("message", "answer"), ("note", "note")])
def test_a_text_of_the_desk_that_is_too_long_is_told_and_kept_whole(
    rooms: Rooms, field: str, go: str
) -> None:
    noor = rooms.sign_in(rooms.noor)
    claimed(rooms, noor)
    assert "maxlength" not in noor.response.get_data(as_text=True)
    long = "d" * 4001
    page = noor.submit({field: long}, form="/write", button=("go", go), status=422)
    assert "Dit is te lang." in page.text
    assert long in [value for form in page.forms for value in form.fields.get(field, [])]


def test_a_warning_that_is_too_long_is_told_and_kept_whole(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    assert "maxlength" not in noor.response.get_data(as_text=True)
    long = "e" * 2500 + " het einde"
    page = noor.submit(a_form(text=long), form="/alert", status=422)
    assert long in [value for form in page.forms for value in form.fields.get("text", [])]
