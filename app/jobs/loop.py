"""`flask jobs work` and `flask jobs sweep`: what the rows show as due is done, queue or none.

Without Redis the loop is the only worker. With Redis it is the reconciler: it tells the queue what
is missing there, and does itself what no worker has done in time.
"""

from __future__ import annotations

import logging
import secrets
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

from app.adapters.quiet_log import Word
from app.jobs.housekeeping import keep_house
from app.jobs.run_task import Outcome, run_task
from app.services.outbox import OpenTask, open_tasks
from app.services.raise_alarm import raise_alarm
from app.services.workshop import Periodic, Workshop

log = logging.getLogger(__name__)

TICK_SECONDS = 2.0
JITTER_SECONDS = 60  # hides how long after a report its task ran (decisions 7)
SEND_AGAIN_SECONDS = 60.0
ROWS_AT_ONCE = 100


@dataclass
class _Waiting:
    run_at: float
    send_at: float


@dataclass
class Rounds:
    """What the loop remembers between two ticks: when each row may run, in memory only.

    `seconds` is a monotonic clock. After a restart every row waits anew, which harms nobody.
    """

    workshop: Workshop
    jitter_seconds: int = JITTER_SECONDS
    seconds: Callable[[], float] = time.monotonic
    _rows: dict[UUID, _Waiting] = field(default_factory=dict)
    _periodic_at: dict[str, float] = field(default_factory=dict)

    def once(self) -> None:
        """One tick: the rows that are due, then the periodic work that is due."""
        with self.workshop.database.reading() as session:
            rows = open_tasks(session, ROWS_AT_ONCE)
        present = {row.id for row in rows}
        self._rows = {id_: kept for id_, kept in self._rows.items() if id_ in present}
        for row in rows:
            self._visit(row)
        for periodic in self.workshop.periodic:
            if self.seconds() >= self._periodic_at.get(periodic.name, 0.0):
                self._periodic_at[periodic.name] = self.seconds() + periodic.every_seconds
                run_periodic(self.workshop, periodic)

    def _visit(self, row: OpenTask) -> None:
        now = self.seconds()
        waiting = self._rows.setdefault(row.id, self._first_seen(now))
        if now >= waiting.run_at:
            outcome = run_task(self.workshop, row.id)
            waiting.run_at = now + _wait_seconds(self.workshop, row, outcome)
        elif now >= waiting.send_at:
            self.workshop.queue.send(row.task, row.id)
            waiting.send_at = now + SEND_AGAIN_SECONDS

    def _first_seen(self, now: float) -> _Waiting:
        delay = self.jitter_seconds and secrets.randbelow(self.jitter_seconds * 1000) / 1000
        return _Waiting(now + self.workshop.queue.patience_seconds + delay, now)


@dataclass(frozen=True)
class Swept:
    """What one sweep did, for the terminal."""

    done: int
    failed: int


def work(workshop: Workshop, *, stop: Event | None = None) -> None:
    """The loop, until SIGTERM or SIGINT (or `stop`); survives a database that is away."""
    stop = stop or _stopped_by_signals()
    rounds = Rounds(workshop)
    while not stop.is_set():
        try:
            rounds.once()
        except Exception as error:
            log.warning("a round of the loop failed", exc_info=error)
        stop.wait(TICK_SECONDS)


def sweep_once(workshop: Workshop, *, confirmed: bool = False) -> Swept:
    """Does every open task now, once, and all periodic work: for a person or a timer.

    `confirmed`: a person has looked at what the purge guard stopped, and wants it done.
    """
    counts: Counter[Outcome] = Counter()
    tried: set[UUID] = set()
    while True:
        with workshop.database.reading() as session:
            rows = open_tasks(session, ROWS_AT_ONCE + len(tried))
        fresh = [row for row in rows if row.id not in tried]
        if not fresh:
            break
        for row in fresh:
            tried.add(row.id)
            counts[run_task(workshop, row.id)] += 1
    if confirmed:
        keep_house(workshop, confirmed=True)
    for periodic in workshop.periodic:
        run_periodic(workshop, periodic)
    return Swept(counts[Outcome.DONE], counts[Outcome.FAILED])


def run_periodic(workshop: Workshop, periodic: Periodic) -> None:
    """One run; a failure is an alarm, and the other work goes on."""
    try:
        periodic.run(workshop)
    except Exception as error:
        log.warning("periodic work %s failed", Word(periodic.name), exc_info=error)
        with workshop.database.writing() as session:
            raise_alarm(session, "periodic_failed", now=workshop.clock())


def _wait_seconds(workshop: Workshop, row: OpenTask, outcome: Outcome) -> float:
    task = workshop.tasks.get(row.task)
    if outcome is Outcome.FAILED and task is not None:
        return task.plan.wait_seconds(row.attempts + 1)
    return SEND_AGAIN_SECONDS


def _stopped_by_signals() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop
