"""Lines of the log for tests, and what somebody who owns the database does to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.services import audit

NOW = datetime(2026, 11, 23, 12, 34, 56, tzinfo=UTC)
LINES = 6

Attack = Callable[[Session], None]


def write_lines(database: Database, keyring: Keyring, count: int = LINES) -> None:
    for number in range(count):
        with database.writing() as session:
            audit.append(
                session,
                keyring=keyring,
                actor=uuid4(),
                action="case_opened",
                object_id=uuid4(),
                data={"n": number},
                now=NOW + timedelta(hours=number),
            )


def attack(database: Database, act: Attack) -> None:
    """As somebody who owns the database: the triggers are no obstacle to them."""
    if database.is_sqlite:
        with database.writing() as session:
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS audit_line_no_{verb}"))
            act(session)
        return
    with database.writing() as session:
        session.execute(text("ALTER TABLE audit_line DISABLE TRIGGER ALL"))
        act(session)


def removed(session: Session) -> None:
    session.execute(delete(AuditLine).where(AuditLine.seq == 3))


def cut_tail(session: Session) -> None:
    session.execute(delete(AuditLine).where(AuditLine.seq > 4))
