"""A complaint about an institution: what it may hold and when it is complete.

Holds every field of product.md, "Complain about an instantie". Texts are as she typed them. It
travels sealed in the form and later lies sealed in the vault, both times as the JSON of `to_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from app.domain.complaint_parts import MAX_CODE_CHARS, About, ComplaintConsents, Letter, OlderList
from app.domain.report import LANGUAGE_TAG, Problem
from app.domain.report_parts import MAX_SAFE_TIMES, Contact, Photo, WhenKnown
from app.domain.strict_json import JsonObject, Malformed, StrictObject, is_readable
from app.domain.training_request import TrainingRequest
from app.domain.training_request import problems_of as training_problems

SHAPE = 1  # of the JSON; a sealed complaint of another shape is refused, never guessed at
MAX_ABOUT = 3
MAX_SUBJECTS = 3  # one main subject and two more (taxonomy.md)
MAX_GROUNDS = 7
MAX_WISHES = 8
MAX_STORY_CHARS = 8000
MAX_FILES = 5
MAX_IDENTIFIER_CHARS = 120
FIRST_DAY = date(1990, 1, 1)
CONTACT_IN_APP = "in_app"
DISCRIMINATED = "yes"
JUST_COUNT = "just_count"


@dataclass(frozen=True)
class ComplaintDraft:
    """Everything she told us, complete or not. Codes are of the lists named in `codes_used`.

    `about`: the institution it is about first, at most two more. `subjects`: the main one first.
    `account`: "private" or "business" where it is about a bank (Kifid only helps the first).
    `way`: what the desk shall do. `phone_case`: somebody of the desk filled it in for her.
    `from_report`: she told the warnings desk too, and wants both desks to know it.
    `training`: she asks for a training; then there is no institution and nothing to complain of.
    `older`: it was taken over from a list of the desk; no form ever sets it.
    """

    letter: Letter = field(default_factory=Letter)
    about: tuple[About, ...] = ()
    account: str = ""
    subjects: tuple[str, ...] = ()
    discrimination: str = ""
    grounds: tuple[str, ...] = ()
    when: WhenKnown = field(default_factory=WhenKnown)
    region: str = ""
    story: str = field(default="", repr=False)
    language: str = ""
    files: tuple[Photo, ...] = ()
    wishes: tuple[str, ...] = ()
    way: str = ""
    consents: ComplaintConsents = field(default_factory=ComplaintConsents)
    contact: Contact | None = None
    do_not_show_back: bool = False
    on_behalf: bool = False
    phone_case: bool = False
    from_report: bool = False
    training: TrainingRequest | None = None
    older: OlderList | None = None

    @property
    def kind(self) -> str:
        """What stands in the clear of the case: its first institution's kind, or of a request."""
        return self.about[0].kind if self.training is None else self.training.kind_of_case

    @property
    def subject(self) -> str:
        """The main subject, or an empty string."""
        return self.subjects[0] if self.subjects else ""

    def to_json(self) -> JsonObject:
        """Plain JSON values only; `from_json` gives back an equal draft."""
        return {
            "shape": SHAPE,
            "letter": self.letter.to_json(),
            "about": [one.to_json() for one in self.about],
            "account": self.account,
            "subjects": list(self.subjects),
            "discrimination": self.discrimination,
            "grounds": list(self.grounds),
            "when": self.when.to_json(),
            "region": self.region,
            "story": self.story,
            "language": self.language,
            "files": [one.to_json() for one in self.files],
            "wishes": list(self.wishes),
            "way": self.way,
            "consents": self.consents.to_json(),
            "contact": self.contact.to_json() if self.contact else None,
            "do_not_show_back": self.do_not_show_back,
            "on_behalf": self.on_behalf,
            "phone_case": self.phone_case,
            "from_report": self.from_report,
            "training": self.training.to_json() if self.training else None,
            "older": self.older.to_json() if self.older else None,
        }

    def body_json(self) -> JsonObject:
        """What is sealed as the body: without what is sealed on its own, as of a report."""
        files = tuple(replace(one, row_id="", key="") for one in self.files)
        return replace(self, files=files, contact=None, consents=ComplaintConsents()).to_json()

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed` for another shape, an unknown field or anything too long."""
        fields = StrictObject(value, "complaint", frozenset(cls().to_json()))
        if fields.raw("shape") != SHAPE or isinstance(fields.raw("shape"), bool):
            raise Malformed("complaint.shape", "another shape")

        def codes(name: str, most: int) -> tuple[str, ...]:
            return fields.texts(name, most=most, max_chars=MAX_CODE_CHARS)

        def code(name: str) -> str:
            return fields.text(name, MAX_CODE_CHARS)

        return cls(
            letter=Letter.from_json(fields.raw("letter") if fields.has("letter") else {}),
            about=tuple(About.from_json(one) for one in fields.items("about", MAX_ABOUT)),
            account=code("account"),
            subjects=codes("subjects", MAX_SUBJECTS),
            discrimination=code("discrimination"),
            grounds=codes("grounds", MAX_GROUNDS),
            when=WhenKnown.from_json(fields.raw("when") if fields.has("when") else {}),
            region=code("region"),
            story=fields.text("story", MAX_STORY_CHARS),
            language=code("language"),
            files=tuple(Photo.from_json(one) for one in fields.items("files", MAX_FILES)),
            wishes=codes("wishes", MAX_WISHES),
            way=code("way"),
            consents=ComplaintConsents.from_json(
                fields.raw("consents") if fields.has("consents") else {}
            ),
            contact=Contact.from_json(fields.raw("contact")) if fields.has("contact") else None,
            do_not_show_back=fields.flag("do_not_show_back"),
            on_behalf=fields.flag("on_behalf"),
            phone_case=fields.flag("phone_case"),
            from_report=fields.flag("from_report"),
            training=TrainingRequest.from_json(fields.raw("training"))
            if fields.has("training")
            else None,
            older=OlderList.from_json(fields.raw("older")) if fields.has("older") else None,
        )


def check(draft: ComplaintDraft, today: date) -> list[Problem]:
    """What she still has to change, in the order of the form; an empty list may be sent.

    Codes: required, too_many, too_long, unreadable, in_future, too_long_ago, twice, value_needed,
    not_a_language.
    """
    return [
        *_day("letter", draft.letter.dated, today),
        *_matter(draft),
        *_day("when", draft.when.day, today),
        *_text("story", draft.story, MAX_STORY_CHARS),
        *_language(draft.language),
        *_contact(draft.contact),
    ]


def unknown_codes(draft: ComplaintDraft, has: Callable[[str, str], bool]) -> list[Problem]:
    """Codes that their list does not hold; `has(list, code)` is that of the reference data."""
    return [
        Problem(name, "unknown")
        for name, list_name, code in codes_used(draft)
        if not has(list_name, code)
    ]


def codes_used(draft: ComplaintDraft) -> Iterator[tuple[str, str, str]]:
    """Field, list and code of every choice she made."""
    single = (
        ("letter", "yes_no_unknown", draft.letter.got),
        ("account", "account_kind", draft.account),
        ("discrimination", "discrimination", draft.discrimination),
        ("when", "when_about", draft.when.about),
        ("region", "region", draft.region),
        ("way", "complaint_wish_way", draft.way),
        ("contact", "contact_way", draft.contact.way if draft.contact else ""),
    )
    yield from (choice for choice in single if choice[2])
    for one in draft.about:
        yield ("about", "institution_type", one.kind)
        if one.code:
            yield ("about", "institution", one.code)
    if draft.training is not None and draft.training.institution_kind:
        yield ("institution_kind", "institution_type", draft.training.institution_kind)
    yield from (("subjects", "subject", code) for code in draft.subjects)
    yield from (("grounds", "discrimination_ground", code) for code in draft.grounds)
    yield from (("wishes", "wish", code) for code in draft.wishes)
    if draft.contact:
        yield from (("safe_times", "safe_time", code) for code in draft.contact.safe_times)


def is_urgent(draft: ComplaintDraft, today: date, hard_weeks: int = 6) -> bool:
    """Whether an objection term may still run: then a day's delay can cost her the case.

    A decision whose date she does not know may be of yesterday.
    """
    if not draft.letter.is_decision:
        return False
    dated = draft.letter.dated
    return dated is None or (today - dated).days <= hard_weeks * 7 + 7  # a week for moved ends


def _matter(draft: ComplaintDraft) -> list[Problem]:
    if draft.training is not None:
        return list(training_problems(draft.training, draft.story))
    return _about(draft.about) + _subjects(draft.subjects)


def _about(about: tuple[About, ...]) -> list[Problem]:
    if not about or not about[0].kind:
        return [Problem("about", "required")]
    problems: list[Problem] = []
    for one in about:
        problems += _text("about", one.name, MAX_IDENTIFIER_CHARS)
    if len({(one.kind, one.code, one.name) for one in about}) < len(about):
        problems.append(Problem("about", "twice"))
    return problems


def _subjects(subjects: tuple[str, ...]) -> list[Problem]:
    if not subjects:
        return [Problem("subjects", "required")]
    return [Problem("subjects", "twice")] if len(set(subjects)) < len(subjects) else []


def _day(name: str, day: date | None, today: date) -> list[Problem]:
    if day is None:
        return []
    if day > today:
        return [Problem(name, "in_future")]
    return [Problem(name, "too_long_ago")] if day < FIRST_DAY else []


def _language(tag: str) -> list[Problem]:
    if not tag or LANGUAGE_TAG.fullmatch(tag):
        return []
    return [Problem("language", "not_a_language")]


def _contact(contact: Contact | None) -> list[Problem]:
    if contact is None:
        return []
    if not contact.way:
        return [Problem("contact", "required")]
    if contact.way != CONTACT_IN_APP and not contact.value.strip():
        return [Problem("contact", "value_needed")]
    problems = _text("contact", contact.value, MAX_IDENTIFIER_CHARS)
    if len(contact.safe_times) > MAX_SAFE_TIMES:
        problems.append(Problem("safe_times", "too_many"))
    return problems


def _text(name: str, text: str, max_chars: int) -> list[Problem]:
    if len(text) > max_chars:
        return [Problem(name, "too_long")]
    return [] if is_readable(text) else [Problem(name, "unreadable")]
