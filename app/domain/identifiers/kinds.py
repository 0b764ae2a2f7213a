"""What an identifier is: something exact by which a client can be found again.

Four kinds, and no names of people: two people share a name, nobody shares a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

KINDS = ("phone", "email", "plate", "profile")

MAX_LENGTH = 200
"""Characters typed by a visitor; longer input is refused before any work is done on it."""

TokenKind = Literal["exact", "similar"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: `value` is the normal form that is compared, `typed` what she typed."""

    kind: str
    value: str
    typed: str


class Token(NamedTuple):
    """What goes into a blind index: equal tokens of one kind mean `exact` or only `similar`."""

    kind: TokenKind
    value: str


class NotAnIdentifier(ValueError):
    """The text is no identifier of this kind.

    `reason` is one of: empty, too_long, unreadable (no such form), invalid (right form, cannot
    exist), emergency, short_number, several (more than one in the text), kind (no such kind).
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason
