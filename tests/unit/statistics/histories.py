"""Made-up histories of complaints: many zeros, some large, many alone in their cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from app.domain.statistics.code_book import CodeBook, code_book
from app.domain.statistics.facts import Fact
from app.domain.statistics.parameters import PARAMETERS

THEMES = ("business", "care", "police")
THEME_OF = {f"subject{number}": THEMES[number % 3] for number in range(9)}
TYPE_OF = {f"institution{number}": f"type{number % 4}" for number in range(16)} | {"only": "lonely"}
PROVINCE_OF = {"village": "north", "town": "south"}
OUTCOMES = ("helped", "not_helped")


def a_book(*, named: tuple[str, ...] = ("institution0", "institution1")) -> CodeBook:
    """Four types of four institutions, one type with a single one."""
    return code_book(
        theme_of=THEME_OF,
        type_of=TYPE_OF,
        province_of=PROVINCE_OF,
        outcomes=OUTCOMES,
        named=named,
        types_min=PARAMETERS.types_min,
    )


def a_history(random: Random, facts: int, *, year: int = 2025) -> Iterator[Fact]:
    """So many facts of one year; the first institutions and subjects have most of them."""
    institutions, subjects = list(TYPE_OF), list(THEME_OF)
    for _ in range(facts):
        institution = institutions[min(int(random.expovariate(0.4)), len(institutions) - 1)]
        subject = subjects[min(int(random.expovariate(0.7)), len(subjects) - 1)]
        yield Fact(
            date(year, 1, 1) + timedelta(days=random.randrange(365)),
            TYPE_OF[institution],
            institution,
            THEME_OF[subject],
            subject,
            random.choice(["north", "south", ""]),
            random.choice(["helped", "not_helped", ""]),
        )
