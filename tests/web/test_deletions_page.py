"""The register of deletions at the desk: numbers by day, and a file whose leaving is logged."""

from __future__ import annotations

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.services.purge import purge
from tests.conftest import NOON, Clock
from tests.desk_rooms import DESK, Rooms, furnish
from tests.rows import a_report, days
from tests.workbench import reference


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_a_lead_reads_what_went_and_takes_it_along(rooms: Rooms) -> None:
    with rooms.database.writing() as session:
        gone = [str(a_report(session, expires_on=days(0))) for _number in range(3)]
        purge(
            session, report_max_days=540, keeping=reference().keeping, keyring=rooms.keyring,
            now=NOON,
        )  # fmt: skip
    lead = rooms.sign_in(rooms.iris)
    assert "Wat er gewist is" in lead.get(f"{DESK}/log").text
    page = lead.get(f"{DESK}/deletions").text
    assert "Meldingen 3 termijn van het protocol" in page
    lead.submit(form="/deletions", status=200)
    file = lead.response.get_data().decode("utf-8-sig")
    assert "2026-11-23,Meldingen,3," in file
    assert not any(one in file + page for one in gone)
    assert rooms.actions()[-1] == "deletions_exported"


def test_an_empty_register_says_so(rooms: Rooms) -> None:
    lead = rooms.sign_in(rooms.iris)
    assert "nog niets gewist" in lead.get(f"{DESK}/deletions").text
