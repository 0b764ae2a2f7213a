"""What the board shows of a complaint: codes and one name, sealed apart from the story.

Search at the desk runs over these (decisions 11).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import About
from app.domain.training_request import TrainingRequest


@dataclass(frozen=True)
class ComplaintSummary:
    """`institution` is a code, or empty; `institution_name` is its name, or what she typed.

    `letter_dated` is the day on the decision she got; `month` the first day of the month of what
    happened, if known. Of a request for a training `training` is what it is called, and
    `institution_name` the organisation that asks; both may be empty.
    """

    institution_kind: str
    institution: str
    institution_name: str = field(repr=False)
    others: int
    subject: str
    way: str
    region: str
    language: str
    month: date | None
    letter: str
    letter_dated: date | None
    files: int
    figures: bool
    phone_case: bool
    burst: str | None
    training: str = field(default="", repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "institution_kind": self.institution_kind,
            "institution": self.institution,
            "institution_name": self.institution_name,
            "others": self.others,
            "subject": self.subject,
            "way": self.way,
            "region": self.region,
            "language": self.language,
            "month": _iso(self.month),
            "letter": self.letter,
            "letter_dated": _iso(self.letter_dated),
            "files": self.files,
            "figures": self.figures,
            "phone_case": self.phone_case,
            "burst": self.burst,
            "training": self.training,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        days = {name: _day(value[name]) for name in ("month", "letter_dated")}
        return cls(**{**value, **days})


def summary_of(
    draft: ComplaintDraft, *, files: int, burst: str | None, today: date, name: str = ""
) -> ComplaintSummary:
    """The summary of a complete complaint; `burst` marks a flood from one address.

    `name` is what the first institution is called, so that the desk finds it by name.
    """
    first = draft.about[0] if draft.training is None else _asking(draft.training)
    return ComplaintSummary(
        institution_kind=draft.kind,
        institution=first.code,
        institution_name=first.name or name,
        others=max(len(draft.about) - 1, 0),
        subject=draft.subject,
        way=draft.way,
        region=draft.region,
        language=draft.language,
        month=draft.when.month(today),
        letter=draft.letter.got,
        letter_dated=draft.letter.dated,
        files=files,
        figures=draft.consents.figures,
        phone_case=draft.phone_case,
        burst=burst,
        training=draft.training.title if draft.training else "",
    )


def _asking(training: TrainingRequest) -> About:
    return About(name=training.organisation)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
