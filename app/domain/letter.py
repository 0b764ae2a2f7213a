"""A formal letter to an institution: Dutch, plain, and whole as it goes out.

`body` is text that a caseworker edits in one field: paragraphs between empty lines; a paragraph
whose lines all begin with "- " is a list, and one line that begins with "# " is a heading. Nothing
else is markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self

from app.domain.attorney_sheet import TITLE, AttorneySheet
from app.domain.strict_json import JsonObject, StrictObject, is_readable

LETTER = "letter"
MAX_LINE_CHARS = 200
MAX_LINES = 8
MAX_BODY_CHARS = 12_000
MAX_ENCLOSURES = 12
BULLET = "- "
HEADING = "# "
ENCLOSURES_TITLE = "Bijlagen"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


class LetterRefused(Exception):
    """`field` and `reason`: empty, too_long, too_many or unreadable."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, or the items of a list."""

    kind: Literal["text", "heading", "list"]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """`step` is the number of the step of the case that it belongs to.

    `sender` and `addressee` are lines; `place` and `dated` stand above the letter; `reference` is
    the case number and `yours` theirs. `delivery` says how it goes ("Per aangetekende post"), empty
    for ordinary post. `name` stands under it. `sheet` is her power of attorney, or an empty one.
    Whether it was sent, the step knows.
    """

    step: int
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    place: str
    dated: date
    reference: str
    subject: str
    salutation: str
    body: str = field(repr=False)
    closing: str
    name: tuple[str, ...]
    enclosures: tuple[str, ...] = ()
    delivery: str = ""
    yours: str = ""
    sheet: AttorneySheet | None = None

    @property
    def last_page(self) -> AttorneySheet | None:
        """The power of attorney that goes with the letter, or None."""
        return self.sheet if self.sheet is not None and self.sheet.attached else None

    @property
    def all_enclosures(self) -> tuple[str, ...]:
        """What the letter says goes with it; the power of attorney is never forgotten."""
        if self.last_page is None or TITLE in self.enclosures:
            return self.enclosures
        return (*self.enclosures, TITLE)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body as paragraphs and lists, in order."""
        return blocks_of(self.body)

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """What stands between the addressee and the subject: a label and its value."""
        marks = (
            ("Datum", f"{self.place}, {dutch_day(self.dated)}"),
            ("Ons kenmerk", self.reference),
        )
        return (*marks, ("Uw kenmerk", self.yours)) if self.yours else marks

    @property
    def signing(self) -> tuple[tuple[str, str], ...]:
        """The last lines of the last page; empty without one."""
        page = self.last_page
        if page is None:
            return ()
        return page.signing("" if page.signed_on is None else dutch_day(page.signed_on))

    def to_json(self) -> JsonObject:
        return {
            "kind": LETTER,
            "step": self.step,
            "sender": list(self.sender),
            "addressee": list(self.addressee),
            "place": self.place,
            "dated": self.dated.isoformat(),
            "reference": self.reference,
            "subject": self.subject,
            "salutation": self.salutation,
            "body": self.body,
            "closing": self.closing,
            "name": list(self.name),
            "enclosures": list(self.enclosures),
            "delivery": self.delivery,
            "yours": self.yours,
            "sheet": None if self.sheet is None else self.sheet.to_json(),
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        empty = cls(0, (), (), "", date.min, "", "", "", "", "", ()).to_json()
        fields = StrictObject(value, LETTER, frozenset(empty))

        def lines(name: str, most: int = MAX_LINES) -> tuple[str, ...]:
            return fields.texts(name, most=most, max_chars=MAX_LINE_CHARS)

        return cls(
            step=fields.number("step", most=100),
            sender=lines("sender"),
            addressee=lines("addressee"),
            place=fields.text("place", MAX_LINE_CHARS),
            dated=fields.day("dated") or date.min,
            reference=fields.text("reference", MAX_LINE_CHARS),
            subject=fields.text("subject", MAX_LINE_CHARS),
            salutation=fields.text("salutation", MAX_LINE_CHARS),
            body=fields.text("body", MAX_BODY_CHARS),
            closing=fields.text("closing", MAX_LINE_CHARS),
            name=lines("name"),
            enclosures=lines("enclosures", MAX_ENCLOSURES),
            delivery=fields.text("delivery", MAX_LINE_CHARS),
            yours=fields.text("yours", MAX_LINE_CHARS),
            sheet=AttorneySheet.from_json(fields.raw("sheet")) if fields.has("sheet") else None,
        )


def checked(letter: Letter) -> Letter:
    """The same letter when it can go out; raises `LetterRefused` with the first thing wrong."""
    for name, line in (("place", letter.place), ("subject", letter.subject),
                       ("salutation", letter.salutation), ("closing", letter.closing)):  # fmt: skip
        _line(name, line)
    for name, lines in (("sender", letter.sender), ("addressee", letter.addressee),
                        ("name", letter.name)):  # fmt: skip
        if not lines:
            raise LetterRefused(name, "empty")
        _lines(name, lines, MAX_LINES)
    _lines("enclosures", letter.enclosures, MAX_ENCLOSURES)
    for name, line in (("delivery", letter.delivery), ("yours", letter.yours)):
        _lines(name, (line,), 1)
    if not letter.body.strip():
        raise LetterRefused("body", "empty")
    if len(letter.body) > MAX_BODY_CHARS:
        raise LetterRefused("body", "too_long")
    if not is_readable(letter.body):
        raise LetterRefused("body", "unreadable")
    return letter


def blocks_of(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists out of typed text; empty lines part them."""
    found = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if all(line.startswith(BULLET) for line in lines):
            found.append(Block("list", tuple(line.removeprefix(BULLET) for line in lines)))
        elif len(lines) == 1 and lines[0].startswith(HEADING):
            found.append(Block("heading", (lines[0].removeprefix(HEADING).strip(),)))
        else:
            found.append(Block("text", (" ".join(lines),)))
    return tuple(found)


def dutch_day(day: date) -> str:
    """3 december 2026, in Dutch whatever the page's language: the letter is Dutch."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _line(name: str, text: str) -> None:
    if not text.strip():
        raise LetterRefused(name, "empty")
    _lines(name, (text,), 1)


def _lines(name: str, lines: Sequence[str], most: int) -> None:
    if len(lines) > most:
        raise LetterRefused(name, "too_many")
    for line in lines:
        if len(line) > MAX_LINE_CHARS:
            raise LetterRefused(name, "too_long")
        if not is_readable(line):
            raise LetterRefused(name, "unreadable")
