"""The real thing as a stranger starts it: `python -m app.development`, its demo and its codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pyotp

from app.commands.demo.notebook import FILE_NAME, Notebook, WrittenCode, read_notebook
from app.settings import PROJECT
from tests.servers import free_port, wait_for

OURS = ("ENV", "DATABASE_URL", "REDIS_URL", "SECRETS_DIR", "PINS_FILE", "DOORS", "EXIT_URL")
STEP_SECONDS = 30
START_WITHIN_SECONDS = 240
STOP_WITHIN_SECONDS = 40


@dataclass
class StaffMember:
    """Somebody of the desk with the papers of the demo; hands out each code of the phone once."""

    name: str
    passphrase: str
    seed: str
    _last_step: int = field(default=0)

    def fresh_code(self) -> str:
        """A code nobody used yet; waits for the next step when this one's are used up."""
        while True:
            present = int(time.time()) // STEP_SECONDS
            step = max(present, self._last_step + 1)
            if step <= present + 1:  # the desk takes the next step's code too
                self._last_step = step
                return str(pyotp.TOTP(self.seed).generate_otp(step))
            time.sleep(0.5)


@dataclass
class RunningHouse:
    """A running site: its address, and the demo's codes."""

    port: int
    notebook: Notebook
    staff: dict[str, StaffMember]
    log: Path
    asked: Counter[str] = field(default_factory=Counter)
    """Codes that listed persons asked for, by number: all of the tests are one visitor."""

    @property
    def sent_code(self) -> str:
        """The newest code that went to a phone or mailbox: in development it is printed."""
        codes: list[str] = re.findall(r"\b\d{8}\b", self.log.read_text())
        return codes[-1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return self.origin + path

    @property
    def member(self) -> WrittenCode:
        return self.notebook.member

    @property
    def organisation(self) -> WrittenCode:
        assert self.notebook.organisation is not None
        return self.notebook.organisation

    @property
    def first_moderator(self) -> StaffMember:
        return self._moderators()[0]

    @property
    def second_moderator(self) -> StaffMember:
        return self._moderators()[1]

    @property
    def lead(self) -> StaffMember:
        return self._first("lead")

    @property
    def caseworker(self) -> StaffMember:
        return self._first("caseworker")

    @property
    def analyst(self) -> StaffMember:
        return self._first("analyst")

    def _first(self, role: str) -> StaffMember:
        return self.staff[next(one.name for one in self.notebook.people if one.role == role)]

    def _moderators(self) -> list[StaffMember]:
        names = [one.name for one in self.notebook.people if one.role == "moderator"]
        return [self.staff[name] for name in names]

    def report_about(self, words: str) -> WrittenCode:
        """The code of a demo report by a part of what the card calls it."""
        return next(one for one in self.notebook.reports if words in one.about)


@contextmanager
def started(folder: Path, port: int | None = None) -> Iterator[RunningHouse]:
    """Start in an empty folder, wait until it answers, stop it at the end."""
    port, log = port or free_port(), folder / "printed.txt"
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    with log.open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.development"],
            cwd=PROJECT,
            env={**kept, "VAR_DIR": str(folder / "var"), "PORT": str(port)},
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: process.poll() is not None or answers(port), START_WITHIN_SECONDS)
        assert process.poll() is None, log.read_text()
        notebook = read_notebook(folder / "var" / FILE_NAME)
        assert notebook is not None, log.read_text()
        staff = {
            one.name: StaffMember(one.name, one.passphrase, one.seed) for one in notebook.people
        }
        yield RunningHouse(port, notebook, staff, log)
    finally:
        process.terminate()
        process.wait(timeout=STOP_WITHIN_SECONDS)


def answers(port: int) -> bool:
    """Whether the health page says yes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
