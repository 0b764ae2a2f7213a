"""What background work is made of: tasks, periodic work, and what they may reach for.

It stands on this floor because both `app.jobs` and `moderation.jobs` declare tasks and the two
doors do not know each other. The factory builds the one Workshop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.catalogues import Catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import Mail
from app.adapters.queue import DEFAULT_PLAN, Queue, RetryPlan
from app.adapters.reference_data import ReferenceData
from app.services.channels import Channel
from app.services.protocol_in_force import InForce
from app.settings import Settings


class NotNow(Exception):
    """A task that may not be done at present: its promise stays open, and nobody is alarmed."""


@dataclass(frozen=True)
class Workshop:
    """The running background side. `clock` returns the time with its zone (UTC).

    `files` is the reference data as the files say; work asks `reference`.
    """

    settings: Settings
    database: Database
    keyring: Keyring
    files: ReferenceData
    catalogues: Catalogues
    queue: Queue
    mail: Mail
    channels: Mapping[str, Channel]
    clock: Callable[[], datetime]
    tasks: Mapping[str, Task | OutsideTask]
    periodic: tuple[Periodic, ...]
    in_force: InForce = field(default_factory=InForce)

    @property
    def reference(self) -> ReferenceData:
        """With the protocol in force, which the desk may have made stricter than its file."""
        return self.in_force.over(self.files, self.database)


@dataclass(frozen=True)
class Task:
    """A task whose effect is rows.

    `run(session, object_id, workshop, now)` works in the transaction that also marks the promise
    kept, so both happen or neither. It must be harmless when run twice, and return when the
    object has vanished.
    """

    name: str
    run: Callable[[Session, UUID, Workshop, datetime], None]
    plan: RetryPlan = DEFAULT_PLAN


@dataclass(frozen=True)
class OutsideTask:
    """A task whose effect is outside the database (a mail): happens at least once.

    It runs in no transaction: on SQLite a slow mail server would otherwise stop every report.
    """

    name: str
    deliver: Callable[[UUID, Workshop, datetime], None]
    plan: RetryPlan = DEFAULT_PLAN


@dataclass(frozen=True)
class Periodic:
    """Work that nobody promised; opens its own units of work, harmless when run twice."""

    name: str
    run: Callable[[Workshop], None]
    every_seconds: int
