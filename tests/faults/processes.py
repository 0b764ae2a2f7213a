"""Processes of the background side that a test may kill: `python -m tests.faults.processes WHAT …`.

promise DATABASE          promises a task and is killed between its commit and telling the queue
work DATABASE REDIS FILE  an RQ worker whose task writes its process id to FILE and then hangs,
                          unless FILE is there already
slow DATABASE REDIS FILE  the same, but the task takes a second and a half and ends
hang DATABASE FILE        the loop without Redis, with the same task
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters import quiet_log
from app.adapters.database import Database
from app.adapters.queue import RetryPlan
from app.jobs.loop import Rounds
from app.jobs.worker import run_worker
from app.services.outbox import promise, send_promised
from app.services.workshop import Task, Workshop
from tests.workbench import MARK, NOON, a_workshop, leave_a_mark


class DeadlyQueue:
    """Where a process dies that has committed and not told anybody yet."""

    patience_seconds = 0.0

    def send(self, task: str, task_id: UUID) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def promise_and_die(database: Database) -> None:
    with database.writing() as session:
        promise(session, MARK.name, uuid4(), now=NOON)
    send_promised(session, DeadlyQueue())


def hanging_task(marker: Path, seconds: float = 60.0) -> Task:
    """Has its effect, then hangs before the commit; only the first time."""

    def run(session: Session, object_id: UUID, workshop: Workshop, now: datetime) -> None:
        leave_a_mark(session, object_id, workshop, now)
        if not marker.exists():
            half = marker.with_suffix(".half")
            half.write_text(str(os.getpid()))
            half.rename(marker)
            time.sleep(seconds)

    return Task(MARK.name, run, RetryPlan((1, 1)))


def spring_the_trap(*_anything: object) -> None:
    """What nobody's job may reach: a function that a job names."""
    Path(os.environ["TRAP"]).touch()


def main(what: str, database_url: str, *rest: str) -> None:
    quiet_log.install()
    database = Database(database_url)
    match what, rest:
        case "promise", ():
            promise_and_die(database)
        case "work" | "slow", (redis_url, marker):
            tasks = [hanging_task(Path(marker), 60.0 if what == "work" else 1.5)]
            run_worker(a_workshop(database, tasks, redis_url=redis_url))
        case "hang", (marker,):
            Rounds(a_workshop(database, [hanging_task(Path(marker))]), jitter_seconds=0).once()
        case _:
            raise SystemExit(2)


if __name__ == "__main__":
    main(*sys.argv[1:])
