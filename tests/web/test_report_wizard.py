"""The report through its door: every step, without script and without a cookie."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.models.outbox import OutboxTask
from app.models.report import Attachment, ParkedPhoto, Report, ReportKeys
from app.models.staff import TeamEpoch
from app.services.receipt import stretch
from app.services.sealed_report import open_body, open_contact, open_for_receipt
from tests.conftest import Clock
from tests.keys import TeamKeys
from tests.visitor import Page, Visitor

STORY = "Hij belde om 21:30 aan en dreigde mijn adres te delen."


def press(visit: Visitor, go: str, changes: Mapping[str, Any] | None = None) -> Page:
    """Presses a button of the wizard."""
    return visit.submit({"go": go, **(changes or {})}, form="/f", status=200)


def step_of(page: Page) -> str:
    return page.forms[-1].fields["step"][0]


def walk_to_review(visit: Visitor, **answers: Mapping[str, Any]) -> Page:
    """From the first page to the one where she reads it back."""
    given: dict[str, Mapping[str, Any]] = {
        "kinds": {"kinds": ["bedreiging", "outing"]},
        "when": {"day": "20-11-2026"},
        "where": {"place": "Groningen", "kind": "hotel"},
        "who": {"culprit_role": "klant"},
        "known": {"phones-0": "06 12 34 56 78", "profiles-0-name": "@NachtBroker"},
        "looks": {"appearance": ["hair-dark", "marks-tattoo"], "accent": "Vlaams"},
        "story": {"story": STORY, "still_active": "yes"},
        "photo": {},
        "wishes": {"consents": ["warn", "figures"], "way": "phone", "value": "0687654321"},
        **answers,
    }
    page = visit.get("/nl/f")
    while step_of(page) != "review":
        before = step_of(page)
        page = press(visit, "next", given.get(before, {}))
        assert step_of(page) != before, page.text
    return page


def code_on(page: Page, visit: Visitor) -> str:
    words = re.findall(r"<li>([a-z]+)</li>", visit.response.get_data(as_text=True))
    assert len(words) == 7, page.text
    return " ".join(words)


def test_she_files_a_report_and_its_code_opens_all_she_said(
    visit: Visitor, database: Database, keyring: Keyring, alerts_team: TeamKeys
) -> None:
    page = walk_to_review(visit)
    assert STORY in page.text
    assert "06 12 34 56 78" in page.text
    page = press(visit, "send")
    receipt = stretch(parse(code_on(page, visit)), keyring)
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        keys = session.get_one(ReportKeys, report.id)
        assert report.lookup == receipt.lookup
        assert report.urgent
        assert report.needs_second
        dek = open_for_receipt(keys, receipt.keys.secret)
        assert report.body is not None
        assert report.contact is not None
        body = open_body(dek, report.id, report.body)
        assert body["story"] == STORY
        assert body["client"]["phones"] == ["06 12 34 56 78"]
        assert body["place"]["region"] == "GM0014"
        assert open_contact(dek, report.id, report.contact)["value"] == "0687654321"
        assert session.scalars(select(OutboxTask.task)).all() == ["notify_desk"]
    assert "Set-Cookie" not in visit.response.headers


def test_the_same_form_sent_twice_is_one_report_with_the_same_code(
    visit: Visitor, database: Database, clock: Clock
) -> None:
    walk_to_review(visit)
    review = visit.last
    first = code_on(press(visit, "send"), visit)
    visit.last = review
    again = code_on(press(visit, "send"), visit)
    assert first == again
    clock.now += timedelta(minutes=11)
    visit.last = review
    page = press(visit, "send")
    shown = page.text.split()
    assert sum(word in shown for word in first.split()) < 4  # one alone may be a word of the page
    assert "We hebben je melding" in page.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_the_last_two_words_are_checked_and_a_mistake_loses_nothing(visit: Visitor) -> None:
    walk_to_review(visit)
    words = code_on(press(visit, "send"), visit).split()
    page = press(visit, "words", {"words": "fout fout"})
    assert "niet de laatste twee woorden" in page.text
    assert words[0] in page.text
    page = press(visit, "words", {"words": " ".join(words[-2:]).upper()})
    assert "Dit gebeurt er nu" in page.text


def test_bad_answers_get_a_sentence_and_stay_on_the_page(visit: Visitor) -> None:
    visit.get("/nl/f")
    press(visit, "next")
    page = press(visit, "next")
    assert "Kies ten minste één ding" in page.text
    page = press(visit, "next", {"kinds": ["stalking"]})
    page = press(visit, "next", {"day": "31-02-2026"})
    assert "We kunnen deze dag niet lezen" in page.text
    assert page.forms[-1].fields["day"] == ["31-02-2026"]
    press(visit, "next", {"day": "ooit"})
    press(visit, "next", {"day": ""})
    page = press(visit, "next", {"place": "Nergenshuizen"})
    assert "kennen deze gemeente niet" in page.text
    assert page.forms[-1].fields["place"] == ["Nergenshuizen"]
    press(visit, "next", {"place": ""})
    press(visit, "next", {"culprit_role": "klant"})
    page = press(visit, "next", {"phones-0": "06 1234"})
    assert "geen heel telefoonnummer" in page.text
    assert page.forms[-1].fields["phones-0"] == ["06 1234"]


def test_back_change_and_another_language_lose_nothing(visit: Visitor) -> None:
    walk_to_review(visit)
    page = press(visit, "change:story")
    assert page.forms[-1].fields["story"] == [STORY]
    page = press(visit, "next", {"story": STORY + " Nog iets."})
    assert step_of(page) == "review"
    assert "Nog iets." in page.text
    page = press(visit, "back")
    assert step_of(page) == "wishes"
    form = visit.last.forms[-1]
    data = {**form.fields, "go": "stay"}
    page = visit.post("/en/f", data, status=200)
    assert page.lang == "en"
    assert step_of(page) == "wishes"


def test_one_more_field_for_a_second_number(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "change:known")
    page = press(visit, "add:phones", {"phones-0": "0612345678"})
    assert page.forms[-1].fields["phones-1"] == [""]
    page = press(visit, "next", {"phones-1": "+32 470 12 34 56"})
    assert "+32 470 12 34 56" in page.text


def photo_file(name: str = "bewijs.png") -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG")
    data.seek(0)
    return data, name


def test_a_photo_is_parked_sealed_and_filed_with_the_report(
    visit: Visitor, database: Database
) -> None:
    walk_to_review(visit)
    press(visit, "change:photo")
    page = press(visit, "add", {"photo": photo_file()})
    assert "bewijs.png" in page.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ParkedPhoto)) == 1
    page = press(visit, "add", {"photo": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")})
    assert "Alleen foto’s" in page.text
    assert "bewijs.png" in page.text
    press(visit, "next")
    press(visit, "send")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ParkedPhoto)) == 0
        assert session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_a_photo_that_is_gone_is_said_and_the_text_stays(
    visit: Visitor, database: Database
) -> None:
    walk_to_review(visit)
    press(visit, "change:photo")
    press(visit, "next", {"photo": photo_file()})
    with database.writing() as session:
        for row in session.scalars(select(ParkedPhoto)):
            session.delete(row)
    page = press(visit, "send")
    assert "langer dan een dag" in page.text
    assert STORY in page.text
    press(visit, "send")
    assert "Dit is je code" in visit.last.text


def test_a_form_that_was_open_for_two_days_gives_her_text_back(
    visit: Visitor, clock: Clock, database: Database
) -> None:
    walk_to_review(visit)
    press(visit, "change:story")
    clock.now += timedelta(hours=49)
    page = press(visit, "next", {"story": "Een nieuw begin"})
    assert "te lang open" in page.text
    assert page.forms[-1].fields["story"] == ["Een nieuw begin"]
    page = press(visit, "next")
    assert "Een nieuw begin" in page.text
    press(visit, "send")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_a_state_of_another_form_is_not_believed(visit: Visitor, app: Flask) -> None:
    walk_to_review(visit)
    stolen = visit.last.forms[-1].fields["state"][0]
    other = Visitor(app)
    other.get("/nl/f")
    page = press(other, "next", {"state": stolen, "step": "review"})
    assert STORY not in page.text


def test_without_a_pinned_key_nothing_is_taken(
    visit: Visitor, keyring: Keyring, database: Database
) -> None:
    walk_to_review(visit)
    keyring.pins_file.unlink()
    page = visit.submit({"go": "send"}, form="/f", status=503)
    assert "niets versturen" in page.text
    visit.get("/en/f", status=503)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_when_nobody_holds_the_key_any_more_nothing_is_taken(
    visit: Visitor, database: Database, alerts_team: TeamKeys
) -> None:
    walk_to_review(visit)
    with database.writing() as session:
        session.add(
            TeamEpoch(
                team="alerts",
                epoch=1,
                public_key=alerts_team.public,
                state="closed",
                created_on=date(2026, 11, 1),
            )
        )
    visit.submit({"go": "send"}, form="/f", status=503)
    visit.get("/en/f", status=503)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_nuisance_alone_is_told_that_it_becomes_no_warning(visit: Visitor) -> None:
    page = walk_to_review(visit, kinds={"kinds": ["niet-komen"]})
    assert "Dit wordt geen waarschuwing" in page.text


def test_an_official_is_offered_a_complaint(visit: Visitor) -> None:
    page = walk_to_review(visit, who={"culprit_role": "instantie"})
    assert "beter bij een klacht" in page.text


def test_a_flood_is_tagged_never_refused(visit: Visitor, database: Database) -> None:
    for _ in range(12):
        walk_to_review(visit)
        assert "Dit is je code" in press(visit, "send").text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 12
