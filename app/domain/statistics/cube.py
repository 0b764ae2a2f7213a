"""What was counted in a quarter, kept sealed until its year is frozen (ADR 0019).

The year is made of the counts of its quarters as they were published: a complaint that is taken
back later leaves no hole in them. Whoever complained four times in a year is known by a pseudonym
that means nothing outside the facts, which are gone by then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.facts import Fact, bounded
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.tally import Tally
from app.domain.strict_json import Malformed


@dataclass
class Cube:
    """Counts of one quarter or several of one year; `persons`: (pseudonym, year) to how many."""

    tally: Tally
    persons: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def empty(cls, book: CodeBook) -> Self:
        return cls(Tally(book))

    def beside(self, facts: Iterable[Fact], parameters: Parameters) -> Self:
        """What may be counted of further facts, beside what is in already; without that."""
        persons = self.persons.copy()
        tally = Tally(self.tally.book, bounded(facts, parameters, persons))
        return type(self)(tally, persons - self.persons)

    def to_json(self) -> dict[str, Any]:
        return {
            "counts": {
                name: [[*cell, count] for cell, count in sorted(counts.items())]
                for name, counts in self.tally.counters.items()
            },
            "persons": [[*key, count] for key, count in sorted(self.persons.items())],
        }

    def add_json(self, value: Any) -> None:
        """Adds a cube of an earlier quarter; raises `Malformed`."""
        try:
            for name, rows in value["counts"].items():
                self.tally.counters[name].update(_counter(rows))
            self.persons.update({(who, when): n for who, when, n in value["persons"]})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Malformed("cube", "another shape") from error


def _counter(rows: Iterable[list[Any]]) -> Counter[tuple[str, ...]]:
    return Counter({tuple(row[:-1]): int(row[-1]) for row in rows})
