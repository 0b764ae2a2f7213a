"""Municipalities and police units: how coarse a place an alert may name, and how one is found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

UNKNOWN_REGION = "unknown"
MAX_SEARCH_CHARS = 60


@dataclass(frozen=True)
class Municipality:
    """`code` is that of Statistics Netherlands ("GM0363"); `search_names` are other spellings,
    former municipalities and towns that people may type instead. `confirmed` is about the row with
    its police unit, not about the names."""

    code: str
    name: str
    slug: str
    province: str
    police_unit: str
    search_names: tuple[str, ...]
    confirmed: bool = False


@dataclass(frozen=True)
class PoliceUnit:
    """A unit of the police; only the ten regional ones are regions of an alert."""

    code: str
    name: str
    kind: Literal["regional", "national"]
    label_nl: str
    label_en: str
    confirmed: bool

    @property
    def is_region(self) -> bool:
        return self.kind == "regional"


@dataclass(frozen=True)
class Region:
    """What a report, an alert or a member's choice may name as a place."""

    code: str
    label_nl: str
    label_en: str
    kind: Literal["municipality", "police_unit"]
    police_unit: str


def folded(text: str) -> str:
    """Letters and digits only, without accents and case: "'s-Gravenhage" is "sgravenhage"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def find_municipalities(text: str, among: Iterable[Municipality]) -> list[Municipality]:
    """Those whose name, or another name of theirs, begins with `text`.

    An equal name comes first, then own names, then other names; each in alphabetical order.
    """
    wanted = folded(text[:MAX_SEARCH_CHARS])
    if not wanted:
        return []
    found: list[tuple[int, str, Municipality]] = []
    for municipality in among:
        own = folded(municipality.name)
        others = [folded(name) for name in municipality.search_names]
        if wanted == own or wanted in others:
            rank = 0
        elif own.startswith(wanted):
            rank = 1
        elif any(other.startswith(wanted) for other in others):
            rank = 2
        else:
            continue
        found.append((rank, own, municipality))
    return [municipality for _, _, municipality in sorted(found, key=lambda f: f[:2])]
