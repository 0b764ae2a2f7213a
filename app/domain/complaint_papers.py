"""Papers of a case that she and the desk share: power of attorney, what came of it, how it was.

Each is a small JSON record, sealed under the key of the case; `kind` says which it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from app.domain.strict_json import JsonObject, Malformed, StrictObject, is_readable

MAX_NAME_CHARS = 120
MAX_CODE_CHARS = 60
MAX_WORDS_CHARS = 2000
ATTORNEY = "attorney"
SATISFACTION = "satisfaction"
OUTCOME = "outcome"
SIGNED_ON_SCREEN = "screen"
SIGNED_ON_PAPER = "paper"
MOST_STARS = 5


class PaperRefused(Exception):
    """`reason`: name_needed, too_long, unreadable, in_future, not_a_choice."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attorney:
    """She lets the desk act in her name (complaint_routes.md, point 6).

    `how` is screen (typed name and day) or paper (signed by hand; the desk keeps the sheet).
    `words` is the Dutch text as it stood where she signed: what we write there later, she did not
    allow.
    """

    name: str = field(repr=False)
    signed_on: date
    how: str
    words: str = field(default="", repr=False)

    def to_json(self) -> JsonObject:
        return {
            "kind": ATTORNEY,
            "name": self.name,
            "signed_on": self.signed_on.isoformat(),
            "how": self.how,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        names = frozenset({"kind", "name", "signed_on", "how", "words"})
        fields = StrictObject(value, ATTORNEY, names)
        day = fields.day("signed_on")
        if day is None:
            raise Malformed("attorney.signed_on", "missing")
        return cls(
            name=fields.text("name", MAX_NAME_CHARS),
            signed_on=day,
            how=fields.text("how", 10),
            words=fields.text("words", MAX_WORDS_CHARS),
        )


@dataclass(frozen=True)
class CaseOutcome:
    """What came of the case at one closing: a code of the list `outcome`. It is sealed as all else:
    a case number with how it ended would tell a thief what the sealed facts do not.
    """

    code: str

    def to_json(self) -> JsonObject:
        return {"kind": OUTCOME, "code": self.code}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, OUTCOME, frozenset({"kind", "code"}))
        return cls(fields.text("code", MAX_CODE_CHARS))


@dataclass(frozen=True)
class Satisfaction:
    """How content she was, 1 to 5, and why if she wants to say; apart from any outcome."""

    stars: int
    words: str = field(default="", repr=False)

    def to_json(self) -> JsonObject:
        return {"kind": SATISFACTION, "stars": self.stars, "words": self.words}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, SATISFACTION, frozenset({"kind", "stars", "words"}))
        return cls(fields.number("stars", most=MOST_STARS), fields.text("words", MAX_WORDS_CHARS))


def attorney_of(name: str, signed_on: date, *, how: str, words: str, today: date) -> Attorney:
    """A power of attorney as she signs it, with the words she signs; raises `PaperRefused`."""
    name = " ".join(name.split())
    if not name:
        raise PaperRefused("name_needed")
    _check(name, MAX_NAME_CHARS)
    if signed_on > today:
        raise PaperRefused("in_future")
    if how not in (SIGNED_ON_SCREEN, SIGNED_ON_PAPER):
        raise PaperRefused("not_a_choice")
    return Attorney(name, signed_on, how, words)


def satisfaction_of(stars: int, words: str) -> Satisfaction:
    """What she says of it; raises `PaperRefused`."""
    if not 1 <= stars <= MOST_STARS:
        raise PaperRefused("not_a_choice")
    words = words.replace("\r\n", "\n").strip()
    _check(words, MAX_WORDS_CHARS)
    return Satisfaction(stars, words)


def _check(text: str, most: int) -> None:
    if len(text) > most:
        raise PaperRefused("too_long")
    if not is_readable(text):
        raise PaperRefused("unreadable")
