"""Database: units of work over SQLite (embedded) and PostgreSQL (production).

The pragmas and the explicit BEGIN cure four SQLite traps (architecture.md, "Traps met"): silent
autocommit, "database is locked", ignored foreign keys, and pages that keep deleted words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

SQLITE_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


class Database:
    """One engine and its two kinds of unit of work."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = make_engine(url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in which the engine itself refuses every write."""
        with self.engine.connect() as connection:
            with _read_only(connection, self.is_sqlite), _begun(connection, "BEGIN"):
                with Session(bind=connection, expire_on_commit=False) as session:
                    yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block ends well and rolls back when it raises."""
        with self.engine.connect() as connection:
            with _begun(connection, "BEGIN IMMEDIATE") as transaction:
                with Session(bind=connection, expire_on_commit=False) as session:
                    yield session
                    session.commit()
                transaction.commit()

    def dispose(self) -> None:
        """Closes every connection; a forked worker calls it before its first query."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine with the pragmas of the house; parameters never reach a log (T33)."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_size=5, max_overflow=5)
    # NullPool: a SQLite connection is cheap, and threads must not share one
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None  # we say BEGIN ourselves
    cursor = dbapi_connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.info.pop("begin", "BEGIN IMMEDIATE"))


@contextmanager
def _begun(connection: Connection, sqlite_statement: str) -> Iterator[Any]:
    connection.info["begin"] = sqlite_statement
    with connection.begin() as transaction:
        yield transaction


@contextmanager
def _read_only(connection: Connection, is_sqlite: bool) -> Iterator[None]:
    if not is_sqlite:
        connection.execution_options(postgresql_readonly=True)
        try:
            yield
        finally:
            connection.execution_options(postgresql_readonly=False)
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only=OFF")
