"""Warnings through the pages of the desk: written, looked at twice, corrected and taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, ReportState
from tests.conftest import Clock
from tests.desk_cases import DRAFT, GOOD_TEXT, at_once
from tests.desk_people import STEP
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_what_is_typed_for_a_warning_comes_back_until_it_is_right(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    bad = "Hij heet misschien anders, bel 06 38 12 47 56 of mail x@voorbeeld.nl, hij dreigt."
    noor.submit(a_form(text=bad), form="/alert", status=422)
    assert "Haal dit weg" in noor.last.text
    assert bad in noor.last.forms[-1].fields["text"][0]
    noor.submit({"go": "propose", "month": ""}, form="/alert", status=422)
    assert "Kies de maand." in noor.last.text
    noor.submit(a_form(go="check"), form="/alert", status=200)
    assert "06 •••• ••56" in noor.last.text
    assert rooms.row(report).state is ReportState.IN_REVIEW
    noor.submit(a_form(), form="/alert")
    page = noor.follow()
    assert GOOD_TEXT in page.text
    assert "Iemand anders" in page.text or "collega" in page.text
    assert rooms.alert().state is AlertState.PROPOSED


def test_from_the_queue_to_the_members_by_two_people(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    noor.get(f"{DESK}/alerts/{alert}/approve", status=303)  # she wrote it herself
    iris.get(f"{DESK}/")
    iris.submit(form=f"{alert}/open")
    assert GOOD_TEXT in iris.follow().text
    iris.submit(form="/look")  # the report behind it
    assert DRAFT.story in iris.follow().text
    iris.get(f"{DESK}/alerts/{alert}/approve")
    iris.submit(form="/approve")
    assert rooms.alert().state is AlertState.PUBLISHED
    assert rooms.row(report).state is ReportState.PUBLISHED
    assert "1 staat uit" in iris.follow().text or "1 " in iris.last.text
    iris.get(f"{DESK}/alerts?state=published")
    iris.get(f"{DESK}/alerts/{alert}/retract")
    iris.submit(form="/retract", status=422)
    iris.submit({"reason": "not-right"}, form="/retract")
    assert rooms.alert().state is AlertState.RETRACTED
    assert "Geen woord" in iris.get(f"{DESK}/alerts/{alert}").text


def test_the_second_reader_has_the_same_marks_before_her(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, replace(DRAFT, points_to_me="rode jas"))
    noor.get(f"{DESK}/case/{report}/alert")
    text = "Hij zei dat Marloes in haar rode jas hem kende. Willemijn ook."
    noor.submit(a_form(text=text), form="/alert", status=422)
    form = noor.last.forms[-1]
    assert form.ticks["marks"] == [one for one in form.ticks["marks"] if one]
    assert len(form.ticks["marks"]) == 2  # the jacket, and one for both names
    noor.submit({"go": "propose", "marks": form.ticks["marks"][:1]}, form="/alert", status=422)
    noor.submit({"go": "propose", "marks": form.ticks["marks"]}, form="/alert")
    alert = rooms.alert()
    before = len(rooms.actions())
    page = iris.get(f"{DESK}/alerts/{alert.id}")
    assert rooms.actions()[before:] == ["alert_shown", "case_opened"]
    for marked in ("rode jas", "Marloes", "Willemijn"):
        assert marked in page.text
    assert "kan naar de melder wijzen" in page.text
    assert page.text.count("de schrijver keek: mag blijven") == 3
    assert "rode jas" in iris.get(f"{DESK}/alerts/{alert.id}/approve").text
    iris.submit(form="/approve")
    assert rooms.alert().state is AlertState.APPROVED


def test_sending_back_and_the_pages_around_it(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/return")
    iris.submit(form="/return", status=422)
    iris.submit({"reason": "unclear"}, form="/return")
    assert rooms.alert().state is AlertState.DRAFT
    noor.get(f"{DESK}/")
    noor.submit(form=f"{report}/open")
    assert "unclear" not in noor.follow().text
    assert "Tekst is onduidelijk" in noor.last.text


def test_correcting_and_merging_through_the_pages(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/approve")
    iris.submit(form="/approve")
    second = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{second}/merge/{alert}")
    noor.submit(form="/merge", status=422)
    noor.submit({"reason": "same-person", "identifier": "phone-0"}, form="/merge", status=422)
    assert "Kies ja of nee." in noor.last.text
    assert noor.last.forms[-1].fields["reason"] == ["same-person"]  # nothing is lost
    assert noor.last.forms[-1].fields["identifier"] == ["phone-0"]
    noor.submit({"other": "yes"}, form="/merge")
    assert rooms.row(second).state is ReportState.MERGED
    assert "van verschillende mensen: 2" in noor.get(f"{DESK}/alerts/{alert}").text
    noor.get(f"{DESK}/alerts/{alert}/correct")
    new = "Hij dreigde met woorden en liet haar pas na een half uur gaan."
    fields = a_form(text=new, identifiers=["1-phone-0"])
    noor.submit(fields, form="/correct", status=422)
    noor.submit(fields | {"reason": "fact-wrong"}, form="/correct")
    page = noor.follow()
    assert "Correctie" in page.text
    correction = noor.response.request.path.rsplit("/", 1)[1]
    iris.get(f"{DESK}/alerts/{correction}/approve")
    iris.submit(form="/approve")
    assert new in iris.get(f"{DESK}/alerts/{alert}").text


def test_letting_a_warning_stay_longer_through_the_pages(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(month="2026-09"), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/approve")
    iris.submit(form="/approve")
    page = noor.get(f"{DESK}/alerts/{alert}")
    assert f"{DESK}/alerts/{alert}/extend" in page.links
    before = rooms.alert().expires_on
    noor.get(f"{DESK}/alerts/{alert}/extend")
    noor.submit(form="/extend", status=422)
    noor.submit({"reason": "new-incident"}, form="/extend", status=422)
    noor.submit({"reason": "new-incident", "month": "2026-08"}, form="/extend", status=422)
    assert "blijft al zo lang staan" in noor.last.text
    noor.submit(
        {"reason": "new-incident", "month": "2026-11", "review_on": "2027-03-01"}, form="/extend"
    )
    page = noor.follow()
    assert "Langere termijn voor een waarschuwing" in page.text
    waiting = noor.response.request.path.rsplit("/", 1)[1]
    noor.get(f"{DESK}/alerts/{waiting}/approve", status=303)  # she proposed it herself
    assert "Dan eindigt hij op 29 november 2029" in iris.get(f"{DESK}/alerts/{waiting}").text
    iris.get(f"{DESK}/alerts/{waiting}/approve")
    assert "blijft tot 29 november 2029" in iris.last.text
    iris.submit(form="/approve")
    assert before is not None
    assert rooms.alert().expires_on == before + timedelta(days=61)
    noor.get(f"{DESK}/alerts/{alert}")
    assert "Nieuw incident" in noor.last.text
    noor.get(f"{DESK}/alerts/{waiting}/extend", status=404)


def test_two_browsers_of_one_person_are_still_one_person(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    rooms.clock.now += 4 * STEP
    other = rooms.sign_in(rooms.noor)
    page = other.get(f"{DESK}/alerts/{alert}")
    token = next(form for form in page.forms if form.method == "post").fields["csrf_token"][0]
    for seen in ("", "zz", "00" * 32):
        other.post(
            f"{DESK}/alerts/{alert}/approve", {"csrf_token": token, "seen": seen}, status=403
        )
    assert rooms.alert().state is AlertState.PROPOSED


def test_a_warning_rests_at_once_and_a_colleague_lets_it_out(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/approve")
    iris.submit(form="/approve")
    assert "Laat hem voorlopig rusten" in noor.get(f"{DESK}/alerts/{alert}").text
    noor.get(f"{DESK}/alerts/{alert}/rest")
    assert "Bezwaar" not in noor.last.text  # that is the listed person's
    noor.submit(form="/rest", status=422)
    assert "Kies een reden." in noor.last.text
    noor.submit({"reason": "doubt"}, form="/rest")
    assert "Hij rust" in noor.follow().text
    assert rooms.alert().state is AlertState.SUSPENDED
    page = noor.get(f"{DESK}/alerts/{alert}")
    assert "Noor liet hem rusten." in page.text
    assert "Laat hem weer uit" not in page.text
    noor.get(f"{DESK}/alerts/{alert}/out")
    noor.submit(form="/out", status=403)
    assert "Jij liet hem rusten." in noor.last.text
    iris.get(f"{DESK}/alerts/{alert}")
    assert "Twijfel of het klopt" in iris.last.text
    iris.get(f"{DESK}/alerts/{alert}/out")
    iris.submit(form="/out")
    assert "Staat weer uit" in iris.follow().text
    assert rooms.alert().state is AlertState.PUBLISHED
    noor.get(f"{DESK}/alerts/{alert}/rest")
    noor.submit({"reason": "objection"}, form="/rest", status=422)
