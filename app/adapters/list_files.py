"""A list of the desk as a file: CSV or XLSX, told apart by what they are and not by their name.

A file that is something else, too large, or damaged is refused with a code (`WrongShape`), before
anything of it is taken for a row. Nothing here touches a disk.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from app.adapters.images import MOST_BYTES
from app.adapters.list_xlsx import read_workbook
from app.domain.complaint_import.table import Cell, ListTable, WrongShape, table_of

MOST_LIST_BYTES = MOST_BYTES  # as much as a request keeps of its files (app/web/request.py)
MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and an .xlsx with a password
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATORS = (";", ",", "\t")
_TOLD = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)  # Excel's own first line
_MOST_FIELD = 1024 * 1024


def read_list_path(path: Path) -> ListTable:
    """As `read_list`; how large the file is, is looked at before it is read. Raises `OSError`."""
    with path.open("rb") as file:
        return read_list(file.read(MOST_LIST_BYTES + 1))


def read_list(content: bytes) -> ListTable:
    """The table in a file. Raises `WrongShape` with a code of `table_of`, or one of these.

    too_large, old_excel, not_a_list, several_sheets, no_sheet, bad_quotes, and of a workbook:
    open_document, too_large_inside, damaged.
    """
    if len(content) > MOST_LIST_BYTES:
        raise WrongShape("too_large", str(MOST_LIST_BYTES // MEGABYTE))
    if content.startswith(_OLE):
        raise WrongShape("old_excel")
    if content.startswith(_ZIP):
        return read_workbook(content)
    return table_of(_csv_lines(_decoded(content)))


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Excel in Dutch writes; anything else is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "windows-1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise WrongShape("not_a_list")


def _csv_lines(text: str) -> Iterator[tuple[int, list[Cell]]]:
    told = _TOLD.match(text)
    begin = told.end() if told else 0
    separator = told[1] if told else _separator(text)
    reader = csv.reader(io.StringIO(text[begin:], newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(_MOST_FIELD)
    line = 1 if told else 0
    first = line
    try:
        for cells in reader:
            # a cell of several lines makes one row: it is called by its first line
            yield line + 1, list(cells)
            line = first + reader.line_num
    except csv.Error:
        raise WrongShape("bad_quotes", str(line + 1)) from None


def _separator(text: str) -> str:
    """The sign that cuts the first line that is not blank into the most parts."""
    head = next((line for line in text.splitlines() if line.strip(" ;,\t\"'")), "")

    def parts(sign: str) -> int:
        return len(next(csv.reader([head], delimiter=sign), []))

    return max(_SEPARATORS, key=parts)
