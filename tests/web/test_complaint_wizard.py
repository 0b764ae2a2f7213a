"""The complaint through its door: every step, without script and without a cookie."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import About, ComplaintConsents
from app.models.complaint import Complaint
from app.models.outbox import OutboxTask
from app.models.report import Report
from app.models.staff import TeamEpoch
from app.public.complaint.steps import STEPS
from app.services.sealed_complaint import COMPLAINT
from tests.complaints import COMPLAINT_STORY
from tests.conftest import Clock
from tests.keys import TeamKeys
from tests.visitor import Visitor
from tests.web.complaint_way import count, filed, press, walk_to
from tests.web.test_report_wizard import code_on, step_of, walk_to_review

pytestmark = pytest.mark.usefixtures("institutions_team")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_she_files_a_complaint_and_its_code_opens_all_she_said(
    visit: Visitor, database: Database, keyring: Keyring, language: str
) -> None:
    page = walk_to(visit, "review", language)
    assert page.lang == language
    assert COMPLAINT_STORY in page.text
    assert "Politie-eenheid Rotterdam" in page.text
    press(visit, "send")
    assert "Set-Cookie" not in visit.response.headers
    own, draft = filed(visit, database, keyring)
    assert draft.about == (About("politie", "rotterdam"),)
    assert draft.subjects == ("aangifte-geweigerd",)
    assert (draft.discrimination, draft.grounds) == ("yes", ("geslacht", "beroep"))
    assert draft.when.day == date(2026, 11, 5)
    assert (draft.story, draft.language) == (COMPLAINT_STORY, language)
    assert (draft.wishes, draft.way) == (("excuses",), "desk_files")
    assert not draft.from_report
    with database.reading() as session:
        row = session.get_one(Complaint, own.complaint_id)
        assert (row.institution_kind, row.urgent) == ("politie", False)
        consents = COMPLAINT.open_consents(own.dek, row.id, row.consents)
        assert ComplaintConsents.from_json(consents) == ComplaintConsents(figures=True)
        assert row.contact is not None
        contact = COMPLAINT.open_contact(own.dek, row.id, row.contact)
        assert contact["value"] == "0687654321"
        assert session.scalars(select(OutboxTask.task)).all() == ["notify_desk"]


def test_a_complaint_may_hold_a_kind_and_a_subject_only(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    needed: dict[str, dict[str, Any]] = {
        "kind": {"kind": "huisarts"},
        "subject": {"subjects": ["anders"]},
    }
    page = visit.get("/nl/k")
    while (step := step_of(page)) != "review":
        page = press(visit, "skip" if step not in needed else "next", needed.get(step, {}))
        assert step_of(page) != step
    press(visit, "send")
    _own, draft = filed(visit, database, keyring)
    about, subjects = (About("huisarts"),), ("anders",)
    assert draft == ComplaintDraft(about=about, subjects=subjects, language="nl")


def test_the_same_form_sent_twice_is_one_complaint_with_the_same_code(
    visit: Visitor, database: Database, clock: Clock
) -> None:
    review = walk_to(visit, "review")
    first = code_on(press(visit, "send"), visit)
    visit.last = review
    assert code_on(press(visit, "send"), visit) == first
    clock.now += timedelta(minutes=11)
    visit.last = review
    page = press(visit, "send")
    assert first.split()[0] not in page.text.split()
    assert "We hebben je klacht" in page.text
    assert count(database, Complaint) == 1


def test_the_last_two_words_are_checked_and_the_way_on_is_shown(visit: Visitor) -> None:
    walk_to(visit, "review")
    words = code_on(press(visit, "send"), visit).split()
    page = press(visit, "words", {"words": "fout fout"})
    assert "niet de laatste twee woorden" in page.text
    assert words[0] in page.text
    page = press(visit, "words", {"words": " ".join(words[-2:]).upper()})
    assert "Dit gebeurt er nu" in page.text
    assert "/nl/route/politie" in page.links
    assert "/nl/f/along" in {form.action for form in page.forms}


def test_back_change_and_another_language_lose_nothing(visit: Visitor) -> None:
    walk_to(visit, "review")
    page = press(visit, "change:story")
    assert page.forms[-1].fields["story"] == [COMPLAINT_STORY]
    page = press(visit, "next", {"story": COMPLAINT_STORY + " Nog iets."})
    assert step_of(page) == "review"
    assert "Nog iets." in page.text
    press(visit, "change:about")
    press(visit, "change:0")
    press(visit, "next", {"kind": "politie"})
    press(visit, "next", {"name": "Groningen"})
    page = press(visit, "next")
    assert step_of(page) == "review"
    assert "Noord-Nederland" in page.text
    page = visit.post("/en/k", {**visit.last.forms[-1].fields, "go": "stay"}, status=200)
    assert (page.lang, step_of(page)) == ("en", "review")
    for expected in reversed(STEPS.names[:-1]):
        page = visit.post("/nl/k", {**visit.last.forms[-1].fields, "go": "back"}, status=200)
        assert step_of(page) == expected


def test_both_desks_know_of_one_story_only_when_she_ticks_it(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "review")
    press(visit, "send", {"from_report": "y"})
    assert filed(visit, database, keyring)[1].from_report


def test_a_form_that_was_open_for_two_days_gives_her_text_back(
    visit: Visitor, clock: Clock, database: Database
) -> None:
    walk_to(visit, "review")
    press(visit, "change:story")
    clock.now += timedelta(hours=49)
    page = press(visit, "next", {"story": "Een nieuw begin"})
    assert "te lang open" in page.text
    assert page.forms[-1].fields["story"] == ["Een nieuw begin"]
    assert "Een nieuw begin" in press(visit, "next").text
    press(visit, "send")
    assert count(database, Complaint) == 1


def test_a_state_of_another_form_is_not_believed(visit: Visitor, app: Flask) -> None:
    walk_to(visit, "review")
    stolen = visit.last.forms[-1].fields["state"][0]
    other = Visitor(app)
    other.get("/nl/k")
    page = press(other, "next", {"state": stolen, "step": "review"})
    assert COMPLAINT_STORY not in page.text
    assert "is weg" in page.text


def test_a_state_of_the_report_is_not_one_of_a_complaint(visit: Visitor) -> None:
    page = walk_to_review(visit)
    fields = {**page.forms[-1].fields, "go": "next", "step": "review"}
    page = visit.post("/nl/k", fields, status=200)
    assert "is weg" in page.text
    assert "06 12 34 56 78" not in page.text


def test_the_code_of_a_report_is_not_shown_by_the_complaints_door(visit: Visitor) -> None:
    walk_to_review(visit)
    visit.submit({"go": "send"}, form="/f", status=200)
    words = code_on(visit.last, visit).split()
    fields = {**visit.last.forms[-1].fields, "go": "stay"}
    page = visit.post("/nl/k", fields, status=200)
    assert words[0] not in page.text.split()


def test_without_a_pinned_key_nothing_is_taken(
    visit: Visitor, keyring: Keyring, database: Database
) -> None:
    walk_to(visit, "review")
    keyring.pins_file.unlink()
    page = visit.submit({"go": "send"}, form="/k", status=503)
    assert "niets versturen" in page.text
    visit.get("/en/k", status=503)
    assert count(database, Complaint) == 0


def test_when_nobody_holds_the_key_any_more_nothing_is_taken(
    visit: Visitor, database: Database, institutions_team: TeamKeys
) -> None:
    walk_to(visit, "review")
    with database.writing() as session:
        session.add(
            TeamEpoch(
                team="institutions",
                epoch=1,
                public_key=institutions_team.public,
                state="closed",
                created_on=date(2026, 11, 1),
            )
        )
    visit.submit({"go": "send"}, form="/k", status=503)
    visit.get("/en/k", status=503)
    assert count(database, Complaint) == 0


def test_a_flood_is_tagged_never_refused(visit: Visitor, database: Database) -> None:
    for _ in range(12):
        walk_to(visit, "review")
        assert "Dit is je code" in press(visit, "send").text
    assert count(database, Complaint) == 12


def test_each_desk_shows_the_way_to_the_other(visit: Visitor, database: Database) -> None:
    assert "/nl/k" in visit.get("/nl/").links
    assert "/nl/f" in visit.get("/nl/k").links
    page = walk_to_review(visit, who={"culprit_role": "instantie"})
    assert "/nl/k" in page.links
    visit.submit({"go": "send"}, form="/f", status=200)
    page = visit.submit({"go": "done"}, form="/f", status=200)
    assert "/nl/k/along" in {form.action for form in page.forms}
    assert count(database, Report) == 1
