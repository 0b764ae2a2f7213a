"""Fixtures: both engines, a keyring with a cheap KDF, the app, and a browser-like visitor.

Every test that touches a table runs on SQLite and on PostgreSQL. A test gets a database of its
own, cloned from a migrated template, since the code under test really commits.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as property_settings

from app.adapters import schema
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.stretching import Stretcher
from app.factory import create_app
from app.settings import Settings
from moderation.decisions.desk_person import DeskPerson
from tests import stretching
from tests.desk_cases import Desk
from tests.keys import TeamKeys, insecure_keyring, pin_team
from tests.servers import Postgres, start_postgres
from tests.visitor import Visitor

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = itertools.count()
# an example that waited for a loaded machine is no fault of the rule
property_settings.register_profile("house", deadline=None)
property_settings.load_profile("house")


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL of our own, with a migrated database to clone."""
    # not under pytest's own folder: another run beside this one would clean it away
    server = start_postgres(Path(mkdtemp(prefix="house-postgres-")))
    try:
        server.execute("CREATE DATABASE template_house")
        schema.upgrade(server.url("template_house"))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "house.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"house_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE template_house")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    """A database on each engine."""
    database = Database(engine_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def cheap_insecure_stretcher() -> Stretcher:
    """The KDF made cheap for tests: insecure, but fast."""
    return stretching.cheap_insecure_stretcher()


@pytest.fixture
def pins_file(tmp_path: Path) -> Path:
    """The file outside the database that holds the pinned team keys."""
    return tmp_path / "pins.json"


@pytest.fixture
def alerts_team(pins_file: Path) -> TeamKeys:
    """The alerts team's key pair, pinned; the private half is known to the test only."""
    return pin_team(pins_file, "alerts", epoch=1)


@pytest.fixture
def institutions_team(pins_file: Path) -> TeamKeys:
    """The complaints team's key pair, pinned; the private half is known to the test only."""
    return pin_team(pins_file, "institutions", epoch=1)


@pytest.fixture
def keyring(cheap_insecure_stretcher: Stretcher, pins_file: Path) -> Keyring:
    """Random server secrets and the cheap KDF."""
    return insecure_keyring(cheap_insecure_stretcher, pins_file)


@pytest.fixture
def settings(tmp_path: Path, engine_url: str, pins_file: Path) -> Settings:
    """Settings of a test house: own folder, own database, no Redis."""
    return replace(
        Settings.from_env({"VAR_DIR": str(tmp_path / "var")}),
        env="test",
        database_url=engine_url,
        pins_file=pins_file,
    )


@pytest.fixture
def clock() -> Clock:
    """The house's clock; a test moves it by hand."""
    return Clock(NOON)


@pytest.fixture
def app(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    alerts_team: TeamKeys,
    clock: Clock,
) -> Flask:
    """The whole house, with CSRF on, on each engine."""
    app = create_app(settings, keyring=keyring, database=database, clock=clock)
    app.testing = False  # errors become pages, as for a visitor
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Flask's own client, for tests that need raw requests."""
    return app.test_client()


@pytest.fixture
def visit(app: Flask) -> Visitor:
    """A visitor whose every page is checked (see tests/visitor.py)."""
    return Visitor(app)


@pytest.fixture
def desk(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> Desk:
    """The desk of warnings without pages: its acts on the real services."""
    return Desk(database, keyring, alerts_team)


@pytest.fixture
def noor(desk: Desk) -> DeskPerson:
    """Who takes the cases."""
    return desk.person("Noor")


@pytest.fixture
def iris(desk: Desk) -> DeskPerson:
    """Who checks her."""
    return desk.person("Iris")


@pytest.fixture
def vera(desk: Desk) -> DeskPerson:
    """Who worked on nothing yet."""
    return desk.person("Vera")
