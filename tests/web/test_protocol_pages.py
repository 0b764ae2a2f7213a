"""The protocol through its pages: read by everybody, changed by two people of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.outbox import Alarm
from tests.conftest import NOON, Clock
from tests.desk_people import enrol
from tests.desk_rooms import DESK, Rooms, furnish
from tests.rows import a_report, days
from tests.visitor import Visitor


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def lead(rooms: Rooms) -> Visitor:
    return rooms.sign_in(rooms.iris)


@pytest.fixture
def other(rooms: Rooms) -> Visitor:
    return rooms.sign_in(enrol(rooms.database, rooms.keyring, "Sanne", "lead", NOON))


def propose(visitor: Visitor, status: int = 303, **numbers: str) -> None:
    visitor.get(f"{DESK}/protocol/change")
    visitor.submit(numbers, form="/protocol/change", status=status)


def alarms(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Alarm.code)))


def test_everybody_reads_the_rules_in_both_languages_and_sees_that_they_are_an_example(
    visit: Visitor,
) -> None:
    text = visit.get("/nl/info/protocol").text
    assert "Een lid dat niet verlengt, na haar jaar 180 dagen" in text
    assert visit.response.headers["Cache-Control"].startswith("public")
    for part in (
        "geen vergunning", "Soa Aids Nederland", "540 dagen", "1825 dagen", "48 uur",
        "Regio", "Is het concreet", "31 december 2030", "Een klacht blijft bewaard", "730 dagen",
    ):  # fmt: skip
        assert part in text, part
    english = visit.get("/en/info/protocol").text
    for part in ("no licence", "540 days", "48 hours", "Could he know from this text"):
        assert part in english, part
    assert "/nl/info/protocol" in visit.get("/nl/info").text or "De regels" in visit.last.text
    assert "De regels voor waarschuwingen" in visit.get("/nl/info?q=bewaartermijn").text


def test_a_licensed_protocol_is_no_example(app: Flask, visit: Visitor) -> None:
    house = app.extensions["house"]
    licensed = replace(
        house.reference.protocol, status="in_force", licence_number="z2027-0001",
        valid_until=date(2027, 6, 30),
    )  # fmt: skip
    app.extensions["house"] = replace(house, reference=replace(house.reference, protocol=licensed))
    text = visit.get("/nl/info/protocol").text
    assert "z2027-0001" in text
    assert "geen vergunning" not in text


def test_two_leads_change_a_number_and_everybody_reads_it(
    rooms: Rooms, lead: Visitor, other: Visitor, visit: Visitor
) -> None:
    propose(lead, quota_per_day="12", alert_days_4="1000")
    page = lead.follow().text
    assert "Er wacht een wijziging" in page
    assert "Bekijken om te bevestigen" not in page
    assert "12" not in visit.get("/en/info/protocol").text.split("Limits")[1].split("30 days")[0]
    lead.get(f"{DESK}/protocol/confirm")
    assert not [one for one in lead.last.forms if one.action.endswith("/confirm")]
    assert "Bekijken om te bevestigen" in other.get(f"{DESK}/protocol").text
    text = other.get(f"{DESK}/protocol/confirm").text
    assert "1825 dagen" in text
    assert "1000 dagen" in text
    other.submit(form="/protocol/confirm")
    assert "Iris" in other.follow().text
    assert "Sanne" in other.last.text
    assert "1000 dagen" in visit.get("/nl/info/protocol").text
    assert rooms.actions()[-2:] == ["protocol_proposed", "protocol_confirmed"]


def test_the_proposer_cannot_confirm_by_sending_the_form_herself(
    rooms: Rooms, lead: Visitor, other: Visitor, visit: Visitor
) -> None:
    propose(lead, quota_per_day="12")
    other.get(f"{DESK}/protocol/confirm")
    mark = next(one for one in other.last.forms if one.action.endswith("/confirm")).fields["mark"]
    lead.get(f"{DESK}/protocol")
    token = lead.last.forms[-1].fields["csrf_token"]
    lead.post(f"{DESK}/protocol/confirm", {"mark": mark, "csrf_token": token}, status=409)
    assert "Iemand anders van de leiding" in lead.last.text
    assert "protocol_confirmed" not in rooms.actions()


def test_what_cannot_be_says_so_at_its_field_and_nothing_typed_is_lost(lead: Visitor) -> None:
    for number, sentence in (
        ("31", "staat hier 1 tot en met 30 toe"),
        ("tien", "met alleen cijfers"),
        ("-3", "met alleen cijfers"),
        ("\u0663", "met alleen cijfers"),
        ("9" * 400, "met alleen cijfers"),
        ("0", "staat hier 1 tot en met 30 toe"),
    ):
        propose(lead, 422, quota_per_day=number, veto_hours="72")
        assert sentence in lead.last.text
        fields = lead.last.forms[-1].fields
        assert fields["quota_per_day"] == [number]
        assert "72" in fields["veto_hours"]
    propose(lead, 422, quota_per_30_days="20")
    assert "Dit kan niet meer zijn dan" in lead.last.text
    propose(lead, 422)
    assert "niets anders" in lead.last.text


def test_a_change_that_would_delete_half_is_refused_in_words_and_alarmed(
    rooms: Rooms, lead: Visitor
) -> None:
    with rooms.database.writing() as session:
        for _number in range(8):
            a_report(session, arrived_on=days(-200), expires_on=days(340))
            a_report(session, arrived_on=days(-10), expires_on=days(530))
    propose(lead, 422, report_max_days="180")
    assert "Van de 16 meldingen zouden er 8 meteen weggaan." in lead.last.text
    assert alarms(rooms.database) == ["protocol_would_delete"]


def test_a_proposal_can_be_taken_away(rooms: Rooms, lead: Visitor, other: Visitor) -> None:
    propose(lead, quota_per_day="12")
    other.get(f"{DESK}/protocol")
    other.submit(form="/protocol/drop")
    assert "Stel een wijziging voor" in other.follow().text
    other.get(f"{DESK}/protocol/confirm", status=303)
    assert rooms.actions()[-1] == "protocol_dropped"


def test_confirming_asks_who_you_are_again(
    rooms: Rooms, lead: Visitor, other: Visitor, clock: Clock
) -> None:
    propose(lead, quota_per_day="12")
    clock.now += timedelta(minutes=6)
    other.get(f"{DESK}/protocol/confirm", status=303)
    assert "/again" in other.response.headers["Location"]


@pytest.mark.parametrize(
    ("ends", "word"),
    [
        (date(2027, 11, 24), None),
        (date(2027, 11, 23), "eindigt binnen een jaar"),  # twelve months to the day
        (date(2026, 11, 23), "eindigt binnen een jaar"),  # its last day
        (date(2026, 11, 22), "geldt vandaag geen protocol"),
    ],
)
def test_the_start_page_of_the_desk_says_a_year_ahead_that_it_ends(
    app: Flask, lead: Visitor, ends: date, word: str | None
) -> None:
    house = app.extensions["house"]
    protocol = replace(house.reference.protocol, valid_until=ends)
    app.extensions["house"] = replace(house, reference=replace(house.reference, protocol=protocol))
    text = lead.get(f"{DESK}/").text
    for one in ("eindigt binnen een jaar", "geldt vandaag geen protocol"):
        assert (one in text) is (one == word), one
