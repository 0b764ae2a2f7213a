"""Bank accounts (IBAN) in running text."""

from __future__ import annotations

import re

from stdnum import iban

from app.domain.redaction.marks import Find

SHORTEST, LONGEST = 15, 34

_START = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z]{2}[ .\-]?[0-9][ .\-]?[0-9](?=[ .\-]{0,2}[0-9A-Za-z])"
)
_DUTCH = re.compile(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}\Z")
_DUTCH_LENGTH = 18


def find_accounts(text: str) -> list[Find]:
    """Return IBANs with a right checksum; a Dutch one with a typing error is a weak mark."""
    finds = []
    for start in _START.finditer(text):
        chars, ends = _account_chars(text, start.start())
        length = next((n for n in range(len(chars), SHORTEST - 1, -1) if _is_iban(chars[:n])), 0)
        if length:
            finds.append(Find(start.start(), ends[length - 1], "iban"))
        elif _DUTCH.match(chars[:_DUTCH_LENGTH]):
            finds.append(Find(start.start(), ends[_DUTCH_LENGTH - 1], "iban", "weak"))
    return finds


def _account_chars(text: str, start: int) -> tuple[str, list[int]]:
    """Return the letters and digits from `start` and where each ends, over small gaps only."""
    chars: list[str] = []
    ends: list[int] = []
    gap = 0
    for index in range(start, min(len(text), start + 3 * LONGEST)):
        char = text[index]
        if char.isascii() and char.isalnum():
            chars.append(char.upper())
            ends.append(index + 1)
            gap = 0
            if len(chars) == LONGEST:
                break
        elif char in " .-" and gap < 2:
            gap += 1
        else:
            break
    return "".join(chars), ends


def _is_iban(candidate: str) -> bool:
    """Cheap test of the remainder first; the structure by country only where that is right."""
    moved = candidate[4:] + candidate[:4]
    if int("".join(str(int(char, 36)) for char in moved)) % 97 != 1:
        return False
    return bool(iban.is_valid(candidate))
