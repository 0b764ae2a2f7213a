"""The queue: tells a worker that a promised task waits. Rows are the truth, this may lose.

Redis sees the id of an outbox row and nothing else: no word, no object, no time of day of the
promise. RQ's default serializer is pickle, which would run code for whoever writes to Redis, so
both sides use JSON. The worker's half stands in `queue_worker`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import redis
import rq
from redis.backoff import NoBackoff
from redis.retry import Retry as RedisRetry
from rq.exceptions import DuplicateJobError
from rq.job import Job

log = logging.getLogger(__name__)

QUEUE_NAME = "promised"
SERIALIZER = "json"
# the worker never imports what a job names: see `queue_worker`
FUNCTION_NAME = "run_promised_task"
DESCRIPTION = "a promised task"  # RQ would otherwise print the arguments
JOB_TIMEOUT_SECONDS = 120
FAILED_KEPT_SECONDS = 3600
ANSWER_WITHIN_SECONDS = 1.0


@dataclass(frozen=True)
class RetryPlan:
    """Waiting times in seconds between tries; one more try than there are waits."""

    intervals_seconds: tuple[int, ...] = (60, 300, 1800)

    @property
    def tries(self) -> int:
        return len(self.intervals_seconds) + 1

    def wait_seconds(self, attempts: int) -> int:
        """How long to wait after `attempts` failures; the last interval repeats."""
        return self.intervals_seconds[min(attempts, len(self.intervals_seconds)) - 1]


DEFAULT_PLAN = RetryPlan()
MAIL_PLAN = RetryPlan((60, 300, 1800, 7200))


class Queue(Protocol):
    """Whoever can tell a worker about a row of the outbox."""

    @property
    def patience_seconds(self) -> float:
        """How long the loop leaves a row to the workers before it does the task itself."""

    def send(self, task: str, task_id: UUID) -> None:
        """Tells a worker, once per row; never raises because of a queue that is down."""


class NoQueue:
    """No Redis: the loop of `flask jobs work` finds the rows."""

    patience_seconds = 0.0

    def send(self, task: str, task_id: UUID) -> None:
        """Does nothing; the row is the promise."""


class PromisedJob(Job):
    """A job that keeps the day of its making only: a report's minute stands nowhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.created_at = self.created_at.replace(hour=0, minute=0, second=0, microsecond=0)


class RedisQueue:
    """RQ. `plans` maps a task's name to its retries; `jitter_seconds` is the longest delay.

    The delay hides how long after a report its notice went out (decisions 7).
    """

    def __init__(
        self,
        redis_url: str,
        plans: Mapping[str, RetryPlan],
        *,
        jitter_seconds: int = 60,
        patience_seconds: float = 300.0,
    ) -> None:
        self.patience_seconds = patience_seconds
        self._plans = plans
        self._jitter_seconds = jitter_seconds
        connection = redis.Redis.from_url(
            redis_url,
            socket_timeout=ANSWER_WITHIN_SECONDS,
            socket_connect_timeout=ANSWER_WITHIN_SECONDS,
            retry=RedisRetry(NoBackoff(), 0),  # a visitor waits for this call
        )
        self._queue = rq.Queue(
            QUEUE_NAME, connection=connection, serializer=SERIALIZER, job_class=PromisedJob
        )

    def send(self, task: str, task_id: UUID) -> None:
        try:
            self._enqueue(task, task_id)
        except DuplicateJobError:
            return  # it waits already, or runs
        except redis.RedisError as down:
            # the row remains and the loop finds it: nothing is lost
            log.warning("the queue is down, a task waits in its row", exc_info=down)

    def _enqueue(self, task: str, task_id: UUID) -> None:
        plan = self._plans.get(task, DEFAULT_PLAN)
        options: dict[str, Any] = {
            "job_id": str(task_id),
            "unique": True,
            "description": DESCRIPTION,
            "job_timeout": JOB_TIMEOUT_SECONDS,
            "result_ttl": 0,  # nothing of a finished job remains
            "failure_ttl": FAILED_KEPT_SECONDS,
        }
        if plan.intervals_seconds:
            options["retry"] = rq.Retry(plan.tries - 1, list(plan.intervals_seconds))
        delay = self._jitter_seconds and secrets.randbelow(self._jitter_seconds * 1000) / 1000
        if delay:
            self._queue.enqueue_in(timedelta(seconds=delay), FUNCTION_NAME, str(task_id), **options)
        else:
            self._queue.enqueue(FUNCTION_NAME, str(task_id), **options)


def open_queue(redis_url: str | None, plans: Mapping[str, RetryPlan]) -> Queue:
    """The queue of a setting: RQ where there is Redis."""
    return NoQueue() if redis_url is None else RedisQueue(redis_url, plans)
