"""The parts of a report: when, where, who the client was, a photo, how to reach her."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from app.domain.months import first_of_month
from app.domain.strict_json import JsonObject, StrictObject

MAX_CODE_CHARS = 60
MAX_IDENTIFIER_CHARS = 120
MAX_IDENTIFIERS_PER_KIND = 10
MAX_APPEARANCE = 40
MAX_ACCENT_CHARS = 200
MAX_SAFE_TIMES = 10
MAX_PHOTO_NAME_CHARS = 120
MAX_PHOTO_KEY_CHARS = 88
MAX_PHOTO_BYTES = 50_000_000

WHEN_IN_THIS_MONTH = frozenset({"today", "this_week", "this_month"})


@dataclass(frozen=True)
class WhenKnown:
    """A day, or roughly when (a code of `when_about`), or both; or nothing yet."""

    about: str = ""
    day: date | None = None

    def month(self, told_on: date) -> date | None:
        """First day of the month it must have been in, or None; a proposal, not a fact."""
        if self.day is not None:
            return first_of_month(self.day)
        return first_of_month(told_on) if self.about in WHEN_IN_THIS_MONTH else None

    def to_json(self) -> JsonObject:
        return {"about": self.about, "day": self.day.isoformat() if self.day else None}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "when", frozenset({"about", "day"}))
        return cls(fields.text("about", MAX_CODE_CHARS), fields.day("day"))


@dataclass(frozen=True)
class Place:
    """A municipality or police unit or "unknown"; and the kind of place. Never an address."""

    region: str = ""
    kind: str = ""

    def to_json(self) -> JsonObject:
        return {"region": self.region, "kind": self.kind}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "place", frozenset({"region", "kind"}))
        return cls(fields.text("region", MAX_CODE_CHARS), fields.text("kind", MAX_CODE_CHARS))


@dataclass(frozen=True, repr=False)  # what she typed never reaches a log
class Profile:
    """A name on a site or app, as she typed it."""

    name: str
    site: str = ""

    def to_json(self) -> JsonObject:
        return {"name": self.name, "site": self.site}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "profile", frozenset({"name", "site"}))
        return cls(
            fields.text("name", MAX_IDENTIFIER_CHARS), fields.text("site", MAX_IDENTIFIER_CHARS)
        )


@dataclass(frozen=True, repr=False)  # what she typed never reaches a log
class Client:
    """What she knows of him, as typed; every field may be empty and most allow several.

    `number_country` is where his number seems to come from, `appearance` codes of a closed list
    (privacy.md 3.2), `accent` her words about his way of speaking; the last is never published.
    """

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    plates: tuple[str, ...] = ()
    car_colour: str = ""
    car_type: str = ""
    nickname: str = ""
    number_country: str = ""
    accent: str = ""
    appearance: tuple[str, ...] = ()

    @property
    def is_described(self) -> bool:
        """Whether anything here describes a person: then two people read it (decisions 13)."""
        return bool(self.appearance or self.accent.strip())

    def to_json(self) -> JsonObject:
        return {
            "phones": list(self.phones),
            "emails": list(self.emails),
            "profiles": [profile.to_json() for profile in self.profiles],
            "plates": list(self.plates),
            "car_colour": self.car_colour,
            "car_type": self.car_type,
            "nickname": self.nickname,
            "number_country": self.number_country,
            "accent": self.accent,
            "appearance": list(self.appearance),
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "client", frozenset(cls().to_json()))
        profiles = fields.items("profiles", MAX_IDENTIFIERS_PER_KIND)

        def typed(name: str) -> tuple[str, ...]:
            return fields.texts(name, most=MAX_IDENTIFIERS_PER_KIND, max_chars=MAX_IDENTIFIER_CHARS)

        return cls(
            phones=typed("phones"),
            emails=typed("emails"),
            profiles=tuple(Profile.from_json(profile) for profile in profiles),
            plates=typed("plates"),
            car_colour=fields.text("car_colour", MAX_CODE_CHARS),
            car_type=fields.text("car_type", MAX_CODE_CHARS),
            nickname=fields.text("nickname", MAX_IDENTIFIER_CHARS),
            number_country=fields.text("number_country", MAX_IDENTIFIER_CHARS),
            accent=fields.text("accent", MAX_ACCENT_CHARS),
            appearance=fields.texts("appearance", most=MAX_APPEARANCE, max_chars=MAX_CODE_CHARS),
        )


@dataclass(frozen=True)
class Photo:
    """A cleaned photo, or a PDF with a complaint: which sealed row, its key, its name and size.

    `original_sha256` (hex) is of the file as she sent it, so that she can prove it later.

    The key exists nowhere but here until the report is sent (decisions 5): keep it out of `repr`.
    """

    row_id: str
    key: str = field(repr=False)
    name: str = field(default="", repr=False)
    width: int = 0
    height: int = 0
    size_bytes: int = 0
    original_sha256: str = field(default="", repr=False)

    @property
    def is_picture(self) -> bool:
        """Whether we made it anew from pixels; a PDF has none and stays as it came."""
        return self.width > 0

    def to_json(self) -> JsonObject:
        return {
            "row_id": self.row_id,
            "key": self.key,
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "size_bytes": self.size_bytes,
            "original_sha256": self.original_sha256,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "photo", frozenset(cls("", "").to_json()))
        return cls(
            row_id=fields.text("row_id", MAX_CODE_CHARS),
            key=fields.text("key", MAX_PHOTO_KEY_CHARS),
            name=fields.text("name", MAX_PHOTO_NAME_CHARS),
            width=fields.number("width", most=100_000),
            height=fields.number("height", most=100_000),
            size_bytes=fields.number("size_bytes", most=MAX_PHOTO_BYTES),
            original_sha256=fields.text("original_sha256", 64),
        )


@dataclass(frozen=True, repr=False)  # what she typed never reaches a log
class Contact:
    """How she may be reached outside the app, and when that is safe. Sealed on its own.

    `name` and `phone` (a second way) only of an institution that asks for a training.
    """

    way: str
    value: str = ""
    safe_times: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""

    def to_json(self) -> JsonObject:
        return {
            "way": self.way,
            "value": self.value,
            "safe_times": list(self.safe_times),
            "name": self.name,
            "phone": self.phone,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "contact", frozenset(cls("").to_json()))
        return cls(
            way=fields.text("way", MAX_CODE_CHARS),
            value=fields.text("value", MAX_IDENTIFIER_CHARS),
            safe_times=fields.texts("safe_times", most=MAX_SAFE_TIMES, max_chars=MAX_CODE_CHARS),
            name=fields.text("name", MAX_IDENTIFIER_CHARS),
            phone=fields.text("phone", MAX_IDENTIFIER_CHARS),
        )
