"""The audit log: a keyed hash chain of who did what at the desk (security.md 3.14, T32).

Each line's hash is HMAC(K_audit, hash of the line before ‖ canonical JSON of this line), so a
line cannot be altered, moved, added or taken out unseen by somebody who holds only the database.
A tail that was cut off shows only against an anchor: the newest (seq, hash) kept elsewhere.
Where the beginning was cut since its term was over, a keyed checkpoint says so (`cut_history`).
Lines hold no content: codes, counts, and objects as HMAC(K_audit, id).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, mac
from app.models.audit import AuditLine
from app.models.deletion import Checkpoint

FIRST_HASH = bytes(32)
DATA_CHARACTERS = 400
PAGE_LINES = 100
AUDIT = "audit"  # of checkpoints: those of the log
ADVISORY_LOCK = 0x6175646974  # any number, the same in every process
LOCK_TIMEOUT_MS = 5000  # as long as SQLite's busy_timeout: then nothing is shown

Fact = str | int | bool | None
"""What may stand in a line's data: a code or a count, never a word of a case."""


@dataclass(frozen=True)
class AuditEntry:
    """One line as a page may show it; `at_hour` in UTC, without the object."""

    seq: int
    at_hour: datetime
    actor: str
    action: str
    data: Mapping[str, Fact]


@dataclass(frozen=True)
class Anchor:
    """The newest line at some moment; kept outside the database it shows a cut tail."""

    seq: int
    hash: bytes


def append(
    session: Session,
    *,
    keyring: Keyring,
    actor: UUID | str,
    action: str,
    object_id: UUID | str | None = None,
    data: Mapping[str, Fact] | None = None,
    now: datetime,
) -> int:
    """Write one line in the caller's unit of work; returns its number (1, 2, … without gaps).

    Takes the one lock of the log until the unit ends, so it belongs late in a long unit.
    Raises whatever the database raises: who cannot log must not go on.
    """
    key = _key(keyring)
    facts = json.dumps(dict(data or {}), sort_keys=True, separators=(",", ":"))
    if len(facts) > DATA_CHARACTERS:
        raise ValueError("too many facts for one line")
    _take_lock(session)
    before = newest(session)
    line = {
        "seq": before.seq + 1,
        "at_hour": now.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
        "actor": str(actor),
        "action": action,
        "object": None if object_id is None else mac(key, "audit/object", str(object_id)),
        "data": facts,
    }
    session.execute(insert(AuditLine).values(**line, hash=_chained(key, before.hash, line)))
    return before.seq + 1


def newest(session: Session) -> Anchor:
    """The last line's number and hash; (0, zeros) for an empty log."""
    row = session.execute(
        select(AuditLine.seq, AuditLine.hash).order_by(AuditLine.seq.desc()).limit(1)
    ).first()
    return Anchor(0, FIRST_HASH) if row is None else Anchor(row.seq, row.hash)


def verify(session: Session, keyring: Keyring, anchor: Anchor | None = None) -> int | None:
    """The number of the first line that is wrong or missing, or None when the chain is whole."""
    key = _key(keyring)
    start = _checkpoint(session)
    if start is not None and not equal(start.mac, checkpoint_mac(keyring, start)):
        return start.seq
    expected_seq, previous = (1, FIRST_HASH) if start is None else (start.seq + 1, start.hash)
    columns = AuditLine.__table__.columns
    query = select(*columns).order_by(AuditLine.seq)
    with session.execute(query, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            line = dict(row._mapping)
            found = line.pop("hash")
            right = equal(found, _chained(key, previous, line))
            if row.seq != expected_seq or not right:
                return expected_seq
            if anchor is not None and row.seq == anchor.seq and not equal(found, anchor.hash):
                return expected_seq
            expected_seq, previous = expected_seq + 1, found
    if anchor is not None and anchor.seq >= expected_seq:
        return expected_seq
    return None


def lines_of(
    session: Session, actors: Collection[UUID] | None, *, before: int | None = None
) -> tuple[AuditEntry, ...]:
    """The newest lines (at most 100) of these people, or of everybody with None."""
    query = select(AuditLine).order_by(AuditLine.seq.desc()).limit(PAGE_LINES)
    if actors is not None:
        query = query.where(AuditLine.actor.in_([str(actor) for actor in actors]))
    if before is not None:
        query = query.where(AuditLine.seq < before)
    return tuple(
        AuditEntry(row.seq, row.at_hour, row.actor, row.action, json.loads(row.data))
        for row in session.scalars(query)
    )


def checkpoint_mac(keyring: Keyring, row: Checkpoint) -> bytes:
    """What holds a checkpoint together: 32 bytes under K_audit."""
    said = json.dumps([row.name, row.seq, row.hash.hex(), row.on_day.isoformat()])
    return mac(_key(keyring), "audit/checkpoint", said)


def _checkpoint(session: Session) -> Checkpoint | None:
    return session.scalars(
        select(Checkpoint).where(Checkpoint.name == AUDIT).order_by(Checkpoint.seq.desc()).limit(1)
    ).first()


def _key(keyring: Keyring) -> bytes:
    if keyring.k_audit is None:
        raise RuntimeError("this process has no key for the audit log")
    return keyring.k_audit


def _take_lock(session: Session) -> None:
    """One writer at a time; on SQLite BEGIN IMMEDIATE has already given us that."""
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
    session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": ADVISORY_LOCK})


def _chained(key: bytes, previous: bytes, line: Mapping[str, Any]) -> bytes:
    """Hash of a line out of the columns it has, however the engine gave them back."""
    canonical = json.dumps(
        [
            line["seq"],
            line["at_hour"].astimezone(UTC).isoformat(),
            line["actor"],
            line["action"],
            None if line["object"] is None else line["object"].hex(),
            line["data"],
        ],
        separators=(",", ":"),
    )
    return mac(key, "audit/line", previous, canonical)
