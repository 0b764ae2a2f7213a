"""Promised tasks: a row in the transaction that caused it, told to the queue after it.

A row holds ids and the day. SQLAlchemy's `after_commit` also fires on savepoints, so what was
promised is remembered in the session and sent by the door once its unit of work has closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.adapters.queue import Queue
from app.models.outbox import OutboxTask

PROMISED = "promised"


@dataclass(frozen=True)
class OpenTask:
    """A promise that is not kept yet; `attempts` counts failures."""

    id: UUID
    task: str
    object_id: UUID
    attempts: int


def promise(session: Session, task: str, object_id: UUID, *, now: datetime) -> UUID:
    """Promises `task` for `object_id` in this unit of work; the id of the promise."""
    task_id = uuid4()
    session.add(OutboxTask(id=task_id, task=task, object_id=object_id, on_day=now.date()))
    session.info.setdefault(PROMISED, []).append((task, task_id))
    return task_id


def send_promised(session: Session, queue: Queue) -> None:
    """Tells the queue what this session promised; only after its unit of work committed.

    A promise that a savepoint took back is told too: its row is not there, so nobody does it.
    """
    for task, task_id in session.info.pop(PROMISED, ()):
        queue.send(task, task_id)


def open_tasks(session: Session, limit: int) -> list[OpenTask]:
    """What is not done, fewest failures first: a task that always fails blocks nobody."""
    rows = session.scalars(
        select(OutboxTask)
        .where(OutboxTask.done_on.is_(None))
        .order_by(OutboxTask.attempts, OutboxTask.on_day, OutboxTask.id)
        .limit(limit)
    )
    return [_seen(row) for row in rows]


def claim(session: Session, task_id: UUID) -> OpenTask | None:
    """The open row, locked for this transaction; None when done, gone or another's now.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    row = session.scalar(
        select(OutboxTask)
        .where(OutboxTask.id == task_id, OutboxTask.done_on.is_(None))
        .with_for_update(skip_locked=True)
    )
    return None if row is None else _seen(row)


def mark_done(session: Session, task_id: UUID, *, now: datetime) -> None:
    """The promise is kept; commits together with its effect."""
    session.execute(update(OutboxTask).where(OutboxTask.id == task_id).values(done_on=now.date()))


def count_attempt(session: Session, task_id: UUID) -> int:
    """One more failure; how many there are now (0: the row is done or gone)."""
    attempts = session.scalar(
        update(OutboxTask)
        .where(OutboxTask.id == task_id, OutboxTask.done_on.is_(None))
        .values(attempts=OutboxTask.attempts + 1)
        .returning(OutboxTask.attempts)
    )
    return attempts or 0


def _seen(row: OutboxTask) -> OpenTask:
    return OpenTask(row.id, row.task, row.object_id, row.attempts)
