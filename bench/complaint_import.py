"""An older list of 10,000 rows by the command: read, matched, sealed and stored, in one go.

In time of the processor, as the other measures: other work on the machine does not count.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from app.adapters import schema
from app.adapters.database import Database
from tests.conftest import NOON
from tests.desk_people import enrol, pin
from tests.keys import insecure_keyring
from tests.older_lists import CLOSED_ROW, OPEN_ROW, changed, csv_of, take_over, xlsx_of
from tests.stretching import cheap_insecure_stretcher

ROWS = 10_000
MOST_SECONDS = 60
STORY = "Ze werd weggestuurd aan de balie en kreeg geen uitleg. " * 12


def run() -> tuple[bool, list[str]]:
    """Whether a CSV and a workbook keep the limit, and a line for each."""
    rows = [
        changed(
            CLOSED_ROW if number % 2 else OPEN_ROW,
            nr=str(number),
            omschrijving=f"{number} {STORY}",
        )
        for number in range(ROWS)
    ]
    kept, lines = True, []
    for name, content in (("CSV", csv_of(*rows)), ("XLSX", xlsx_of(*rows))):
        seconds = _seconds(content)
        kept = kept and seconds <= MOST_SECONDS
        lines.append(f"{ROWS} rows, {name:4} {seconds:.1f} s (limit {MOST_SECONDS})")
    return kept, lines


def _seconds(content: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        schema.upgrade(url)
        database = Database(url)
        keyring = insecure_keyring(cheap_insecure_stretcher(), Path(folder) / "pins.json")
        pin(database, keyring, enrol(database, keyring, "Kim", "caseworker", NOON).person, NOON)
        start = time.process_time()
        stored = take_over(database, keyring, content).stored
        seconds = time.process_time() - start
        database.dispose()
    if stored != ROWS:
        raise RuntimeError(f"{stored} of {ROWS} rows were stored")
    return seconds
