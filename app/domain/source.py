"""Where a fact on a page of information comes from, and on which day it was so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import in_language

# as exact as the source is: a year, a month or a day
REFERENCE_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True)
class Source:
    """One source; `reference` is "2017", "2017-05", "2026-01-23" or empty when it has no date.

    `confirmed`: we saw the text itself, or the site of the body itself.
    """

    code: str
    titles: Mapping[str, str]
    website: str
    reference: str
    confirmed: bool

    def title(self, lang: str) -> str:
        return in_language(self.titles, lang)

    @property
    def url(self) -> str:
        """The address, or empty."""
        return f"https://{self.website}" if self.website else ""

    @property
    def day(self) -> date | None:
        """The day of reference, where the source is as exact as a day."""
        return date.fromisoformat(self.reference) if len(self.reference) == 10 else None

    @property
    def month(self) -> date | None:
        """The first of the month of reference, where only that is known."""
        return date.fromisoformat(f"{self.reference}-01") if len(self.reference) == 7 else None


def is_reference_day(text: str) -> bool:
    """Whether a text is a year, a month or a day that exists."""
    if not REFERENCE_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
