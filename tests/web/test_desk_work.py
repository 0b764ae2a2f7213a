"""The desk at work through its pages: queue, case, warning, second look; as a browser sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, ReportState
from app.models.report import Note
from tests.conftest import NOON, Clock
from tests.desk_cases import DRAFT, GOOD_TEXT, at_once, with_contact
from tests.desk_people import STEP, enrol
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def test_the_queue_says_what_waits_and_opens_by_a_post(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    assert "Er wacht niets" in noor.get(f"{DESK}/").text
    report = rooms.report(replace(DRAFT, still_active="yes"))
    page = noor.get(f"{DESK}/")
    assert "1 wacht" in page.text
    assert "bedreiging" in page.text.lower()
    assert DRAFT.story not in page.text
    noor.submit(form=f"{report}/open")
    page = noor.follow()
    assert DRAFT.story in page.text
    assert rooms.row(report).state is ReportState.IN_REVIEW
    assert rooms.actions()[-3:] == ["case_opened", "case_claimed", "case_opened"]
    assert "Open" in noor.get(f"{DESK}/?mine=1").text
    noor.get(f"{DESK}/?severity=1&kind=bedreiging&region=GM0363&state=received&urgent=1&page=7")
    noor.get(f"{DESK}/?severity=x&kind=x&region=x&state=x&page=x&burst=x")


def test_the_next_one_is_one_press_away(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    first = rooms.report()
    noor.get(f"{DESK}/")
    noor.submit(form="/next")
    assert str(first) in noor.response.headers["Location"]
    noor.follow()
    noor.submit(form="/next")
    assert noor.response.headers["Location"].endswith("/nl/desk/?d=none")


def test_a_colleagues_case_can_be_read_but_not_worked_on(rooms: Rooms) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor)
    iris.get(f"{DESK}/")
    iris.submit(form=f"{report}/look")
    page = iris.follow()
    assert "Noor" in page.text
    assert not [form for form in page.forms if "note" in form.action]
    token = next(form for form in page.forms if form.method == "post").fields["csrf_token"][0]
    iris.post(
        f"{DESK}/case/{report}/note", {"csrf_token": token, "text": "mijn notitie"}, status=409
    )
    assert "mijn notitie" in iris.last.text
    assert "Noor" in iris.last.text
    with rooms.database.reading() as session:
        assert session.scalars(select(Note)).all() == []


def test_notes_answers_and_questions(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.submit({"text": "Belangrijk voor Iris"}, form="/note")
    assert "Belangrijk voor Iris" in noor.follow().text
    noor.submit({"text": "  "}, form="/note", status=422)
    noor.get(f"{DESK}/case/{report}?template=ask-when-where")
    assert "Een adres hoeft niet" in noor.last.text
    noor.submit(form="/message", button=("go", "answer"))
    assert "Een adres hoeft niet" in noor.follow().text
    noor.submit({"text": "Wanneer was het?"}, form="/message", button=("go", "ask"), status=422)
    assert "Wanneer was het?" in noor.last.text
    noor.submit({"reason": "when-or-where"}, form="/message", button=("go", "ask"))
    assert rooms.row(report).state is ReportState.ASKED


def test_a_photo_comes_alone_in_a_sandbox_and_each_look_is_logged(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = rooms.report(photos=(b"\xff\xd8jpeg\xff\xd9",))
    noor.get(f"{DESK}/")
    noor.submit(form=f"{report}/open")
    page = noor.follow()
    assert "Toon foto 1" in page.text
    before = len(rooms.actions())
    answer = noor.client.get(f"{DESK}/case/{report}/photo/1")
    assert answer.get_data() == b"\xff\xd8jpeg\xff\xd9"
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert rooms.actions()[before:] == ["photo_shown"]
    assert noor.client.get(f"{DESK}/case/{report}/photo/2").status_code == 404


def test_contact_opens_after_a_reason_and_a_fresh_proof(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor, with_contact())
    assert "0612345678" not in noor.last.text
    noor.get(f"{DESK}/case/{report}/contact/shown", status=303)
    rooms.clock.now += timedelta(minutes=6)
    noor.get(f"{DESK}/case/{report}/contact", status=303)
    noor.follow()
    noor.submit({"proof": rooms.noor.code(rooms.clock.now)}, form="again")
    noor.follow()
    noor.submit(form="/contact", status=422)
    noor.submit({"reason": "reporter-asked"}, form="/contact")
    assert "0612345678" in noor.follow().text
    assert rooms.actions()[-2:] == ["contact_asked", "contact_shown"]


@pytest.mark.parametrize(
    ("how", "reason", "state"),
    [
        ("reject", "too-long-ago", ReportState.REJECTED),
        ("close", "counted-only", ReportState.CLOSED),
    ],
)
def test_a_case_ends_on_a_page_that_says_what_follows(
    rooms: Rooms, how: str, reason: str, state: ReportState
) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/end/{how}")
    noor.submit(form=f"end/{how}", status=422)
    noor.submit({"reason": reason}, form=f"end/{how}")
    assert rooms.row(report).state is state
    noor.get(f"{DESK}/case/{report}")
    noor.submit(form=f"{report}/open")
    noor.get(f"{DESK}/case/{report}/end/reopen")
    noor.submit({"reason": "mistake"}, form="end/reopen")
    assert rooms.row(report).state is ReportState.IN_REVIEW


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
    noor.submit({"reason": "same-person"}, form="/merge")
    assert rooms.row(second).state is ReportState.MERGED
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


def test_a_flood_is_seen_and_put_aside_in_one_act(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    flood = [rooms.report(burst="f1") for _ in range(3)]
    other = rooms.report()
    page = noor.get(f"{DESK}/")
    link = next(one for one in page.links if "burst=" in one)
    noor.get(link)
    noor.submit(form="/flood")
    assert {rooms.row(one).state for one in flood} == {ReportState.REJECTED}
    assert rooms.row(other).state is ReportState.RECEIVED


@pytest.mark.parametrize(
    "path",
    [
        "case/{id}", "case/{id}/alert", "case/{id}/end/close", "case/{id}/contact",
        "case/{id}/photo/1", "alerts/{id}", "alerts/{id}/correct", "alerts/{id}/approve",
        "case/{id}/merge/{id}",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(rooms: Rooms, path: str) -> None:
    noor = rooms.sign_in(rooms.noor)
    missing = path.format(id=UUID(int=7))
    answer = noor.client.get(f"{DESK}/{missing}")
    if path.endswith(("end/close", "contact")):
        assert answer.status_code == 200  # a page that asks for a reason opens nothing
    else:
        assert answer.status_code == 404


def test_without_a_key_the_queue_opens_and_a_case_does_not(
    rooms: Rooms, database: Database, keyring: Keyring
) -> None:
    kees = enrol(database, keyring, "Kees", "moderator", NOON)
    visitor = rooms.sign_in(kees)
    report = rooms.report()
    assert "gaat niet open" in visitor.get(f"{DESK}/").text
    visitor.submit(form=f"{report}/open", status=403)
    visitor.get(f"{DESK}/case/{report}", status=403)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_the_desk_stands_in_both_languages(rooms: Rooms, language: str) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor, with_contact())
    for path in ("", f"case/{report}", f"case/{report}/alert", f"case/{report}/end/reject",
                 f"case/{report}/contact", "alerts", "components"):  # fmt: skip
        noor.get(f"/{language}/desk/{path}")
        assert noor.last.lang == language


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
