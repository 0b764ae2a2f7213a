"""What the desk's pages say: after a press of a button, and where something cannot be done."""

from __future__ import annotations

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_an_address_has_one_answer_and_the_page_says_what_else_to_write(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    text = "Hij hield de deur dicht. Het huis is Dorpsstraat 5, achterom."
    noor.submit(a_form(text=text), form="/alert", status=422)
    assert "Haal dit weg" in noor.last.text
    assert "Een straat met een nummer is een adres." in noor.last.text
    assert not noor.last.forms[-1].ticks.get("marks")
    noor.submit(a_form(text=text.replace("Dorpsstraat 5", "een woonhuis")), form="/alert")
    assert rooms.alert().state is AlertState.PROPOSED
