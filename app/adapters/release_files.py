"""A release as files: a CSV a table, what protects it in a JSON beside it, and the code lists.

`<release>/<table>.csv` has one column a dimension and `count` as displayed; an empty cell means
that the row counts all of that dimension together. `hierarchy.json` says which code falls under
which.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from app.domain.inert import inert
from app.domain.statistics.display import as_shown
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import Hierarchy, Publication
from app.domain.statistics.release import QUARTER, YEAR
from app.domain.statistics.tables import ReleasedTable

HIERARCHY = "hierarchy.json"


def write_codes(folder: Path, hierarchy: Hierarchy) -> None:
    """The code lists of all releases in a folder, as the public may know them."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / HIERARCHY, hierarchy)


def write_publication(folder: Path, publication: Publication) -> Path:
    """All files of a release or none; its folder. Raises `FileExistsError`: none is replaced."""
    there, draft = folder / publication.id, folder / f".{publication.id}"
    if there.exists():
        raise FileExistsError(there)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for table in publication.tables:
        _write_table(draft / f"{table.name}.csv", table, publication.parameters)
        _write_json(draft / f"{table.name}.json", protection(table, publication.parameters))
    return draft.rename(there)


def protection(table: ReleasedTable, parameters: Parameters) -> dict[str, object]:
    """How the numbers of a table came about, for whoever reads or attacks them."""
    return {
        "mode": "rounding",
        "base": parameters.base,
        "max_dev": parameters.max_dev,
        "hide_below": parameters.hide_below,
        "release": table.release,
        "covers": {"quarter": list(table.covers)},
    }


def _write_table(path: Path, table: ReleasedTable, parameters: Parameters) -> None:
    # a quarter or a year is a column; a year to date is neither, `covers` says what it counts
    period = [table.period] if table.period in (QUARTER, YEAR) else []
    named = [table.release] if period else []
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([*period, *table.dimensions, "count"])
        for cell, count in as_shown(table, parameters).items():
            writer.writerow([*named, *map(inert, cell), count])


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
