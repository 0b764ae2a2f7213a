"""The skeleton of a name: what is left when characters that look alike are made equal.

Source: Unicode Technical Standard 39, section 4 (confusable detection), by the table that the
package confusable-homoglyphs carries. Two additions: i, l, 1 and | are one (in many letters they
are one stroke), and o and 0 are one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from confusable_homoglyphs import confusables

from app.domain.identifiers.folding import fold_digit, is_combining, is_invisible

_LOOKALIKES: dict[str, list[dict[str, str]]] = confusables.confusables_data

_ONE_STROKE = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})


def _neighbours(char: str) -> list[str]:
    return [item["c"].strip("\u200e") for item in _LOOKALIKES.get(char, [])]


def _plainness(candidate: str) -> tuple[bool, bool, int, str]:
    """Order in which one of several look-alikes stands for all: one Latin letter first."""
    is_letter = candidate.isascii() and candidate.isalpha()
    return (not is_letter, not candidate.isascii(), len(candidate), candidate)


@lru_cache(maxsize=4096)
def _prototype(char: str) -> str:
    """The one that stands for all that look like `char` (the table is a set of stars)."""
    family = {char}
    for near in _neighbours(char):
        family.add(near)
        family.update(_neighbours(near))
    family.discard("")
    return min(family, key=_plainness)


@lru_cache(maxsize=4096)
def skeleton_of_char(char: str) -> str:
    """Skeleton of one character: nothing for what is invisible or combining, else 1 or more."""
    if is_invisible(char) or is_combining(char):
        return ""
    parts = unicodedata.normalize("NFKD", fold_digit(char))
    seen = (part for part in parts if not (is_combining(part) or is_invisible(part)))
    alike = "".join(_prototype(fold_digit(part)) for part in seen)
    drawn = unicodedata.normalize("NFKD", alike.casefold())
    return "".join(c for c in drawn if not is_combining(c)).translate(_ONE_STROKE)


def skeleton(text: str) -> str:
    """Skeleton of a whole text: look-alikes equal, no accents, no case, `rn` as `m`."""
    return _rn_as_m(map(skeleton_of_char, text))


def skeleton_of_name(text: str) -> str:
    """As `skeleton`, letters and digits only: nobody remembers where the `_` or the dot stood."""
    drawn = "".join(map(skeleton_of_char, text))
    return _rn_as_m(char for char in drawn if char.isalnum()) or _rn_as_m(drawn)


def _rn_as_m(parts: Iterable[str]) -> str:
    return "".join(parts).replace("rn", "m")
