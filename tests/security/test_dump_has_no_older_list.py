"""T1 for older lists: a stolen database holds no word of one, on its way or after."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from tests.complaint_rooms import BOARD, furnish
from tests.conftest import Clock
from tests.older_lists import CLOSED_ROW, OPEN_ROW, changed, csv_of, xlsx_of
from tests.security.stolen_bytes import everything_in, found_in
from tests.security.test_dump_has_no_plaintext import moments_in, plant, watched_spool
from tests.servers import Postgres

WORDS = "Kw8 mosterd"
MARKERS = (WORDS, "Kw8-12", "Kw8 loket", "Kw8 lijst", "aangifte-geweigerd", "gegrond", "GM0599")
ROWS = (
    changed(OPEN_ROW, nr="Kw8-12", omschrijving=WORDS, onderwerp="Kw8 loket"),
    changed(CLOSED_ROW, nr="Kw8-13", omschrijving=WORDS * 3, opmerkingen=WORDS),
    changed(OPEN_ROW, nr="Kw8-14", omschrijving=WORDS, datum="31-2-2025"),
)
ENDED = "gegrond"  # the outcome is a coded reason of a move, in the clear by decision


@pytest.mark.parametrize("content", [csv_of(*ROWS), xlsx_of(*ROWS)], ids=["csv", "xlsx"])
def test_a_list_leaves_no_word(
    *,
    content: bytes,
    app: Flask,
    database: Database,
    keyring: Keyring,
    clock: Clock,
    stolen: Postgres | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kim_and_lena = furnish(app, database, keyring, clock)
    visitor = kim_and_lena.sign_in(kim_and_lena.kim)
    spool = tmp_path / "spool"
    spool.mkdir()
    made = watched_spool(spool, monkeypatch)
    visitor.get(f"{BOARD}/list")
    visitor.submit({"list": (io.BytesIO(content), "kw8.csv")}, form="/list", status=200)
    visitor.submit(form="/columns", status=200)
    assert not found_in(everything_in(database, stolen), MARKERS)  # on its way
    visitor.submit({"word-subject-0": "aangifte-geweigerd"}, form="/words", status=200)
    page = visitor.submit({"name": "Kw8 lijst"}, form="/store", status=200)
    assert "2 zaken zijn overgenomen" in page.text
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, set(MARKERS) - {ENDED})
    assert not moments_in(haystacks)
    assert made == []
    plant(database, WORDS.encode())
    assert found_in(everything_in(database, stolen), MARKERS[:1])  # the search could see it
