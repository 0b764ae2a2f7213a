"""The case page of a complaint: what she told, opening its parts, and daily acts on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_papers import SIGNED_ON_SCREEN, Satisfaction, attorney_of
from app.domain.complaint_parts import Letter
from app.domain.states import ComplaintState
from app.models.complaint import ComplaintDue, ComplaintMessage, ComplaintNote
from app.services.complaint_papers import say_how_it_was, sign_attorney
from app.services.file_complaint import SentFile
from moderation.decisions.complaint.ending import close_complaint
from tests.complaint_desk import A_DECISION
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of
from tests.complaints import A_COMPLAINT, COMPLAINT_STORY, FULL_COMPLAINT, SOME_FACTS
from tests.conftest import Clock
from tests.visitor import Visitor

JPEG = SentFile(b"\xff\xd8jpeg\xff\xd9", {"kind": "jpeg", "name": "ik.jpg"})
PDF = SentFile(b"%PDF-1.7 brief", {"kind": "pdf", "name": "brief van Marja.pdf"})


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def count(rooms: ComplaintRooms, table: type) -> int:
    with rooms.database.reading() as session:
        return len(session.scalars(select(table)).all())


def write(visitor: Visitor, go: str, status: int = 303, **fields: str) -> None:
    visitor.submit(fields, form="/write", button=("go", go), status=status)


def test_opening_is_a_post_and_each_look_a_line_in_the_log(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    before = len(rooms.actions())
    page = opened(kim, case)
    assert COMPLAINT_STORY in page.text
    assert rooms.actions()[before:] == ["complaint_opened", "complaint_opened"]
    kim.get(page_of(case))
    assert rooms.actions()[before:] == ["complaint_opened"] * 3
    assert rooms.row(case).state is ComplaintState.SUBMITTED  # reading alone changes nothing


def test_everything_she_told_is_there_in_words(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint(replace(FULL_COMPLAINT, files=()))
    text = opened(kim, case).text
    for words in (
        "Politie", "Rotterdam", "Een bureau zonder naam", "Zakelijke rekening", "Je werk",
        "Excuses", "De balie dient de klacht in", "ja, de balie vulde het in",
        "Haar laatste dag om bezwaar te maken",
    ):  # fmt: skip
        assert words in text, words
    assert "0687654321" not in text


def test_a_long_story_and_one_of_abuse_are_not_on_the_screen_until_asked_for(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    plain = opened(kim, rooms.complaint())
    assert "Toon haar verhaal" not in plain.text
    for draft in (
        replace(A_COMPLAINT, story="lang " * 300),
        replace(A_COMPLAINT, subjects=("machtsmisbruik",)),
    ):
        assert "Toon haar verhaal" in opened(kim, rooms.complaint(draft)).text


def test_a_decision_without_a_date_is_said_in_red(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint(replace(A_DECISION, letter=Letter("yes", None)))
    assert "we weten de datum niet" in opened(kim, case).text


def test_a_photo_is_shown_in_a_sandbox_and_a_pdf_only_leaves_as_bytes(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(files=(JPEG, PDF))
    page = opened(kim, case)
    assert "Marja" not in page.text
    assert "Dangerzone" in page.text
    before = len(rooms.actions())
    photo = kim.client.get(page_of(case, "/file/1"))
    assert (photo.mimetype, photo.get_data()) == ("image/jpeg", JPEG.content)
    pdf = kim.client.get(page_of(case, "/file/2"))
    assert (pdf.mimetype, pdf.get_data()) == ("application/octet-stream", PDF.content)
    assert pdf.headers["Content-Disposition"] == "attachment; filename=file-2.pdf"
    for answer in (photo, pdf):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store"
    assert rooms.actions()[before:] == ["complaint_file_shown"] * 2
    assert kim.client.get(page_of(case, "/file/3")).status_code == 404


def test_contact_opens_after_a_reason_and_a_fresh_proof(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    assert "0687654321" not in opened(kim, case).text
    kim.get(page_of(case, "/contact/shown"), status=303)
    rooms.clock.now += timedelta(minutes=6)
    kim.get(page_of(case, "/contact"), status=303)
    kim.follow()
    kim.submit({"proof": rooms.kim.code(rooms.clock.now)}, form="again")
    kim.follow()
    kim.submit(form="/contact", status=422)
    kim.submit({"reason": "danger"}, form="/contact")
    assert "0687654321" in kim.follow().text
    assert rooms.actions()[-2:] == ["complaint_contact_asked", "complaint_contact_shown"]
    other = rooms.complaint()
    kim.get(page_of(other, "/contact/shown"), status=303)  # one reason opens one case


def test_a_case_without_contact_says_how_she_is_reached(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(replace(A_COMPLAINT, contact=None))
    assert "Alleen hier, met haar code" in opened(kim, case).text
    kim.get(page_of(case, "/contact"), status=404)
    token = kim.get(page_of(case)).forms[0].fields["csrf_token"]
    kim.post(page_of(case, "/contact"), {"csrf_token": token, "reason": "danger"}, status=404)


def test_her_papers_stand_on_the_page_and_the_name_opens_when_asked_for(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    assert "Niet getekend" in opened(kim, case).text
    signed = attorney_of(
        "Marja Vos", rooms.today, how=SIGNED_ON_SCREEN, words="Zo staat het er.", today=rooms.today
    )
    with rooms.database.writing() as session:
        sign_attorney(session, case.own, signed, now=rooms.clock.now)
        close_complaint(
            session, rooms.kim.person, case.id, "excuses", facts=SOME_FACTS, keyring=rooms.keyring,
            now=rooms.clock.now,
        )  # fmt: skip
    with rooms.database.writing() as session:
        say_how_it_was(session, case.own, Satisfaction(4, "Fijn geholpen."), now=rooms.clock.now)
    text = kim.get(page_of(case)).text
    for words in (
        "op het scherm",
        "Toon de naam eronder",
        "Marja Vos",
        "4 van de 5",
        "Fijn geholpen",
    ):
        assert words in text, words
    html = kim.response.get_data(as_text=True)
    assert html.index('<details class="blur">') < html.index("Marja Vos")


def test_a_case_is_taken_and_handed_over(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    opened(kim, case)
    kim.submit(form="/take")
    assert "bij jou" in kim.follow().text
    assert rooms.row(case).state is ComplaintState.IN_PROGRESS
    for wrong in ("", "nonsense", str(UUID(int=9))):
        kim.submit({"to": wrong}, form="/hand-over", status=422)
        assert "Kies een collega" in kim.last.text
    kim.submit({"to": str(rooms.lena.person.staff_id)}, form="/hand-over")
    assert "bij Lena" in kim.follow().text
    assert rooms.row(case).owner_id == rooms.lena.person.staff_id
    assert "1 is bij jou" in rooms.sign_in(rooms.lena).get(BOARD).text


def test_messages_notes_and_questions(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    opened(kim, case)
    write(kim, "note", note="Bel eerst Lena")
    assert "Bel eerst Lena" in kim.follow().text
    write(kim, "note", 422, note="  ")
    assert "Schrijf eerst iets" in kim.last.text
    write(kim, "answer", message="We zijn ermee bezig.")
    assert "We zijn ermee bezig." in kim.follow().text
    write(kim, "ask", message="Op welke dag was het?")
    kim.follow()
    assert rooms.row(case).state is ComplaintState.WAITS_FOR_HER
    assert rooms.actions()[-2] == "complainant_asked"
    write(kim, "answer", 422, message="x" * 4001)
    assert "x" * 4001 in kim.response.get_data(as_text=True)
    assert (count(rooms, ComplaintMessage), count(rooms, ComplaintNote)) == (2, 1)


def test_a_chosen_text_is_put_below_what_stands_there_and_is_of_this_desk(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    page = opened(kim, case)
    assert "Bij chantage" not in page.text
    write(kim, "template", 200, template="complaint-police-copies", message="Dag,", note="denk na")
    text = kim.response.get_data(as_text=True)
    assert text.index("Dag,") < text.index("ook naar de burgemeester")
    assert "denk na" in text
    assert count(rooms, ComplaintMessage) == 0


def test_sending_one_text_never_loses_the_other(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    opened(kim, case)
    write(kim, "answer", 200, message="Verstuurd", note="half geschreven")
    assert "half geschreven" in kim.response.get_data(as_text=True)
    assert count(rooms, ComplaintMessage) == 1


def test_a_form_that_was_open_too_long_does_nothing_and_keeps_the_text(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    opened(kim, case)
    for go, name in (("answer", "message"), ("note", "note"), ("task", "task_words")):
        data = {"csrf_token": "old", "go": go, name: "mijn woorden"}
        kim.post(page_of(case, "/write"), data, status=400)
        assert "mijn woorden" in kim.response.get_data(as_text=True)
    kim.post(page_of(case, "/link"), {"csrf_token": "old", "number": "K26-AAAAA"}, status=400)
    assert "K26-AAAAA" in kim.response.get_data(as_text=True)
    assert count(rooms, ComplaintMessage) + count(rooms, ComplaintNote) == 0
    kim.post(page_of(case, "/take"), {"csrf_token": "old"}, status=400)
    assert rooms.row(case).owner_id is None


def test_a_task_has_a_reason_and_a_day_and_is_done_once(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    opened(kim, case)
    day = (rooms.today + timedelta(days=3)).isoformat()
    yesterday = (rooms.today - timedelta(days=1)).isoformat()
    for wrong, sentence in (
        ({"task_reason": "call_her", "task_day": ""}, "Vul de dag in"),
        ({"task_reason": "call_her", "task_day": yesterday}, "Deze dag is voorbij"),
        ({"task_reason": "", "task_day": day}, "Kies wat er moet gebeuren"),
        ({"task_reason": "her_deadline", "task_day": day}, "Kies wat er moet gebeuren"),
        ({"task_reason": "call_her", "task_day": day, "task_words": "x" * 501}, "te lang"),
    ):
        write(kim, "task", 422, **wrong)
        assert sentence in kim.last.text, sentence
    assert count(rooms, ComplaintDue) == 0
    write(kim, "task", task_reason="call_her", task_day=day, task_words="na vijven")
    page = kim.follow()
    assert "na vijven" in page.text
    assert "3 dagen" in page.text
    kim.submit(form="/done")
    assert "Geen taken" in kim.follow().text
    token = kim.last.forms[0].fields["csrf_token"]
    kim.post(page_of(case, "/task/9/done"), {"csrf_token": token}, status=404)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_a_case_stands_in_both_languages(
    rooms: ComplaintRooms, kim: Visitor, language: str
) -> None:
    case = rooms.complaint(files=(JPEG, PDF))
    for rest in ("", "/routes", "/close", "/recuse", "/contact"):
        page = kim.get(page_of(case, rest).replace("/nl/", f"/{language}/"))
        assert page.lang == language
        assert page.headings == 1
