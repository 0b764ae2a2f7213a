"""The power of attorney as the last page of a letter: who lets the desk act, for what, with whom.

It says what she signed and no more (docs/glossary.md: Volmacht). Without her signature it is a
sheet to fill in by hand, and holds no name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from app.domain.complaint_papers import MAX_NAME_CHARS, SIGNED_ON_SCREEN, Attorney
from app.domain.strict_json import JsonObject, StrictObject

TITLE = "Volmacht"
MAX_LINE_CHARS = 200
MAX_WORDS_CHARS = 1000
BY_HAND = ""
"""A value that is not known yet: a line on which somebody writes."""


@dataclass(frozen=True)
class AttorneySheet:
    """`name`, `signed_on` and `how` are those of what she signed; all empty when nobody signed.

    `desk` is the name of the desk, `towards` the institution, `about` the subject of the letter,
    `words` what she allows, as she read it when she signed. `attached`: it goes with the letter.
    """

    name: str = field(repr=False)
    signed_on: date | None
    how: str
    desk: str
    towards: str
    reference: str
    about: str
    words: str
    attached: bool

    @property
    def is_signed(self) -> bool:
        """Whether she let the desk act; else it is a sheet to sign by hand."""
        return bool(self.name)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Above her words: a label and its value, `BY_HAND` where somebody must write."""
        address = () if self.is_signed else (("Adres", BY_HAND), ("Geboortedatum", BY_HAND))
        return (
            ("Volmachtgever", self.name or BY_HAND),
            *address,
            ("Gevolmachtigde", self.desk),
            ("Tegenover", self.towards),
            ("Kenmerk", self.reference),
            ("Onderwerp", self.about),
        )

    def signing(self, day: str) -> tuple[tuple[str, str], ...]:
        """Below her words; `day` is `signed_on` as a letter writes it, empty when nobody signed."""
        on_screen = self.is_signed and self.how == SIGNED_ON_SCREEN
        typed = f"{self.name} (naam getypt en bevestigd op het scherm)"
        return (("Datum", day or BY_HAND), ("Handtekening", typed if on_screen else BY_HAND))

    def to_json(self) -> JsonObject:
        return {
            "name": self.name,
            "signed_on": None if self.signed_on is None else self.signed_on.isoformat(),
            "how": self.how,
            "desk": self.desk,
            "towards": self.towards,
            "reference": self.reference,
            "about": self.about,
            "words": self.words,
            "attached": self.attached,
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        empty = cls("", None, "", "", "", "", "", "", attached=False).to_json()
        fields = StrictObject(value, "attorney_sheet", frozenset(empty))
        return cls(
            name=fields.text("name", MAX_NAME_CHARS),
            signed_on=fields.day("signed_on"),
            how=fields.text("how", 10),
            desk=fields.text("desk", MAX_LINE_CHARS),
            towards=fields.text("towards", MAX_LINE_CHARS),
            reference=fields.text("reference", MAX_LINE_CHARS),
            about=fields.text("about", MAX_LINE_CHARS),
            words=fields.text("words", MAX_WORDS_CHARS),
            attached=fields.flag("attached"),
        )


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet is made of beside her signature."""

    desk: str
    towards: str
    reference: str
    about: str
    words: str
    """Of a sheet that nobody has signed yet."""


def sheet_of(attorney: Attorney | None, facts: SheetFacts, *, attached: bool) -> AttorneySheet:
    """The sheet of a letter, signed when she signed."""
    signed = attorney or Attorney("", date.min, "")
    return AttorneySheet(
        name=signed.name,
        signed_on=signed.signed_on if attorney else None,
        how=signed.how,
        desk=facts.desk,
        towards=facts.towards,
        reference=facts.reference,
        about=facts.about,
        words=signed.words or facts.words,
        attached=attached,
    )
