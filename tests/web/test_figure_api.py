"""The API through the door: what it answers, what it refuses, and who may read along."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.adapters.database import Database
from app.domain.statistics.publication import SERIES, Frozen
from tests.conftest import Clock
from tests.figures import publish, some_publications
from tests.header_contract import expected_headers
from tests.web.browsing import Browser
from tests.web.figure_shapes import API, PROBLEM, Shapes

TABLE = "/{series}/{release}/tables/{table}"
YEAR = f"{API}/complaints/2025"
NONSENSE: tuple[tuple[str, int, str | None, list[str] | None], ...] = (
    ("/?x=1", 400, "x", ["series"]),
    ("/?series=complaint", 400, "series", list(SERIES)),
    ("/ledger?series=complaints", 400, "series", []),
    ("/complaints/2025?x=1", 400, "x", []),
    (
        "/complaints/2025/tables/institution_type_theme?province=utrecht", 400, "province",
        ["year", "institution_type", "theme"],
    ),
    (
        "/complaints/2025/tables/institution_type_theme?theme=zorg&theme=zor", 400, "theme",
        ["", "gemeente", "media", "overig", "politie", "zakelijk", "zorg"],
    ),
    (f"/complaints/2025/tables/institution_type_theme?theme={'x' * 81}", 400, "theme", []),
    ("/nothing/2025", 404, None, list(SERIES)),
    ("/warnings/2025", 404, None, []),
    ("/complaints/2025/tables/institution_province", 404, None, [
        "institution_type_theme", "institution_type_outcome",
        "institution_type_handling_time", "institution_type_province",
        "institution_type_subject", "institution_theme",
    ]),
    ("/complaints/%00", 404, None, None),
    ("/complaints/2031/text", 404, None, None),
    ("/complaints/2031/codebook", 404, None, None),
)  # fmt: skip
"""Address, status, the parameter that is named, and what is allowed there."""


@pytest.fixture
def frozen(database: Database) -> tuple[Frozen, ...]:
    with database.writing() as session:
        return publish(session, *some_publications())


@pytest.fixture
def shapes(client: FlaskClient) -> Shapes:
    return Shapes(client)


def test_every_address_answers_in_the_documented_shape(
    client: FlaskClient, frozen: tuple[Frozen, ...], shapes: Shapes
) -> None:
    listed = shapes.judge("/", client.get(f"{API}/"))
    assert [one["release"] for one in listed["releases"]] == [one.publication.id for one in frozen]
    shapes.judge("/ledger", client.get(listed["links"]["ledger"]))
    shapes.judge("/openapi.json", client.get(listed["links"]["document"]))
    assert client.get(listed["links"]["catalog"]).status_code == 200
    for one in listed["releases"]:
        release = shapes.judge("/{series}/{release}", client.get(one["links"]["self"]))
        links = release["links"]
        shapes.judge("/{series}/{release}/codebook", client.get(links["codebook"]))
        shapes.judge("/{series}/{release}/text", client.get(links["text"]))
        for table in release["tables"]:
            found = shapes.judge(TABLE, client.get(table["links"]["self"]))
            assert len(found["rows"]) == table["rows"]
            assert client.get(table["links"]["csv"]).status_code == 200
        packed = [file for file in release["files"] if file["kind"] == "csv"]
        assert [file["language"] for file in packed] == ["nl", "en"]
        assert {client.get(file["url"]).status_code for file in packed} == {200}


def test_every_count_is_a_multiple_of_five_or_said_to_be_small(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    counted = 0
    for one in frozen:
        of = f"{API}/complaints/{one.publication.id}"
        total = client.get(of).get_json()["total"]
        rows = [total]
        for table in one.publication.tables:
            rows += client.get(f"{of}/tables/{table.name}").get_json()["rows"]
        for row in rows:
            small = row["count"] is None
            assert row["shown"] == ("<10" if small else str(row["count"]))
            assert small or (row["count"] % 5 == 0 and row["count"] >= 10)
        counted += len(rows)
    assert counted > 5000


def test_how_many_about_banks_and_about_what(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    path = f"{YEAR}/tables/institution_type_theme?institution_type=bank&year=2025"
    found = client.get(path).get_json()
    cells = frozen[-1].publication.tables[0].cells
    assert found["asked"] == {"institution_type": ["bank"], "year": ["2025"]}
    assert {row["theme"]: row["count"] for row in found["rows"]} == {
        theme: count if count >= 10 else None
        for (kind, theme), count in cells.items()
        if kind == "bank"
    }
    two = client.get(f"{path}&institution_type=politie&theme=").get_json()["rows"]
    assert [(row["institution_type"], row["theme"]) for row in two] == [
        ("bank", ""), ("politie", ""),
    ]  # fmt: skip


def test_nonsense_is_refused_with_what_is_allowed(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    for address, status, parameter, allowed in NONSENSE:
        answer = client.get(f"{API}{address}")
        assert (answer.status_code, answer.mimetype) == (status, PROBLEM), address
        problem = answer.get_json(force=True)
        assert problem["status"] == status
        assert problem.get("parameter") == parameter
        if allowed is None:
            assert "2025" in problem["allowed"]
        else:
            assert problem["allowed"] == allowed, address


def test_whatever_goes_wrong_a_program_gets_a_problem_and_never_a_page(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    for answer, status in (
        (client.get(f"{API}/nothing"), 404),
        (client.get("/api/nothing"), 404),
        (client.post(f"{API}/", headers={"Sec-Fetch-Site": "same-origin"}), 405),
    ):
        assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/nl/nothing").mimetype == "text/html"


def test_anybody_can_compute_the_chain_again(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    """With nothing but what the API gives."""
    ledger = client.get(f"{API}/ledger").get_json()
    previous = ledger["first"]
    for number, line in enumerate(ledger["lines"], 1):
        text = client.get(line["text"]).get_data(as_text=True)
        hashed = f"{previous}\n{line['frozen_on']}\n{line['public_from']}\n{text}"
        assert (line["number"], line["previous"]) == (number, previous)
        previous = hashlib.sha256(hashed.encode()).hexdigest()
        assert line["sha256"] == previous
    assert len(ledger["lines"]) == len(frozen)


def test_what_is_not_public_yet_is_nowhere(
    client: FlaskClient, frozen: tuple[Frozen, ...], clock: Clock
) -> None:
    """Not in a list, not in the ledger, not in the catalogue, not among what there is."""
    clock.now = datetime(2026, 3, 30, 12, tzinfo=UTC)  # a day before 2025 and its last quarter
    for path in (YEAR, f"{YEAR}/text", f"{YEAR}/codebook", f"{YEAR}/tables/institution_theme"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.get_json(force=True)["allowed"][-1] == "2025Q3"
    for path in (f"{API}/", f"{API}/ledger", "/figures/catalog.jsonld"):
        said = client.get(path).get_data(as_text=True)
        assert "2025Q3" in said
        assert "2025Q4" not in said
        assert "complaints/2025/" not in said
        assert "/figures/2025/" not in said
        assert frozen[-1].sha256 not in said
    clock.now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert client.get(YEAR).status_code == 200
    assert frozen[-1].sha256 in client.get(f"{API}/ledger").get_data(as_text=True)


def test_it_may_be_kept_by_all_and_read_by_any_page(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    for path in (f"{API}/", f"{API}/ledger", f"{API}/openapi.json", YEAR, f"{YEAR}/text"):
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
        expected = expected_headers(answer)
        expected["Content-Security-Policy"] = "default-src 'none'; sandbox"
        for header, value in expected.items():
            assert answer.headers.get(header) == value, header
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        etag = answer.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        head = client.head(path)
        assert (head.status_code, head.get_data()) == (200, b"")


def test_no_other_page_may_be_read_by_pages_of_others(app: Flask) -> None:
    for path in ("/nl/", "/nl/info", "/figures/catalog.jsonld", "/nl/nothing", "/health"):
        answer = Browser(app).get(path, headers={"Origin": "https://elsewhere.example"})
        assert "Access-Control-Allow-Origin" not in answer.headers, path


def test_no_answer_takes_more_than_five_queries(
    client: FlaskClient, frozen: tuple[Frozen, ...], database: Database
) -> None:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for path in (
        f"{API}/", f"{API}/ledger", YEAR, f"{YEAR}/tables/institution_theme", f"{YEAR}/text",
        f"{API}/complaints/2031", "/figures/catalog.jsonld", "/nl/figures/2025/2025.csv.zip",
    ):  # fmt: skip
        seen.clear()
        client.get(path)
        assert 1 <= len(seen) <= 5, (path, seen)
