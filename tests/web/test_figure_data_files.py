"""Files of a release through the door: the published numbers and no other, from their day on."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.adapters.database import Database
from app.domain.statistics.publication import COMPLAINTS, WARNINGS, Frozen
from app.models.figures import FigureCorrection
from app.models.staff import Staff
from tests.conftest import Clock
from tests.figures import publish, some_publications
from tests.header_contract import expected_headers

SHOWN = re.compile(r"<10|[1-9][0-9]*[05]")
YEAR = "/nl/figures/2025"


@pytest.fixture
def frozen(database: Database) -> tuple[Frozen, ...]:
    with database.writing() as session:
        return publish(session, *some_publications())


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name.partition("/")[2]: opened.read(name).decode() for name in opened.namelist()}


def test_every_count_of_every_file_is_a_multiple_of_five_or_said_to_be_small(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    counted = 0
    for one in frozen:
        for table in one.publication.tables:
            answer = client.get(f"/nl/figures/{one.publication.id}/{table.name}.csv")
            assert answer.mimetype == "text/csv"
            found = rows(answer.get_data(as_text=True))
            assert len(found) == len(table.cells)
            wrong = [row for row in found if not SHOWN.fullmatch(row["count"])]
            assert not wrong
            assert all(row["count"] == "<10" or int(row["count"]) >= 10 for row in found)
            counted += len(found)
    assert counted > 5000


def test_a_table_says_the_published_number_of_each_cell(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    table = frozen[-1].publication.tables[-1]
    for row in rows(client.get(f"{YEAR}/{table.name}.csv").get_data(as_text=True)):
        published = table.cells[row["institution"], row["theme"]]
        assert row["count"] == ("<10" if published < 10 else str(published))
        assert row["year"] == "2025"


@pytest.mark.parametrize(("language", "word"), [("nl", "Alle"), ("en", "All")])
def test_labels_come_in_the_language_that_was_asked_for(
    client: FlaskClient, frozen: tuple[Frozen, ...], language: str, word: str
) -> None:
    path = f"/en/figures/2025/institution_theme.csv?labels={language}"
    first = rows(client.get(path).get_data(as_text=True))[0]
    assert (first["institution_label"], first["theme_label"]) == (word, word)
    assert client.get(f"{YEAR}/institution_theme.csv?labels=de").status_code == 400


def test_the_archive_holds_every_file_as_it_is_given_alone(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    answer = client.get(f"{YEAR}/2025.csv.zip")
    files = unpacked(answer.get_data())
    tables = {one.name for one in frozen[-1].publication.tables}
    assert set(files) == {
        "README.txt", "codebook.csv", "codebook.json", "hierarchy.json", "parameters.csv",
        *(f"{name}.{end}" for name in tables for end in ("csv", "json")),
    }  # fmt: skip
    for name, text in files.items():
        if name != "README.txt":
            assert client.get(f"{YEAR}/{name}").get_data() == text.encode(), name
    assert client.get(f"{YEAR}/2024.csv.zip").status_code == 404
    assert client.get(f"{YEAR}/2025.csv.zip").get_data() == answer.get_data()


def test_the_code_book_says_every_code_in_both_languages(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    listed = rows(client.get(f"{YEAR}/codebook.csv").get_data(as_text=True))
    held = {(one["dimension"], one["code"]): one for one in listed}
    for table in frozen[-1].publication.tables:
        for place, name in enumerate(table.dimensions):
            for code in {cell[place] for cell in table.cells} - {""}:
                assert held[name, code]["label_nl"], (name, code)
                assert held[name, code]["label_en"], (name, code)
    bank = held["institution", "other:bank"]
    assert (bank["parent_dimension"], bank["parent"]) == ("institution_type", "bank")
    assert (bank["label_nl"], bank["label_en"]) == (
        "Niet bij naam genoemd: Bank",
        "Not named: Bank",
    )
    told = rows(client.get(f"{YEAR}/parameters.csv").get_data(as_text=True))
    assert {one["parameter"]: one["value"] for one in told}.items() >= {
        "base": "5", "max_dev": "9", "noise": "0.7", "hide_below": "10", "name_from": "20",
    }.items()  # fmt: skip
    assert all(one["meaning_nl"] != one["meaning_en"] for one in told)


def test_the_words_in_the_archive_say_how_to_read_and_check_it(
    client: FlaskClient, frozen: tuple[Frozen, ...], database: Database
) -> None:
    with database.writing() as session:
        session.add(
            FigureCorrection(
                id=uuid4(), series=COMPLAINTS, release="2025", written_on=date(2026, 5, 1),
                words=json.dumps({"nl": "Van mei is veel niet geteld.", "en": "May is short."}),
                written_by=session.scalars(select(Staff.id)).first(),
            )
        )  # fmt: skip
    words = unpacked(client.get(f"{YEAR}/2025.csv.zip").get_data())["README.txt"]
    for said in (
        "afgerond op een veelvoud van 5", "hoogstens 9", "kleiner dan 15", "in stappen van 5%.",
        "Klachten van sekswerkers over instanties, 2025, gepubliceerd op 31 maart 2026",
        "CC BY 4.0", "voorstel", frozen[-1].sha256, frozen[-1].previous,
        "http://localhost/api/figures/v1/complaints/2025/text", "Van mei is veel niet geteld.",
    ):  # fmt: skip
        assert said in words, said
    english = unpacked(client.get("/en/figures/2025/2025.csv.zip").get_data())["README.txt"]
    assert "May is short." in english
    assert "rounded to a multiple of 5" in english


def test_nothing_is_there_before_its_day(
    client: FlaskClient, frozen: tuple[Frozen, ...], clock: Clock
) -> None:
    paths = [
        f"{YEAR}/{name}"
        for name in (
            "2025.csv.zip", "institution_theme.csv", "institution_theme.json", "codebook.csv",
            "codebook.json", "hierarchy.json", "parameters.csv",
        )
    ]  # fmt: skip
    clock.now = datetime(2026, 3, 30, 12, tzinfo=UTC)
    assert {client.get(path).status_code for path in paths} == {404}
    clock.now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert {client.get(path).status_code for path in paths} == {200}


def test_what_is_not_there_is_404(client: FlaskClient, frozen: tuple[Frozen, ...]) -> None:
    for path in (
        f"{YEAR}/nothing.csv", "/nl/figures/2031/institution_theme.csv",
        "/nl/figures/nothing/2025/institution_theme.csv", "/nl/figures/warnings/2025/2025.csv.zip",
        f"/nl/figures/2025/{'x' * 3000}.csv", f"{YEAR}/%00.csv",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_another_series_is_named_in_its_address(client: FlaskClient, database: Database) -> None:
    year = replace(some_publications()[-1], series=WARNINGS)
    with database.writing() as session:
        publish(session, year)
    answer = client.get("/nl/figures/warnings/2025/institution_theme.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=warnings-2025-institution_theme.csv"
    )
    assert client.get(f"{YEAR}/institution_theme.csv").status_code == 404


def test_a_file_may_be_kept_and_cannot_run(client: FlaskClient, frozen: tuple[Frozen, ...]) -> None:
    for name, kind in (
        ("institution_theme.csv", "text/csv"), ("2025.csv.zip", "application/zip"),
        ("codebook.json", "application/json"),
    ):  # fmt: skip
        answer = client.get(f"{YEAR}/{name}")
        expected = expected_headers(answer)
        expected["Content-Security-Policy"] = "default-src 'none'; sandbox"
        expected["Cache-Control"] = "public, max-age=3600"
        for header, value in expected.items():
            assert answer.headers.get(header) == value, header
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=complaints-")
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        again = client.get(f"{YEAR}/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        head = client.head(f"{YEAR}/{name}")
        assert (head.status_code, head.headers["ETag"]) == (200, answer.headers["ETag"])
