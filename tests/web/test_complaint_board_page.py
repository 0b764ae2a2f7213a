"""The complaints board in a browser: what has a day, whose it is, searching, choices that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About, Letter
from app.models.saved_view import SavedView
from moderation.decisions.complaint.saved_views import MOST_VIEWS
from tests.complaint_desk import A_DECISION, plan, send
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened
from tests.complaints import A_COMPLAINT, COMPLAINT_STORY
from tests.conftest import NOON, Clock
from tests.desk_people import enrol, sign_in_page
from tests.visitor import Page, Visitor

BANK = replace(A_COMPLAINT, about=(About("bank", "", "Spaarbank Zuid"),), subjects=("hypotheek",))


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


def kept(rooms: ComplaintRooms) -> list[tuple[str, str]]:
    with rooms.database.reading() as session:
        return [(row.kind, row.due) for row in session.scalars(select(SavedView))]


def search(visitor: Visitor, word: str) -> Page:
    """Fills the search field of the page and sends it."""
    form = next(one for one in visitor.last.forms if "find" in one.fields)
    return visitor.post(form.action, {**form.fields, "find": word}, status=200)


def test_the_board_is_where_a_caseworker_begins_and_says_what_is_there(
    rooms: ComplaintRooms,
) -> None:
    kim = rooms.sign_in(rooms.kim)
    assert kim.response.headers["Location"] == BOARD
    assert "Geen open zaken" in kim.follow().text
    case = rooms.complaint(BANK)
    page = kim.get(BOARD)
    number = rooms.row(case).case_number
    for words in (number, "1 zaak is open", "1 is bij niemand", "Spaarbank Zuid", "Ingediend"):
        assert words in page.text, words
    assert COMPLAINT_STORY not in page.text
    links = " ".join(page.links)
    assert "/nl/desk/alerts" not in links
    assert "/nl/desk/team" in links


def test_what_is_late_comes_first_and_says_so_in_words(rooms: ComplaintRooms) -> None:
    early = rooms.complaint()
    late = rooms.complaint(A_DECISION)
    person = rooms.kim.person
    plan(rooms.database, rooms.keyring, person, early, "awb-klacht:1")
    plan(rooms.database, rooms.keyring, person, late, "awb-bezwaar:1")
    rooms.clock.now += timedelta(days=10)
    kim = rooms.sign_in(rooms.kim)
    text = kim.get(BOARD).text
    rows = text[text.index("Wat er nu komt, en wanneer") :]
    first, second = rooms.row(late).case_number, rooms.row(early).case_number
    assert rows.index(first) < rows.index(second)
    assert "te laat" in rows[rows.index(first) : rows.index(second)]
    assert "1 is over de datum" in text
    assert "Haar laatste dag voor de volgende stap" in text


def test_six_weeks_that_run_are_said_before_anybody_has_planned_a_step(
    rooms: ComplaintRooms,
) -> None:
    rooms.complaint(A_DECISION)
    text = rooms.sign_in(rooms.kim).get(BOARD).text
    assert "Haar laatste dag om bezwaar te maken" in text
    assert "nog 7 dagen" in text
    rooms.complaint(replace(A_DECISION, letter=Letter("yes", None)))
    assert "er lopen misschien zes weken" in rooms.sign_in(rooms.lena).get(BOARD).text


def test_the_days_ahead_lead_to_their_case(rooms: ComplaintRooms) -> None:
    case = rooms.complaint(A_DECISION)
    plan(rooms.database, rooms.keyring, rooms.kim.person, case, "awb-bezwaar:1")
    kim = rooms.sign_in(rooms.kim)
    page = kim.get(BOARD)
    assert "Vandaag en de komende 14 dagen" in page.text
    assert [form.action for form in page.forms if str(case.id) in form.action] == [
        f"{BOARD}/case/{case.id}/open"
    ] * 2
    send(rooms.database, rooms.keyring, rooms.kim.person, case, 1)
    assert "Vandaag en de komende 14 dagen" not in kim.get(BOARD).text


def test_filters_narrow_the_board_and_nonsense_is_as_if_it_were_not_there(
    rooms: ComplaintRooms,
) -> None:
    rooms.complaint(BANK)
    police = rooms.complaint()
    number = rooms.row(police).case_number
    kim = rooms.sign_in(rooms.kim)
    assert number not in kim.get(f"{BOARD}?kind=bank").text
    assert number in kim.get(f"{BOARD}?kind=politie&state=ingediend&owner=nobody&due=none").text
    assert "Er is nu geen zaak die zo is" in kim.get(f"{BOARD}?owner=mine&due=late").text
    page = kim.get(f"{BOARD}?kind=x&state=x&owner=x&due=x&page=x")
    assert "2 zaken zijn open" in page.text
    assert number in page.text


def test_a_search_word_stands_in_no_address(rooms: ComplaintRooms) -> None:
    rooms.complaint(BANK)
    police = rooms.complaint()
    kim = rooms.sign_in(rooms.kim)
    kim.get(BOARD)
    page = search(kim, "spaarbank")
    assert "Spaarbank Zuid" in page.text
    assert rooms.row(police).case_number not in page.text
    assert not [link for link in page.links if "spaarbank" in link.casefold()]
    assert "1 zaak past" in page.text
    page = search(kim, "nergens te vinden")
    assert "Er is nu geen zaak die zo is" in page.text


@pytest.mark.parametrize(
    "words", ["Spaarbank", "bänk zuid", "hypotheek geweigerd", "ZUID spaarbank"]
)
def test_a_search_finds_what_one_reads_on_the_board(rooms: ComplaintRooms, words: str) -> None:
    bank, police = rooms.complaint(BANK), rooms.complaint()
    kim = rooms.sign_in(rooms.kim)
    kim.get(BOARD)
    text = search(kim, words).text
    found = text[text.index("Wat er nu komt, en wanneer") :]
    assert rooms.row(bank).case_number in found
    assert rooms.row(police).case_number not in found


def test_the_pages_of_a_search_are_turned_without_an_address(rooms: ComplaintRooms) -> None:
    for _ in range(26):
        rooms.complaint(BANK)
    kim = rooms.sign_in(rooms.kim)
    page = kim.get(BOARD)
    assert f"{BOARD}?page=2" in page.links
    page = search(kim, "zuid")
    assert "Pagina 1 van 2" in page.text
    turn = [one for one in page.forms if ("page", "2") in one.buttons]
    page = kim.post(turn[0].action, {**turn[0].fields, "page": "2"}, status=200)
    assert "Pagina 2 van 2" in page.text


def test_an_expired_search_searches_nothing_and_keeps_the_word(rooms: ComplaintRooms) -> None:
    rooms.complaint(BANK)
    kim = rooms.sign_in(rooms.kim)
    kim.get(BOARD)
    page = kim.post(BOARD, {"find": "spaarbank", "csrf_token": "old"}, status=422)
    assert "Er is niet gezocht" in page.text
    assert "spaarbank" in kim.response.text


def test_a_choice_can_be_kept_and_forgotten_and_holds_codes_only(rooms: ComplaintRooms) -> None:
    rooms.complaint(BANK)
    kim = rooms.sign_in(rooms.kim)
    kim.get(f"{BOARD}?kind=bank&due=none")
    kim.submit({"find": "geheim"}, form="/views")
    page = kim.follow()
    assert kept(rooms) == [("bank", "none")]
    assert "bank · zonder datum" in page.text.casefold()
    assert "Bewaar deze keuze" not in page.text
    lena = rooms.sign_in(rooms.lena)
    assert "zonder datum" not in " ".join(lena.get(BOARD).links)
    assert "· zonder datum" not in lena.last.text.casefold()
    token = lena.last.forms[0].fields["csrf_token"]
    lena.post(f"{BOARD}/views/1/forget", {"csrf_token": token}, status=404)
    assert kept(rooms) == [("bank", "none")]
    kim.submit(form="/forget")
    assert kept(rooms) == []


def test_more_choices_than_one_can_read_are_refused(rooms: ComplaintRooms) -> None:
    kim = rooms.sign_in(rooms.kim)
    kinds = ["bank", "politie", "gemeente"]
    wanted = [f"kind={kind}&due={due}" for kind in kinds for due in ("late", "soon", "none")]
    for address in wanted[:MOST_VIEWS]:
        kim.get(f"{BOARD}?{address}")
        kim.submit(form="/views")
    kim.get(f"{BOARD}?{wanted[MOST_VIEWS]}")
    page = kim.submit(form="/views", status=422)
    assert "Vergeet er eerst een" in page.text
    assert len(kept(rooms)) == MOST_VIEWS


def test_each_team_finds_nothing_of_the_other(
    rooms: ComplaintRooms, database: Database, keyring: Keyring
) -> None:
    case = rooms.complaint()
    for name, role in (("Iris", "lead"), ("Noor", "moderator")):
        other = Visitor(rooms.app)
        sign_in_page(other, enrol(database, keyring, name, role, NOON), NOON)
        for path in ("", f"/case/{case.id}", f"/case/{case.id}/close", f"/case/{case.id}/file/1"):
            other.get(f"{BOARD}{path}", status=404)
        other.get("/nl/desk/account")
        token = next(f for f in other.last.forms if f.method == "post").fields["csrf_token"]
        for path in (f"/case/{case.id}/open", f"/case/{case.id}/take"):
            other.post(f"{BOARD}{path}", {"csrf_token": token}, status=404)
    kim = rooms.sign_in(rooms.kim)
    for path in ("", "alerts", "members", f"case/{case.id}"):
        kim.get(f"/nl/desk/{path}", status=404)
    assert "complaint_opened" not in rooms.actions()


def test_without_a_key_the_board_says_so_and_a_case_stays_shut(
    rooms: ComplaintRooms, database: Database, keyring: Keyring
) -> None:
    case = rooms.complaint(BANK)
    newcomer = Visitor(rooms.app)
    sign_in_page(newcomer, enrol(database, keyring, "Nel", "caseworker", NOON), NOON)
    page = newcomer.get(BOARD)
    assert "Je kunt nog geen klachten openen" in page.text
    assert "Spaarbank" not in page.text
    newcomer.submit(form=f"{case.id}/open")
    newcomer.follow(status=403)


def test_the_board_asks_as_many_questions_for_many_cases_as_for_few(
    rooms: ComplaintRooms,
) -> None:
    kim = rooms.sign_in(rooms.kim)
    kim.get(BOARD)  # what the process reads once in a while, it has read now
    counted: list[int] = []
    for cases in (2, 12):
        for _ in range(cases):
            rooms.complaint()
        asked: list[str] = []

        def note(*arguments: object, asked: list[str] = asked) -> None:
            asked.append(str(arguments[2]))

        event.listen(rooms.database.engine, "before_cursor_execute", note)
        kim.get(BOARD)
        event.remove(rooms.database.engine, "before_cursor_execute", note)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 14


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_board_stands_in_both_languages(rooms: ComplaintRooms, language: str) -> None:
    case = rooms.complaint(BANK)
    kim = rooms.sign_in(rooms.kim)
    page = kim.get(f"/{language}/desk/k")
    assert page.lang == language
    assert rooms.row(case).case_number in page.text
    assert opened(kim, case).headings == 1
