"""A first draft of a letter out of what she answered; a caseworker edits it before it goes out.

Her own words stand in it only where she allowed that. What nobody answered stays as a place between
square brackets, and a letter with such a place cannot go out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.domain.letter import Letter, LetterRefused, checked, dutch_day

Voice = Literal["desk", "hers"]
OPEN_PLACE = re.compile(r"\[[^\[\]\n]{3,}\]")  # no bracket inside: a flood of them ends at once
FIELDS = frozenset(
    {"institution", "ombudsman", "about", "event_day", "decision_day", "with_whom", "legal_basis",
     "grounds", "name", "named"}
)  # fmt: skip


@dataclass(frozen=True)
class LetterTemplate:
    """The words of one step's letter; every text may hold the names in `FIELDS` in braces."""

    addressee: tuple[str, ...]
    subject: str
    basis: str
    requests: tuple[str, ...]
    term: str


@dataclass(frozen=True)
class CommonWords:
    """What all letters share; `wishes` by code of the list `wish`."""

    texts: Mapping[str, str]
    wishes: Mapping[str, str]


@dataclass(frozen=True)
class LetterFacts:
    """What a letter is made of; labels in Dutch. Empty where nobody knows.

    `name`: hers, only when it may stand in the letter. `own_words`: only with her consent.
    `sender` are the lines of whoever sends it.
    """

    step: int
    voice: Voice
    case_number: str
    today: date
    sender: tuple[str, ...]
    place: str
    signed_by: tuple[str, ...]
    institution: str
    ombudsman: str
    with_whom: str
    legal_basis: str
    subjects: tuple[str, ...]
    grounds: tuple[str, ...]
    wishes: tuple[str, ...]
    event_day: date | None
    decision_day: date | None
    where: str
    name: str = field(default="", repr=False)
    own_words: str = field(default="", repr=False)
    has_attorney: bool = False


def draft_letter(template: LetterTemplate, common: CommonWords, facts: LetterFacts) -> Letter:
    """The draft, whole but for what stands in square brackets."""
    values = _values(common, facts)

    def filled(text: str) -> str:
        return text.format_map(values)

    said = common.texts
    desk = facts.voice == "desk"
    paragraphs = [
        filled(said["opening_desk" if desk else "opening_hers"]),
        said["attorney"] if facts.has_attorney and desk else "",
        filled(template.basis),
        said["happened"],
        _what(facts),
        _own_words(said, facts),
        said["requests_desk" if desk else "requests_hers"],
        _list([filled(one) for one in template.requests]),
        *_wishes(common, facts),
        filled(template.term),
        said["privacy_desk" if desk else "privacy_hers"],
        said["reach_desk" if desk else "reach_hers"],
    ]
    return Letter(
        step=facts.step,
        sender=facts.sender,
        addressee=tuple(filled(line) for line in template.addressee),
        place=facts.place,
        dated=facts.today,
        reference=facts.case_number,
        subject=filled(template.subject),
        salutation=f"{said['salutation']},",
        body="\n\n".join(one for one in paragraphs if one),
        closing=said["closing"],
        name=facts.signed_by,
        enclosures=("Volmacht",) if facts.has_attorney and desk else (),
    )


def ready_to_send(letter: Letter) -> Letter:
    """The letter when it is whole; raises `LetterRefused`, also for an open place ("open")."""
    checked(letter)
    for name, text in (
        ("body", letter.body),
        ("place", letter.place),
        ("subject", letter.subject),
        ("addressee", "\n".join(letter.addressee)),
        ("sender", "\n".join(letter.sender)),
        ("name", "\n".join(letter.name)),
    ):
        if OPEN_PLACE.search(text):
            raise LetterRefused(name, "open")
    return letter


def _values(common: CommonWords, facts: LetterFacts) -> dict[str, str]:
    values = {
        "institution": facts.institution,
        "ombudsman": facts.ombudsman or "[naam van de ombudsman]",
        "about": ", ".join(map(_in_a_sentence, facts.subjects)) or "[onderwerp]",
        "event_day": _day(facts.event_day),
        "decision_day": _day(facts.decision_day),
        "with_whom": facts.with_whom,
        "legal_basis": facts.legal_basis,
        "grounds": f" op grond van {', '.join(facts.grounds)}" if facts.grounds else "",
        "name": facts.name,
    }
    named = common.texts["named_shown" if facts.name else "named_hidden"]
    return {**values, "named": named.format_map(values)}


def _what(facts: LetterFacts) -> str:
    """When, where and about what, as far as she said so."""
    parts = (
        [f"Het gaat over: {', '.join(map(_in_a_sentence, facts.subjects))}."]
        if facts.subjects
        else []
    )
    if facts.event_day is not None:
        parts.append(f"Het gebeurde op {dutch_day(facts.event_day)}.")
    if facts.where:
        parts.append(f"Plaats: {facts.where}.")
    return " ".join(parts)


def _own_words(said: Mapping[str, str], facts: LetterFacts) -> str:
    if not facts.own_words.strip():
        return said["describe"]
    lead = said["own_words"] if facts.voice == "desk" else said["own_words_hers"]
    return "\n\n".join(part for part in (lead, facts.own_words.strip()) if part)


def _wishes(common: CommonWords, facts: LetterFacts) -> list[str]:
    wanted = [common.wishes[code] for code in facts.wishes if code in common.wishes]
    if not wanted:
        return []
    lead = common.texts["wishes_desk" if facts.voice == "desk" else "wishes_hers"]
    return [lead, _list([f"{one};" for one in wanted])]


def _in_a_sentence(label: str) -> str:
    """Without its capital, unless it begins with an abbreviation such as KVK."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _list(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _day(day: date | None) -> str:
    return "[datum]" if day is None else dutch_day(day)
