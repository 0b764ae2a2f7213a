"""Information to the police, through both doors: written, read by a second person, agreed to,
handed over; every step asked as a browser asks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.consent import Consents
from app.domain.report_parts import Client
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, furnish
from tests.filed_reports import A_DRAFT, FiledReport, file_one
from tests.visitor import Page, Visitor

TEXT = "hij rijdt in een witte bus en belt met 06 12 34 56 78."
TOLD = replace(
    A_DRAFT,
    consents=Consents(police_anonymous=True),
    client=Client(phones=("06 12 34 56 78",)),
    points_to_me="rode jas",
)


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def report(rooms: Rooms, database: Database, keyring: Keyring) -> FiledReport:
    assert rooms
    return file_one(database, keyring, TOLD)


@pytest.fixture
def her(app: Flask, report: FiledReport) -> Visitor:
    visit = Visitor(app, address="198.51.100.77")
    visit.get("/nl/c")
    visit.submit({"code": report.words})
    visit.follow()
    return visit


def propose(noor: Visitor, report: FiledReport, text: str = TEXT) -> Page:
    noor.get(f"{DESK}/case/{report.id}/police")
    noor.submit({"text": text, "go": "check"}, form="/police", status=200)
    form = next(one for one in noor.last.forms if one.action.endswith("/police"))
    noor.submit({"go": "propose", "marks": form.ticks.get("marks", [])}, form="/police")
    return noor.follow()


def test_the_whole_way_through_both_doors(rooms: Rooms, report: FiledReport, her: Visitor) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    page = noor.get(f"{DESK}/case/{report.id}")
    assert f"{DESK}/case/{report.id}/police" in page.links
    noor.submit(form="/open")
    assert "Een collega moet het eerst lezen." in propose(noor, report).text
    assert "Informatie aan de politie" not in her.get("/nl/c/s").text
    page = iris.get(f"{DESK}/case/{report.id}/police")
    assert TEXT in page.text
    iris.submit(form="/approve")
    assert "Geen antwoord is nee." in iris.follow().text
    page = her.get("/nl/c/s")
    assert TEXT not in page.text  # behind a link of its own
    assert "/nl/c/i" in page.links
    assert TEXT in her.get("/nl/c/i").text
    her.submit(form="/c/i", button=("answer", "yes"))
    assert "Je kunt je ja terugnemen tot de balie heeft opgeschreven" in her.follow().text
    noor.get(f"{DESK}/case/{report.id}/police")
    page = noor.submit({"unit": ""}, form="/handed-over", status=422)
    assert "Kies welke eenheid van de politie het was." in page.text
    noor.submit({"unit": "rotterdam"}, form="/handed-over")
    assert "Gegeven aan" in noor.follow().text
    page = her.get("/nl/c/i")
    assert "De politie heeft deze tekst" in page.text
    assert not [one for one in page.forms if one.action.endswith("/c/i")]


def test_the_writer_gets_no_button_and_no_way_round_it(
    rooms: Rooms, report: FiledReport, her: Visitor
) -> None:
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/case/{report.id}")
    noor.submit(form="/open")
    page = propose(noor, report)
    assert not [one for one in page.forms if one.action.endswith("/approve")]
    token = page.forms[-1].fields["csrf_token"][0]
    noor.post(f"{DESK}/case/{report.id}/police/approve", {"csrf_token": token}, status=403)
    her.get("/nl/c/i", status=303)


def test_without_her_consent_there_is_no_field_and_no_way_round_it(
    rooms: Rooms, report: FiledReport, her: Visitor
) -> None:
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/case/{report.id}")
    noor.submit(form="/open")
    her.submit(form="/c/k", button=("change", "police_anonymous:no"))
    page = noor.get(f"{DESK}/case/{report.id}/police")
    assert "Zij staat dit niet toe" in page.text
    assert not [one for one in page.forms if one.action.endswith("/police")]
    token = next(one.fields["csrf_token"][0] for one in page.forms if "csrf_token" in one.fields)
    values = {"csrf_token": token, "text": TEXT, "go": "propose"}
    page = noor.post(f"{DESK}/case/{report.id}/police", values, status=409)
    assert TEXT in page.text  # nothing that somebody typed is lost


def test_what_points_to_her_is_refused_and_comes_back(rooms: Rooms, report: FiledReport) -> None:
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/case/{report.id}")
    noor.submit(form="/open")
    noor.get(f"{DESK}/case/{report.id}/police")
    bad = "hij sprak de vrouw met de rode jas aan."
    page = noor.submit({"text": bad, "go": "propose"}, form="/police", status=422)
    assert "Haal weg wat naar haar kan wijzen." in page.text
    assert bad in page.forms[-1].fields["text"][0]


def test_an_answer_to_another_text_is_not_taken(
    rooms: Rooms, report: FiledReport, her: Visitor
) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    noor.get(f"{DESK}/case/{report.id}")
    noor.submit(form="/open")
    propose(noor, report)
    iris.get(f"{DESK}/case/{report.id}/police")
    iris.submit(form="/approve")
    her.get("/nl/c/i")
    propose(noor, report, "hij rijdt in een blauwe bus.")
    page = her.submit(form="/c/i", button=("answer", "yes"), status=409)
    assert "De tekst is veranderd." in page.text
