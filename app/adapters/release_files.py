"""A release as files: a CSV a table, what protects it in a JSON beside it, and the code lists.

`<release>/<table>.csv` has one column a dimension and `count` as displayed; an empty cell means
that the row counts all of that dimension together. `hierarchy.json` says which code falls under
which. The rehearsal writes these files into a folder; the site gives the very same to readers.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.domain.inert import inert
from app.domain.statistics.display import count_as_shown
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import Hierarchy, Publication
from app.domain.statistics.published_rows import COUNT, columns_of, rows_of
from app.domain.statistics.release import QUARTER, YEAR
from app.domain.statistics.tables import ReleasedTable

HIERARCHY = "hierarchy.json"
LABEL = "_label"
PERIODS = (QUARTER, YEAR)
File = tuple[str, str]
"""Name and text; lines end as the text says."""
Words = Callable[[str, str], str]
"""What a code of a dimension is called."""


def write_codes(folder: Path, hierarchy: Hierarchy) -> None:
    """The code lists of all releases in a folder, as the public may know them."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, (HIERARCHY, as_json(hierarchy)))


def write_publication(folder: Path, publication: Publication) -> Path:
    """All files of a release or none; its folder. Raises `FileExistsError`: none is replaced."""
    there, draft = folder / publication.id, folder / f".{publication.id}"
    if there.exists():
        raise FileExistsError(there)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for file in table_files(publication.tables, publication.parameters):
        _write(draft, file)
    return draft.rename(there)


def table_files(
    tables: Iterable[ReleasedTable], parameters: Parameters, words: Words | None = None
) -> Iterator[File]:
    """The two files of each table; `tables` have the rows that everybody may see."""
    for table in tables:
        yield f"{table.name}.csv", table_csv(table, parameters, words)
        yield f"{table.name}.json", as_json(protection(table, parameters))


def table_csv(table: ReleasedTable, parameters: Parameters, words: Words | None = None) -> str:
    """One table; with `words` a column of labels stands behind each column of codes, but for the
    quarter or year, which say what they are."""
    columns = columns_of(table)
    heading = [name for column in columns for name in _headings(column, words)]
    rows = (
        [
            *(cell for pair in zip(columns, codes, strict=True) for cell in _cells(*pair, words)),
            count_as_shown(count, parameters),
        ]
        for codes, count in rows_of(table)
    )
    return csv_text([*heading, COUNT], rows)


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV with lines that end in CR LF (RFC 4180), of which no cell can run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([*map(inert, row)] for row in rows)
    return text.getvalue()


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


def as_json(content: object) -> str:
    """The text of a JSON file."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _headings(column: str, words: Words | None) -> tuple[str, ...]:
    return (column,) if words is None or column in PERIODS else (column, column + LABEL)


def _cells(column: str, code: str, words: Words | None) -> tuple[str, ...]:
    return (code,) if words is None or column in PERIODS else (code, words(column, code))


def _write(folder: Path, file: File) -> None:
    name, text = file
    (folder / name).write_bytes(text.encode("utf-8"))
