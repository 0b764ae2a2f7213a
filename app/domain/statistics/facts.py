"""One complaint closed for the figures, and how many of them one person may bring in.

The unit is a person's grievance, not a record: who complains ten times about one bank in one
quarter counts once, so that nobody can move a published number further than its noise hides
(statistics.md 3.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.quarters import quarter_of, year_of


class Fact(NamedTuple):
    """Codes of the code lists; `institution` is empty where it is none of the known ones.

    `person` is a pseudonym that means nothing outside these facts, empty for somebody of whom
    nothing is known: then each fact counts as a person.
    """

    closed_on: date
    institution_type: str
    institution: str
    theme: str
    subject: str
    province: str
    outcome: str
    person: str = ""
    handling_time: str = ""

    @property
    def quarter(self) -> str:
        return quarter_of(self.closed_on)


def bounded(
    facts: Iterable[Fact], parameters: Parameters, in_year: Counter[tuple[str, str]] | None = None
) -> Iterator[Fact]:
    """The facts that count, in no order that says anything; of a person's too many, the first.

    Facts without a person pass as they come; those of persons are held until all were seen.
    `in_year`: how often each (person, year) was counted before; it is kept up.
    """
    of_persons: list[Fact] = []
    for fact in facts:
        if fact.person:
            of_persons.append(fact)
        else:
            yield fact
    at_institution: Counter[tuple[str, str, str, str]] = Counter()
    in_year = Counter() if in_year is None else in_year
    for fact in sorted(of_persons):  # by day, then by content: the order of a file decides nothing
        quarter = fact.quarter
        # what is not on the list is one institution: its name is not known here
        there = (fact.person, fact.institution_type, fact.institution, quarter)
        year = (fact.person, year_of(quarter))
        if at_institution[there] < parameters.per_institution and in_year[year] < (
            parameters.per_year
        ):
            at_institution[there] += 1
            in_year[year] += 1
            yield fact
