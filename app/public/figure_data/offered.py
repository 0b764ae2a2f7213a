"""Which files of a release there are to take along, in which language, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, url_for

from app.domain.code_lists import LANGUAGES

DOOR = {"csv": "figure_data.archive_file"}
"""Kind of file → its page. A page that this process does not have is not offered."""


@dataclass(frozen=True)
class OfferedFile:
    """`kind` is "csv" (in a ZIP), "xlsx", "ods" or "pdf"; `path` begins at the root."""

    kind: str
    language: str
    path: str


def offered_files(series: str, release: str) -> Iterator[OfferedFile]:
    """By kind, and of each kind by language."""
    for kind, page in DOOR.items():
        if page not in current_app.view_functions:
            continue
        for language in LANGUAGES:
            path = url_for(page, lang=language, series=series, release=release, name=release)
            yield OfferedFile(kind, language, path)
