"""Anonymous information to the police, about one case: who must have said yes, and to which words.

Four things, each to the very same text: her standing consent, a second person at the desk, she read
it, and she said yes. One sign more in the text and nobody has agreed to anything (privacy.md 3.12).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from app.domain.consent import Consents
from app.domain.strict_json import JsonObject, StrictObject

MAX_TEXT_CHARS = 4000
YES, NO = "yes", "no"
_CODE_CHARS = 64


class Stage(StrEnum):
    """How far a text is."""

    PROPOSED = "proposed"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"


HERS_TO_READ = frozenset({Stage.ASKED, Stage.AGREED, Stage.REFUSED, Stage.HANDED_OVER})


class NoConsent(Exception):
    """She does not allow anonymous information to the police."""


class NotAgreed(Exception):
    """She has not said yes to these very words, or somebody at the desk still has to."""


class TextChanged(Exception):
    """The text is not the one that was on the page."""


class AlreadyHandedOver(Exception):
    """What the police have cannot be taken back."""


@dataclass(frozen=True, repr=False)
class Information:
    """What is sealed with the case. `approved`, `answered` and `given` are fingerprints of the text
    that was approved, answered and handed over; `answer` is yes, no or empty; `unit` and
    `given_on` say to whom and when it went."""

    text: str
    approved: str = ""
    answer: str = ""
    answered: str = ""
    given: str = ""
    unit: str = ""
    given_on: date | None = None

    @property
    def fingerprint(self) -> str:
        """64 signs over the exact text; it is only ever kept sealed."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def stage(self) -> Stage:
        """Only what was said about these very words counts."""
        now = self.fingerprint
        if self.given == now:
            return Stage.HANDED_OVER
        if self.approved != now:
            return Stage.PROPOSED
        if self.answered != now or self.answer not in (YES, NO):
            return Stage.ASKED
        return Stage.AGREED if self.answer == YES else Stage.REFUSED

    def approve(self, seen: str) -> Self:
        """A second person read it; raises `TextChanged`, `NotAgreed` (nothing to approve)."""
        self._as_seen(seen)
        if self.stage is not Stage.PROPOSED:
            raise NotAgreed
        return replace(self, approved=self.fingerprint)

    def answer_with(self, answer: str, seen: str, consents: Consents) -> Self:
        """Her yes or no to what she read. Raises `TextChanged`, `NotAgreed`, `AlreadyHandedOver`
        and, for a yes, `NoConsent`."""
        self._as_seen(seen)
        if self.stage is Stage.HANDED_OVER:
            raise AlreadyHandedOver
        if self.stage not in HERS_TO_READ or answer not in (YES, NO):
            raise NotAgreed
        if answer == YES and not consents.police_anonymous:
            raise NoConsent
        return replace(self, answer=answer, answered=self.fingerprint)

    def without_answer(self) -> Self:
        """As if she had said nothing; what was handed over stays so."""
        return replace(self, answer="", answered="")

    def hand_over(self, seen: str, consents: Consents, unit: str, on: date) -> Self:
        """Raises `NoConsent`, `TextChanged`, `NotAgreed`, `AlreadyHandedOver`."""
        require_consent(consents)
        self._as_seen(seen)
        if self.stage is Stage.HANDED_OVER:
            raise AlreadyHandedOver
        if self.stage is not Stage.AGREED:
            raise NotAgreed
        return replace(self, given=self.fingerprint, unit=unit, given_on=on)

    def _as_seen(self, seen: str) -> None:
        if seen != self.fingerprint:
            raise TextChanged

    def to_json(self) -> JsonObject:
        return {
            "text": self.text,
            "approved": self.approved,
            "answer": self.answer,
            "answered": self.answered,
            "given": self.given,
            "unit": self.unit,
            "given_on": self.given_on.isoformat() if self.given_on else None,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, "information", frozenset(cls("").to_json()))
        return cls(
            text=fields.text("text", MAX_TEXT_CHARS),
            approved=fields.text("approved", _CODE_CHARS),
            answer=fields.text("answer", _CODE_CHARS),
            answered=fields.text("answered", _CODE_CHARS),
            given=fields.text("given", _CODE_CHARS),
            unit=fields.text("unit", _CODE_CHARS),
            given_on=fields.day("given_on"),
        )


def require_consent(consents: Consents) -> None:
    """Raises `NoConsent` unless her standing consent is there."""
    if not consents.police_anonymous:
        raise NoConsent
