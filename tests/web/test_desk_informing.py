"""Telling the listed person, through the pages of the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from moderation.decisions.informing import watch_informing
from tests.conftest import NOON, Clock
from tests.desk_cases import at_once
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish

TODAY = NOON.date().isoformat()
DUE = "1 persoon: nu informeren of nog niet"


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_a_due_exception_stands_in_the_list_until_somebody_looked_again(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/approve")
    iris.submit(form="/approve")
    iris.get(f"{DESK}/alerts")
    assert DUE not in iris.last.text
    rooms.clock.now += timedelta(days=181)
    iris = rooms.sign_in(rooms.iris)
    with rooms.database.writing() as session:  # as the background work does every hour
        watch_informing(session, rooms.keyring, today=rooms.clock.now.date())
    iris.get(f"{DESK}/alerts")
    assert DUE in iris.last.text
    iris.get(f"{DESK}/alerts/{alert}/inform")
    iris.submit({"inform": "informed", "review_on": "2027-09-01"}, form="/inform", status=422)
    assert "Kies op welke dag de persoon is geïnformeerd." in iris.last.text
    assert "2027-09-01" in iris.response.text  # nothing that was typed is lost
    iris.submit({"inform": "informed", "informed_on": TODAY}, form="/inform")
    assert "Persoon is geïnformeerd op 23 november 2026." in iris.follow().text
    iris.get(f"{DESK}/alerts")
    assert DUE not in iris.last.text


def test_who_was_told_needs_a_day_before_a_colleague_can_approve(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(inform="informed", review_on=""), form="/alert", status=422)
    assert "Kies op welke dag de persoon is geïnformeerd." in noor.last.text
    noor.submit(a_form(inform="informed", informed_on=TODAY), form="/alert")
    assert "Persoon is geïnformeerd op 23 november 2026." in noor.follow().text
