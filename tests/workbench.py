"""A real Workshop for tests, in this process or in one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.catalogues import Catalogues, load_catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import Mail, NullMail
from app.adapters.queue import NoQueue, Queue, RedisQueue
from app.adapters.reference_data import ReferenceData, load_reference_data
from app.adapters.vault.stretching import Stretcher
from app.jobs.registry import plans_of, task_table
from app.models.outbox import Alarm, OutboxTask
from app.services.channels import Channel
from app.services.outbox import promise
from app.services.workshop import OutsideTask, Periodic, Task, Workshop
from app.settings import PROJECT, Settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EFFECT = "effect"


NO_KEYS = Keyring(stretcher=Stretcher(), pins_file=Path("/nonexistent"))
"""Those of a process that may open nothing."""


@cache
def reference() -> ReferenceData:
    return load_reference_data(PROJECT / "data")


@cache
def catalogues() -> Catalogues:
    return load_catalogues(PROJECT / "translations")


def a_workshop(
    database: Database,
    tasks: Iterable[Task | OutsideTask] = (),
    *,
    keyring: Keyring | None = None,
    redis_url: str | None = None,
    mail: Mail | None = None,
    desk_mail: str | None = None,
    anchor_mail: tuple[str, ...] = (),
    periodic: tuple[Periodic, ...] = (),
    clock: Callable[[], datetime] = lambda: NOON,
    patience_seconds: float = 0.0,
    channels: Iterable[Channel] = (),
) -> Workshop:
    """A workshop with these tasks; no delay before a task, so that tests need not wait."""
    table = task_table(tasks)
    queue: Queue = NoQueue()
    if redis_url is not None:
        queue = RedisQueue(
            redis_url, plans_of(table), jitter_seconds=0, patience_seconds=patience_seconds
        )
    settings = replace(
        Settings.from_env({}),
        env="test",
        redis_url=redis_url,
        desk_mail=desk_mail,
        anchor_mail=anchor_mail,
    )
    return Workshop(
        settings=settings,
        database=database,
        keyring=keyring or NO_KEYS,
        files=reference(),
        catalogues=catalogues(),
        queue=queue,
        mail=mail or NullMail(),
        channels={one.name: one for one in channels},
        clock=clock,
        tasks=table,
        periodic=periodic,
    )


def leave_a_mark(session: Session, _object_id: UUID, _workshop: Workshop, now: datetime) -> None:
    """A task that shows each of its effects: unlike a real one it would count twice."""
    session.add(Alarm(id=uuid4(), code=EFFECT, on_day=now.date()))
    session.flush()


MARK = Task("mark", leave_a_mark)


def promised(database: Database, task: str = MARK.name, object_id: UUID | None = None) -> UUID:
    """A committed promise that nobody was told of."""
    with database.writing() as session:
        return promise(session, task, object_id or uuid4(), now=NOON)


def effects(database: Database, code: str = EFFECT) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Alarm.code == code)) or 0


def row_of(database: Database, task_id: UUID) -> OutboxTask:
    with database.reading() as session:
        return session.get_one(OutboxTask, task_id)
