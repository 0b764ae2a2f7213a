"""A training as the desk announces it: for whom, when, where, in which language.

It is public information and stands in the clear; who asks for one is a sealed case
(`app/domain/training_request.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.report import Problem
from app.domain.strict_json import is_readable

WORKERS = "workers"
INSTITUTIONS = "institutions"
AUDIENCES = (WORKERS, INSTITUTIONS)
FIRST_LANGUAGE = "nl"
MAX_TITLE_CHARS = 90
MAX_TEXT_CHARS = 600
MAX_PLACE_CHARS = 100
MOST_SEATS = 999
MOST_DAYS = 366  # from the first to the last
TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


@dataclass(frozen=True)
class Training:
    """`audience` is one of AUDIENCES. An empty English title or text means the Dutch one.

    `begins` and `ends` are "13:30" or empty, the same on each of its days; `municipality` and
    `language` are codes of those lists; `seats` None is no limit. `last_on` is never empty: a
    training of one day ends on its first.
    """

    audience: str
    title_nl: str
    text_nl: str
    first_on: date
    last_on: date
    language: str
    title_en: str = ""
    text_en: str = ""
    begins: str = ""
    ends: str = ""
    place: str = ""
    municipality: str = ""
    online: bool = False
    seats: int | None = None

    def title(self, language: str) -> tuple[str, str]:
        """(words, the language they are in): what is not translated is Dutch."""
        return self._said(language, self.title_nl, self.title_en)

    def text(self, language: str) -> tuple[str, str]:
        """As `title`."""
        return self._said(language, self.text_nl, self.text_en)

    def is_over(self, today: date) -> bool:
        """On its last day it is still in the list."""
        return self.last_on < today

    @staticmethod
    def _said(language: str, dutch: str, english: str) -> tuple[str, str]:
        if language == FIRST_LANGUAGE or not english:
            return dutch, FIRST_LANGUAGE
        return english, "en"


def written_time(text: str) -> str | None:
    """ "9.30" → "09:30"; empty stays empty, None is no time of a day."""
    text = text.strip()
    if not text:
        return ""
    found = TIME.fullmatch(text)
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def problems_of(
    training: Training, today: date, has: Callable[[str, str], bool]
) -> Iterator[Problem]:
    """What stands in the way of announcing it; `has(list, code)` is that of the reference data.

    Codes: required, too_long, unreadable, in_past, before_first, too_far, before_begin, unknown,
    not_a_number.
    """
    if training.audience not in AUDIENCES:
        yield Problem("audience", "required")
    for name, most in (("title", MAX_TITLE_CHARS), ("text", MAX_TEXT_CHARS)):
        if not getattr(training, f"{name}_nl").strip():
            yield Problem(f"{name}_nl", "required")
        for language in ("nl", "en"):
            yield from _text(f"{name}_{language}", getattr(training, f"{name}_{language}"), most)
    yield from _days(training, today)
    if not training.place.strip() and not training.online:
        yield Problem("place", "required")
    yield from _text("place", training.place, MAX_PLACE_CHARS)
    if training.municipality and not has("region", training.municipality):
        yield Problem("municipality", "unknown")
    if not has("language", training.language):
        yield Problem("language", "required")
    if training.seats is not None and not 1 <= training.seats <= MOST_SEATS:
        yield Problem("seats", "not_a_number")


def _days(training: Training, today: date) -> Iterator[Problem]:
    if training.last_on < training.first_on:
        yield Problem("last_on", "before_first")
    elif (training.last_on - training.first_on).days > MOST_DAYS:
        yield Problem("last_on", "too_far")
    elif training.is_over(today):
        yield Problem("first_on", "in_past")
    if training.ends and training.ends <= training.begins:
        yield Problem("ends", "before_begin")
    if training.ends and not training.begins:
        yield Problem("begins", "required")


def _text(name: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(name, "too_long")
    if not is_readable(text):
        yield Problem(name, "unreadable")
