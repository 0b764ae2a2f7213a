"""`flask complaints import`: counts and sentences, never a cell; the same rules as at the desk."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_import.profile import guessed
from app.models.audit import AuditLine
from app.models.complaint import Complaint
from app.services.audit import verify
from app.services.import_profiles import keep_profile
from tests.complaint_desk import a_caseworker
from tests.older_lists import CLOSED_ROW, HEAD, OPEN_ROW, changed, csv_of, xlsx_of

WRONG = changed(CLOSED_ROW, nr="2025-9", datum="31-2-2025", omschrijving="=geheim()")
SECRETS = ("balie", "geheim", "2025-7", "Twee keer", "Rotterdam")


@pytest.fixture
def desk(database: Database, keyring: Keyring) -> None:
    a_caseworker(database, keyring)


def run(app: Flask, *words: object, ends: int = 0) -> Result:
    result = app.test_cli_runner().invoke(args=["complaints", *map(str, words)])
    assert result.exit_code == ends, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert not any(secret in result.output for secret in SECRETS), result.output
    return result


def number_of_cases(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Complaint)) or 0


def test_a_list_is_taken_over_and_what_is_refused_comes_back_in_a_file(
    app: Flask, database: Database, keyring: Keyring, desk: None, tmp_path: Path
) -> None:
    source, out = tmp_path / "list.csv", tmp_path / "refused.csv"
    source.write_bytes(csv_of(OPEN_ROW, CLOSED_ROW, WRONG))
    dry = run(app, "import", source, "--dry-run", "--refused", out, ends=2)
    assert "2 would be taken over" in dry.output
    assert number_of_cases(database) == 0
    done = run(app, "import", source, "--refused", out, ends=2)
    assert "2 taken over\n0 were there already\n1 refused" in done.output
    assert number_of_cases(database) == 2
    text = out.read_text(encoding="utf-8-sig")
    assert "Datum: dit is geen dag" in text
    assert '"\'=geheim()"' in text
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    out.write_text(
        text.replace("31-2-2025", "28-2-2025").replace("'=geheim()", "Ze schreef het op."),
        encoding="utf-8-sig",
    )
    assert "1 taken over\n0 were there already\n0 refused" in run(app, "import", out).output
    assert "0 taken over\n1 were there already" in run(app, "import", out).output
    with database.reading() as session:
        lines = session.scalars(
            select(AuditLine.data).where(AuditLine.action == "complaints_imported")
        ).all()
        assert verify(session, keyring) is None
    assert lines == [
        '{"known":0,"refused":1,"stored":2}',
        '{"known":0,"refused":0,"stored":1}',
        '{"known":1,"refused":0,"stored":0}',
    ]


def test_a_profile_of_the_desk_says_what_old_words_mean(
    app: Flask, database: Database, keyring: Keyring, desk: None, tmp_path: Path
) -> None:
    source = tmp_path / "list.xlsx"
    source.write_bytes(xlsx_of(changed(OPEN_ROW, onderwerp="Loket")))
    found = run(app, "import", source, ends=2)
    assert "1 unknown words under subject" in found.output
    profile = guessed(HEAD).with_words({"subject": {"loket": "bejegening-politie"}})
    with database.writing() as session:
        keep_profile(session, type(profile)("Oud", profile.columns, profile.words), keyring=keyring)
    assert run(app, "profiles").output == "Oud\n"
    assert "1 taken over" in run(app, "import", source, "--profile", "oud").output
    assert "no profile" in run(app, "import", source, "--profile", "Nieuw", ends=1).output


def test_a_file_that_is_no_list_changes_nothing(
    app: Flask, database: Database, desk: None, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    for content, says in (
        (b"", "Er staat niets in"),
        (b"\x00\x01\x02;\x03", "geen lijst die we kunnen lezen"),
        (b"Naam;Adres\nx;y", "Zeg in welke kolom de dag staat"),
    ):
        path.write_bytes(content)
        assert says in run(app, "import", path, ends=1).output
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert "groter dan 10 MB" in run(app, "import", path, ends=1).output
    assert number_of_cases(database) == 0


def test_without_a_pinned_key_nothing_is_taken_over(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of(OPEN_ROW))
    assert "not pinned" in run(app, "import", path, ends=1).output
    assert number_of_cases(database) == 0
