"""Photos and PDFs with a complaint: parked sealed, filed whole, anything else refused in words."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.complaint import ComplaintFile
from app.models.report import ParkedPhoto
from app.services.sealed_complaint import COMPLAINT
from tests.complaints import COMPLAINT_STORY
from tests.visitor import Visitor
from tests.web.complaint_way import PDF, count, filed, pdf_file, press, walk_to
from tests.web.test_report_wizard import photo_file, step_of, walk_to_review

pytestmark = pytest.mark.usefixtures("institutions_team")


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


def test_to_add_nothing_is_said_and_going_on_without_a_file_is_not(visit: Visitor) -> None:
    walk_to(visit, "files")
    page = press(visit, "add")
    assert step_of(page) == "files"
    assert page.text.count("Kies eerst een bestand.") == 2
    assert step_of(press(visit, "next")) != "files"


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
