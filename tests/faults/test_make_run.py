"""What a stranger starts: a real server and the loop, twice over one folder, stopped cleanly."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from app.settings import PROJECT
from tests.header_contract import expected_headers
from tests.servers import free_port, wait_for

WORD_CODE = re.compile(r"^ {6}((?:[a-z]+ ){6}[a-z]+)$", re.MULTILINE)
PASSPHRASE = re.compile(r"^ {4}\w+ \((?:lead|moderator)\): (.+)$", re.MULTILINE)
PHONE = re.compile(r"code (\d{6}) for \d+ s, then \d{6}; secret [A-Z2-7]{32}")


@dataclass
class Stranger:
    """A running `make run`: what it printed, and its server."""

    process: subprocess.Popen[str]
    port: int
    printed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.printed)

    def get(self, path: str, method: str = "GET") -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def say(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=40)


@contextmanager
def started(var_dir: Path, **changes: str) -> Iterator[Stranger]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "app.development"],
        cwd=PROJECT,
        env=clean_environment(VAR_DIR=str(var_dir), PORT=str(port), **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    stranger = Stranger(process, port)
    reader = Thread(target=lambda: stranger.printed.extend(process.stdout or ()), daemon=True)
    reader.start()
    try:
        wait_for(lambda: "Ctrl-C stops it" in stranger.text or process.poll() is not None, 90)
        yield stranger
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=40)
        reader.join(timeout=10)
        if process.stdout is not None:
            process.stdout.close()


def clean_environment(**changes: str) -> dict[str, str]:
    ours = {"ENV", "DATABASE_URL", "REDIS_URL", "SECRETS_DIR", "PINS_FILE", "DOORS"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, **changes}


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.xdist_group("make-run")
def test_a_stranger_starts_looks_around_stops_and_starts_again(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    with started(var_dir) as first:
        assert "made a demo" in first.text, first.text
        assert len(PASSPHRASE.findall(first.text)) >= 2
        assert len(PHONE.findall(first.text)) >= 2
        assert len(WORD_CODE.findall(first.text)) >= 6
        assert stat.S_IMODE((var_dir / "demo.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(var_dir.stat().st_mode) == 0o700
        for path in ("/nl/", "/en/", "/nl/f", "/nl/c", "/nl/m", "/nl/help", "/nl/desk/sign-in"):
            assert first.get(path).status == 200, path
        assert first.get("/").status == 303
        ours = descendants(first.process.pid)
        assert len(ours) >= 3  # gunicorn, its worker, the loop
        assert first.say(signal.SIGINT) == 0
        assert not [pid for pid in ours if is_alive(pid)]
    with started(var_dir) as second:
        assert "made a demo" not in second.text
        assert WORD_CODE.findall(second.text) == WORD_CODE.findall(first.text)
        assert PASSPHRASE.findall(second.text) == PASSPHRASE.findall(first.text)
        ours = descendants(second.process.pid)
        assert second.say(signal.SIGTERM) == 0
        assert not [pid for pid in ours if is_alive(pid)]


@pytest.mark.slow
@pytest.mark.xdist_group("make-run")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nl/", 200),
        ("HEAD", "/nl/", 200),
        ("GET", "/", 303),
        ("GET", "/nl/nothing-here", 404),
        ("POST", "/nl/", 405),
        ("GET", "/nl/help", 200),
        ("GET", "/health", 200),
    ],
)
def test_the_real_server_adds_no_header_of_its_own(
    server: Stranger, method: str, path: str, status: int
) -> None:
    """T16 over a real socket: gunicorn names itself unless it is told not to."""
    response = server.get(path, method)
    assert response.status == status
    for name, value in expected_headers(response).items():  # type: ignore[arg-type]
        assert response.getheader(name) == value, name
    assert "gunicorn" not in str(response.msg).casefold()


@pytest.mark.slow
@pytest.mark.xdist_group("make-run")
def test_what_is_no_http_is_refused_without_an_echo(server: Stranger) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"GET /nl/ SECRETMARK/9\r\nX: SECRETMARK\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"SECRETMARK" not in answer
    assert b"erver:" not in answer
    assert "SECRETMARK" not in server.text
    assert "127.0.0.1 " not in server.text.replace("http://127.0.0.1", "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    # a house of its own: the stranger's must be empty at his first start, in any order of tests
    with started(tmp_path_factory.mktemp("server") / "var") as running:
        yield running


def test_production_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refused = run_once(tmp_path, ENV="production")
    assert refused.returncode == 2
    assert "development" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "var").exists()


def test_a_busy_port_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run_once(tmp_path, PORT=str(port))
    assert refused.returncode == 2
    assert f"port {port}" in refused.stderr
    assert "PORT=" in refused.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    refused = run_once(tmp_path, PORT=port)
    assert refused.returncode == 2
    assert "PORT" in refused.stderr


def test_a_production_server_says_which_setting_is_wrong_and_ends(tmp_path: Path) -> None:
    """A quiet log hides values; the name of a setting must be seen all the same."""
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}",
         "wsgi:application"],
        cwd=PROJECT,
        env=clean_environment(ENV="production", DOORS="all", DATABASE_URL="postgresql:///x",
                              SECRETS_DIR=str(tmp_path), VAR_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "not started: DOORS:" in ended.stderr


def run_once(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.development"],
        cwd=PROJECT,
        env=clean_environment(VAR_DIR=str(folder / "var"), **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def descendants(pid: int) -> list[int]:
    found = children_of(pid)
    return found + [below for child in found for below in descendants(child)]
