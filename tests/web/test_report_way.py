"""Her way through the report: what she gave is never lost, and every refusal shows where to go."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.domain.report import ReportDraft, check, codes_used
from app.domain.report_parts import Client, Contact, Place, Profile, WhenKnown
from app.models.report import Report, ReportKeys
from app.public.report.steps import STEP_OF_FIELD, STEPS
from app.services.receipt import stretch
from app.services.sealed_report import open_body, open_for_receipt
from app.web.rate_guard import spend
from app.web.rates import BUCKETS
from tests.conftest import NOON
from tests.rows import days
from tests.visitor import Visitor
from tests.web.test_report_wizard import (
    STORY,
    code_on,
    photo_file,
    press,
    step_of,
    walk_to_review,
)


def test_for_whom_it_is_is_read_back_and_can_be_changed(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    page = walk_to_review(visit)
    assert "Voor wie Voor mezelf" in page.text
    page = press(visit, "change:start")
    assert step_of(page) == "start"
    page = press(visit, "next", {"on_behalf": "y"})
    assert step_of(page) == "review"
    assert "Voor iemand anders, die de code krijgt" in page.text
    receipt = stretch(parse(code_on(press(visit, "send"), visit)), keyring)
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        keys = session.get_one(ReportKeys, report.id)
        assert report.body is not None
        body = open_body(open_for_receipt(keys, receipt.keys.secret), report.id, report.body)
    assert body["on_behalf"] is True


EVERYTHING = ReportDraft(  # every choice made, every text unreadable
    kinds=("bedreiging",),
    when=WhenKnown(about="today", day=days(1)),
    place=Place(region="GM0014", kind="hotel"),
    culprit_role="klant",
    client=Client(
        phones=("\x00",),
        emails=("\x00",),
        profiles=(Profile("\x00", ""),),
        plates=("\x00",),
        nickname="\x00",
        appearance=("hair-dark",),
        accent="\x00",
        number_country="\x00",
        car_type="van",
        car_colour="white",
    ),
    story="\x00",
    points_to_me="\x00",
    still_active="yes",
    language="?",
    publish_at_once=True,
    contact=Contact(way="phone", value="", safe_times=("morning",)),
)


def test_skipping_keeps_what_she_typed(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "change:story")
    page = press(visit, "skip", {"story": STORY + " Hij kwam terug."})
    assert step_of(page) == "review"
    assert "Hij kwam terug." in page.text


def test_what_cannot_be_kept_is_said_and_skipping_goes_on(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "change:when")
    page = press(visit, "skip", {"day": "31-02-2026"})
    assert step_of(page) == "review"
    assert "het was niet compleet" in page.text
    assert "20 november 2026" in page.text  # the day she gave before still stands


def test_a_photo_she_chose_is_taken_whatever_she_presses(visit: Visitor) -> None:
    walk_to_review(visit)
    for wish in ("skip", "back", "stay"):
        while step_of(visit.last) != "photo":
            press(visit, "back" if step_of(visit.last) in ("review", "wishes") else "next")
        press(visit, wish, {"photo": photo_file(f"{wish}.png")})
    while step_of(visit.last) != "review":
        press(visit, "next")
    for wish in ("skip", "back", "stay"):
        assert f"{wish}.png" in visit.last.text


def test_a_photo_that_is_refused_is_told_at_its_field_and_on_top(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "change:photo")
    page = press(visit, "add", {"photo": (io.BytesIO(b"%PDF-1.7"), "a.pdf")})
    html = visit.response.get_data(as_text=True)
    assert 'href="#photo"' in html
    assert re.search(r'<input[^>]*aria-describedby="photo-error"[^>]*id="photo"', html)
    assert re.search(r'<input[^>]*aria-invalid="true"[^>]*id="photo"', html)
    assert page.text.count("Alleen foto’s") == 2


def a_film() -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"x" * 45_000_000), "film.mp4"


def test_a_file_of_45_mb_is_refused_at_its_field_and_costs_nothing_else(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "change:photo")
    press(visit, "add", {"photo": photo_file("bewijs.png")})
    page = press(visit, "add", {"photo": a_film()})
    assert step_of(page) == "photo"
    assert page.text.count("Dit bestand is groter dan 10 MB.") == 2
    assert "bewijs.png" in page.text
    page = press(visit, "next")
    assert STORY in page.text
    assert "Dit is je code" in press(visit, "send").text


def test_too_many_photos_from_one_place_are_told_when_to_come_back(
    visit: Visitor, app: Flask
) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": visit.address}):
        for _each in range(BUCKETS["upload"].client.amount):  # type: ignore[union-attr]
            assert spend("upload").allowed
    walk_to_review(visit)
    press(visit, "change:photo")
    page = visit.submit({"go": "add", "photo": photo_file()}, form="/f", status=429)
    assert 3500 < int(visit.response.headers["Retry-After"]) <= 3600
    assert "Probeer het over 60 minuten opnieuw." in page.text
    assert STORY in press(visit, "next").text


def test_what_stands_in_the_way_of_sending_has_a_button_that_goes_there(visit: Visitor) -> None:
    visit.get("/nl/f")
    press(visit, "next", {"step": "wishes"})  # no page of ours lets her leave out what happened
    page = press(visit, "send")
    assert "Ga naar: Wat er gebeurde" in page.text
    assert 'form="wizard" name="go" value="change:kinds"' in visit.response.get_data(as_text=True)
    assert step_of(press(visit, "change:kinds")) == "kinds"


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("story", "story"),
        ("where", "place"),
        ("known", "phones-0"),
        ("known", "profiles-0-name"),
        ("looks", "accent"),
        ("wishes", "value"),
    ],
)
def test_a_sign_that_no_text_can_hold_is_told_and_costs_nothing_else(
    visit: Visitor, step: str, field: str
) -> None:
    walk_to_review(visit)
    press(visit, f"change:{step}")
    page = press(visit, "next", {field: "a\x00b"})
    assert step_of(page) == step
    assert "Er klopt nog iets niet" in page.text
    page = press(visit, "next", {field: "" if field != "value" else "0687654321"})
    assert step_of(page) == "review"
    assert "Bedreiging" in page.text


def test_every_answer_that_can_be_wrong_has_a_page_where_it_is_given() -> None:
    asked = {name for name, _list, _code in codes_used(EVERYTHING)} | {
        problem.field for problem in check(EVERYTHING, NOON.date())
    }
    assert len(asked) > 12
    assert asked - {"language"} <= set(STEP_OF_FIELD)
    assert set(STEP_OF_FIELD.values()) <= set(STEPS.names)
