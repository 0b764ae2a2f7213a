"""Days as the desk fills them in: a date field sends 2026-11-23; where a browser has none of
those, somebody types 23-11-2026.
"""

from __future__ import annotations

import re
from datetime import date

TYPED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
SENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def read_desk_day(text: str) -> date | None:
    """The day, or None when it is none."""
    text = text.strip()
    if found := SENT.fullmatch(text):
        year, month, day = found.groups()
    elif found := TYPED.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
