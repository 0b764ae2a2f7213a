"""The complaint through its door: every step, without script and without a cookie."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import About
from app.models.complaint import Complaint, ComplaintFile
from app.models.outbox import OutboxTask
from app.models.report import ParkedPhoto, Report
from app.models.staff import TeamEpoch
from app.public.complaint.steps import STEPS
from app.services.own_complaint import OwnComplaint, find_by_receipt
from app.services.receipt import stretch
from app.services.sealed_complaint import COMPLAINT
from tests.complaints import COMPLAINT_STORY
from tests.conftest import Clock
from tests.keys import TeamKeys
from tests.visitor import Visitor
from tests.web.complaint_way import PDF, pdf_file, press, walk_to
from tests.web.test_report_wizard import code_on, photo_file, step_of, walk_to_review

pytestmark = pytest.mark.usefixtures("institutions_team")


def filed(
    visit: Visitor, database: Database, keyring: Keyring
) -> tuple[OwnComplaint, ComplaintDraft]:
    """What the code on the page opens."""
    receipt = stretch(parse(code_on(visit.last, visit)), keyring)
    with database.reading() as session:
        own = find_by_receipt(session, receipt)
        assert own is not None
        row = session.get_one(Complaint, own.complaint_id)
        assert row.body is not None
        body = COMPLAINT.open_body(own.dek, row.id, row.body)
    return own, ComplaintDraft.from_json(body)


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


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
        assert consents == {"figures": True, "own_words": False, "pattern": False}
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
    assert "/nl/f" in page.links


def test_a_letter_starts_a_red_clock_on_every_later_page(visit: Visitor) -> None:
    page = walk_to(visit, "kind", letter={"got": "yes", "dated": "2-11-2026"})
    while True:
        assert "Tot wanneer je bezwaar kunt maken 14 december 2026" in page.text, step_of(page)
        if step_of(page) == "review":
            break
        given: dict[str, dict[str, Any]] = {
            "kind": {"kind": "gemeente"},
            "subject": {"subjects": ["vergunning"]},
        }
        page = press(visit, "next", given.get(step_of(page), {}))


def test_a_term_that_passed_says_what_is_still_possible(visit: Visitor) -> None:
    page = walk_to(visit, "kind", letter={"got": "yes", "dated": "1-9-2026"})
    assert "De tijd voor bezwaar is voorbij" in page.text
    assert "13 oktober 2026" in page.text
    assert "Awb 6:11" in page.text
    page = press(visit, "next", {"kind": "gemeente"})
    assert "De tijd voor bezwaar is voorbij" in page.text


def test_a_letter_without_a_date_asks_for_it(visit: Visitor) -> None:
    assert "maar zes weken" in walk_to(visit, "kind", letter={"got": "yes"}).text


def test_against_a_bank_nobody_can_object(visit: Visitor) -> None:
    page = walk_to(
        visit,
        "subject",
        letter={"got": "yes", "dated": "2-11-2026"},
        kind={"kind": "bank"},
        which={"name": "ING"},
    )
    assert "bezwaar" not in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31-02-2026", "We kunnen deze dag niet lezen"),
        ("24-11-2026", "moet nog komen"),
        ("31-12-1989", "vóór 1990"),
    ],
)
def test_a_bad_date_is_told_at_its_field_and_stays_there(
    visit: Visitor, typed: str, sentence: str
) -> None:
    for step, name in (("letter", "dated"), ("when", "day")):
        walk_to(visit, step)
        page = press(
            visit, "next", {name: typed, "got": "yes"} if step == "letter" else {name: typed}
        )
        assert step_of(page) == step
        assert sentence in page.text
        assert page.forms[-1].fields[name] == [typed]


def test_bad_answers_get_a_sentence_and_stay_on_the_page(visit: Visitor) -> None:
    walk_to(visit, "kind")
    page = press(visit, "next")
    assert "Kies over wie het gaat" in page.text
    press(visit, "next", {"kind": "huisarts"})
    page = press(visit, "next", {"name": "x" * 121})
    assert step_of(page) == "which"
    press(visit, "next", {"name": "Dokter De Vries"})
    page = press(visit, "next")
    assert step_of(page) == "subject"
    assert "ten minste één onderwerp" in press(visit, "next").text
    four = ["anders", "specialist", "taal-zorg", "onverzekerd"]
    assert "hoogstens drie" in press(visit, "next", {"subjects": four}).text
    page = press(visit, "next", {"subjects": four[:2]})
    assert "welke het belangrijkste is" in page.text
    press(visit, "next", {"subjects": four[:2], "foremost": "specialist"})
    press(visit, "next")
    press(visit, "next", {"place": ""})
    page = press(visit, "next", {"story": "x" * 8001})
    assert "8.000" in page.text
    assert page.forms[-1].fields["story"] == ["x" * 8001]
    page = press(visit, "skip", {"story": "x" * 8001})
    assert step_of(page) == "story"  # a whole story is never left out
    press(visit, "next", {"story": "x"})
    press(visit, "next")
    press(visit, "next")
    page = press(visit, "next", {"way": "phone", "value": ""})
    assert "hoe we je" in page.text


def test_the_main_subject_comes_first(visit: Visitor, database: Database, keyring: Keyring) -> None:
    chosen = ["bejegening-politie", "aangifte-geweigerd", "registratie"]
    walk_to(visit, "review", subject={"subjects": chosen, "foremost": "registratie"})
    press(visit, "send")
    _own, draft = filed(visit, database, keyring)
    assert draft.subjects[0] == "registratie"
    assert set(draft.subjects) == set(chosen)


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("politie", "hoek van holland", "Politie-eenheid Rotterdam"),
        ("politie", "Nergenshuizen", "Politie: Nergenshuizen"),
        ("gemeente", "rotterdam", "Gemeente Rotterdam"),
        ("gemeente-toezicht", "'s-gravenhage", "Gemeente Den Haag"),
        ("bank", "ing", "ING"),
        ("huisarts", "Dokter Naamloos", "Huisarts, huisartsenpost: Dokter Naamloos"),
        ("bank", "Bank van Nergens", "Bank: Bank van Nergens"),
    ],
)
def test_an_institution_is_found_by_what_she_types(
    visit: Visitor, kind: str, typed: str, found: str
) -> None:
    page = walk_to(visit, "about", kind={"kind": kind}, which={"name": typed})
    assert found in page.text


def test_of_several_names_she_chooses_or_keeps_her_own(visit: Visitor) -> None:
    walk_to(visit, "which", kind={"kind": "gemeente"})
    page = press(visit, "next", {"name": "Berg"})
    assert step_of(page) == "which"
    assert "Gemeente Bergen op Zoom" in page.text
    page = press(visit, "next", {"name": "Berg", "match": "GM0748"})
    assert "Gemeente Bergen op Zoom" in page.text
    assert step_of(page) == "about"
    press(visit, "change:0")
    press(visit, "next")
    page = press(visit, "next", {"name": "Berg", "match": "another"})
    assert step_of(page) == "about"
    assert "Bergen op Zoom" not in page.text


def test_where_there_is_only_one_it_is_not_asked(visit: Visitor) -> None:
    walk_to(visit, "kind")
    page = press(visit, "next", {"kind": "kvk"})
    assert step_of(page) == "about"
    assert "Kamer van Koophandel" in page.text


def test_a_bank_asks_for_the_account_and_nobody_else_does(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "which", kind={"kind": "verzekeraar"})
    assert 'name="account"' not in visit.response.get_data(as_text=True)
    page = walk_to(visit, "which", kind={"kind": "bank"})
    assert 'name="account"' in visit.response.get_data(as_text=True)
    assert "Kifid" in page.text
    walk_to(
        visit,
        "review",
        kind={"kind": "bank"},
        which={"name": "ING", "account": "business"},
        subject={"subjects": ["rekening-geweigerd"]},
    )
    press(visit, "send")
    assert filed(visit, database, keyring)[1].account == "business"


def test_up_to_three_institutions_and_each_can_be_changed_or_taken_away(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "about")
    for kind, name in (("gemeente", "Rotterdam"), ("overig", "Een bureau")):
        press(visit, "add")
        press(visit, "next", {"kind": kind})
        page = press(visit, "next", {"name": name})
        assert step_of(page) == "about"
        assert name in page.text
    assert ("go", "add") not in page.forms[-1].buttons
    press(visit, "change:1")
    press(visit, "next", {"kind": "gemeente"})
    page = press(visit, "next", {"name": "Schiedam"})
    assert "Gemeente Schiedam" in page.text
    page = press(visit, "remove:0")
    assert "Politie-eenheid" not in page.text
    press(visit, "next")
    page = press(visit, "next", {"subjects": ["anders"]})
    while step_of(page) != "review":
        page = press(visit, "next")
    press(visit, "send")
    _own, draft = filed(visit, database, keyring)
    assert draft.about == (About("gemeente", "GM0606"), About("overig", "", "Een bureau"))


def test_the_same_one_twice_is_said_before_it_is_sent(visit: Visitor) -> None:
    walk_to(visit, "about")
    press(visit, "add")
    press(visit, "next", {"kind": "politie"})
    press(visit, "next", {"name": "Rotterdam"})
    page = press(visit, "next")
    while step_of(page) != "review":
        page = press(visit, "next", {"subjects": ["anders"]} if step_of(page) == "subject" else {})
    page = press(visit, "send")
    assert "staat er twee keer" in page.text
    assert ("go", "change:about") in page.forms[-1].buttons


def test_a_subject_of_another_kind_is_remarked_and_never_refused(visit: Visitor) -> None:
    page = walk_to(visit, "review", subject={"subjects": ["nepprofiel"]})
    assert "Klopt het onderwerp?" in page.text
    assert "Dit is je code" in press(visit, "send").text


def test_the_police_route_says_in_red_who_gets_a_copy(visit: Visitor) -> None:
    page = walk_to(visit, "wishes")
    assert "hoofdofficier" in page.text
    assert "de eerste stap is een gesprek" in page.text
    page = walk_to(visit, "review", wishes={"way": "help_me_file"})
    assert "hoofdofficier" in page.text
    assert "hoofdofficier" not in walk_to(visit, "review", wishes={"way": "just_count"}).text


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


def test_the_place_is_that_of_the_municipality_she_complains_about(visit: Visitor) -> None:
    page = walk_to(visit, "when", kind={"kind": "gemeente"}, which={"name": "Schiedam"})
    assert page.forms[-1].fields["place"] == ["Schiedam"]


def test_both_desks_know_of_one_story_only_when_she_ticks_it(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "review")
    press(visit, "send", {"from_report": "y"})
    assert filed(visit, database, keyring)[1].from_report


def test_a_photo_and_a_pdf_are_parked_sealed_and_filed(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    walk_to(visit, "files")
    page = press(visit, "add", {"photo": photo_file()})
    page = press(visit, "add", {"photo": pdf_file()})
    assert "bewijs.png" in page.text
    assert "brief.pdf" in page.text
    assert count(database, ParkedPhoto) == 2
    while step_of(page) != "review":
        page = press(visit, "next")
    press(visit, "send")
    own, draft = filed(visit, database, keyring)
    assert [one.is_picture for one in draft.files] == [True, False]
    assert count(database, ParkedPhoto) == 0
    with database.reading() as session:
        kept = session.get_one(ComplaintFile, (own.complaint_id, 2))
        content = COMPLAINT.open_file(own.dek, own.complaint_id, 2, kept.stream)
        about = COMPLAINT.open_part(own.dek, own.complaint_id, "file", 2, kept.about)
    assert content == PDF
    assert about == {"kind": "pdf", "name": "brief.pdf"}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg onload=alert(1)>", "x.svg", "pdf-bestanden kunnen"),
        (b"MZ %PDF-1.7", "brief.pdf", "pdf-bestanden kunnen"),
        (b"PK\x03\x04 word", "brief.docx", "pdf-bestanden kunnen"),
        (b"", "leeg.pdf", "pdf-bestanden kunnen"),
        (b"%PDF-1.7" + b"x" * 10_485_760, "groot.pdf", "groter dan 10 MB"),
    ],
)
def test_anything_else_is_refused_at_the_field_and_nothing_is_lost(
    visit: Visitor, database: Database, content: bytes, name: str, sentence: str
) -> None:
    walk_to(visit, "files")
    press(visit, "add", {"photo": pdf_file()})
    page = press(visit, "next", {"photo": (io.BytesIO(content), name)})
    assert step_of(page) == "files"
    assert page.text.count(sentence) == 2  # at the field, and on top with a link to it
    assert "brief.pdf" in page.text
    assert count(database, ParkedPhoto) == 1


def test_a_report_still_takes_no_pdf(visit: Visitor, database: Database) -> None:
    walk_to_review(visit)
    visit.submit({"go": "change:photo"}, form="/f", status=200)
    visit.submit({"go": "add", "photo": pdf_file()}, form="/f", status=200)
    assert count(database, ParkedPhoto) == 0


def test_five_files_and_no_more(visit: Visitor, database: Database) -> None:
    walk_to(visit, "files")
    for _ in range(5):
        page = press(visit, "add", {"photo": pdf_file()})
    assert page.forms[-1].files == []
    assert "vijf bestanden" in press(visit, "add", {"photo": pdf_file()}).text
    assert count(database, ParkedPhoto) == 5
    row_id = next(value for _go, value in page.forms[-1].buttons if value.startswith("remove:"))
    assert len(press(visit, row_id).forms[-1].files) == 1
    assert count(database, ParkedPhoto) == 4


def test_a_file_that_is_gone_is_said_and_the_text_stays(visit: Visitor, database: Database) -> None:
    walk_to(visit, "review", files={"photo": pdf_file()})
    with database.writing() as session:
        for row in session.scalars(select(ParkedPhoto)):
            session.delete(row)
    page = press(visit, "send")
    assert "langer dan een dag" in page.text
    assert COMPLAINT_STORY in page.text
    assert "Dit is je code" in press(visit, "send").text


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
    assert "/nl/k" in visit.submit({"go": "done"}, form="/f", status=200).links
    assert count(database, Report) == 1
