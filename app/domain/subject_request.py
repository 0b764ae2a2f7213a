"""What somebody asks who thinks that a warning is about him (GDPR 12, 15 to 18 and 21).

A "subject" is the data subject of the law: the listed person, or somebody who has his number now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.months import months_after
from app.domain.strict_json import JsonObject, StrictObject

ACCESS, CORRECT, ERASE, OBJECT = "access", "correct", "erase", "object"
RIGHTS = (ACCESS, CORRECT, ERASE, OBJECT)
"""Codes of the list `subject_right`: GDPR 15, 16, 17 and 21."""
CONTROLLED = ("phone", "email")
"""Kinds of identifier whose control can be proven: a code can be sent there."""
ANSWER_MONTHS, LONGER_MONTHS = 1, 2  # GDPR 12(3)
NOTHING = "nothing"
"""The one outcome that needs nobody: no warning holds it (a code of `subject_outcome`)."""
KEPT_AFTER_ANSWER_DAYS = 730  # as long as the log: somebody may go to court or to the authority
KEPT_AT_MOST_DAYS = 1095
MAX_WORDS = 4000
MAX_CODE = 30
FIELDS = frozenset({"right", "ground", "kind", "masked", "words", "language"})


@dataclass(frozen=True)
class SubjectRequest:
    """What is sealed of a request: `ground` is a code of `subject_ground`, `masked` his own
    identifier as he is shown it, `words` his own words, at most MAX_WORDS characters."""

    right: str
    ground: str
    kind: str
    masked: str
    words: str
    language: str

    def to_json(self) -> JsonObject:
        return {name: getattr(self, name) for name in sorted(FIELDS)}


def request_from_json(value: object) -> SubjectRequest:
    """Raises `Malformed`."""
    found = StrictObject(value, "subject_request", FIELDS)
    return SubjectRequest(
        right=found.text("right", MAX_CODE),
        ground=found.text("ground", MAX_CODE),
        kind=found.text("kind", MAX_CODE),
        masked=found.text("masked", 200),
        words=found.text("words", MAX_WORDS),
        language=found.text("language", 10),
    )


def suspends(right: str) -> bool:
    """Whether the warning rests meanwhile (GDPR 18; decisions 18): not for who only asks."""
    return right in (CORRECT, ERASE, OBJECT)


def answer_due(arrived_on: date, *, longer: bool = False) -> date:
    """The last day to answer: a month, with two more where he was told why in the first."""
    return months_after(arrived_on, ANSWER_MONTHS + (LONGER_MONTHS if longer else 0))


def request_expires_on(arrived_on: date, answered_on: date | None) -> date:
    """Two years after the answer, and at the latest three years after it came in."""
    latest = arrived_on + timedelta(days=KEPT_AT_MOST_DAYS)
    if answered_on is None:
        return latest
    return min(latest, answered_on + timedelta(days=KEPT_AFTER_ANSWER_DAYS))
