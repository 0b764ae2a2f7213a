"""Reading JSON that comes back from a form or the vault: exact shape, bounded, nothing extra.

Sealed does not mean harmless: an old form, another version or a leaked key must never bring in a
field that nobody expected (GlobaLeaks: a crafted submission changed the mode of a receipt).
"""

from __future__ import annotations

from datetime import date
from typing import Any

JsonObject = dict[str, Any]


class Malformed(Exception):
    """JSON of another shape than expected; carries the field and what is wrong with it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class StrictObject:
    """One JSON object whose fields are named beforehand; a missing field is an empty one."""

    def __init__(self, value: object, place: str, fields: frozenset[str]) -> None:
        if not isinstance(value, dict):
            raise Malformed(place, "not an object")
        unknown = [name for name in value if name not in fields]
        if unknown:
            raise Malformed(place, "unknown field")
        self._value: JsonObject = value
        self._place = place

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._value.get(name) is not None

    def raw(self, name: str) -> object:
        return self._value.get(name)

    def text(self, name: str, max_chars: int) -> str:
        """A text of at most `max_chars` characters; empty when missing."""
        return _text(self._value.get(name, ""), self._at(name), max_chars)

    def flag(self, name: str) -> bool:
        """True or false; false when missing, and never anything that only looks true."""
        value = self._value.get(name, False)
        if not isinstance(value, bool):
            raise Malformed(self._at(name), "not true or false")
        return value

    def number(self, name: str, *, most: int) -> int:
        """A whole number from 0 to `most`; 0 when missing."""
        value = self._value.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise Malformed(self._at(name), "not a number in range")
        return value

    def day(self, name: str) -> date | None:
        """An ISO date (2026-11-23), or None when missing."""
        value = self._value.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) != 10:
            raise Malformed(self._at(name), "not a date")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Malformed(self._at(name), "not a date") from None

    def items(self, name: str, most: int) -> list[object]:
        """A list of at most `most` things, each still to be read; empty when missing."""
        value = self._value.get(name, [])
        if not isinstance(value, list):
            raise Malformed(self._at(name), "not a list")
        if len(value) > most:
            raise Malformed(self._at(name), "too many")
        return value

    def texts(self, name: str, *, most: int, max_chars: int) -> tuple[str, ...]:
        """At most `most` texts of at most `max_chars` characters."""
        return tuple(_text(v, self._at(name), max_chars) for v in self.items(name, most))

    def _at(self, name: str) -> str:
        return f"{self._place}.{name}"


def is_readable(text: str) -> bool:
    """Whether a text can be stored and shown: no NUL and no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _text(value: object, place: str, max_chars: int) -> str:
    if not isinstance(value, str):
        raise Malformed(place, "not a text")
    if len(value) > max_chars:
        raise Malformed(place, "too long")
    if not is_readable(value):
        raise Malformed(place, "unreadable")
    return value
