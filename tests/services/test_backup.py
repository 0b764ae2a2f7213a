"""T39 and T6: dumps in two parts, restored on an empty machine, and dead where they must be."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.backup_box import read_sealed
from app.adapters.vault.boxes import Damaged, key_pair_from_seed, new_key_pair
from app.domain.states import ReportState
from app.models.decision import Decision
from app.models.outbox import Alarm
from app.models.registry import all_tables
from app.models.report import Report, ReportKeys
from app.services import audit
from app.services.backup import Part, RestoreRefused, restore_dump, write_dump
from app.services.backup_parts import LEFT_OUT
from app.services.web_session import start_web_session
from moderation.decisions.case_rows import keys_of
from tests.conftest import NOON, Clock
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in
from tests.filed_reports import STORY, FiledReport, file_one, move, opens
from tests.members import make_member, publish
from tests.servers import Postgres

PAIR = new_key_pair()
MARKER = STORY.encode()
PHOTO = b"a photo with a marker" * 4000


@pytest.fixture
def other_engine(
    engine_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """An empty machine with the other engine."""
    if not engine_url.startswith("sqlite"):
        yield empty_sqlite(tmp_path / "other.sqlite3", request)
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.execute("CREATE DATABASE other_house TEMPLATE template_house")
    database = Database(server.url("other_house"))
    yield database
    database.dispose()
    server.execute("DROP DATABASE other_house WITH (FORCE)")


def empty_sqlite(path: Path, request: pytest.FixtureRequest) -> Database:
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return Database(f"sqlite:///{path}")


@pytest.fixture
def iris(database: Database, keyring: Keyring) -> EnrolledPerson:
    found = enrol(database, keyring, "Iris", "lead", NOON)
    pin(database, keyring, found.person, NOON)
    noor = enrol(database, keyring, "Noor", "moderator", NOON)
    grant(database, keyring, found.person, noor.person, NOON)
    return found


@pytest.fixture
def report(database: Database, keyring: Keyring, iris: EnrolledPerson) -> FiledReport:
    """A report with a photo, among members, an alert, a session and lines of the log."""
    assert iris
    filed = file_one(database, keyring, photos=(PHOTO,))
    make_member(database, keyring)
    publish(database, keyring, ("phone", "0612345678"))
    with database.writing() as session:
        start_web_session(session, "reporter", filed.id, {"dek": filed.own.dek}, now=NOON)
    return filed


def dump(database: Database, part: Part) -> bytes:
    out = io.BytesIO()
    write_dump(database, part, out, PAIR.public, now=NOON)
    return out.getvalue()


def restore(database: Database, part: Part, dumped: bytes, secret: bytes = PAIR.secret) -> int:
    return restore_dump(database, part, io.BytesIO(dumped), secret)


def contents(dumped: bytes) -> bytes:
    return b"".join(read_sealed(io.BytesIO(dumped), PAIR.secret))


def test_the_restored_house_opens_with_receipts_and_passphrases(
    database: Database, keyring: Keyring, iris: EnrolledPerson, report: FiledReport,
    other_engine: Database,
) -> None:  # fmt: skip
    move(database, report, ReportState.IN_REVIEW)
    data, keys = dump(database, "data"), dump(database, "keys")
    assert restore(other_engine, "data", data) > 0
    assert opens(other_engine, keyring, report) is None  # the data alone opens nothing
    restore(other_engine, "keys", keys)
    assert opens(other_engine, keyring, report) == report.own
    later = NOON + timedelta(minutes=5)
    signed = sign_in(
        other_engine, keyring, "Iris", iris.passphrase, code=iris.code(later), now=later
    )
    assert signed is not None
    assert signed.person.newest_key == iris.person.newest_key
    with other_engine.reading() as session:
        row, sealed = session.get_one(Report, report.id), session.get_one(ReportKeys, report.id)
        assert keys_of(signed.person, row, sealed).dek == report.own.dek
    with other_engine.reading() as session:
        assert audit.verify(session, keyring) is None
    for name, table in all_tables().tables.items():
        if name not in {*LEFT_OUT, "audit_line", "staff"}:
            assert everything(other_engine, name) == everything(database, name), table
    with database.reading() as session:
        newest = session.scalar(select(func.max(Decision.number))) or 0
    assert number_of_a_new_move(other_engine) == newest + 1


def number_of_a_new_move(database: Database) -> int | None:
    """None where the database gave a number that is taken."""
    move = Decision(
        subject_kind="report", subject_id=uuid4(), actor="system", to_state="closed",
        on_day=NOON.date(),
    )  # fmt: skip
    try:
        with database.writing() as session:
            session.add(move)
            session.flush()
            return move.number
    except IntegrityError:
        return None


def everything(database: Database, name: str) -> list[str]:
    table = all_tables().tables[name]
    with database.reading() as session:
        return sorted(repr(tuple(row)) for row in session.execute(select(table)))


def test_a_dump_shows_no_word_and_the_data_no_key(database: Database, report: FiledReport) -> None:
    data, keys = dump(database, "data"), dump(database, "keys")
    for dumped in (data, keys):
        assert MARKER not in dumped
        assert MARKER not in contents(dumped)
    inside = contents(data)
    assert str(report.id).encode() in inside
    assert str(report.id).encode() not in data
    for name in (b"sealed_team", b"sealed_receipt", b"wrapped_secret", b"totp", b"web_session"):
        assert name not in inside, name
    assert b"sealed_receipt" in contents(keys)


def test_a_database_with_rows_is_refused_and_so_is_the_wrong_order_or_part(
    database: Database, report: FiledReport, other_engine: Database
) -> None:
    data, keys = dump(database, "data"), dump(database, "keys")
    for target, part, dumped, reason in (
        (database, "data", data, "not_empty"),
        (database, "keys", keys, "not_empty"),
        (other_engine, "keys", keys, "no_data"),
        (other_engine, "keys", data, "other_part"),
        (other_engine, "data", keys, "other_part"),
    ):
        with pytest.raises(RestoreRefused) as refused:
            restore(target, part, dumped)  # type: ignore[arg-type]
        assert refused.value.reason == reason
    assert report
    assert everything(other_engine, "staff") == []


def test_one_row_is_enough_to_refuse_the_data(
    database: Database, report: FiledReport, other_engine: Database
) -> None:
    assert report
    data = dump(database, "data")
    with other_engine.writing() as session:
        session.add(Alarm(id=uuid4(), code="x", on_day=NOON.date()))
    with pytest.raises(RestoreRefused):
        restore(other_engine, "data", data)
    assert everything(other_engine, "staff") == []


def test_a_file_that_is_cut_changed_or_sealed_to_another_restores_nothing(
    database: Database, report: FiledReport, other_engine: Database
) -> None:
    assert report
    data = dump(database, "data")
    middle = len(data) // 2
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    another = data.replace(b'"part": "data"', b'"part": "keys"', 1)
    for wrong in (data[:-30], data[:middle], changed, data + b"x", another, b"", b"house"):
        with pytest.raises((Damaged, RestoreRefused, StopIteration)):
            restore(other_engine, "data", wrong)
        assert everything(other_engine, "staff") == []
    with pytest.raises(Damaged):
        restore(other_engine, "data", data, new_key_pair().secret)


@pytest.fixture
def shell(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner(env={"BACKUP_PUBLIC_KEY": PAIR.public.hex()})


def flask(shell: FlaskCliRunner, *words: object, code: int = 0) -> str:
    result = shell.invoke(args=["backup", *(str(word) for word in words)])
    assert result.exit_code == code, result.output
    return str(result.output)


@dataclass
class Drill:
    """A folder of dumps, and an empty machine as often as one is needed."""

    folder: Path
    keyring: Keyring
    request: pytest.FixtureRequest

    def names(self) -> list[str]:
        return sorted(one.name for one in self.folder.iterdir())

    def opens(self, keys: str, report: FiledReport) -> bool:
        """Whether the first data with these keys opens it; the ciphertext is there in any case."""
        path = self.folder.parent / "drill.sqlite3"
        path.unlink(missing_ok=True)
        machine = empty_sqlite(path, self.request)
        restore(machine, "data", (self.folder / "d0").read_bytes())
        restore(machine, "keys", (self.folder / keys).read_bytes())
        with machine.reading() as session:
            assert session.get_one(Report, report.id).body is not None
        return opens(machine, self.keyring, report) is not None


@pytest.fixture
def drill(tmp_path: Path, keyring: Keyring, request: pytest.FixtureRequest) -> Drill:
    (tmp_path / "backups").mkdir()
    return Drill(tmp_path / "backups", keyring, request)


def test_three_days_after_it_was_deleted_no_key_dump_opens_a_report(
    shell: FlaskCliRunner, database: Database, report: FiledReport, clock: Clock, drill: Drill
) -> None:
    flask(shell, "data", drill.folder / "d0")
    flask(shell, "keys", drill.folder / "k0")
    with database.writing() as session:
        session.delete(session.get_one(Report, report.id))
    opened = {}
    for day in range(1, 5):
        clock.now = NOON + timedelta(days=day)
        flask(shell, "data", drill.folder / f"d{day}")
        flask(shell, "keys", drill.folder / f"k{day}")
        flask(shell, "rotate", drill.folder)
        left = [name for name in drill.names() if name.startswith("k")]
        opened[day] = [name for name in left if drill.opens(name, report)]
    assert opened == {1: ["k0"], 2: ["k0"], 3: [], 4: []}  # before day three one still does
    assert drill.names() == ["d0", "d1", "d2", "d3", "d4", "k2", "k3", "k4"]
    clock.now = NOON + timedelta(days=30)
    flask(shell, "rotate", drill.folder)
    assert drill.names() == ["d1", "d2", "d3", "d4"]


def test_the_commands_make_a_key_dump_and_refuse_in_words(
    shell: FlaskCliRunner, report: FiledReport, clock: Clock, tmp_path: Path
) -> None:
    assert report
    secret, file = tmp_path / "secret", tmp_path / "dump"
    public = flask(shell, "new-key", secret).strip()
    assert key_pair_from_seed(bytes.fromhex(secret.read_text())).public.hex() == public
    assert secret.stat().st_mode & 0o077 == 0
    assert "rows" in flask(shell, "data", file, "--to", public)
    assert file.stat().st_mode & 0o077 == 0
    assert "never overwritten" in flask(shell, "data", file, code=1)
    assert "64 hexadecimal" in flask(shell, "data", tmp_path / "x", "--to", "12", code=1)
    assert "empty database only" in flask(shell, "restore-data", file, "--secret", secret, code=1)
    assert "other part" in flask(shell, "restore-keys", file, "--secret", secret, code=1)
    (tmp_path / "cut").write_bytes(file.read_bytes()[:-1])
    clock.now = NOON - timedelta(hours=2)
    folder = tmp_path / "f"
    folder.mkdir()
    shutil.copy(file, folder / "from tomorrow")
    (folder / "note").write_text("no backup")
    said = flask(shell, "rotate", folder, code=1)
    assert "removed: 0" in said
    assert "look at the clock" in said
    assert "note: no backup" in said
