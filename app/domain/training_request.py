"""Asking for a training: the part of a case that makes it no complaint.

A sex worker asks without a name and follows her case with a code; an institution says who it is,
and that lies sealed. In the clear stands only the kind of the case (decisions 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from app.domain.report import Problem
from app.domain.strict_json import JsonObject, StrictObject, is_readable

WORKER = "worker"
INSTITUTION = "institution"
OF_A_WORKER = "training_worker"
OF_AN_INSTITUTION = "training_institution"
KIND_OF_CASE = {WORKER: OF_A_WORKER, INSTITUTION: OF_AN_INSTITUTION}
TRAINING_KINDS = frozenset(KIND_OF_CASE.values())
"""What stands in the place of a kind of institution, in the clear and on the board."""

MAX_CODE_CHARS = 60
MAX_TITLE_CHARS = 120  # with its first day
MAX_ORGANISATION_CHARS = 120
MAX_WHEN_CHARS = 200
MOST_PEOPLE = 9999


def is_training(kind: str) -> bool:
    """Whether a case of this kind is a request for a training."""
    return kind in TRAINING_KINDS


@dataclass(frozen=True)
class TrainingRequest:
    """`who` asks: WORKER or INSTITUTION. `training` is the id of one that is announced, `title`
    what it was called then; both empty for another one. `institution_kind` is a code of the
    institution types, `people` 0 when not known, `when` in their own words.
    """

    who: str = ""
    training: str = ""
    title: str = field(default="", repr=False)
    organisation: str = field(default="", repr=False)
    institution_kind: str = ""
    people: int = 0
    when: str = field(default="", repr=False)

    @property
    def kind_of_case(self) -> str:
        """One of TRAINING_KINDS; raises `KeyError` for nobody who can ask."""
        return KIND_OF_CASE[self.who]

    def to_json(self) -> JsonObject:
        return {
            "who": self.who,
            "training": self.training,
            "title": self.title,
            "organisation": self.organisation,
            "institution_kind": self.institution_kind,
            "people": self.people,
            "when": self.when,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, "training", frozenset(cls().to_json()))
        return cls(
            who=fields.text("who", MAX_CODE_CHARS),
            training=fields.text("training", MAX_CODE_CHARS),
            title=fields.text("title", MAX_TITLE_CHARS),
            organisation=fields.text("organisation", MAX_ORGANISATION_CHARS),
            institution_kind=fields.text("institution_kind", MAX_CODE_CHARS),
            people=fields.number("people", most=MOST_PEOPLE),
            when=fields.text("when", MAX_WHEN_CHARS),
        )


def problems_of(request: TrainingRequest, words: str) -> Iterator[Problem]:
    """What is missing in it; `words` is the wish in their own words. Codes as of a complaint."""
    if request.who not in KIND_OF_CASE:
        yield Problem("who", "required")
    if not request.training and not words.strip():
        yield Problem("story", "required")
    if request.who == INSTITUTION:
        if not request.organisation.strip():
            yield Problem("organisation", "required")
        if not request.institution_kind:
            yield Problem("institution_kind", "required")
    for name, text, most in (
        ("organisation", request.organisation, MAX_ORGANISATION_CHARS),
        ("when", request.when, MAX_WHEN_CHARS),
    ):
        if len(text) > most:
            yield Problem(name, "too_long")
        if not is_readable(text):
            yield Problem(name, "unreadable")
    if not 0 <= request.people <= MOST_PEOPLE:
        yield Problem("people", "not_a_number")
