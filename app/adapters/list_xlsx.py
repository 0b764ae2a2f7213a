"""A workbook of Excel as a table; the only module that knows openpyxl.

openpyxl reads XML by defusedxml where that is installed, which is why it is. A workbook is a ZIP:
what it says it unpacks to is looked at first, and a member never gives more than it says.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from app.domain.complaint_import.table import Cell, Formula, ListTable, WrongShape, table_of

MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_MEMBERS = 2000
MOST_LINES = 1_048_576  # of a sheet of Excel
_WORKBOOK = "xl/workbook.xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


def read_workbook(content: bytes) -> ListTable:
    """The one visible sheet that holds something. Raises `WrongShape`; see `read_list`."""
    _look_inside(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they quote cells
        try:
            return _read(content)
        except WrongShape:
            raise
        except Exception as error:
            raise WrongShape("damaged") from error


def _look_inside(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or _unpacked(members) > MOST_UNPACKED_BYTES:
                raise WrongShape("too_large_inside", str(MOST_UNPACKED_BYTES // (1024 * 1024)))
            names = {one.filename for one in members}
            if _WORKBOOK in names:
                return
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise WrongShape("damaged") from error
    raise WrongShape("open_document" if kind.startswith(_OPEN_DOCUMENT) else "not_a_list")


def _unpacked(members: list[zipfile.ZipInfo]) -> int:
    return sum(one.file_size for one in members)


def _read(content: bytes) -> ListTable:
    # data_only=False: a cell that is worked out shows its formula, not the value somebody saved
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        filled = [one for one in sheets if _holds_something(one)]
        if not filled:
            raise WrongShape("empty" if sheets else "no_sheet")
        if len(filled) > 1:
            raise WrongShape("several_sheets", ", ".join(one.title for one in filled))
        return table_of(_lines(filled[0]))
    finally:
        book.close()


def _holds_something(sheet: Any) -> bool:
    return any(any(cell != "" for cell in cells) for _line, cells in _lines(sheet))


def _lines(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what a file says of its own size may be wrong, and hides rows
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if line > MOST_LINES:
            raise WrongShape("damaged")
        yield line, [_cell(one) for one in cells]


def _cell(one: Any) -> Cell:
    value = one.value
    if value is None:
        return ""
    if one.data_type in ("f", "e"):
        return Formula(str(getattr(value, "text", value)))
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
