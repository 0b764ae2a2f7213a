"""The worker's half of the queue: runs one given function for each job, whatever a job names.

RQ imports the function that stands in a job, so whoever writes to Redis could run any function of
any library. Our jobs are an id; the function is bound here, and callbacks and webhooks are off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import redis
import rq

from app.adapters.queue import QUEUE_NAME, SERIALIZER, PromisedJob

WORKER_TTL_SECONDS = 30  # a killed worker's job is found after a minute instead of after seven
MAINTENANCE_SECONDS = 10
MONITORING_SECONDS = 2


def serve(redis_url: str, run: Callable[[str], None], *, burst: bool = False) -> None:
    """Calls `run(task_id)` in a forked process for each job until SIGTERM.

    `burst` ends when the queue is empty. The caller closes its database connections before.
    """
    connection = redis.Redis.from_url(redis_url)
    job_class = bound_to(run)
    queue = rq.Queue(QUEUE_NAME, connection=connection, serializer=SERIALIZER, job_class=job_class)
    worker = rq.Worker(
        [queue],
        connection=connection,
        serializer=SERIALIZER,
        job_class=job_class,
        worker_ttl=WORKER_TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        job_monitoring_interval=MONITORING_SECONDS,
        log_job_description=False,
    )
    worker.work(burst=burst, with_scheduler=True, logging_level="WARNING")


def bound_to(run: Callable[[str], None]) -> type[PromisedJob]:
    """A job class whose function is always `run`."""

    class BoundJob(PromisedJob):
        @property
        def func(self) -> Callable[[str], None]:
            return run

        @property
        def success_callback(self) -> None:
            return None

        @property
        def failure_callback(self) -> None:
            return None

        @property
        def stopped_callback(self) -> None:
            return None

        def send_webhooks(self, *_args: Any, **_named: Any) -> None:
            return None

    return BoundJob
