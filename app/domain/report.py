"""A report about a client: what it may hold, when it is complete, how it is treated.

Holds every field of product.md, "Report a client". Texts are as she typed them. It travels sealed
in the form and later lies sealed in the vault, both times as the JSON of `to_json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from app.domain.consent import Consents
from app.domain.incidents import (
    LIFE_THREATENING,
    SECOND_PERSON_SEVERITY,
    Incident,
    highest_severity,
    is_alertable,
)
from app.domain.months import months_before
from app.domain.report_parts import (
    MAX_ACCENT_CHARS,
    MAX_APPEARANCE,
    MAX_CODE_CHARS,
    MAX_IDENTIFIER_CHARS,
    MAX_IDENTIFIERS_PER_KIND,
    MAX_SAFE_TIMES,
    Client,
    Contact,
    Photo,
    Place,
    WhenKnown,
)
from app.domain.strict_json import JsonObject, Malformed, StrictObject, is_readable

SHAPE = 1  # of the JSON; a sealed report of another shape is refused, never guessed at
MAX_KINDS = 20
MAX_STORY_CHARS = 8000
MAX_POINTS_CHARS = 1000
MAX_PHOTOS = 5
MAX_YEARS_AGO = 10
CONTACT_IN_APP = "in_app"
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@dataclass(frozen=True)
class ReportDraft:
    """Everything she told us, complete or not. Codes are of the lists named in `codes_used`.

    `points_to_me`: words in her story that could point to her, for the redaction assistant.
    `do_not_show_back`: the follow page never shows her own text (security.md 1, row 6).
    `on_behalf`: an outreach worker reports for somebody and hands over the code.
    `from_complaint`: she told the complaints desk too, and wants both desks to know it.
    """

    kinds: tuple[str, ...] = ()
    when: WhenKnown = field(default_factory=WhenKnown)
    place: Place = field(default_factory=Place)
    culprit_role: str = ""
    client: Client = field(default_factory=Client)
    story: str = field(default="", repr=False)
    language: str = ""
    photos: tuple[Photo, ...] = ()
    still_active: str = ""
    consents: Consents = field(default_factory=Consents)
    publish_at_once: bool = False
    contact: Contact | None = None
    do_not_show_back: bool = False
    on_behalf: bool = False
    points_to_me: str = field(default="", repr=False)
    from_complaint: bool = False

    def to_json(self) -> JsonObject:
        """Plain JSON values only; `from_json` gives back an equal draft."""
        return {
            "shape": SHAPE,
            "kinds": list(self.kinds),
            "when": self.when.to_json(),
            "place": self.place.to_json(),
            "culprit_role": self.culprit_role,
            "client": self.client.to_json(),
            "story": self.story,
            "language": self.language,
            "photos": [photo.to_json() for photo in self.photos],
            "still_active": self.still_active,
            "consents": self.consents.to_json(),
            "publish_at_once": self.publish_at_once,
            "contact": self.contact.to_json() if self.contact else None,
            "do_not_show_back": self.do_not_show_back,
            "on_behalf": self.on_behalf,
            "points_to_me": self.points_to_me,
            "from_complaint": self.from_complaint,
        }

    def body_json(self) -> JsonObject:
        """What is sealed as the report's body: without what is sealed on its own.

        Contact has its own key, button and log line; consents change later, so a copy would grow
        stale; photo keys have done their work.
        """
        photos = tuple(replace(photo, row_id="", key="") for photo in self.photos)
        return replace(self, photos=photos, contact=None, consents=Consents()).to_json()

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed` for another shape, an unknown field or anything too long."""
        fields = StrictObject(value, "report", frozenset(cls().to_json()))
        if fields.raw("shape") != SHAPE or isinstance(fields.raw("shape"), bool):
            raise Malformed("report.shape", "another shape")
        return cls(
            kinds=fields.texts("kinds", most=MAX_KINDS, max_chars=MAX_CODE_CHARS),
            when=WhenKnown.from_json(fields.raw("when") if fields.has("when") else {}),
            place=Place.from_json(fields.raw("place") if fields.has("place") else {}),
            culprit_role=fields.text("culprit_role", MAX_CODE_CHARS),
            client=Client.from_json(fields.raw("client") if fields.has("client") else {}),
            story=fields.text("story", MAX_STORY_CHARS),
            language=fields.text("language", MAX_CODE_CHARS),
            photos=tuple(Photo.from_json(photo) for photo in fields.items("photos", MAX_PHOTOS)),
            still_active=fields.text("still_active", MAX_CODE_CHARS),
            consents=Consents.from_json(fields.raw("consents") if fields.has("consents") else {}),
            publish_at_once=fields.flag("publish_at_once"),
            contact=Contact.from_json(fields.raw("contact")) if fields.has("contact") else None,
            do_not_show_back=fields.flag("do_not_show_back"),
            on_behalf=fields.flag("on_behalf"),
            points_to_me=fields.text("points_to_me", MAX_POINTS_CHARS),
            from_complaint=fields.flag("from_complaint"),
        )


@dataclass(frozen=True)
class Problem:
    """What stands in the way of sending: the field and a code; the page has the sentence.

    Codes: required, too_many, too_long, empty, unreadable, in_future, too_long_ago, not_a_language,
    value_needed, needs_warn, unknown.
    """

    field: str
    code: str


def check(draft: ReportDraft, today: date) -> list[Problem]:
    """What she still has to change, in the order of the form; an empty list may be sent."""
    return [
        *_kinds(draft),
        *_when(draft.when, today),
        *_client(draft.client),
        *_text("story", draft.story, MAX_STORY_CHARS),
        *_text("points_to_me", draft.points_to_me, MAX_POINTS_CHARS),
        *_language(draft.language),
        *_many("photos", len(draft.photos), MAX_PHOTOS),
        *_wishes(draft),
    ]


def contact_problems(contact: Contact) -> list[Problem]:
    """What is wrong with the way to reach her; also when she changes it later."""
    problems: list[Problem] = []
    if not contact.way:
        problems.append(Problem("contact", "required"))
    elif contact.way != CONTACT_IN_APP and not contact.value.strip():
        problems.append(Problem("contact", "value_needed"))
    problems += _text("contact", contact.value, MAX_IDENTIFIER_CHARS)
    return problems + _many("safe_times", len(contact.safe_times), MAX_SAFE_TIMES)


def unknown_codes(draft: ReportDraft, has: Callable[[str, str], bool]) -> list[Problem]:
    """Codes that their list does not hold; `has(list, code)` is that of the reference data."""
    return [
        Problem(name, "unknown")
        for name, list_name, code in codes_used(draft)
        if not has(list_name, code)
    ]


def codes_used(draft: ReportDraft) -> Iterator[tuple[str, str, str]]:
    """Field, list and code of every choice she made."""
    single = (
        ("when", "when_about", draft.when.about),
        ("region", "region", draft.place.region),
        ("place_kind", "place_kind", draft.place.kind),
        ("culprit_role", "culprit_role", draft.culprit_role),
        ("car_colour", "car_colour", draft.client.car_colour),
        ("car_type", "car_type", draft.client.car_type),
        ("still_active", "still_active", draft.still_active),
        ("contact", "contact_way", draft.contact.way if draft.contact else ""),
    )
    yield from (("kinds", "incident", code) for code in draft.kinds)
    yield from (choice for choice in single if choice[2])
    yield from (("appearance", "appearance", code) for code in draft.client.appearance)
    if draft.contact:
        yield from (("safe_times", "safe_time", code) for code in draft.contact.safe_times)


def is_urgent(draft: ReportDraft, incidents: Mapping[str, Incident]) -> bool:
    """Whether somebody may be woken: life-threatening, or serious and still going on."""
    severity = highest_severity(draft.kinds, incidents)
    return severity >= LIFE_THREATENING or (
        severity >= SECOND_PERSON_SEVERITY and draft.still_active == "yes"
    )


def needs_second(draft: ReportDraft, incidents: Mapping[str, Incident]) -> bool:
    """Severity 3–4 or any description of a person: two people read it (decisions 13)."""
    severity = highest_severity(draft.kinds, incidents)
    return severity >= SECOND_PERSON_SEVERITY or draft.client.is_described


def told_no_alert(draft: ReportDraft, incidents: Mapping[str, Incident]) -> bool:
    """Whether she must hear, before sending, that nuisance alone becomes no alert."""
    return bool(draft.kinds) and not is_alertable(highest_severity(draft.kinds, incidents))


def _kinds(draft: ReportDraft) -> list[Problem]:
    if not draft.kinds:
        return [Problem("kinds", "required")]
    return _many("kinds", len(draft.kinds), MAX_KINDS)


def _when(when: WhenKnown, today: date) -> list[Problem]:
    if when.day is None:
        return []
    if when.day > today:
        return [Problem("when", "in_future")]
    if when.day < months_before(today, MAX_YEARS_AGO * 12):
        return [Problem("when", "too_long_ago")]
    return []


def _client(client: Client) -> list[Problem]:
    problems: list[Problem] = []
    for name, values in (
        ("phones", client.phones),
        ("emails", client.emails),
        ("profiles", tuple(profile.name for profile in client.profiles)),
        ("plates", client.plates),
    ):
        problems += _many(name, len(values), MAX_IDENTIFIERS_PER_KIND)
        for value in values:
            problems += [] if value.strip() else [Problem(name, "empty")]
            problems += _text(name, value, MAX_IDENTIFIER_CHARS)
    for profile in client.profiles:
        problems += _text("profiles", profile.site, MAX_IDENTIFIER_CHARS)
    problems += _text("nickname", client.nickname, MAX_IDENTIFIER_CHARS)
    problems += _text("number_country", client.number_country, MAX_IDENTIFIER_CHARS)
    problems += _text("accent", client.accent, MAX_ACCENT_CHARS)
    problems += _many("appearance", len(client.appearance), MAX_APPEARANCE)
    return list(dict.fromkeys(problems))


def _language(tag: str) -> list[Problem]:
    if not tag or LANGUAGE_TAG.fullmatch(tag):
        return []
    return [Problem("language", "not_a_language")]


def _wishes(draft: ReportDraft) -> list[Problem]:
    problems: list[Problem] = []
    if draft.publish_at_once and not draft.consents.warn:
        problems.append(Problem("publish_at_once", "needs_warn"))
    return problems + (contact_problems(draft.contact) if draft.contact else [])


def _text(name: str, text: str, max_chars: int) -> list[Problem]:
    if len(text) > max_chars:
        return [Problem(name, "too_long")]
    return [] if is_readable(text) else [Problem(name, "unreadable")]


def _many(name: str, count: int, most: int) -> list[Problem]:
    return [Problem(name, "too_many")] if count > most else []
