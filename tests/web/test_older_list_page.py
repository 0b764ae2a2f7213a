"""Taking an older list over at the desk: file, columns, words, what would happen, what happened."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_import.profile import MAX_NAME_CHARS
from app.models.complaint import Complaint
from app.models.report import ParkedPhoto
from app.services.import_profiles import read_profiles
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish
from tests.conftest import Clock
from tests.older_lists import CLOSED_ROW, OPEN_ROW, STORY_OF_LIST, changed, csv_of, xlsx_of
from tests.visitor import Page, Visitor

LIST = f"{BOARD}/list"
HEAD_OF_OTHERS = ("Dossier", "Kwam binnen", "Waar ging het over", "Over welke instantie", "Zei ze")
OTHER_ROW = ("12", "3-2-2025", "Loket", "UWV", "Ze moest drie keer terugkomen.")
COLUMNS = {
    "col-0": "reference", "col-1": "received", "col-2": "subject", "col-3": "institution",
    "col-4": "story",
}  # fmt: skip


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def choose(kim: Visitor, content: bytes, *, status: int = 200, **more: str) -> Page:
    kim.get(LIST)
    return kim.submit({"list": (io.BytesIO(content), "oud.csv"), **more}, form=LIST, status=status)


def number_of(rooms: ComplaintRooms, table: type[Any]) -> int:
    with rooms.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def send(
    kim: Visitor, to: str, changes: Mapping[str, Any] | None = None, *, status: int = 200
) -> Page:
    return kim.submit(changes, form=f"{LIST}/{to}", status=status)


def test_a_list_with_known_words_is_taken_over_in_four_presses(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    kim.get(BOARD)
    assert LIST in kim.last.links
    page = choose(kim, csv_of(OPEN_ROW, CLOSED_ROW))
    assert "De lijst heeft 2 rijen" in page.text
    assert page.forms[-1].fields["col-1"] == ["received"]
    page = send(kim, "columns")
    assert "2 zaken zijn nieuw" in page.text
    assert "Gemeente Utrecht" in page.text
    assert number_of(rooms, Complaint) == 0
    page = send(kim, "store")
    assert "2 zaken zijn overgenomen" in page.text
    assert number_of(rooms, Complaint) == 2
    assert rooms.actions()[-1] == "complaints_imported"
    with rooms.database.reading() as session:
        case = session.scalars(select(Complaint).order_by(Complaint.arrived_on)).first()
    assert case is not None
    kim.get(BOARD)
    kim.submit(form=f"{case.id}/open")
    page = kim.follow()
    assert "ja, nummer 2025-7" in page.text
    assert STORY_OF_LIST in page.text
    assert "Zij heeft geen code" in page.text
    assert not any("message" in form.fields for form in page.forms)


def test_a_page_sent_again_stores_nothing_twice(rooms: ComplaintRooms, kim: Visitor) -> None:
    choose(kim, csv_of(OPEN_ROW))
    send(kim, "columns")
    form = next(one for one in kim.last.forms if one.action.endswith("/store"))
    for says in ("1 zaak is overgenomen", "0 zaken zijn overgenomen"):
        assert says in kim.post(form.action, form.fields, status=200).text
    assert number_of(rooms, Complaint) == 1


def test_columns_and_words_are_told_once_and_kept_by_name(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    content = xlsx_of(OTHER_ROW, (*OTHER_ROW[:1], "x", *OTHER_ROW[2:]), head=HEAD_OF_OTHERS)
    choose(kim, content)
    page = send(kim, "columns", {"col-0": "reference"}, status=422)
    assert "Zeg in welke kolom de dag staat" in page.text
    assert page.forms[-1].fields["col-0"] == ["reference"]  # what was chosen stays
    page = send(kim, "columns", {**COLUMNS, "col-4": "subject"}, status=422)
    assert "Twee kolommen zijn “onderwerp”" in page.text
    page = send(kim, "columns", COLUMNS)
    assert "“Loket”" in page.text
    page = send(kim, "words", {"word-subject-0": "bejegening-gemeente"})
    assert "1 zaak is nieuw" in page.text
    page = send(kim, "store", {"name": "x" * (MAX_NAME_CHARS + 1)}, status=422)
    assert "Deze naam is te lang" in page.text
    page = send(kim, "store", {"name": " Lijst  2024 "})
    assert "bewaard als “Lijst 2024”" in page.text
    assert rooms.actions()[-2:] == ["complaints_imported", "import_profile_kept"]
    page = choose(kim, content, profile="Lijst 2024")
    assert page.forms[-1].fields["col-3"] == ["institution"]
    assert "1 is eerder overgenomen" in send(kim, "columns").text
    kim.get(LIST)
    kim.submit(form=f"{LIST}/forget")
    with rooms.database.reading() as session:
        assert read_profiles(session, keyring=rooms.keyring) == ()


def test_a_place_is_typed_and_one_we_do_not_know_is_said_at_its_field(kim: Visitor) -> None:
    rows = (changed(OPEN_ROW, plaats="bij haar"), changed(CLOSED_ROW, plaats="Bergen"))
    choose(kim, csv_of(*rows, changed(OPEN_ROW, nr="9", uitkomst="loopt")))
    send(kim, "columns")
    typed = {"word-place-0": "Atlantis", "word-place-1": "Bergen op Zoom", "word-outcome-0": "-"}
    page = send(kim, "words", typed, status=422)
    assert "We kennen deze plaats niet" in page.text
    fields = next(form for form in page.forms if form.action.endswith("/words")).fields
    assert [fields[name][0] for name in typed] == list(typed.values())
    page = send(kim, "words", {**typed, "word-place-0": "-"})
    assert "3 zaken zijn nieuw" in page.text


def test_a_story_in_the_column_of_the_subject_is_no_word_to_ask_about(kim: Visitor) -> None:
    long = changed(OPEN_ROW, onderwerp="loket " * 60)
    choose(kim, csv_of(long, CLOSED_ROW))
    page = send(kim, "columns")
    assert "1 zaak is nieuw" in page.text
    assert "1 rij is geweigerd" in page.text
    choose(
        kim, csv_of(long, *(changed(CLOSED_ROW, nr=str(n), onderwerp=f"w{n}") for n in range(45)))
    )
    page = send(kim, "columns")
    assert "En nog 6 woorden. Is dit de goede kolom?" in page.text
    page = send(kim, "words", {f"word-subject-{n}": "vergunning" for n in range(40)})
    assert "40 zaken zijn nieuw" in page.text


def test_refused_rows_come_as_a_file_to_correct(rooms: ComplaintRooms, kim: Visitor) -> None:
    wrong = changed(OPEN_ROW, datum="31-2-2025", omschrijving="=HYPERLINK(1)")
    choose(kim, csv_of(wrong, CLOSED_ROW))
    before = send(kim, "columns")
    text = ""
    for page in (before, send(kim, "store")):  # before and after the rest is taken over
        assert "1 rij is geweigerd" in page.text
        kim.last = page
        send(kim, "refused")
        answer = kim.response
        text = answer.get_data().decode("utf-8-sig")
        assert answer.mimetype == "text/csv"
        assert answer.headers["Content-Disposition"] == "attachment; filename=not-taken-over.csv"
        assert "Datum: dit is geen dag" in text
        assert '"\'=HYPERLINK(1)"' in text
    text = text.replace("31-2-2025", "3-2-2025").replace("'=HYPERLINK(1)", "Zij vroeg het.")
    choose(kim, text.encode())
    send(kim, "columns")
    assert "1 zaak is overgenomen" in send(kim, "store").text
    assert number_of(rooms, Complaint) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Er staat niets in dit bestand"),
        (b"Datum;Datum\n1;2", "Twee kolommen heten “Datum”"),
        (b"\x00\x01;\x02", "geen lijst die we kunnen lezen"),
        (b"a;b\n" + b"x;" + b"y" * (11 * 1024 * 1024), "groter dan 10 MB"),
    ],
)
def test_a_file_that_is_no_list_says_why_at_its_field(
    rooms: ComplaintRooms, kim: Visitor, content: bytes, says: str
) -> None:
    assert says in choose(kim, content, status=422).text
    assert number_of(rooms, ParkedPhoto) == 0


def test_without_a_file_one_is_asked_for(kim: Visitor) -> None:
    kim.get(LIST)
    assert "Kies eerst een bestand" in kim.submit(form=LIST, status=422).text


def test_between_the_pages_the_list_lies_sealed(rooms: ComplaintRooms, kim: Visitor) -> None:
    choose(kim, csv_of(OPEN_ROW))
    with rooms.database.reading() as session:
        stream = session.scalars(select(ParkedPhoto.stream)).one()
    assert b"Rotterdam" not in stream
    assert kim.response.headers["Cache-Control"].startswith("no-store")


def test_a_list_of_somebody_else_or_of_yesterday_has_to_be_chosen_again(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    choose(kim, csv_of(OPEN_ROW))
    form = kim.last.forms[-1]
    lena = rooms.sign_in(rooms.lena)
    lena.get(LIST)
    own = lena.last.forms[-1].fields["csrf_token"]
    page = lena.post(form.action, {**form.fields, "csrf_token": own}, status=422)
    assert "De lijst is hier niet meer" in page.text
    with rooms.database.writing() as session:
        session.execute(delete(ParkedPhoto))
    for to in ("columns", "words", "store", "refused"):
        page = kim.post(f"{LIST}/{to}", form.fields, status=422)
        assert "De lijst is hier niet meer" in page.text


def test_a_page_that_was_open_too_long_loses_no_name_and_stores_nothing(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    choose(kim, csv_of(OPEN_ROW))
    send(kim, "columns")
    page = send(kim, "store", {"csrf_token": "oud", "name": "Lijst 2024"}, status=422)
    assert "Er is niets overgenomen" in page.text
    fields = next(form for form in page.forms if form.action.endswith("/store")).fields
    assert fields["name"] == ["Lijst 2024"]
    assert number_of(rooms, Complaint) == 0
    assert "1 zaak is overgenomen" in send(kim, "store").text
