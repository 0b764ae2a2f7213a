"""Keeps one promise: claims its row, does the task and marks it done, together or not at all."""

from __future__ import annotations

import logging
from enum import Enum
from uuid import UUID

from app.adapters.quiet_log import Word
from app.services.outbox import OpenTask, claim, count_attempt, mark_done
from app.services.raise_alarm import raise_alarm
from app.services.workshop import NotNow, OutsideTask, Task, Workshop

log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of one try; `NOT_MINE` is done already, gone, or another worker's now."""

    DONE = "done"
    NOT_MINE = "not mine"
    FAILED = "failed"
    NOT_NOW = "not now"


class UnknownTask(Exception):
    """A row names a task that this version of the program does not have."""


def run_task(workshop: Workshop, task_id: UUID) -> Outcome:
    """One try. A failure is counted, and after the last planned one an alarm is raised."""
    task_name = "unknown"
    try:
        with workshop.database.writing() as session:
            row = claim(session, task_id)
            if row is None:
                return Outcome.NOT_MINE
            task = workshop.tasks.get(row.task)
            if task is None:
                raise UnknownTask
            task_name = task.name
            if isinstance(task, Task):
                task.run(session, row.object_id, workshop, workshop.clock())
                mark_done(session, task_id, now=workshop.clock())
                return Outcome.DONE
        _deliver(workshop, task, row)
        return Outcome.DONE
    except NotNow:
        _postpone(workshop, task_id)
        return Outcome.NOT_NOW
    except Exception as error:  # noqa: BLE001 - whatever a task raises, its row must count it
        _count(workshop, task_id, task_name, error)
        return Outcome.FAILED


def _deliver(workshop: Workshop, task: OutsideTask, row: OpenTask) -> None:
    # at least once: two workers, or a crash between mail and mark, send a second neutral mail
    task.deliver(row.object_id, workshop, workshop.clock())
    with workshop.database.writing() as session:
        mark_done(session, row.id, now=workshop.clock())


def _postpone(workshop: Workshop, task_id: UUID) -> None:
    # counted as a try, so that it stands behind what can be done; how often raises no alarm
    with workshop.database.writing() as session:
        count_attempt(session, task_id)


def _count(workshop: Workshop, task_id: UUID, name: str, error: Exception) -> None:
    with workshop.database.writing() as session:
        attempts = count_attempt(session, task_id)
        task = workshop.tasks.get(name)
        if attempts >= (task.plan.tries if task is not None else 1):
            raise_alarm(session, "task_failed", now=workshop.clock())
    log.warning("task %s failed, try %d", Word(name), attempts, exc_info=error)
