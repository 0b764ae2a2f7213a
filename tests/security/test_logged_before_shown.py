"""T32: what is not logged is not shown; the line is committed before anything is opened."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.services import audit
from moderation.decisions.logged import NotLogged, log_before_show

NOW = datetime(2026, 11, 23, 12, 34, 56, tzinfo=UTC)


def test_nothing_is_shown_when_the_log_is_full(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        if database.is_sqlite:
            session.execute(
                text(
                    "CREATE TRIGGER full_log BEFORE INSERT ON audit_line"
                    " BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
            )
        else:
            session.execute(
                text("ALTER TABLE audit_line ADD CONSTRAINT full_log CHECK (seq < 0) NOT VALID")
            )
    assert_not_shown(database, keyring)


def test_nothing_is_shown_while_the_log_is_locked(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        if not database.is_sqlite:
            session.execute(text("LOCK TABLE audit_line IN ACCESS EXCLUSIVE MODE"))
        assert_not_shown(database, keyring)  # SQLite has one writer, and that is this session


def test_the_line_is_committed_before_anything_is_opened(
    database: Database, keyring: Keyring
) -> None:
    actor, case = uuid4(), uuid4()
    logged = log_before_show(
        database, keyring=keyring, actor=actor, action="case_opened", object_id=case, now=NOW
    )
    assert logged.allows("case_opened", case)
    assert not logged.allows("case_opened", uuid4())
    assert not logged.allows("contact_shown", case)
    with database.reading() as session:
        assert audit.newest(session).seq == logged.seq == 1


def assert_not_shown(database: Database, keyring: Keyring) -> None:
    with pytest.raises(NotLogged):
        log_before_show(
            database,
            keyring=keyring,
            actor=uuid4(),
            action="case_opened",
            object_id=uuid4(),
            now=NOW,
        )
