"""Which column of a list is what, and what its old words mean: kept by name, used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from app.domain.complaint_import.table import MAX_HEADING_CHARS, MOST_COLUMNS
from app.domain.complaint_parts import MAX_CODE_CHARS
from app.domain.places import folded
from app.domain.strict_json import JsonObject, Malformed, StrictObject

FIELDS = (
    "received", "kind", "institution", "subject", "more_subjects", "place", "happened", "story",
    "outcome", "closed", "reference", "remarks",
)  # fmt: skip
"""What a column may be, in the order of the page. `remarks` may be several columns."""

WORD_FIELDS = ("kind", "subject", "more_subjects", "outcome", "place")
MAY_STAY_EMPTY = frozenset({"more_subjects", "outcome", "place"})
LEFT_EMPTY = "-"
"""What a word means that is no code: "still running" under outcome."""

SEVERAL = frozenset({"remarks"})
MAX_NAME_CHARS = 60
MAX_WORD_CHARS = 200

_HEADINGS: Mapping[str, str] = {
    "received": "datum|datum ontvangst|datum ontvangen|ontvangen|ontvangen op|datum binnenkomst|"
    "binnengekomen|binnengekomen op|datum klacht|datum melding|ingediend op|date|received",
    "kind": "soort instantie|type instantie|instantietype|soort|type|kind|kind of institution",
    "institution": "instantie|naam instantie|organisatie|institution|over wie",
    "subject": "onderwerp|hoofdonderwerp|subject|soort klacht|categorie",
    "more_subjects": "andere onderwerpen|extra onderwerpen|onderwerpen|more subjects",
    "place": "plaats|plaatsnaam|gemeente|regio|place|region",
    "happened": "datum gebeurtenis|gebeurd op|wanneer|happened|happened on",
    "story": "verhaal|omschrijving|beschrijving|toelichting|klacht|story|description",
    "outcome": "uitkomst|resultaat|afloop|oordeel|outcome|result",
    "closed": "afgesloten|afgesloten op|datum afgesloten|einddatum|afgehandeld op|closed|closed on",
    "reference": "nummer|nr|dossiernummer|zaaknummer|kenmerk|ons kenmerk|id|reference|number",
    "remarks": "opmerking|opmerkingen|acties|actie|notitie|notities|remarks|notes",
}
_GUESSED = {folded(name): one for one, names in _HEADINGS.items() for name in names.split("|")}


class ProfileRefused(Exception):
    """A choice of columns that cannot be: carries a code, the heading and the field.

    Codes: no_received, no_subject, no_institution, twice, name_too_long.
    """

    def __init__(self, code: str, heading: str = "", of_field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.heading = heading
        self.field = of_field


@dataclass(frozen=True)
class Profile:
    """`columns`: heading as it stands → field. `words`: field → folded old word → code of ours, or
    `LEFT_EMPTY`."""

    name: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    def field_of(self, heading: str) -> str:
        """What a column is; empty when it is not taken over."""
        return {folded(name): one for name, one in self.columns.items()}.get(folded(heading), "")

    def with_words(self, more: Mapping[str, Mapping[str, str]]) -> Self:
        """The same profile that knows these words as well."""
        fields = {*self.words, *more}
        words = {one: {**self.words.get(one, {}), **more.get(one, {})} for one in fields}
        return type(self)(self.name, self.columns, words)

    def to_json(self) -> JsonObject:
        """Plain JSON values only; `from_json` gives back an equal profile."""
        return {
            "name": self.name,
            "columns": [[heading, one] for heading, one in self.columns.items()],
            "words": {one: [list(pair) for pair in w.items()] for one, w in self.words.items()},
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed` for anything that `to_json` did not write."""
        fields = StrictObject(value, "profile", frozenset({"name", "columns", "words"}))
        words = fields.raw("words")
        if not isinstance(words, dict) or not set(words) <= set(WORD_FIELDS):
            raise Malformed("profile.words", "not of our fields")
        columns = dict(_pair(one, MAX_HEADING_CHARS) for one in fields.items("columns", 60))
        if not set(columns.values()) <= set(FIELDS):
            raise Malformed("profile.columns", "not of our fields")
        return cls(
            name=fields.text("name", MAX_NAME_CHARS),
            columns=columns,
            words={
                one: dict(_pair(pair, MAX_WORD_CHARS) for pair in w) for one, w in words.items()
            },
        )


def guessed(headings: Iterable[str]) -> Profile:
    """What the headings seem to say, for somebody to look at; a second one of a kind stays open."""
    columns: dict[str, str] = {}
    for heading in headings:
        found = _GUESSED.get(folded(heading), "")
        if found and (found in SEVERAL or found not in columns.values()):
            columns[heading] = found
    return Profile(columns=columns)


def check_columns(profile: Profile, headings: Iterable[str]) -> None:
    """Whether a list with these headings can be read by it; raises `ProfileRefused`."""
    seen: set[str] = set()
    for heading in list(headings)[:MOST_COLUMNS]:
        found = profile.field_of(heading)
        if found and found in seen and found not in SEVERAL:
            raise ProfileRefused("twice", heading, found)
        seen |= {found}
    if "received" not in seen:
        raise ProfileRefused("no_received")
    if "subject" not in seen:
        raise ProfileRefused("no_subject")
    if not seen & {"kind", "institution"}:
        raise ProfileRefused("no_institution")


def _pair(value: object, max_chars: int) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:
        raise Malformed("profile", "not a pair")
    one, other = value
    if not isinstance(one, str) or not isinstance(other, str):
        raise Malformed("profile", "not a text")
    if len(one) > max_chars or len(other) > MAX_CODE_CHARS:
        raise Malformed("profile", "too long")
    return one, other
