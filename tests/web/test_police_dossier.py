"""Her own dossier for the police, through the door: chosen, read, taken along, nothing kept."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report_parts import Client
from app.models.registry import all_tables
from tests.filed_reports import A_DRAFT, FiledReport, desk_writes, file_one
from tests.security.pdf_words import words_of_pdf
from tests.visitor import Page, Visitor

CONTACT = "0687654321"
POINTS = "mijn rode jas"
TOLD = replace(
    A_DRAFT, story="El s-a enervat.\nȘi a închis ușa.", language="ro", points_to_me=POINTS
)


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    assert app
    return file_one(database, keyring, TOLD)


def enter(visit: Visitor, report: FiledReport, language: str = "nl") -> Page:
    visit.get(f"/{language}/c")
    visit.submit({"code": report.words})
    return visit.follow()


def make(visit: Visitor) -> TestResponse:
    """Sends the form below the preview; the answer is a file, which is no page."""
    form = next(one for one in visit.last.forms if one.action.endswith("/c/f"))
    return visit.client.post(
        form.action, data=dict(form.fields), headers={"Sec-Fetch-Site": "same-origin"}
    )


def take(visit: Visitor, language: str = "nl", **ticked: list[str]) -> bytes:
    visit.get(f"/{language}/c/d")
    visit.submit(dict(ticked), form="/c/d", status=200)
    pdf: bytes = make(visit).data
    return pdf


def rows(database: Database) -> list[object]:
    with database.reading() as session:
        return [
            (table.name, tuple(row))
            for table in all_tables().sorted_tables
            if table.name != "web_session"
            for row in session.execute(select(table)).all()
        ]


def test_she_takes_what_she_told_along_and_nothing_is_kept(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    desk_writes(database, filed, 1, "Dank je. Tot dinsdag.")
    page = enter(visit, filed)
    assert "/nl/c/d" in page.links
    before = rows(database)
    page = visit.get("/nl/c/d")
    assert "Maak een overzicht voor de politie" in page.text
    page = visit.submit(form="/c/d", status=200)
    assert "Een bestand op een telefoon kan gevonden worden" in page.text
    for text in ("Bedreiging", "06 12 34 56 78", "Roemeens", "El s-a enervat."):
        assert text in page.text
    answer = make(visit)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "attachment; filename=document.pdf"
    words = words_of_pdf(answer.data)
    for text in ("Bedreiging", "0612345678", "hotel", "Els-aenervat.", "Șiaînchisușa.", "1/1"):
        assert text.lower() in words.lower(), text
    for text in (CONTACT, POINTS, "Dankje", filed.words.split()[0]):
        assert text.replace(" ", "") not in words, text
    assert rows(database) == before


def test_the_file_is_tagged_and_says_nothing_about_whose_it_is(
    visit: Visitor, filed: FiledReport
) -> None:
    enter(visit, filed)
    pdf = take(visit)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"
            said = str(metadata)
        assert not {"/Author", "/CreationDate", "/ModDate"} & set(opened.docinfo.keys())
    assert "CreateDate" not in said
    assert "2026" not in said


def test_in_english_her_language_stands_beside_the_dutch(
    visit: Visitor, filed: FiledReport
) -> None:
    enter(visit, filed, "en")
    words = words_of_pdf(take(visit, "en"))
    for text in ("Watergebeurde", "Whathappened", "Bedreiging", "Threat", "Roemeens", "Romanian"):
        assert text in words, text
    assert words.count("Els-aenervat.") == 1


def test_what_she_ticks_off_stays_out(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    words = words_of_pdf(take(visit, parts=["kinds"]))
    assert "Bedreiging" in words
    for text in ("0612345678", "hotel", "Els-a"):
        assert text not in words


def test_nothing_chosen_is_said_at_the_field(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    visit.get("/nl/c/d")
    page = visit.submit({"parts": []}, form="/c/d", status=422)
    assert "Kies wat erin komt." in page.text


def test_who_forbade_to_show_her_text_hears_why_there_is_no_file(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    assert app
    hidden = file_one(database, keyring, replace(TOLD, do_not_show_back=True))
    enter(visit, hidden)
    page = visit.get("/nl/c/d")
    assert "Je vroeg ons je tekst niet meer te laten zien" in page.text
    assert "El s-a" not in page.text
    token = next(f.fields["csrf_token"][0] for f in page.forms if "csrf_token" in f.fields)
    answer = visit.client.post(
        "/nl/c/f",
        data={"csrf_token": token, "parts": ["story"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 303
    assert b"%PDF" not in answer.data


def test_a_picture_sign_is_a_box_and_another_alphabet_is_said(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    assert app
    enter(visit, file_one(database, keyring, replace(TOLD, story="Hij werd boos \U0001f620.")))
    words = words_of_pdf(take(visit))
    assert "Hijwerdboos□." in words
    assert "Eenleegvakje" in words
    other = Visitor(app)
    unknown = "".join(chr(one) for one in range(0x4E00, 0x4E50))
    enter(other, file_one(database, keyring, replace(TOLD, story=unknown)))
    other.get("/nl/c/d")
    other.submit(form="/c/d", status=200)
    page = other.submit(form="/c/f", status=422)
    assert "Het schrift van je eigen woorden" in page.text


def test_markup_and_hidden_signs_come_out_as_words(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    assert app
    hostile = '#read("/etc/passwd") \u202eom'
    told = replace(TOLD, story=hostile, client=Client(nickname="*vet* #1"))
    enter(visit, file_one(database, keyring, told))
    words = words_of_pdf(take(visit))
    assert '#read("/etc/passwd")' in words
    assert "*vet*#1" in words
    assert "\u202e" not in words
    assert "U+202E" in words
