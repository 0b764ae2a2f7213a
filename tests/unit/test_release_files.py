"""Files of a release: what the rehearsal writes and readers get, and that no cell can run (T18)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from app.adapters.release_archive import archive
from app.adapters.release_files import csv_text, table_csv, table_files, write_publication
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.tables import ReleasedTable, with_margins
from tests.figures import some_publications

HOSTILE = ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "|x", "%x")


def a_table(period: str = "quarter", *, bank: str = "bank") -> ReleasedTable:
    leaves: dict[tuple[str, ...], int] = {(bank,): 10, ("police",): 5}
    return ReleasedTable(
        "2026Q1", "institution_type", period, ("institution_type",), ("2026Q1",),
        with_margins(leaves),
    )  # fmt: skip


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_is_exactly_this() -> None:
    assert table_csv(a_table(), PARAMETERS) == (
        "quarter,institution_type,count\r\n2026Q1,,15\r\n2026Q1,bank,10\r\n2026Q1,police,<10\r\n"
    )
    assert table_csv(a_table("to_date"), PARAMETERS).startswith("institution_type,count\r\n,15\r\n")


def test_what_protects_it_stands_beside_it() -> None:
    files = dict(table_files([a_table()], PARAMETERS))
    assert list(files) == ["institution_type.csv", "institution_type.json"]
    assert files["institution_type.json"].endswith("}\n")
    assert json.loads(files["institution_type.json"]) == {
        "mode": "rounding", "base": 5, "max_dev": 9, "hide_below": 10, "release": "2026Q1",
        "covers": {"quarter": ["2026Q1"]},
    }  # fmt: skip


def test_a_folder_gets_the_very_same_files(tmp_path: Path) -> None:
    year = some_publications(tier=1)[0]
    folder = write_publication(tmp_path, year)
    written = {file.name: file.read_bytes() for file in folder.iterdir()}
    given = {name: text.encode() for name, text in table_files(year.tables, year.parameters)}
    assert written == given
    with pytest.raises(FileExistsError):
        write_publication(tmp_path, year)


def test_labels_stand_behind_their_codes() -> None:
    text = table_csv(a_table(), PARAMETERS, lambda name, code: f"{name} {code or 'all'}")
    assert rows(text)[:2] == [
        ["quarter", "institution_type", "institution_type_label", "count"],
        ["2026Q1", "", "institution_type all", "15"],
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_code_and_no_label_runs_as_a_formula(hostile: str) -> None:
    """T18"""
    table = a_table(bank=hostile)
    for text in (
        table_csv(table, PARAMETERS),
        table_csv(a_table(), PARAMETERS, lambda _name, _code: hostile),
        csv_text(["a"], [[hostile]]),
    ):
        cells = [cell for row in rows(text) for cell in row]
        assert not [cell for cell in cells if cell.startswith(HOSTILE)]
        assert f"'{hostile}" in cells


def test_the_same_files_are_the_same_bytes() -> None:
    files = list(table_files([a_table()], PARAMETERS))
    first, again = (archive("complaints-2026Q1", files, date(2026, 6, 29)) for _ in range(2))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [f"complaints-2026Q1/{name}" for name, _text in files]
        assert opened.read(opened.namelist()[0]).decode() == files[0][1]
        assert {entry.date_time for entry in opened.infolist()} == {(2026, 6, 29, 0, 0, 0)}
        assert {entry.create_system for entry in opened.infolist()} == {3}
