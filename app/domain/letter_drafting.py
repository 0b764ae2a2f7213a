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

from app.domain.attorney_sheet import AttorneySheet
from app.domain.letter import HEADING, Letter, LetterRefused, checked, dutch_day

Voice = Literal["desk", "hers"]
# no bracket inside, and signs before the first letter only once: a flood of them ends at once
OPEN_PLACE = re.compile(r"\[(?!sic\])(?:(?![\[\]])[\W\d_])*[^\W\d_][^\[\]]*\]")
FIELDS = frozenset(
    {"institution", "ombudsman", "about", "event_day", "decision_day", "with_whom", "legal_basis",
     "grounds", "name", "named"}
)  # fmt: skip


@dataclass(frozen=True)
class LetterTemplate:
    """The words of one step's letter; every text may hold the names in `FIELDS` in braces.

    Empty `salutation`, `happened` and `describe` are those that all letters share. `answer_days` is
    the time that the letter itself asks for, where no rule sets one; 0 where one does. `court`: it
    goes to a judge, and she signs it herself.
    """

    addressee: tuple[str, ...]
    subject: str
    basis: str
    requests: tuple[str, ...]
    term: str
    salutation: str = ""
    delivery: str = ""
    yours: str = ""
    happened: str = ""
    describe: str = ""
    enclosures: tuple[str, ...] = ()
    answer_days: int = 0
    court: bool = False


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
    attorney = said["attorney" if desk else "attorney_hers"]
    paragraphs = [
        filled(said["opening_desk" if desk else "opening_hers"]),
        attorney if facts.has_attorney else "",
        filled(template.basis),
        HEADING + (template.happened or said["happened"]),
        _what(facts, happened=not template.happened),
        _own_words(said, facts, template.describe or said["describe"]),
        HEADING + said["asked"],
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
        addressee=(*(filled(line) for line in template.addressee), said["addressee_end"]),
        place=facts.place,
        dated=facts.today,
        reference=facts.case_number,
        subject=filled(template.subject),
        salutation=f"{template.salutation or said['salutation']},",
        body="\n\n".join(one for one in paragraphs if one),
        closing=said["closing"],
        name=facts.signed_by,
        enclosures=tuple(filled(line) for line in template.enclosures),
        delivery=template.delivery,
        yours=template.yours,
    )


def ready_to_send(letter: Letter) -> Letter:
    """The letter when it is whole; raises `LetterRefused`, also for an open place ("open")."""
    checked(letter)
    for name, text in texts_of(letter).items():
        if OPEN_PLACE.search(text):
            raise LetterRefused(name, "open")
    return letter


def open_places(letter: Letter) -> dict[str, tuple[str, ...]]:
    """What a person must still write, by field; only fields that hold such a place."""
    found = {name: tuple(OPEN_PLACE.findall(text)) for name, text in texts_of(letter).items()}
    return {name: places for name, places in found.items() if places}


def texts_of(letter: Letter) -> dict[str, str]:
    """Everything in a letter that somebody may type, by field, in the order of the page."""
    return {
        "sender": "\n".join(letter.sender),
        "delivery": letter.delivery,
        "addressee": "\n".join(letter.addressee),
        "place": letter.place,
        "yours": letter.yours,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": letter.body,
        "closing": letter.closing,
        "name": "\n".join(letter.name),
        "enclosures": "\n".join(letter.enclosures),
    }


def names_no_longer(letter: Letter, before: AttorneySheet | None) -> None:
    """Her name goes with her power of attorney: `before` is the sheet of the letter as it was kept.

    Raises `LetterRefused` ("attorney_gone") at the field that still holds a name she took back.
    """
    if before is None or not before.is_signed:
        return
    if letter.sheet is not None and letter.sheet.name == before.name:
        return
    for name, text in texts_of(letter).items():
        if before.name.casefold() in " ".join(text.casefold().split()):
            raise LetterRefused(name, "attorney_gone")


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


def _what(facts: LetterFacts, *, happened: bool) -> str:
    """About what, where and, of something that `happened`, when: as far as she said so."""
    parts = (
        [f"Het gaat over: {', '.join(map(_in_a_sentence, facts.subjects))}."]
        if facts.subjects
        else []
    )
    if happened and facts.event_day is not None:
        parts.append(f"Het gebeurde op {dutch_day(facts.event_day)}.")
    if facts.where:
        parts.append(f"Plaats: {facts.where}.")
    return " ".join(parts)


def _own_words(said: Mapping[str, str], facts: LetterFacts, describe: str) -> str:
    if not facts.own_words.strip():
        return describe
    lead = said["own_words"] if facts.voice == "desk" else said["own_words_hers"]
    return "\n\n".join(part for part in (lead, facts.own_words.strip()) if part)


def _wishes(common: CommonWords, facts: LetterFacts) -> list[str]:
    wanted = [common.wishes[code] for code in facts.wishes if code in common.wishes]
    if not wanted:
        return []
    lead = common.texts["wishes_desk" if facts.voice == "desk" else "wishes_hers"]
    return [lead, _list([*(f"{one};" for one in wanted[:-1]), f"{wanted[-1]}."])]


def _in_a_sentence(label: str) -> str:
    """Without its capital, unless it begins with an abbreviation such as KVK."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _list(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _day(day: date | None) -> str:
    return "[datum]" if day is None else dutch_day(day)
