"""The documents of a release at the door, on both engines: for everybody, once, and on its day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.adapters.database import Database
from app.domain.statistics.publication import WARNINGS, Correction, Frozen, Publication
from app.domain.statistics.worded import WordedRelease
from app.models.figures import FigureCorrection, FigureRelease
from app.public.figure_files import door
from app.public.figure_files.kept import KEPT, KeptDocuments, key_of
from app.web.rates import BUCKETS
from app.web.worded_release import Said, worded_release
from tests.conftest import Clock
from tests.figure_documents import frozen, publication_of, sheets_of_ods, sheets_of_xlsx, texts_of
from tests.figures import publish
from tests.header_contract import expected_headers
from tests.security.pdf_words import words_of_pdf

QUARTER = "/nl/figures/2025Q3/2025Q3"
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
}


@pytest.fixture(autouse=True)
def published(database: Database) -> None:
    with database.writing() as session:
        publish(session, *map(publication_of, ("2024", "2025Q2", "2025Q3", "2025")))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each document that is written from now on."""
    found: list[str] = []

    def counted(
        frozen: Frozen, before: Publication | None, said: Sequence[Said], address: str
    ) -> WordedRelease:
        found.append(address)
        return worded_release(frozen, before, said, address)

    monkeypatch.setattr("app.public.figure_files.door.worded_release", counted)
    return found


def correct(database: Database, release: str, words: str) -> None:
    with database.writing() as session:
        by = session.scalars(select(FigureRelease.approved_by).limit(1)).one()
        session.add(
            FigureCorrection(
                id=uuid4(), series="complaints", release=release, written_by=by,
                words=json.dumps({"nl": words, "en": words}), written_on=date(2026, 11, 20),
            )
        )  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_everybody_may_keep_a_document_and_it_is_asked_for_once(
    client: FlaskClient, kind: str
) -> None:
    answer = client.get(f"{QUARTER}.{kind}")
    assert answer.status_code == 200
    assert answer.mimetype == TYPES[kind]
    headers = answer.headers
    assert headers["Content-Disposition"] == f"attachment; filename=klachten-2025Q3.{kind}"
    assert headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in headers
    for name, value in expected_headers(answer).items():
        assert headers.get(name) == value, name
    again = client.get(f"{QUARTER}.{kind}", headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(f"{QUARTER}.{kind}").status_code == 200


def test_each_is_in_the_language_of_its_address(client: FlaskClient) -> None:
    english = client.get("/en/figures/2025/2025.xlsx")
    assert english.headers["Content-Disposition"] == "attachment; filename=complaints-2025.xlsx"
    assert "How to read this" in set(texts_of(sheets_of_xlsx(english.data)))
    dutch = client.get("/nl/figures/2025/2025.ods")
    assert "Zo lees je dit" in set(texts_of(sheets_of_ods(dutch.data)))
    report = words_of_pdf(client.get("/nl/figures/2025/2025.pdf").data)
    assert "Zoleesjedit" in report
    assert "http://localhost/nl/figures/2025" in report
    assert "In2024warenheterongeveer605" in report  # compared with the year before


@pytest.mark.parametrize(
    "path",
    [
        "/nl/figures/2031/2031.xlsx", "/nl/figures/2025/2024.xlsx", "/nl/figures/2025/2025.docx",
        "/nl/figures/warnings/2025/2025.xlsx", "/nl/figures/nothing/2025/2025.pdf",
        "/nl/figures/2025Q9/2025Q9.ods", "/nl/figures/%00/%00.pdf", "/de/figures/2025/2025.xlsx",
        f"/nl/figures/{'9' * 4000}/{'9' * 4000}.pdf",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", TYPES)
def test_before_its_day_a_release_does_not_exist(
    client: FlaskClient, database: Database, clock: Clock, kind: str
) -> None:
    later = replace(publication_of("2025"), id="2027", series="complaints")
    with database.writing() as session:
        publish(session, later)  # public ninety days after its last quarter: 31 March 2026
    path = f"/nl/figures/2027/2027.{kind}"
    clock.now = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)
    assert client.get(path).status_code == 404
    clock.now = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
    assert client.get(path).status_code == 200


def test_another_series_has_the_longer_address(client: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        publish(session, replace(publication_of("2025Q3"), series=WARNINGS))
    answer = client.get("/nl/figures/warnings/2025Q3/2025Q3.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=meldingen-2025Q3.xlsx"
    assert client.get("/nl/figures/moderation/2025Q3/2025Q3.xlsx").status_code == 404


def test_a_document_is_written_once_and_again_when_something_is_said_about_it(
    client: FlaskClient, database: Database, written: list[str]
) -> None:
    first = client.get(f"{QUARTER}.xlsx")
    assert client.get(f"{QUARTER}.xlsx").data == first.data
    assert len(written) == 1
    correct(database, "2025Q3", "=1+1 Een huisarts telde dubbel.")
    after = client.get(f"{QUARTER}.xlsx")
    assert len(written) == 2
    assert after.headers["ETag"] != first.headers["ETag"]
    assert "'=1+1 Een huisarts telde dubbel." in set(texts_of(sheets_of_xlsx(after.data)))
    assert client.get("/nl/figures/2025Q2/2025Q2.xlsx").status_code == 200
    assert len(written) == 3


def test_a_year_also_says_what_was_said_of_its_quarters_and_of_the_year_before(
    client: FlaskClient, database: Database
) -> None:
    for release in ("2025Q3", "2024", "2025"):
        correct(database, release, f"Over {release}.")
    texts = set(texts_of(sheets_of_xlsx(client.get("/nl/figures/2025/2025.xlsx").data)))
    assert {"kwartaal 3 van 2025: Over 2025Q3.", "2024: Over 2024.", "Over 2025."} <= texts
    of_quarter = set(texts_of(sheets_of_xlsx(client.get("/nl/figures/2025Q2/2025Q2.xlsx").data)))
    assert not [one for one in of_quarter if "Over 20" in one]


def test_only_what_has_to_be_written_is_limited(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = BUCKETS["figure_document"].client
    assert limit is not None
    assert client.get(f"{QUARTER}.xlsx").status_code == 200
    # writing itself is not what is measured here
    monkeypatch.setitem(door.KINDS, "xlsx", door.Kind(TYPES["xlsx"], lambda *_: b"PK"))
    answers = [
        client.get(f"{QUARTER}.xlsx", base_url=f"http://host-{number}").status_code
        for number in range(limit.amount)
    ]
    assert answers == [200] * (limit.amount - 1) + [429]
    assert client.get(f"{QUARTER}.xlsx").status_code == 200


def test_the_memory_of_documents_has_an_end() -> None:
    kept = KeptDocuments()
    for number in range(KEPT * 2 + 1):
        assert kept.get((str(number),), lambda number=number: bytes(number)) == bytes(number)  # type: ignore[misc]
        assert len(kept.documents) <= KEPT


def test_the_key_knows_all_that_a_document_says() -> None:
    one = frozen(publication_of("2025"))
    said, also = (
        (("2025", Correction(date(2026, 5, 2), {"nl": "a", "en": text})),) for text in "bc"
    )
    keys = [
        key_of(one, None, (), "pdf", "nl", "x"), key_of(one, None, (), "ods", "nl", "x"),
        key_of(one, None, (), "pdf", "en", "x"), key_of(one, None, (), "pdf", "nl", "y"),
        key_of(one, replace(one, sha256="1" * 64), (), "pdf", "nl", "x"),
        key_of(one, None, said, "pdf", "nl", "x"), key_of(one, None, also, "pdf", "nl", "x"),
        key_of(replace(one, sha256="2" * 64), None, (), "pdf", "nl", "x"),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
