"""Opening 100,000 facts for a release: how long the processor works on it."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from app.adapters import schema
from app.adapters.database import Database
from app.domain.complaint_facts import Fact
from app.models.facts import CountedFact
from app.services.counted_facts import new_person
from app.services.read_facts import read_facts
from app.services.sealed_fact import seal_fact
from tests.keys import insecure_keyring
from tests.stretching import cheap_insecure_stretcher

FACTS = 100_000
LIMIT_SECONDS = 10
AT_ONCE = 5000
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
A_FACT = Fact(
    "2026Q1", "gemeente", "GM0599", "politie", "aangifte-geweigerd", ("registratie",),
    "zuid-holland", "deels-gegrond", "three_months", "",
)  # fmt: skip


def run() -> tuple[bool, list[str]]:
    """Whether the limit is kept, and a line that says so."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        schema.upgrade(url)
        database = Database(url)
        keyring = insecure_keyring(cheap_insecure_stretcher(), Path(folder) / "pins.json")
        assert keyring.k_facts is not None
        _fill(database, keyring.k_facts)
        with database.reading() as session:
            start = time.process_time()
            found = read_facts(session, keyring, QUARTERS)
            seconds = time.process_time() - start
        database.dispose()
    line = f"{len(found)} facts read and opened in {seconds:.1f} s (limit {LIMIT_SECONDS})"
    return seconds <= LIMIT_SECONDS and len(found) == FACTS, [line]


def _fill(database: Database, key: bytes) -> None:
    every = cycle(QUARTERS)
    for _ in range(FACTS // AT_ONCE):
        rows = []
        for quarter in islice(every, AT_ONCE):
            fact_id = uuid4()
            fact = replace(A_FACT, quarter=quarter, person=new_person())
            rows.append(
                {
                    "id": fact_id,
                    "series": fact.SERIES,
                    "quarter": quarter,
                    "sealed": seal_fact(key, fact_id, fact),
                }
            )
        with database.writing() as session:
            session.execute(insert(CountedFact), rows)
