"""What the code of a complaint opens, through the door, without script; on both engines."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import Letter
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintFile, ComplaintPaper
from app.models.web_session import StoredSession
from moderation.decisions.complaint.ending import close_complaint
from moderation.decisions.complaint.steps import record_answer
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import A_DECISION, TODAY, a_caseworker, look, plan, send
from tests.complaints import (
    A_COMPLAINT,
    COMPLAINT_STORY,
    SOME_FACTS,
    FiledComplaint,
    file_a_complaint,
)
from tests.conftest import NOON, Clock
from tests.visitor import Page, Visitor
from tests.web.complaint_way import PDF, pdf_file, walk_to
from tests.web.complaint_way import press as press_complaint
from tests.web.test_follow_pages import a_photo
from tests.web.test_report_wizard import code_on
from tests.workbench import reference

SAYS = "Ze hebben me gebeld, ik weet niet wat ik moet zeggen."


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def case(database: Database, keyring: Keyring, kim: DeskPerson) -> FiledComplaint:
    assert kim
    return file_a_complaint(database, keyring)


def enter(visit: Visitor, case: FiledComplaint, language: str = "nl") -> Page:
    visit.get(f"/{language}/c")
    visit.submit({"code": case.words})
    return visit.follow()


def closed(database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint) -> None:
    with database.writing() as session:
        close_complaint(
            session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        )


def state_of(database: Database, case: FiledComplaint) -> ComplaintState:
    with database.reading() as session:
        return session.get_one(Complaint, case.id).state


@pytest.mark.usefixtures("institutions_team")
def test_her_code_from_the_wizard_opens_her_complaint_and_ends_with_it(
    visit: Visitor, database: Database
) -> None:
    walk_to(visit, "review")
    words = code_on(press_complaint(visit, "send"), visit)
    visit.get("/nl/c")
    visit.submit({"code": words})
    assert visit.response.headers["Location"] == "/nl/z/s"
    page = visit.follow()
    assert "De balie heeft nog geen stap gekozen." in page.text
    assert COMPLAINT_STORY not in page.text  # behind a link of its own
    visit.submit({"text": SAYS}, form="/z/m")
    page = visit.follow()
    assert "De balie heeft je bericht." in page.text
    assert SAYS in page.text
    assert COMPLAINT_STORY in visit.get("/nl/z/t").text
    assert "erase" not in visit.get("/nl/z/x").text
    visit.submit(form="/z/x")
    assert visit.response.headers["Clear-Site-Data"] == '"cookies", "cache"'
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredSession)) == 0
    visit.get("/nl/c")
    visit.submit({"code": words}, status=422)


def test_the_code_of_a_complaint_opens_no_page_of_a_report_and_the_other_way_round(
    visit: Visitor, case: FiledComplaint
) -> None:
    for path in ("s", "t", "v", "e", "x"):
        visit.get(f"/nl/z/{path}", status=303)
        assert visit.response.headers["Location"].endswith("/nl/c")
    enter(visit, case)
    for path in ("s", "t", "r", "b", "x"):
        visit.get(f"/nl/c/{path}", status=404)


def test_a_message_that_cannot_be_sent_stays_in_its_field(
    visit: Visitor, case: FiledComplaint
) -> None:
    enter(visit, case)
    for text, sentence in (
        ("", "Schrijf eerst iets."),
        ("x" * 8001, "8.000"),
        ("a\x00b", "teken"),
    ):
        page = visit.submit({"text": text}, form="/z/m", status=422)
        assert sentence in page.text
        kept = next(form for form in page.forms if form.action.endswith("/z/m"))
        assert kept.fields["text"] == [text]


def test_a_photo_is_cleaned_a_pdf_kept_as_it_is_and_anything_else_told(
    visit: Visitor, case: FiledComplaint, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    enter(visit, case)
    visit.submit({"photo": (a_photo(), "brief.jpg")}, form="/z/d")
    assert "De balie heeft je bestand." in visit.follow().text
    visit.submit({"photo": pdf_file()}, form="/z/d")
    assert "De balie heeft 2 bestanden van je." in visit.follow().text
    for wrong in ((io.BytesIO(b"MZ\x90" * 50), "brief.pdf"), (io.BytesIO(PDF[1:]), "x.pdf")):
        page = visit.submit({"photo": wrong}, form="/z/d", status=422)
        assert "Alleen foto’s (JPEG, PNG of WebP) en pdf-bestanden kunnen." in page.text
    page = visit.submit(form="/z/d", status=422)
    assert "Kies eerst een bestand." in page.text
    shown = look(database, keyring, kim, case.id).files
    assert [one.kind for one in shown] == ["jpeg", "pdf"]
    with database.reading() as session:
        stored = session.scalars(select(ComplaintFile)).all()
    assert all(PDF not in row.stream and b"brief" not in row.about for row in stored)


def test_each_choice_is_changed_on_its_own_and_nonsense_changes_nothing(
    visit: Visitor, case: FiledComplaint, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    enter(visit, case)
    visit.submit(form="/z/k", button=("change", "own_words:yes"))
    assert "Je keuze is veranderd." in visit.follow().text
    visit.submit(form="/z/k", button=("change", "figures:no"))
    visit.follow()
    visit.submit(form="/z/k", button=("change", "everything:yes"), status=400)
    given = look(database, keyring, kim, case.id).consents
    assert (given.figures, given.own_words, given.pattern) == (False, True, False)


def test_she_signs_with_the_name_she_chooses_and_takes_it_back(
    visit: Visitor, case: FiledComplaint, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    enter(visit, case, "en")
    page = visit.get("/en/z/v")
    assert "Ik geef de Klachtenbalie een volmacht" in page.text  # the paper itself
    assert "I let the complaints desk" in page.text  # what it says
    assert "Type your name." in visit.submit({"how": "screen"}, form="/z/v", status=422).text
    stone = {"name": "M. de Vries", "how": "stone"}
    page = visit.submit(stone, form="/z/v", status=422)
    assert "Choose one of these." in page.text
    assert page.forms[-1].fields["name"] == ["M. de Vries"]
    visit.submit({"name": "M. de Vries", "how": "screen"}, form="/z/v")
    assert "The desk may write in your name now." in visit.follow().text
    signed = look(database, keyring, kim, case.id).attorney
    assert signed is not None
    assert (signed.name, signed.signed_on) == ("M. de Vries", TODAY)
    assert signed.words in page.text  # as it stood where she signed, to the letter
    assert signed.words.startswith("Ik geef de Klachtenbalie een volmacht")
    with database.reading() as session:
        assert all(b"Vries" not in row.body for row in session.scalars(select(ComplaintPaper)))
    visit.get("/en/z/v")
    visit.submit(form="/z/v", button=("go", "end"))
    assert "The desk may no longer write in your name." in visit.follow().text
    assert look(database, keyring, kim, case.id).attorney is None


def test_every_step_shows_whose_turn_it_is_and_until_when(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    page = enter(visit, case)
    assert "Je laatste dag om bezwaar te maken:" in page.text  # nobody planned it yet
    plan(database, keyring, kim, case, "awb-bezwaar:1")
    page = visit.get("/nl/z/s")
    assert "Nog niet verstuurd." in page.text
    assert "vóór of op 30 november 2026" in page.text  # six weeks after the letter of 19 October
    send(database, keyring, kim, case, 1)
    page = visit.get("/nl/z/s")
    assert "Nog niet verstuurd." not in page.text
    assert "Zij moeten antwoorden vóór of op" in page.text
    assert "Je laatste dag daarvoor" not in page.text
    with database.writing() as session:
        record_answer(
            session, kim, case.id, 1, TODAY, ruling="ongegrond", result="", known=reference(),
            keyring=keyring, now=NOON,
        )  # fmt: skip
    # six weeks to appeal, which nobody at the desk has chosen yet
    assert "Beroep bij de bestuursrechter" in visit.get("/nl/z/s").text
    assert "Je laatste dag daarvoor: 4 januari 2027" in " ".join(visit.last.text.split())
    plan(database, keyring, kim, case, "awb-bezwaar:2")
    page = visit.get("/nl/z/s")
    assert page.text.count("Beroep bij de bestuursrechter") == 1  # it stands there itself now
    assert "vóór of op 4 januari 2027" in page.text


def test_a_closed_case_says_what_came_of_it_and_she_says_how_it_was(
    visit: Visitor, case: FiledComplaint, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    enter(visit, case)
    visit.get("/nl/z/e")
    visit.submit({"stars": "5"}, form="/z/e")  # not closed: nothing to say yet
    assert "Dank je." not in visit.follow().text
    closed(database, keyring, kim, case)
    assert "Gegrond verklaard." in visit.get("/nl/z/s").text
    visit.get("/nl/z/e")
    page = visit.submit({"words": "Het duurde lang."}, form="/z/e", status=422)
    assert "Het duurde lang." in visit.response.get_data(as_text=True)
    assert page.forms[-1].action.endswith("/z/e")
    visit.submit({"stars": "2", "words": "Het duurde lang."}, form="/z/e")
    assert "Dank je. De balie leest het." in visit.follow().text
    said = look(database, keyring, kim, case.id).satisfaction
    assert said is not None
    assert (said.stars, said.words) == (2, "Het duurde lang.")
    assert state_of(database, case) is ComplaintState.CLOSED  # not content is not reopening


@pytest.mark.parametrize(("days", "opens"), [(14, True), (15, False)])
def test_not_happy_opens_the_case_again_until_fourteen_days_after(
    visit: Visitor,
    database: Database,
    keyring: Keyring,
    kim: DeskPerson,
    case: FiledComplaint,
    *,
    clock: Clock,
    days: int,
    opens: bool,
) -> None:
    closed(database, keyring, kim, case)
    enter(visit, case)
    form = next(one for one in visit.last.forms if one.action.endswith("/z/n"))
    clock.now = NOON + timedelta(days=days)
    page = enter(visit, case)
    assert any(one.action.endswith("/z/n") for one in page.forms) is opens
    token = page.forms[-1].fields["csrf_token"]
    visit.post(form.action, {"csrf_token": token}, status=303 if opens else 409)
    assert (state_of(database, case) is ComplaintState.IN_PROGRESS) is opens


def test_a_letter_that_went_out_is_named_before_she_takes_everything_back(
    visit: Visitor, case: FiledComplaint, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    enter(visit, case)
    assert "blijft bij de instantie" not in visit.get("/nl/z/x").text
    plan(database, keyring, kim, case, "politie-klacht:1")
    send(database, keyring, kim, case, 1)
    assert "blijft bij de instantie" in visit.get("/nl/z/x").text


def test_another_step_does_not_silence_her_last_day_to_object(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-klacht:1")
    assert "Je laatste dag om bezwaar te maken" in enter(visit, case).text
    plan(database, keyring, kim, case, "awb-bezwaar:1")
    assert "Je laatste dag om bezwaar te maken" not in visit.get("/nl/z/s").text


def test_who_does_not_want_her_words_shown_sees_them_nowhere(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    assert kim
    hidden = replace(A_COMPLAINT, do_not_show_back=True, letter=Letter())
    enter(visit, file_a_complaint(database, keyring, hidden))
    visit.submit({"text": SAYS}, form="/z/m")
    assert SAYS not in visit.follow().text
    visit.get("/nl/z/t", status=303)
    assert COMPLAINT_STORY not in visit.follow().text
