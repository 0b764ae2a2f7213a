"""Which files of a release there are to take along, in which language, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import current_app
from werkzeug.exceptions import HTTPException

from app.domain.code_lists import LANGUAGES
from app.domain.statistics.publication import COMPLAINTS

ENDINGS: Mapping[str, str] = {"csv": "csv.zip", "xlsx": "xlsx", "ods": "ods", "pdf": "pdf"}
"""Kind of file → how its name ends. A kind that this house has no page for is not offered."""
PAGES = ("figure_data.", "figure_files.")
"""Before the names of pages that give files."""


@dataclass(frozen=True)
class OfferedFile:
    """`kind` is one of `ENDINGS`; `path` begins at the root."""

    kind: str
    language: str
    path: str


def offered_files(series: str, release: str) -> Iterator[OfferedFile]:
    """By kind, and of each kind by language."""
    below = "figures" if series == COMPLAINTS else f"figures/{series}"
    for kind, ending in ENDINGS.items():
        for language in LANGUAGES:
            path = f"/{language}/{below}/{release}/{release}.{ending}"
            if _gives_a_file(path):
                yield OfferedFile(kind, language, path)


def _gives_a_file(path: str) -> bool:
    try:
        page, _parts = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return str(page).startswith(PAGES)
