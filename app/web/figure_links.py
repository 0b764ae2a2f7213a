"""Where a release can be had as a file: one list for every page that offers them.

A kind is offered once its address is there, so whoever adds one adds a line here and no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flask import current_app
from werkzeug.exceptions import HTTPException

from app.domain.statistics.publication import COMPLAINTS
from app.web.current import locale
from app.web.texts import lazy as _l

PAGES = "figures."
"""Before the names of the pages themselves, which are no files."""


class FileKind(NamedTuple):
    """`ending` of the file name, and its words."""

    ending: str
    label: str
    about: str


KINDS: tuple[FileKind, ...] = (
    FileKind("pdf", _l("Report (PDF)"), _l("To print, or to add to a letter.")),
    FileKind("xlsx", _l("Excel (XLSX)"), _l("All tables, each with its notes.")),
    FileKind("ods", _l("OpenDocument (ODS)"), _l("The same, for LibreOffice and others.")),
    FileKind("csv.zip", _l("Plain tables (CSV)"), _l("With a list that explains every code.")),
)


@dataclass(frozen=True)
class FileLink:
    """A file of a release that can be had now."""

    label: str
    about: str
    url: str


def file_links(series: str, release: str) -> Iterator[FileLink]:
    """Every kind of file of a release whose address exists in this house."""
    below = "figures" if series == COMPLAINTS else f"figures/{series}"
    for kind in KINDS:
        url = f"/{locale()}/{below}/{release}/{release}.{kind.ending}"
        if _is_there(url):
            yield FileLink(str(kind.label), str(kind.about), url)


def _is_there(url: str) -> bool:
    try:
        endpoint, _values = current_app.url_map.bind("").match(url, method="GET")
    except HTTPException:
        return False
    return not str(endpoint).startswith(PAGES)
