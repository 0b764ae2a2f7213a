"""What we know must not go out: the identifiers she typed, and what points back to her.

Compared without case, accents, spaces and punctuation, with look-alikes equal: a name with a
Cyrillic letter or a number with dots is found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.domain.identifiers.guess import guess
from app.domain.identifiers.kinds import Identifier
from app.domain.redaction.marks import Mark, Strength
from app.domain.redaction.view import View, compact_view, word_bounds

MAX_ENTRIES = 200
"""Entries compared with one text; a report has a few dozen at most."""

MAX_ENTRY_LENGTH = 500

_SHORTEST_NUMBER = 7
_LONGEST_COUNTRY_CODE = 8
"""Characters before the national number: `(0031)(0`."""

_SHORTEST_WHOLE = 2
_SHORTEST_INSIDE = 3
"""Letters that a word needs before it is also sought inside other words."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PASSING_WORDS = frozenset(
    "de het een en van der den ter ten te in op aan bij uit voor met ik hij zij wij the and "
    "of at in on a an my club huis la el le les des du di da do dos das und der die das im am "
    "mit ul str".split()
)


def find_known(text: str, known: Sequence[Identifier | str]) -> list[Mark]:
    """Return each place where an identifier of the report stands, in whatever spelling."""
    view = compact_view(text)
    marks: list[Mark] = []
    for entry in list(known)[:MAX_ENTRIES]:
        for needle, strength in _spellings(entry):
            marks.extend(_places(view, needle, "identifier", strength))
    return marks


def find_reporter(text: str, about_reporter: Sequence[str]) -> list[Mark]:
    """Return what points back to the reporter: each phrase, each of its words, her own number.

    A whole word is a strong mark; her word inside another word is a weak one, and the mark
    covers the whole word.
    """
    view = compact_view(text)
    bounds = word_bounds(text)
    marks: list[Mark] = []
    for phrase in list(about_reporter)[:MAX_ENTRIES]:
        entry = phrase[:MAX_ENTRY_LENGTH]
        for needle, strength in _spellings(entry):
            marks.extend(_places(view, needle, "reporter", strength))
        words = _WORD.findall(entry)
        for word in words:
            passing = word.casefold() in _PASSING_WORDS and len(words) > 1
            if not passing and not word.isdecimal():
                marks.extend(_inside_words(view, bounds, _compact(word)))
    return marks


def _compact(text: str) -> str:
    return compact_view(text).text


def _spellings(entry: Identifier | str) -> Iterator[tuple[str, Strength]]:
    """Return the compact forms under which an entry may stand in the text."""
    readings: Iterable[Identifier] = [entry] if isinstance(entry, Identifier) else guess(entry)
    typed = entry.typed if isinstance(entry, Identifier) else entry[:MAX_ENTRY_LENGTH]
    yield _compact(typed), "strong"
    for reading in readings:
        yield _compact(reading.value), "strong"
        if reading.kind == "phone":
            digits = reading.value.lstrip("+")
            yield _compact(digits[2:]), "strong"
            yield _compact(digits[-8:]), "strong"
        elif reading.kind == "email":
            yield _compact(reading.value.partition("@")[0]), "weak"


def _places(view: View, needle: str, kind: str, strength: Strength) -> Iterator[Mark]:
    """Yield where a compact needle stands by itself, that is not as a part of a longer word."""
    is_number = _is_number(needle)
    if len(needle) < (_SHORTEST_NUMBER if is_number else _SHORTEST_WHOLE):
        return
    at = view.text.find(needle)
    while at >= 0:
        start, end = view.original_span(at, at + len(needle))
        if is_number:
            start = _with_country_code(view.original, start)
        stands_alone = is_number or not (
            _joins(view.original, start - 1, start) or _joins(view.original, end, end - 1)
        )
        if stands_alone and _is_close(view.original[start:end], len(needle)):
            yield Mark(start, end, kind, strength, view.original[start:end])
        at = view.text.find(needle, at + len(needle))


def _is_number(needle: str) -> bool:
    """True for digits in the compact form, where 1 is written l and 0 is written o."""
    return all(char in "lo23456789" for char in needle) and any(c in "23456789" for c in needle)


def _is_close(stretch: str, letters: int) -> bool:
    """False where the letters were only gathered from a whole sentence, or over two lines."""
    visible = sum(not char.isspace() for char in stretch)
    return "\n\n" not in stretch and visible <= 4 * letters and len(stretch) <= 12 * letters


def _joins(text: str, index: int, inner: int) -> bool:
    """True where the character outside continues the word inside."""
    return 0 <= index < len(text) and text[index].isalnum() and text[inner].isalnum()


def _with_country_code(text: str, start: int) -> int:
    """Go back over the digits, plus and brackets that belong to the number."""
    furthest = max(0, start - _LONGEST_COUNTRY_CODE)
    while start > furthest and (text[start - 1].isdecimal() or text[start - 1] in "+("):
        start -= 1
    return start


def _inside_words(view: View, bounds: tuple[list[int], list[int]], needle: str) -> Iterator[Mark]:
    """Yield the words that are or contain the needle, never more than one word at a time."""
    if len(needle) < _SHORTEST_WHOLE:
        return
    starts, ends = bounds
    at = view.text.find(needle)
    while at >= 0:
        start, end = view.original_span(at, at + len(needle))
        first, last = starts[start], ends[end - 1]
        is_part = first < start or last > end
        long_enough = not is_part or len(needle) >= _SHORTEST_INSIDE
        if long_enough and starts[end - 1] == first:
            strength: Strength = "weak" if is_part else "strong"
            yield Mark(first, last, "reporter", strength, view.original[first:last])
        at = view.text.find(needle, at + len(needle))
