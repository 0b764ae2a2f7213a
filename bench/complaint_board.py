"""The complaints board with 2,000 live cases: how long the server works on it, and on a search."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from flask import Flask

from app.adapters import schema
from app.adapters.database import Database
from app.domain.complaint_parts import About
from app.factory import create_app
from app.models.complaint import ComplaintDue
from app.settings import Settings
from tests.complaint_rooms import BOARD
from tests.complaints import A_COMPLAINT, file_a_complaint
from tests.conftest import NOON, Clock
from tests.desk_people import enrol, pin, sign_in_page
from tests.keys import insecure_keyring, pin_team
from tests.stretching import cheap_insecure_stretcher
from tests.visitor import Visitor

CASES = 2000
BOARD_MS = 200
SEARCH_MS = 500
ROUNDS = 9
ABOUTS = (About("politie", "rotterdam"), About("gemeente", "GM0599"), About("bank", "", "Zuidbank"))


def run() -> tuple[bool, list[str]]:
    """Whether both limits are kept, and a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        visitor = _desk(Path(folder))
        board = _ms(lambda: visitor.get(BOARD))
        form = next(one for one in visitor.last.forms if "find" in one.fields)
        data = {**form.fields, "find": "zuidbank"}
        search = _ms(lambda: visitor.post(form.action, data, status=200))
    lines = [
        f"{CASES} live cases, board  {board:.0f} ms (limit {BOARD_MS})",
        f"{CASES} live cases, search {search:.0f} ms (limit {SEARCH_MS})",
    ]
    return board <= BOARD_MS and search <= SEARCH_MS, lines


def _ms(visit: Callable[[], object]) -> float:
    """The median of some rounds, in time of the processor: other work does not count."""
    visit()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        visit()
        rounds.append((time.process_time() - start) * 1000)
    return statistics.median(rounds)


def _desk(folder: Path) -> Visitor:
    """A house whose caseworker is signed in, with its cases filed as the form files them."""
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    schema.upgrade(url)
    settings = replace(
        Settings.from_env({"VAR_DIR": str(folder)}),
        env="test",
        database_url=url,
        pins_file=folder / "pins.json",
    )
    pin_team(settings.pins_file, "alerts", epoch=1)
    keyring = insecure_keyring(cheap_insecure_stretcher(), settings.pins_file)
    database = Database(url)
    kim = enrol(database, keyring, "Kim", "caseworker", NOON)
    pin(database, keyring, kim.person, NOON)
    ids = [
        file_a_complaint(database, keyring, replace(A_COMPLAINT, about=(about,))).id
        for about in islice(cycle(ABOUTS), CASES)
    ]
    with database.writing() as session:
        session.add_all(
            ComplaintDue(
                complaint_id=one,
                number=1,
                reason="their_deadline",
                due_on=NOON.date() + timedelta(days=place % 60 - 5),
            )
            for place, one in enumerate(ids)
        )
    app: Flask = create_app(settings, keyring=keyring, database=database, clock=Clock(NOON))
    visitor = Visitor(app)
    sign_in_page(visitor, kim, NOON)
    return visitor
