"""Reads the words of the letters (`data/letters.toml`), and refuses a place nobody can fill."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.adapters.reference_rows import BadReferenceData
from app.domain.letter_drafting import FIELDS, CommonWords, LetterTemplate

COMMON, OTHER = "common", "other"
TEXTS = frozenset(
    {"salutation", "closing", "opening_desk", "named_shown", "named_hidden", "attorney",
     "opening_hers", "happened", "own_words", "own_words_hers", "describe", "requests_desk",
     "requests_hers", "wishes_desk", "wishes_hers", "privacy_desk", "privacy_hers", "reach_desk",
     "reach_hers", "sender_desk", "sender_hers", "place", "reviewed", "addressee_end",
     "attorney_hers", "asked"}
)  # fmt: skip
KEYS = frozenset({"addressee", "subject", "basis", "requests", "term"})
ENCLOSURES, ANSWER_DAYS, COURT = "enclosures", "answer_days", "court"
TEXT_OR_NOT = frozenset({"salutation", "delivery", "yours", "happened", "describe"})
MORE = TEXT_OR_NOT | {ENCLOSURES, ANSWER_DAYS, COURT}
MOST_DAYS = 100


@dataclass(frozen=True)
class LetterWords:
    """The words of every letter, by the key of its step ("awb-klacht:1")."""

    common: CommonWords
    by_step: Mapping[str, LetterTemplate]
    other: LetterTemplate

    def of(self, step_key: str) -> LetterTemplate:
        """The letter of a step; steps without their own share one."""
        return self.by_step.get(step_key, self.other)


def read_letters(file: Path, step_keys: Collection[str], wishes: Collection[str]) -> LetterWords:
    """Every letter; raises `BadReferenceData` naming the table that does not fit."""
    tables: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    common = tables.pop(COMMON, {})
    said_wishes = common.pop("wishes", {})
    if set(common) != TEXTS:
        odd = sorted(TEXTS.symmetric_difference(common))
        raise BadReferenceData(f"{file.name}:{COMMON}", f"texts: {', '.join(odd)}")
    if not set(said_wishes) <= set(wishes):
        raise BadReferenceData(f"{file.name}:{COMMON}", "a wish that its list does not hold")
    for name, text in {**common, **said_wishes}.items():
        _check(f"{file.name}:{COMMON}.{name}", text)
    if OTHER not in tables:
        raise BadReferenceData(file.name, f"no table {OTHER}")
    other = _template(f"{file.name}:{OTHER}", tables.pop(OTHER))
    unknown = sorted(set(tables) - set(step_keys))
    if unknown:
        raise BadReferenceData(file.name, f"no such step: {unknown[0]}")
    by_step = {key: _template(f"{file.name}:{key}", table) for key, table in tables.items()}
    return LetterWords(CommonWords(common, said_wishes), by_step, other)


def _template(place: str, table: dict[str, Any]) -> LetterTemplate:
    odd = sorted(
        (KEYS - set(table)) | (set(table) - KEYS - MORE - {ENCLOSURES, ANSWER_DAYS, COURT})
    )
    if odd:
        raise BadReferenceData(place, f"keys: {', '.join(odd)}")
    found = LetterTemplate(
        addressee=tuple(table["addressee"]),
        subject=table["subject"],
        basis=table["basis"],
        requests=tuple(table["requests"]),
        term=table["term"],
        enclosures=tuple(table.get(ENCLOSURES, ())),
        answer_days=table.get(ANSWER_DAYS, 0),
        court=table.get(COURT, False) is True,
        **{name: table.get(name, "") for name in TEXT_OR_NOT},
    )
    if not found.addressee or not found.requests or not found.subject or not found.basis:
        raise BadReferenceData(place, "an empty text")
    if not isinstance(found.answer_days, int) or not 0 <= found.answer_days <= MOST_DAYS:
        raise BadReferenceData(place, "answer_days: no number of days")
    lines = (*found.addressee, *found.requests, *found.enclosures)
    for text in (*lines, *(table[name] for name in table if isinstance(table[name], str))):
        _check(place, text)
    return found


def _check(place: str, text: object) -> None:
    if not isinstance(text, str):
        raise BadReferenceData(place, "not a text")
    try:
        named = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError as error:
        raise BadReferenceData(place, "a brace without its pair") from error
    if not named <= FIELDS:
        raise BadReferenceData(place, f"no such place: {', '.join(sorted(named - FIELDS))}")
