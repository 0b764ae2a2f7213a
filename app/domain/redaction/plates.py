"""Number plates in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.identifiers.plate import DUTCH_GROUPS
from app.domain.redaction.marks import Find

_MONTHS = frozenset("JAN FEB MRT MAA APR MEI JUN JUL AUG SEP OKT OCT NOV DEC MAR MAY".split())
"""`9-feb-20` is a date."""

_UNITS = frozenset("KM KG CM MM ML GR JR EU EUR USD AM PM PIN BTW".split())
"""`10 km 30` is a distance, `EUR 1500` a price; `GB-289-X` is a plate all the same."""

_VOWEL = re.compile(r"[AEIOUaeiou]")


def _pattern(groups: str) -> re.Pattern[str]:
    parts = [
        f"[A-Za-z]{{{len(part)}}}" if part[0] == "X" else f"[0-9]{{{len(part)}}}"
        for part in groups.split("-")
    ]
    body = r"([ .\-]?)".join(f"({part})" for part in parts)
    return re.compile(rf"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-){body}(?![0-9A-Za-z])(?!-[0-9A-Za-z])")


_DUTCH = [_pattern(groups) for groups in DUTCH_GROUPS]

_FOREIGN = (
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,3}-[A-Z]{1,2}[ \-]?[0-9]{1,4}[EH]?(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,3} [A-Z]{1,2} [0-9]{2,4}[EH]?(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])[12]-[A-Z]{3}-[0-9]{3}(?![0-9A-Za-z])", re.IGNORECASE),
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}-[0-9]{3}-[A-Z]{2}(?![0-9A-Za-z])", re.IGNORECASE),
    re.compile(r"(?<![0-9A-Za-z])[0-9]{4} ?[B-DF-HJ-NP-TV-Z]{3}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}[ \-][0-9]{2,3}[ \-][A-Z]{3}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2} ?[A-Z]{3}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{2,3} ?[0-9]{4,5}[A-Z]{0,2}(?![0-9A-Za-z])"),
)
"""Germany (twice), Belgium, France and Italy, Spain, Romania, Britain, Poland and Bulgaria."""

_CUED = re.compile(
    r"\b(?:kenteken(?:plaat)?|nummerplaat|licen[cs]e plate|number ?plate|plate|kennzeichen"
    r"|matricula|plaque)\b[ :=]{1,3}(?:(?:is|was|nr|no|nummer|number)\.?[ :]{1,2})?"
    r"((?=[A-Za-z \-]{0,8}[0-9])(?=[0-9 \-]{0,8}[A-Za-z])"
    r"[0-9A-Za-z]{1,7}(?:[ \-][0-9A-Z]{1,4}){0,3})(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def find_plates(text: str) -> list[Find]:
    """Return Dutch plates in any spelling, and foreign ones by their form or by what precedes."""
    finds = list(_dutch(text))
    for pattern in _FOREIGN:
        for m in pattern.finditer(text):
            letters = re.findall(r"[A-Za-z]+", m.group())
            dashed = "-" in m.group()
            if not _is_ordinary(letters, is_dashed=dashed):
                certain = dashed or " " not in m.group()
                finds.append(Find(m.start(), m.end(), "plate", "strong" if certain else "weak"))
    finds.extend(Find(m.start(1), m.end(1), "plate") for m in _CUED.finditer(text))
    return finds


def _is_ordinary(letters: list[str], *, is_dashed: bool) -> bool:
    groups = {group.upper() for group in letters}
    return bool(groups & _MONTHS) or (not is_dashed and bool(groups & _UNITS))


def _dutch(text: str) -> Iterator[Find]:
    for pattern in _DUTCH:
        for match in pattern.finditer(text):
            one, first_gap, two, second_gap, three = match.groups()
            letters = [part for part in (one, two, three) if part.isalpha()]
            if first_gap == "" and (one + two).isdecimal():
                continue  # `1012 AB` is a postcode; a plate of that age is written `10-12-AB`
            spaced = " " in (first_gap, second_gap)
            if _is_ordinary(letters, is_dashed=not spaced):
                continue
            wordlike = [part for part in letters if spaced and _VOWEL.search(part)]
            if any(part.islower() for part in wordlike):
                continue  # `5 uur 30`, `op 20 30`: words and numbers
            yield Find(match.start(), match.end(), "plate", "weak" if wordlike else "strong")
