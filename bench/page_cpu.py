"""CPU time of a page against a bare Flask page of the same bytes; the limit is 1.5 times."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app.adapters import schema
from app.factory import create_app
from app.settings import Settings
from tests.keys import insecure_keyring, pin_team
from tests.stretching import cheap_insecure_stretcher

LIMIT = 1.5
PATHS = ("/nl/", "/nl/f", "/nl/c", "/nl/help", "/nl/info/data", "/nl/m")
VISITS = 200
ROUNDS = 7


def run() -> tuple[bool, list[str]]:
    """Whether every page keeps the limit, and a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        app = _house(Path(folder))
        lines, kept = [], True
        for path in PATHS:
            body = app.test_client().get(path, headers={"Accept-Encoding": "gzip"}).data
            ours, bare = _cpu_ms(app, path), _cpu_ms(_bare(body), "/")
            kept = kept and ours / bare <= LIMIT
            lines.append(
                f"{path:15} {ours:.3f} ms, bare {bare:.3f} ms: {ours / bare:.2f} (limit {LIMIT})"
            )
    return kept, lines


def _cpu_ms(app: Flask, path: str) -> float:
    client = app.test_client()
    client.get(path, headers={"Accept-Encoding": "gzip"})
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(VISITS):
            client.get(path, headers={"Accept-Encoding": "gzip"})
        rounds.append((time.process_time() - start) / VISITS * 1000)
    return statistics.median(rounds)


def _bare(body: bytes) -> Flask:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: body)
    return app


def _house(folder: Path) -> Flask:
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    schema.upgrade(url)
    settings = replace(
        Settings.from_env({"VAR_DIR": str(folder)}),
        database_url=url,
        pins_file=folder / "pins.json",
    )
    pin_team(settings.pins_file, "alerts", epoch=1)
    return create_app(
        settings, keyring=insecure_keyring(cheap_insecure_stretcher(), settings.pins_file)
    )
