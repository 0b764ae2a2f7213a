"""The true counts of a year: secret, held only as long as a release is being made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.statistics.code_book import UNKNOWN, CodeBook
from app.domain.statistics.facts import Fact
from app.domain.statistics.quarters import year_of

Cell = tuple[str, ...]
"""One code a dimension of a table; an empty one means: all of them together."""


class Tally:
    """Counts of persons by what a release opens: never a larger cube than the tables need.

    Keys: quarter, type and theme; and by year with the type (and theme) one further dimension.
    """

    def __init__(self, book: CodeBook, facts: Iterable[Fact] = ()) -> None:
        self.book = book
        self.core: Counter[Cell] = Counter()
        self.institution: Counter[Cell] = Counter()
        self.subject: Counter[Cell] = Counter()
        self.province: Counter[Cell] = Counter()
        self.outcome: Counter[Cell] = Counter()
        self.handling_time: Counter[Cell] = Counter()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Counts one fact that was bounded before; its codes are of the book."""
        book, quarter = self.book, fact.quarter
        year, kind = year_of(quarter), book.published_type[fact.institution_type]
        row = book.institution_row(fact.institution_type, fact.institution)
        self.core[quarter, kind, fact.theme] += 1
        self.institution[year, kind, fact.theme, row] += 1
        self.subject[year, kind, fact.theme, fact.subject] += 1
        self.province[year, kind, fact.province or UNKNOWN] += 1
        self.outcome[year, kind, fact.outcome or UNKNOWN] += 1
        if book.handling_times:
            self.handling_time[year, kind, fact.handling_time or UNKNOWN] += 1

    @property
    def counters(self) -> dict[str, Counter[Cell]]:
        """Every kind of count by its name."""
        return {
            "core": self.core, "institution": self.institution, "subject": self.subject,
            "province": self.province, "outcome": self.outcome,
            "handling_time": self.handling_time,
        }  # fmt: skip

    def years(self) -> tuple[str, ...]:
        """Every year from that of the first fact to that of the last, also those without any."""
        found = [int(year_of(cell[0])) for cell in self.core]
        if not found:
            return ()
        return tuple(f"{year:04d}" for year in range(min(found), max(found) + 1))
