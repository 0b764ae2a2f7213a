"""What protection costs in truth: mean deviation a level, and the share of cells that are shown.

The same made-up history of a year at four sizes, against the figures measured with the prototype of
the method (statistics.md 6). That none is ever above the bound is a test, not a measure.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta
from random import Random

from app.adapters.highs import solve
from app.domain.statistics.code_book import CodeBook, code_book
from app.domain.statistics.facts import Fact
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.release import ReleaseMaker, leaves_of
from app.domain.statistics.tables import Counts, Release, ReleasedTable, with_margins
from app.domain.statistics.tally import Tally

YEAR = "2025"
SIZES = (100, 300, 1000, 3000)
MOST_MEAN_DEVIATION = 2.8  # of a level; the prototype had up to 2.4
MOST_SECONDS = 5.0  # for the five releases of a year
THEMES = 6
TYPES = 12
EACH = 15  # institutions in a type
SUBJECTS = 60
PROVINCES = 12


def run() -> tuple[bool, list[str]]:
    """Deviation and share by level, and the time a year of releases takes."""
    lines, kept = [], True
    for size in SIZES:
        facts = list(_history(Random(size), size))
        started = time.process_time()
        releases = _year(Tally(_book(), facts), Random(size + 1))
        seconds = time.process_time() - started
        levels = [_level(table, facts) for table in releases[-1].tables]
        kept = kept and seconds <= MOST_SECONDS
        kept = kept and all(mean <= MOST_MEAN_DEVIATION for _name, mean, _shown in levels)
        lines.append(f"{size} a year: {seconds:.1f} s (at most {MOST_SECONDS})")
        lines += [
            f"  {name}: off by {mean:.1f} (at most {MOST_MEAN_DEVIATION}), {shown:.0%} shown"
            for name, mean, shown in levels
        ]
    return kept, lines


def _book() -> CodeBook:
    return code_book(
        theme_of={f"subject{one}": f"theme{one % THEMES}" for one in range(SUBJECTS)},
        type_of={f"institution{one}": f"type{one % TYPES}" for one in range(TYPES * EACH)},
        province_of={f"place{one}": f"province{one}" for one in range(PROVINCES)},
        outcomes=("resolved", "partly", "not", "ended"),
        named=[f"institution{one}" for one in range(40)],
        types_min=PARAMETERS.types_min,
    )


def _history(random: Random, facts: int) -> list[Fact]:
    found = []
    for _ in range(facts):
        institution = min(int(random.expovariate(1 / 40)), TYPES * EACH - 1)
        subject = min(int(random.expovariate(1 / 10)), SUBJECTS - 1)
        found.append(
            Fact(
                date(int(YEAR), 1, 1) + timedelta(days=random.randrange(365)),
                f"type{institution % TYPES}",
                f"institution{institution}",
                f"theme{subject % THEMES}",
                f"subject{subject}",
                f"province{random.randrange(PROVINCES)}",
                random.choice(["resolved", "partly", "not", "ended"]),
            )
        )
    return found


def _year(tally: Tally, keys: Random) -> list[Release]:
    maker = ReleaseMaker(tally, 3, solve, PARAMETERS)
    releases, earlier = [], dict[str, Counts]()
    for number in range(1, 5):
        quarter = f"{YEAR}Q{number}"
        releases.append(maker.quarter(quarter, keys.randbytes(32), earlier))
        earlier[quarter] = leaves_of(releases[-1])
    return [*releases, maker.year(YEAR, keys.randbytes(32), earlier)]


def _level(table: ReleasedTable, facts: list[Fact]) -> tuple[str, float, float]:
    """Name, mean absolute deviation of all cells, and the share of them that is shown."""
    book, counts = _book(), Counter[tuple[str, ...]]()
    for fact in facts:
        codes = [
            book.institution_row(fact.institution_type, fact.institution)
            if dimension == "institution"
            else str(getattr(fact, dimension))
            for dimension in table.dimensions
        ]
        counts[tuple(codes)] += 1
    truth = with_margins(counts)
    off = [abs(value - truth.get(cell, 0)) for cell, value in table.cells.items()]
    shown = sum(value >= PARAMETERS.hide_below for value in table.cells.values())
    return table.name, sum(off) / len(off), shown / len(table.cells)
