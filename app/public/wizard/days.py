"""Days as people write them: 21-11-2026, 21/11/26, 2026-11-21, 21 nov 2026, yesterday."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

MONTHS = {
    "jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# days back; never "vannacht" or "last night", which may be either of two days
NEIGHBOURS = {
    "vandaag": 0, "vanochtend": 0, "vanmorgen": 0, "vanmiddag": 0, "vanavond": 0, "today": 0,
    "this morning": 0, "this afternoon": 0, "tonight": 0,
    "gisteren": 1, "gister": 1, "gisteravond": 1, "gistermiddag": 1, "gisterochtend": 1,
    "yesterday": 1, "yesterday evening": 1,
    "eergisteren": 2, "the day before yesterday": 2, "day before yesterday": 2,
}  # fmt: skip
NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
WORDS = re.compile(r"(\d{1,2})\.? +([^\W\d]{3,10})\.?(?: +(\d{2}|\d{4}))?")


class DayUnreadable(Exception):
    """Not a day we can use; reason is unreadable, in_future or too_long_ago."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_day(text: str, *, today: date, first: date) -> date:
    """The day meant, from `first` to today; without a year the last such day.

    Raises `DayUnreadable`.
    """
    folded = "".join(
        str(unicodedata.decimal(sign, -1)) if unicodedata.decimal(sign, -1) >= 0 else sign
        for sign in unicodedata.normalize("NFKC", text).strip().casefold()
    )
    day = _match(folded, today)
    if day is None:
        raise DayUnreadable("unreadable")
    if day > today:
        raise DayUnreadable("in_future")
    if day < first:
        raise DayUnreadable("too_long_ago")
    return day


def written_day(day: date | None) -> str:
    """As we ask for it: 21-11-2026."""
    return "" if day is None else f"{day.day:02d}-{day.month:02d}-{day.year}"


def _match(text: str, today: date) -> date | None:
    back = NEIGHBOURS.get(" ".join(text.rstrip(".!").split()))
    if back is not None:
        return today - timedelta(days=back)
    if found := ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(text):
        return _with_year(found[3], int(found[2]), int(found[1]), today)
    if found := WORDS.fullmatch(text):
        month = MONTHS.get(found[2][:3])
        return None if month is None else _with_year(found[3], month, int(found[1]), today)
    return None


def _with_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year <= today:
        return this_year
    return _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
