"""The text as the detectors read it, with the way back to the original.

Nothing that cannot be seen may hide a number: invisible characters and accents are left out,
digits of every script, dashes and spaces are made one, and each remaining character remembers
where it came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.domain.identifiers.folding import DASHES, fold_digit, is_combining, is_invisible
from app.domain.identifiers.skeleton import skeleton_of_char
from app.domain.redaction.marks import Find, Mark

_LONGEST_FORM = 4
"""Characters that one may become (`⒇` is `(20)`); a whole phrase in one sign stays that sign."""


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    """One character in its plainest form, with its case: nothing, one or more characters."""
    if char in DASHES:
        return "-"
    if char in "\n\r\u2028\u2029":
        return "\n"
    if is_invisible(char) or is_combining(char):
        return ""
    if char.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", fold_digit(char))
    if len(parts) > _LONGEST_FORM:
        return char
    return "".join(fold_digit(part) for part in parts if not is_combining(part))


@lru_cache(maxsize=4096)
def _compact_char(char: str) -> str:
    """Only letters and digits, in the form in which look-alikes are equal."""
    return "".join(part for part in skeleton_of_char(char) if part.isalnum())


@dataclass(frozen=True, slots=True)
class View:
    """Folded `text`; `origin[i]` is the index in `original` of folded character i."""

    original: str
    text: str
    origin: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original, with the accents drawn on its last character."""
        first = self.origin[start]
        last = self.origin[end - 1] + 1
        while last < len(self.original) and is_combining(self.original[last]):
            last += 1
        return first, last

    def mark(self, find: Find) -> Mark:
        """Return what a detector found, as a mark in the original text."""
        start, end = self.original_span(find.start, find.end)
        return Mark(start, end, find.kind, find.strength, self.original[start:end])


def _view(original: str, fold: Callable[[str], str]) -> View:
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(original):
        form = fold(char)
        folded.append(form)
        origin.extend([index] * len(form))
    return View(original, "".join(folded), tuple(origin))


def plain_view(original: str) -> View:
    """The text to search with patterns: cased, without accents, ASCII digits."""
    return _view(original, _plain_char)


def compact_view(original: str) -> View:
    """The text to search for a known value in any spelling: letters and digits only."""
    return _view(original, _compact_char)


def word_bounds(original: str) -> tuple[list[int], list[int]]:
    """Return for each index where the word around it begins and ends (itself where in none).

    Accents and invisible characters belong to the word in which they stand.
    """
    inside = [char.isalnum() or is_combining(char) or is_invisible(char) for char in original]
    count = len(original)
    starts = list(range(count))
    ends = list(range(1, count + 1))
    for index in range(1, count):
        if inside[index] and inside[index - 1]:
            starts[index] = starts[index - 1]
    for index in range(count - 2, -1, -1):
        if inside[index] and inside[index + 1]:
            ends[index] = ends[index + 1]
    return starts, ends
