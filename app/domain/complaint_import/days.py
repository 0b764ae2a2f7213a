"""A day as people type it in a Dutch list: 21-11-2026, 21/11/'26, 21 november 2026.

The day always comes first, as in the Netherlands; a month of 21 is no day and never turned round.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.domain.complaint_import.table import Cell, Formula

_MONTHS = (
    "januari january jan",
    "februari february feb",
    "maart march mrt mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_WEEKDAY = re.compile(r"(?:ma|di|wo|do|vr|za|zo)(?:[a-z]*dag)?[ .,]+")
_TIME = re.compile(r"[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?uur)?$")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+('?\d{2}|\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:e|ste)?[-/. ]+([a-z]+)[-/. ]+('?\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPREADSHEET_BEGIN = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 99_999  # 1927 to 2173; a year alone is no day


class NotADay(Exception):
    """A cell that says no day, or one that does not exist."""


def read_day(cell: Cell, today: date) -> date:
    """The day in a cell; two digits of a year are of the last hundred years. Raises `NotADay`."""
    if isinstance(cell, Formula):
        raise NotADay
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return _serial(cell)
    text = _TIME.sub("", cell.casefold().strip())
    text = _WEEKDAY.sub("", text, count=1).replace("\u2019", "'").replace("\u2018", "'")
    if text.isascii() and text.isdigit():
        return _serial(float(text))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        return _day(_year(found[3], today), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(text)) and found[2] in MONTHS:
        return _day(_year(found[3], today), MONTHS[found[2]], int(found[1]))
    raise NotADay


def _serial(number: float) -> date:
    """How a spreadsheet counts days when nobody told it that the column holds days."""
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise NotADay
    return SPREADSHEET_BEGIN + timedelta(days=int(number))


def _year(text: str, today: date) -> int:
    year = int(text.lstrip("'"))
    if year >= 100 or len(text.lstrip("'")) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay from None
