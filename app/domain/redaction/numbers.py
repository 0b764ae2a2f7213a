"""Phone numbers and citizen service numbers in running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from stdnum.nl import bsn

from app.domain.redaction.marks import Find

NEARBY_REGIONS = ("BE", "DE", "GB", "FR", "ES", "PL", "RO", "BG", "HU")
"""Where a number without a country code may be from; read so, it is only a weak mark."""

MAX_GROUPS = 12
"""Groups of digits that one spelled number can have (`0 6 1 2 ...`)."""

MAX_ATTEMPTS = 1500
"""Readings tried in one text; beyond that, the rest of a run of digits is marked unread."""

_RUN = re.compile(r"(?<![0-9A-Za-z])[+(]{0,2}[0-9](?:[ .,\-/()_*~|:]{0,3}[0-9])+(?![0-9])")
_LETTER_O = re.compile(r"(?<![A-Za-z])[oO](?=[0-9])|(?<=[0-9])[oO](?=[0-9])")
_GROUP = re.compile(r"[0-9]+")
_LABELLED = re.compile(r"(?<![0-9])(?:\+|00)?[0-9]{7,15}(?![0-9])")
_WORD_NUMBER = (
    r"nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|oh|one|two|three|four|five|six|seven"
    r"|eight|nine|dubbel|double|[0-9]{1,2}"
)
_SPELLED = re.compile(
    rf"\b(?:{_WORD_NUMBER})(?:[ ,.\-]{{1,3}}(?:{_WORD_NUMBER})){{6,14}}\b", re.IGNORECASE
)
_DATE_OR_TIME = re.compile(
    r"(?<![0-9\-./])(?:0?[1-9]|[12][0-9]|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![0-9])"
    r"|(?<![0-9\-./])(?:19|20)[0-9]{2}([-./])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9:])"
)
"""Digits that are no part of a number; blanked, so that `01-12-2026 21:30` is not read as one."""

_Group = tuple[int, int]


@dataclass(slots=True)
class _Budget:
    left: int = MAX_ATTEMPTS

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _is_number(digits: str, region: str | None) -> bool:
    """Not cached: a number from a report should not stay in memory."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))


def find_phones(text: str) -> list[Find]:
    """Return phone numbers, in digits with any separators, and spelled in words."""
    finds = [Find(m.start(), m.end(), "phone") for m in _SPELLED.finditer(text) if _is_spelled(m)]
    text = _LETTER_O.sub("0", text)
    budget = _Budget()
    for run in _RUN.finditer(_without_dates(text)):
        finds.extend(_phones_in_run(text, run.start(), run.end(), budget))
    finds.extend(_after_letters(text))
    return finds


def _without_dates(text: str) -> str:
    return _DATE_OR_TIME.sub(lambda m: "\0" * len(m.group()), text)


def _is_spelled(match: re.Match[str]) -> bool:
    words: int = sum(part.isalpha() for part in re.split(r"[ ,.\-]+", match.group()))
    return words >= 4


def _after_letters(text: str) -> Iterator[Find]:
    """Numbers glued to a word: `tel0612345678`, `whatsapp+31612345678`."""
    for match in _LABELLED.finditer(text):
        if _is_number(match.group(), "NL") and not bsn.is_valid(match.group()):
            yield Find(match.start(), match.end(), "phone")


def _phones_in_run(text: str, start: int, end: int, budget: _Budget) -> Iterator[Find]:
    """Read a run of digit groups: first the certain numbers in it, then guesses in the rest."""
    groups = [(m.start() + start, m.end() + start) for m in _GROUP.finditer(text[start:end])]
    rest: list[list[_Group]] = [[]]
    index = 0
    while index < len(groups):
        taken = _longest(text, groups, index, budget, _is_certain)
        if budget.left < 0:
            yield Find(_lead(text, groups[index][0]), end, "phone")
            return
        if taken:
            last = groups[index + taken - 1][1]
            yield Find(_lead(text, groups[index][0]), last, "phone")
            rest.append([])
        else:
            rest[-1].append(groups[index])
        index += taken or 1
    for left in rest:
        yield from _guesses(text, left, budget)


def _guesses(text: str, groups: list[_Group], budget: _Budget) -> Iterator[Find]:
    index = 0
    while index < len(groups):
        taken = _longest(text, groups, index, budget, _may_be_foreign)
        if taken:
            yield Find(groups[index][0], groups[index + taken - 1][1], "phone", "weak")
        index += taken or 1


def _lead(text: str, first: int) -> int:
    """Where the number begins, with its plus or bracket."""
    while first > 0 and text[first - 1] in "+(":
        first -= 1
    return first


def _longest(
    text: str,
    groups: list[_Group],
    index: int,
    budget: _Budget,
    reads: Callable[[str, bool, int], bool],
) -> int:
    """Return how many groups from `index` read as one number (the most possible), or 0."""
    plus = "+" in text[_lead(text, groups[index][0]) : groups[index][0]]
    for count in range(min(MAX_GROUPS, len(groups) - index), 0, -1):
        digits = "".join(text[a:b] for a, b in groups[index : index + count])
        if not 8 <= len(digits) <= 17:
            continue
        if not budget.spend():
            return 0
        if reads(digits, plus, count):
            return count
    return 0


def _is_certain(digits: str, plus: bool, count: int) -> bool:
    if plus:
        return _is_number("+" + digits, None)
    if bsn.is_valid(digits):
        return False  # as likely a BSN, which is marked by itself
    national = digits[0] == "0" or digits[:2] == "31" or count == 1
    abroad = count == 1 and digits[0] != "0" and len(digits) >= 11
    return (national and _is_number(digits, "NL")) or (abroad and _is_number("+" + digits, None))


def _may_be_foreign(digits: str, plus: bool, _count: int) -> bool:
    if _is_number(digits, "NL") or (plus and len(digits) >= 9):
        return True
    if digits[0] != "0" and len(digits) >= 10 and _is_number("+" + digits, None):
        return True
    return len(digits) >= 9 and any(_is_number(digits, region) for region in NEARBY_REGIONS)


_BSN = re.compile(
    r"(?<![0-9])(?:[0-9]{9}(?![0-9])|[0-9](?:[ .\-]?[0-9]){8}(?![0-9])(?![ .\-][0-9]))"
)


def find_citizen_numbers(text: str) -> list[Find]:
    """Return nine digits that pass the test of eleven: they may be somebody's BSN (UAVG 46)."""
    return [
        Find(m.start(), m.end(), "bsn")
        for m in _BSN.finditer(_without_dates(text))
        if bsn.is_valid(re.sub(r"[^0-9]", "", m.group()))
    ]
