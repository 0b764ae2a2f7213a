"""The answer to a listed person: fixed words with four places, none of which can hold a report.

A field of a report cannot come in: the words are data, and what fills them is named here
(decisions 18; privacy.md 3.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.domain.subject_request import NOTHING

PLACES = frozenset({"identifier", "day", "controller", "region"})


@dataclass(frozen=True)
class AnswerValues:
    """What fills the places: his own identifier as he is shown it, the day of his request in
    words, who is responsible, and the place that a warning is meant for, or nothing."""

    identifier: str
    day: str
    controller: str
    region: str = ""


@dataclass(frozen=True)
class SubjectAnswers:
    """The words by language; `outcomes` by code of `subject_outcome`, a paragraph each.

    `alone` begins the answer that there is nothing: then nothing was weighed.
    """

    begin: Mapping[str, str]
    alone: Mapping[str, str]
    region: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, tuple[str, ...]]]
    end: Mapping[str, str]

    def paragraphs(self, outcome: str, language: str, values: AnswerValues) -> tuple[str, ...]:
        """The whole answer; KeyError for an outcome or language that there is not."""
        told = [*self.outcomes[outcome][language]]
        if values.region:
            told.append(self.region[language])
        begin = self.alone if outcome == NOTHING else self.begin
        whole = (begin[language], *told, self.end[language])
        return tuple(one.format_map(asdict(values)) for one in whole)
