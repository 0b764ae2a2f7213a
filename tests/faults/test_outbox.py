"""Promised tasks: kept once, whoever dies in between; the queue may lose, the table may not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.queue import RetryPlan
from app.jobs.loop import Rounds, sweep_once
from app.jobs.registry import TaskNamedTwice, task_table
from app.jobs.run_task import Outcome, run_task
from app.models.outbox import Alarm, OutboxTask
from app.services.outbox import open_tasks, promise, send_promised
from app.services.workshop import OutsideTask, Periodic, Task, Workshop
from app.settings import PROJECT
from tests.servers import wait_for
from tests.workbench import MARK, NOON, a_workshop, effects, leave_a_mark, promised, row_of


class Remembering:
    """A queue that only remembers what it was told."""

    patience_seconds = 0.0

    def __init__(self) -> None:
        self.told: list[tuple[str, UUID]] = []

    def send(self, task: str, task_id: UUID) -> None:
        self.told.append((task, task_id))


def test_a_promise_is_sent_after_its_unit_of_work_and_only_then(database: Database) -> None:
    queue = Remembering()
    with database.writing() as session:
        task_id = promise(session, MARK.name, uuid4(), now=NOON)
        assert queue.told == []
    send_promised(session, queue)
    send_promised(session, queue)
    assert queue.told == [(MARK.name, task_id)]


def test_a_promise_goes_with_the_transaction_that_failed(database: Database) -> None:
    with suppress(ZeroDivisionError), database.writing() as session:
        promise(session, MARK.name, uuid4(), now=NOON)
        raise ZeroDivisionError
    with database.reading() as session:
        assert open_tasks(session, 10) == []


def test_a_row_keeps_ids_and_the_day_and_nothing_else() -> None:
    assert set(OutboxTask.__table__.columns.keys()) == {
        "id", "task", "object_id", "on_day", "attempts", "done_on",
    }  # fmt: skip


def test_a_process_killed_between_commit_and_queue_loses_nothing(
    database: Database, engine_url: str
) -> None:
    killed = _start("promise", engine_url)
    assert killed.wait(30) == -9
    swept = sweep_once(a_workshop(database, [MARK]))
    assert (swept.done, swept.failed) == (1, 0)
    assert effects(database) == 1


def test_a_loop_killed_in_the_middle_of_a_task_leaves_no_half_effect(
    database: Database, engine_url: str, tmp_path: Path
) -> None:
    task_id = promised(database)
    marker = tmp_path / "marker"
    loop = _start("hang", engine_url, str(marker))
    wait_for(marker.exists)
    loop.kill()
    loop.wait(10)
    workshop = a_workshop(database, [MARK])
    wait_for(lambda: run_task(workshop, task_id) is Outcome.DONE)
    assert effects(database) == 1


def test_a_task_run_twice_has_one_effect(database: Database) -> None:
    workshop, task_id = a_workshop(database, [MARK]), promised(database)
    assert run_task(workshop, task_id) is Outcome.DONE
    assert run_task(workshop, task_id) is Outcome.NOT_MINE
    assert effects(database) == 1
    assert row_of(database, task_id).done_on == NOON.date()


def test_eight_workers_at_once_have_one_effect(database: Database) -> None:
    workshop, task_id = a_workshop(database, [MARK]), promised(database)
    start = threading.Barrier(8)

    def work() -> Outcome:
        start.wait()
        return run_task(workshop, task_id)

    with ThreadPoolExecutor(8) as pool:
        outcomes = [future.result() for future in [pool.submit(work) for _ in range(8)]]
    assert sorted(outcome.value for outcome in outcomes) == ["done"] + ["not mine"] * 7
    assert effects(database) == 1


def test_a_failure_takes_its_effect_back_and_is_counted(database: Database) -> None:
    def fail(session: Session, object_id: UUID, workshop: Workshop, now: datetime) -> None:
        leave_a_mark(session, object_id, workshop, now)
        raise ValueError("a word of hers")

    workshop = a_workshop(database, [Task(MARK.name, fail, RetryPlan((1,)))])
    task_id = promised(database)
    assert run_task(workshop, task_id) is Outcome.FAILED
    assert effects(database) == 0
    assert effects(database, "task_failed") == 0
    assert run_task(workshop, task_id) is Outcome.FAILED
    assert run_task(workshop, task_id) is Outcome.FAILED
    row = row_of(database, task_id)
    assert (row.attempts, row.done_on) == (3, None)
    assert effects(database, "task_failed") == 1  # after the planned tries, and once
    assert run_task(a_workshop(database, [MARK]), task_id) is Outcome.DONE


def test_a_failing_task_is_tried_after_the_others(database: Database) -> None:
    first, second = promised(database), promised(database, "broken")
    with database.writing() as session:
        session.get_one(OutboxTask, first).attempts = 3
    with database.reading() as session:
        assert [row.id for row in open_tasks(session, 10)] == [second, first]


def test_a_task_of_another_version_waits_and_raises_an_alarm(database: Database) -> None:
    task_id = promised(database, "of_tomorrow")
    assert sweep_once(a_workshop(database)).failed == 1
    assert effects(database, "task_failed") == 1
    assert row_of(database, task_id).done_on is None


def test_a_task_outside_runs_in_no_transaction_and_is_marked_after(database: Database) -> None:
    delivered: list[UUID] = []

    def deliver(object_id: UUID, workshop: Workshop, now: datetime) -> None:
        with workshop.database.writing() as session:  # SQLite would refuse a second writer
            session.add(Alarm(id=uuid4(), code="seen", on_day=now.date()))
        delivered.append(object_id)

    object_id = uuid4()
    task_id = promised(database, "outside", object_id)
    workshop = a_workshop(database, [OutsideTask("outside", deliver)])
    assert run_task(workshop, task_id) is Outcome.DONE
    assert run_task(workshop, task_id) is Outcome.NOT_MINE
    assert delivered == [object_id]


def test_without_redis_the_loop_waits_a_random_while_and_then_does_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def longest(below: int) -> int:
        drawn.append(below)
        return below - 1

    monkeypatch.setattr("app.jobs.loop.secrets.randbelow", longest)
    promised(database)
    seconds = 0.0
    rounds = Rounds(a_workshop(database, [MARK]), jitter_seconds=60, seconds=lambda: seconds)
    rounds.once()
    seconds = 59.0
    rounds.once()
    assert effects(database) == 0
    assert set(drawn) == {60_000}  # milliseconds
    seconds = 61.0
    rounds.once()
    assert effects(database) == 1


def test_a_failure_waits_for_its_plan_in_the_loop(database: Database) -> None:
    tries: list[float] = []
    seconds = 0.0

    def fail(_session: Session, _id: UUID, _workshop: Workshop, _now: datetime) -> None:
        tries.append(seconds)
        raise ValueError

    promised(database)
    workshop = a_workshop(database, [Task(MARK.name, fail, RetryPlan((10, 100)))])
    rounds = Rounds(workshop, jitter_seconds=0, seconds=lambda: seconds)
    for seconds in (0.0, 5.0, 11.0, 50.0, 112.0):  # noqa: B007 - the loop's clock reads it
        rounds.once()
    assert tries == [0.0, 11.0, 112.0]


def test_periodic_work_that_fails_is_an_alarm_and_stops_nothing(database: Database) -> None:
    def fail(_workshop: Workshop) -> None:
        raise ValueError

    done: list[str] = []
    workshop = a_workshop(
        database,
        periodic=(
            Periodic("broken", fail, every_seconds=10),
            Periodic("sound", lambda _: done.append("sound"), every_seconds=10),
        ),
    )
    seconds = 0.0
    rounds = Rounds(workshop, seconds=lambda: seconds)
    for seconds in (0.0, 9.0, 11.0):  # noqa: B007 - the loop's clock reads it
        rounds.once()
    assert done == ["sound", "sound"]
    with database.reading() as session:
        assert list(session.scalars(select(Alarm.code))) == ["periodic_failed"]


def test_two_tasks_of_one_name_are_refused() -> None:
    with pytest.raises(TaskNamedTwice):
        task_table([MARK], [MARK])


_started: list[subprocess.Popen[bytes]] = []


def _start(*words: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.processes", *words], cwd=PROJECT
    )
    _started.append(process)
    return process


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    yield
    while _started:
        process = _started.pop()
        process.kill()
        process.wait(10)
