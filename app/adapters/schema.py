"""The database schema: brought to the newest migration, or back, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
ADVISORY_LOCK = 7_230_114  # any constant: two processes that migrate at once wait for each other


class BrokenForeignKeys(Exception):
    """A migration left rows that point to nothing; it was rolled back."""


def upgrade(url: str, revision: str = "head") -> None:
    """Runs the migrations up to `revision` in one transaction."""
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str) -> None:
    """Runs the migrations down to `revision` in one transaction."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


def newest_revision() -> str:
    """The one head of the numbered migrations."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current_revision(connection: Connection) -> str | None:
    """The revision that a database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    is_sqlite = url.startswith("sqlite")
    if is_sqlite:
        event.listen(engine, "connect", _foreign_keys_off)
        event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    config = _config()
    with engine.begin() as connection:
        if not is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ADVISORY_LOCK})
        config.attributes["connection"] = connection
        yield config
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BrokenForeignKeys
    engine.dispose()


def _foreign_keys_off(dbapi_connection: object, _record: object) -> None:
    dbapi_connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = dbapi_connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=20000")
    cursor.close()
