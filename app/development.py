"""`make run`: everything on one machine, with a demo to try, and never in production.

Makes secrets and database once, loads the demo once, then runs a real WSGI server and the loop
that does background work as two processes. Ctrl-C or SIGTERM ends both.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Event

from app.adapters import schema
from app.adapters.keyring import create_development_secrets
from app.commands.demo.load import demo_card, load_demo
from app.factory import build_house
from app.settings import PROJECT, Settings, UnsafeSetting

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
LOOK_EVERY_SECONDS = 0.2
STOP_WITHIN_SECONDS = 25  # gunicorn itself waits 20 for answers that are under way


class CannotStart(Exception):
    """A sentence for the terminal: what is wrong and what to do."""


def main(env: Mapping[str, str]) -> int:
    """Start everything and wait; returns the exit status."""
    try:
        settings, port = read_settings(env)
        prepare(settings)
    except (CannotStart, UnsafeSetting) as error:
        print(f"not started: {error}", file=sys.stderr)
        return 2
    return serve(env, port)


def read_settings(env: Mapping[str, str]) -> tuple[Settings, int]:
    """Settings and a free port; raises CannotStart, UnsafeSetting."""
    if env.get("ENV", "development") != "development":
        raise CannotStart(
            "`make run` is for development. ENV says otherwise; docs/runbook.md tells how to run "
            "in production"
        )
    text = env.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise CannotStart(f"PORT must be a number from 1 to {HIGHEST_PORT}, not {text!r}")
    refuse_busy_port(int(text))
    return Settings.from_env(env), int(text)


def refuse_busy_port(port: int) -> None:
    """Before anything is made: a start that fails later would leave a stranger guessing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(
                f"port {port} of this machine cannot be used ({error.strerror}). Stop what uses "
                f"it, or choose another: PORT={port + 1 if port < HIGHEST_PORT else 8001} make run"
            ) from None


def prepare(settings: Settings) -> None:
    """Secrets, database and demo: what is there already stays as it is."""
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    create_development_secrets(settings.secrets_dir)
    schema.upgrade(settings.database_url)
    house = build_house(settings)
    try:
        if load_demo(house):
            print("made a demo; `make clean` throws it away")
    finally:
        house.database.dispose()


def serve(env: Mapping[str, str], port: int) -> int:
    """Run the server and the loop until one of them ends or somebody stops us."""
    stop = _stopped_by_signals()
    running = [
        _start(env, "gunicorn", "--bind", f"{HOST}:{port}", "wsgi:application"),
        _start(env, "flask", "--app", "wsgi", "jobs", "work"),
    ]
    told = False
    while not stop.wait(LOOK_EVERY_SECONDS) and all(one.poll() is None for one in running):
        if not told and _answers(port):
            told = True
            _tell(env, f"http://{HOST}:{port}")
    _stop_all(running)
    if stop.is_set():
        return 0
    print("one of the two processes ended by itself, so the other was stopped", file=sys.stderr)
    return 1


def _start(env: Mapping[str, str], module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # a session of its own: Ctrl-C reaches us alone, and we end both in order
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env=dict(env),
        start_new_session=True,
    )


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _tell(env: Mapping[str, str], address: str) -> None:
    print(demo_card(Settings.from_env(env), address, datetime.now(UTC)))
    print("  Ctrl-C stops it. Fresh codes for the phones: make codes\n", flush=True)


def _stop_all(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + STOP_WITHIN_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stopped_by_signals() -> Event:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


if __name__ == "__main__":
    sys.exit(main(os.environ))
