"""The blind index of patterns, and what each entry says of itself; both under K_match.

A thief of the database sees that cases share something, never what (security.md 2.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.adapters.vault.boxes import blind_token, open_json, seal_json, subkey
from app.domain.complaint_pattern import Pattern

STEP = 1024  # more than any name: all entries are of one size


@dataclass(frozen=True, repr=False)
class PatternEntry:
    """Which pattern an entry is about, and whether this person was told that she is not alone."""

    pattern: Pattern
    told: bool = False


def pattern_token(k_match: bytes, pattern: Pattern) -> bytes:
    """16 bytes, equal for equal patterns."""
    return blind_token(k_match, "complaint/pattern", pattern.key)


def seal_entry(k_match: bytes, complaint_id: UUID, token: bytes, entry: PatternEntry) -> bytes:
    """Bound to its case and its token."""
    content = {"pattern": entry.pattern.to_json(), "told": entry.told}
    return seal_json(_key(k_match), content, *_at(complaint_id, token), step=STEP)


def open_entry(k_match: bytes, complaint_id: UUID, token: bytes, blob: bytes) -> PatternEntry:
    """Raises `Damaged`, `Malformed`."""
    content = open_json(_key(k_match), blob, *_at(complaint_id, token))
    return PatternEntry(Pattern.from_json(content["pattern"]), content["told"] is True)


def _key(k_match: bytes) -> bytes:
    return subkey(k_match, "complaint/pattern/entry")


def _at(complaint_id: UUID, token: bytes) -> tuple[str, ...]:
    return ("complaint", str(complaint_id), "pattern", token.hex())
