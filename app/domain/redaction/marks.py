"""A mark: a piece of her text that may not go out unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Strength = Literal["strong", "weak"]

MARK_KINDS = (
    "reporter", "identifier", "email", "iban", "phone", "bsn", "plate", "postcode", "url",
    "street", "handle", "date", "time", "name",
)  # fmt: skip
"""Strongest first: where marks overlap, the first of these names the whole."""

BLOCKING_KINDS = frozenset({"phone", "email", "iban", "bsn", "plate", "postcode", "url", "street"})
"""What may not stand in a published text where it is certain (privacy.md, requirement 2).

Of a street that is one with a house number: an address. A street alone is a guess to be answered.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` of the original text; `strong` is certain by its form, `weak` a guess."""

    start: int
    end: int
    kind: str
    strength: Strength
    text: str


@dataclass(frozen=True, slots=True)
class Find:
    """What a detector returns: a stretch of the folded text, not yet of the original."""

    start: int
    end: int
    kind: str
    strength: Strength = "strong"


def rank(kind: str, strength: Strength) -> tuple[bool, int]:
    """Order of marks: strong before weak, then as MARK_KINDS has them."""
    return (strength == "weak", MARK_KINDS.index(kind))


def merge(marks: Iterable[Mark], text: str) -> list[Mark]:
    """Return the marks in order of the text, overlapping ones as one with the strongest kind."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not merged or mark.start >= merged[-1].end:
            merged.append(mark)
            continue
        last = merged[-1]
        best = min(last, mark, key=lambda m: rank(m.kind, m.strength))
        end = max(last.end, mark.end)
        merged[-1] = Mark(last.start, end, best.kind, best.strength, text[last.start : end])
    return merged
