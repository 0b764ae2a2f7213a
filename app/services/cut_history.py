"""Lines of the log and moves whose term is over go, and what stays can still be verified.

A checkpoint says up to which number a history was cut; the database deletes nothing beyond the
newest one. It is held together under K_audit: somebody who holds only the database cannot cut the
log further and make it look whole (T32).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import CursorResult, Delete, delete, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.deletion import Checkpoint
from app.services.audit import AUDIT, checkpoint_mac

DECISION = "decision"
NO_HASH = bytes(32)


def due_lines(session: Session, *, days: int, now: datetime) -> int:
    """How many lines of the log are past their term; the newest line always stays."""
    return _lines_until(session, _before(now, days)) - _start(session, AUDIT)


def live_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0


def cut_lines(session: Session, *, keyring: Keyring, days: int, now: datetime) -> int:
    """Deletes the beginning of the log; how many lines. The key of the log must be here."""
    until = _lines_until(session, _before(now, days))
    if until <= _start(session, AUDIT):
        return 0
    last = session.get_one(AuditLine, until)
    _note(session, AUDIT, until, last.hash, keyring=keyring, now=now)
    return _deleted(session, delete(AuditLine).where(AuditLine.seq <= until))


def due_moves(session: Session, *, days: int, now: datetime) -> int:
    until = _moves_until(session, _before(now, days))
    return (
        session.scalar(select(func.count()).select_from(Decision).where(Decision.number <= until))
        or 0
    )


def live_moves(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Decision)) or 0


def cut_moves(session: Session, *, keyring: Keyring, days: int, now: datetime) -> int:
    """Deletes the beginning of the history of moves; how many."""
    until = _moves_until(session, _before(now, days))
    if until <= _start(session, DECISION):
        return 0
    _note(session, DECISION, until, NO_HASH, keyring=keyring, now=now)
    return _deleted(session, delete(Decision).where(Decision.number <= until))


def _lines_until(session: Session, day: date) -> int:
    """The last line before `day`, of those before which all are; never the newest."""
    moment = datetime.combine(day, time(), UTC)
    first_kept = session.scalar(select(func.min(AuditLine.seq)).where(AuditLine.at_hour >= moment))
    newest = session.scalar(select(func.max(AuditLine.seq))) or 0
    return (newest if first_kept is None else first_kept) - 1


def _moves_until(session: Session, day: date) -> int:
    first_kept = session.scalar(select(func.min(Decision.number)).where(Decision.on_day >= day))
    if first_kept is not None:
        return first_kept - 1
    return session.scalar(select(func.max(Decision.number))) or 0


def _start(session: Session, name: str) -> int:
    """Where the history was cut before."""
    return session.scalar(select(func.max(Checkpoint.seq)).where(Checkpoint.name == name)) or 0


def _note(
    session: Session, name: str, seq: int, found: bytes, *, keyring: Keyring, now: datetime
) -> None:
    row = Checkpoint(name=name, seq=seq, hash=found, on_day=now.date())
    row.mac = checkpoint_mac(keyring, row)
    session.add(row)
    session.flush()


def _deleted(session: Session, statement: Delete) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[object]", result).rowcount


def _before(now: datetime, days: int) -> date:
    return now.date() - timedelta(days=days)
