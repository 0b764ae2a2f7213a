"""The desk at work through its pages: the queue and the case; as a browser sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ReportState
from app.models.report import Note
from tests.conftest import NOON, Clock
from tests.desk_cases import DRAFT, with_contact
from tests.desk_people import enrol
from tests.desk_rooms import DESK, Rooms, claimed, furnish
from tests.visitor import Visitor


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
    assert not [form for form in page.forms if form.action.endswith("/write")]
    token = next(form for form in page.forms if form.method == "post").fields["csrf_token"][0]
    iris.post(
        f"{DESK}/case/{report}/write",
        {"csrf_token": token, "go": "note", "note": "mijn notitie"},
        status=409,
    )
    assert "mijn notitie" in iris.last.text
    assert "Noor" in iris.last.text
    with rooms.database.reading() as session:
        assert session.scalars(select(Note)).all() == []


def test_notes_answers_and_questions(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.submit({"note": "Belangrijk voor Iris"}, form="/write", button=("go", "note"))
    assert "Belangrijk voor Iris" in noor.follow().text
    noor.submit({"note": "  "}, form="/write", button=("go", "note"), status=422)
    noor.submit(
        {"template": "ask-when-where"}, form="/write", button=("go", "template"), status=200
    )
    noor.submit(form="/write", button=("go", "answer"))
    assert "Een adres hoeft niet" in noor.follow().text
    noor.submit({"message": "Wanneer was het?"}, form="/write", button=("go", "ask"), status=422)
    assert "Wanneer was het?" in noor.last.text
    noor.submit({"reason": "when-or-where"}, form="/write", button=("go", "ask"))
    assert rooms.row(report).state is ReportState.ASKED


def test_what_is_half_written_stays_whatever_is_done_beside_it(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    half = {"message": "Lief dat je schrijft.", "note": "Nog nabellen?"}
    noor.submit(
        half | {"template": "ask-when-where"},
        form="/write", button=("go", "template"), status=200,
    )  # fmt: skip
    message = half_written(noor)[0]
    assert message.startswith("Lief dat je schrijft.\n\n")
    assert "Een adres hoeft niet" in message
    assert half_written(noor)[1] == "Nog nabellen?"
    noor.submit(form="/write", button=("go", "note"), status=200)
    assert half_written(noor) == (message, "")
    noor.submit({"note": "En dit ook."}, form="/write", button=("go", "ask"), status=422)
    assert half_written(noor) == (message, "En dit ook.")
    noor.submit(form="/write", button=("go", "answer"), status=200)
    assert half_written(noor) == ("", "En dit ook.")
    with rooms.database.reading() as session:
        assert len(session.scalars(select(Note)).all()) == 1
    assert rooms.row(report).state is ReportState.IN_REVIEW


def half_written(visitor: Visitor) -> tuple[str, str]:
    form = next(one for one in visitor.last.forms if one.action.endswith("/write"))
    return form.fields["message"][0], form.fields["note"][0]


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
        "case/{id}/merge/{id}", "alerts/{id}/return", "alerts/{id}/retract",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(rooms: Rooms, path: str) -> None:
    noor = rooms.sign_in(rooms.noor)
    missing = path.format(id=UUID(int=7))
    assert noor.client.get(f"{DESK}/{missing}").status_code == 404


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
