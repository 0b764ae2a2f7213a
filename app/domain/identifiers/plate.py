"""Number plates: capitals and digits without separators, Dutch or foreign.

Source of the Dutch forms (side codes 1-14): tests/vectors/formats.csv.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.identifiers.folding import plain_digits
from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.skeleton import skeleton_of_char

KIND = "plate"

DUTCH_GROUPS = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
"""Side codes 1 to 14: X is a letter, 9 a digit."""

NEVER_ISSUED = frozenset(
    {"GVD", "KKK", "KVT", "LPF", "NSB", "PKK", "PSV", "PVV", "SA", "SD", "SGP", "SS", "TBS", "VVD"}
)
"""Letter groups that the Dutch register does not give out: a warning, never a refusal."""

SHORTEST, LONGEST = 4, 10

_SEPARATORS = re.compile(r"[\s\-.·•_/]+")
_LOOKALIKE = str.maketrans({"O": "0", "I": "1"})


def normalise_plate(text: str) -> str:
    """Return capitals and digits only. Raises NotAnIdentifier: unreadable, invalid.

    Any country's plate is taken: 4 to 10 letters and digits with at least one of each.
    """
    upper = unicodedata.normalize("NFKC", plain_digits(text).upper())
    bare = _SEPARATORS.sub(
        "", "".join("-" if unicodedata.category(c) == "Pd" else c for c in upper)
    )
    if not bare or not bare.isalnum():
        raise NotAnIdentifier(KIND, "unreadable")
    has_both = any(c.isalpha() for c in bare) and any(c in "0123456789" for c in bare)
    if not has_both or not SHORTEST <= len(bare) <= LONGEST:
        raise NotAnIdentifier(KIND, "invalid")
    return bare


def shape_of(value: str) -> str:
    """Return the plate as X and 9: `GB289X` → `XX999X`."""
    return "".join("9" if c in "0123456789" else "X" for c in value)


_SHAPES = {groups.replace("-", ""): groups for groups in DUTCH_GROUPS}


def dutch_groups(value: str) -> str | None:
    """Return how a Dutch plate is grouped (`XX-999-X`), or None where it cannot be Dutch."""
    return _SHAPES.get(shape_of(value)) if value.isascii() else None


def is_dutch_plate(value: str) -> bool:
    """True for a normalised plate of a Dutch form whose letter group is given out."""
    groups = dutch_groups(value)
    if groups is None:
        return False
    return not any(part in NEVER_ISSUED for part in re.split(r"[0-9]+", value))


def plate_skeleton(value: str) -> str:
    """What a plate looks like from afar: O as 0, I as 1, Cyrillic and Greek letters as Latin."""
    seen = []
    for char in value:
        if char.isascii():
            seen.append(char)
            continue
        alike = skeleton_of_char(char).upper()
        seen.append({"L": "I"}.get(alike, alike) or char)
    return "".join(seen).translate(_LOOKALIKE)


def mask_plate(value: str) -> str:
    """Show the first and the last character: `G-•••-•X` as on the car, foreign ones `B•••4`."""
    groups = dutch_groups(value)
    if groups is None:
        return f"{value[:1]}•••{value[-1:]}"
    dots = re.sub(r"[X9]", "•", groups)
    return value[:1] + dots[1:-1] + value[-1:]
