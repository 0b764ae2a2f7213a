"""The audit of a folder of releases, as the public gets them."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.adapters.published_tables import audit_directory, read_releases
from app.domain.disclosure_audit.findings import Kind
from app.domain.disclosure_audit.published import PublishedTable, TableMalformed
from tests.unit.disclosure_audit.publishing import (
    HIERARCHY,
    LISTS,
    YEAR,
    exact,
    units,
    well_made,
)


def write(folder: Path, tables: Sequence[PublishedTable]) -> None:
    """The tables as files, in the form of the export."""
    hierarchy: dict[str, object] = {
        f"{child}->{parent}": parent_of for child, (parent, parent_of) in HIERARCHY.parents.items()
    }
    hierarchy["theme"] = LISTS["theme"]
    (folder / "hierarchy.json").write_text(json.dumps(hierarchy))
    for table in tables:
        release = folder / table.release
        release.mkdir(exist_ok=True)
        head = {
            "mode": table.mode, "base": table.base, "max_dev": table.max_dev,
            "hide_below": table.hide_below, "release": table.release, "covers": table.covers,
        }  # fmt: skip
        (release / f"{table.name}.json").write_text(json.dumps(head))
        with (release / f"{table.name}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([*table.dimensions, "count"])
            for key, count in table.cells.items():
                rows.writerow([*key, f"<{table.hide_below}" if count is None else count])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year of releases as it should be, as displayed."""
    write(tmp_path, well_made(units(random.Random(1), 40), displayed=True))
    return tmp_path


def test_a_folder_is_read_as_it_was_written(folder: Path) -> None:
    tables, hierarchy = read_releases(folder)
    asked = well_made(units(random.Random(1), 40), displayed=True)
    written = {(table.release, table.name): table for table in asked}
    assert [table.release for table in tables] == sorted(YEAR * 2) + ["2026"] * 4
    for table in tables:
        assert table.cells == written[table.release, table.name].cells
        assert table.covers == written[table.release, table.name].covers
    assert hierarchy == HIERARCHY


def test_a_good_folder_passes(folder: Path) -> None:
    report = audit_directory(folder)
    assert not report.blocks
    assert report.published > 100


def test_an_exact_number_in_any_release_blocks(folder: Path) -> None:
    write(folder, [exact({("",): None, ("north",): 41}, dimensions=("province",), release="press")])
    report = audit_directory(folder)
    assert Kind.EXACT in {finding.kind for finding in report.findings}


Spoil = Callable[[Path], object]
TABLE = "institution_type-outcome"


def _head(path: Path, **changes: object) -> None:
    head = json.loads((path / f"2026/{TABLE}.json").read_text())
    (path / f"2026/{TABLE}.json").write_text(json.dumps(head | changes))


def _rows(path: Path, text: str) -> None:
    (path / f"2026/{TABLE}.csv").write_text(text)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: (p / "hierarchy.json").unlink(),
        lambda p: (p / "hierarchy.json").write_text("[]"),
        lambda p: (p / "hierarchy.json").write_text("{}"),
        lambda p: (p / f"2026/{TABLE}.json").unlink(),
        lambda p: (p / f"2026/{TABLE}.csv").unlink(),
        lambda p: _head(p, mode=5),
        lambda p: _head(p, mode="guess"),
        lambda p: _head(p, max_dev=None),
        lambda p: _head(p, release="2025"),
        lambda p: _head(p, covers={"quarter": []}),
        lambda p: _rows(p, ""),
        lambda p: _rows(p, "outcome\nwell\n"),
        lambda p: _rows(p, "outcome,count,count\nwell,10,10\n"),
        lambda p: _rows(p, "secret,count\nwell,10\n"),
        lambda p: _rows(p, "outcome,count\nwell,10\nwell,15\n"),
        lambda p: _rows(p, "outcome,count\nwell\n"),
        lambda p: _rows(p, "outcome,count\nwell,-5\n"),
        lambda p: _rows(p, "outcome,count\nwell,<5\n"),
        lambda p: _rows(p, "outcome,count\nwell,\n"),
        lambda p: _rows(p, 'outcome,count\n"well,10\n'),
    ],
)
def test_what_cannot_be_read_stops_the_audit(folder: Path, spoil: Spoil) -> None:
    spoil(folder)
    with pytest.raises(TableMalformed):
        audit_directory(folder)


def test_an_empty_folder_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "hierarchy.json").write_text("{}")
    with pytest.raises(TableMalformed):
        audit_directory(tmp_path)
