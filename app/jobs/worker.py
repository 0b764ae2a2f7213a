"""`flask jobs worker`: runs promised tasks as Redis hands them out, each in a forked process."""

from __future__ import annotations

from uuid import UUID

from app.adapters.queue_worker import serve
from app.jobs.run_task import Outcome, run_task
from app.services.workshop import Workshop


class TaskFailed(Exception):
    """Tells the queue to try again later; carries nothing, since the queue stores the text."""


class NoRedis(Exception):
    """There is no queue to work from; `flask jobs work` does the tasks without one."""


def run_worker(workshop: Workshop, *, burst: bool = False) -> None:
    """Works until SIGTERM (the task at hand is finished first); raises NoRedis."""
    if workshop.settings.redis_url is None:
        raise NoRedis

    def run(task_id: str) -> None:
        try:
            outcome = run_task(workshop, UUID(task_id))
        except Exception:  # noqa: BLE001 - the database is away; its words must not reach Redis
            raise TaskFailed from None
        if outcome is Outcome.FAILED:
            raise TaskFailed

    workshop.database.dispose()  # a forked child must not share a connection with its parent
    serve(workshop.settings.redis_url, run, burst=burst)
