"""What protection costs in truth for reports of clients, as for complaints (release_utility)."""

from __future__ import annotations

import time
from collections import Counter

from app.adapters.highs import solve
from app.commands.demo.other_figures import made_up_reports
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.tables import ReleasedTable, with_margins
from app.domain.statistics.warnings import CountedReport, WarningsMaker, counted_by
from app.services.warning_figures import counted_reports, warnings_book
from bench.release_utility import MOST_MEAN_DEVIATION, SIZES
from tests.workbench import reference

YEAR = 2025
MOST_SECONDS = 2.0  # for the one release of a year
DRAWS = 20  # keys a size: small tables differ much from key to key


def run() -> tuple[bool, list[str]]:
    """Deviation and share shown by table, and the time a release takes."""
    lines, kept = [], True
    maker = WarningsMaker(warnings_book(reference()), 2, solve, PARAMETERS)
    for size in SIZES:
        facts = list(counted_reports(made_up_reports(YEAR, size, reference()), reference()))
        started = time.process_time()
        made = [
            maker.year(str(YEAR), (size + key).to_bytes(32, "big"), facts) for key in range(DRAWS)
        ]
        seconds = (time.process_time() - started) / DRAWS
        levels = [
            _level([release.tables[place] for release in made], facts)
            for place in range(len(made[0].tables))
        ]
        kept = kept and seconds <= MOST_SECONDS
        kept = kept and all(mean <= MOST_MEAN_DEVIATION for _name, mean, _shown in levels)
        lines.append(f"{size} reports a year: {seconds:.1f} s (at most {MOST_SECONDS})")
        lines += [
            f"  {name}: off by {mean:.1f} (at most {MOST_MEAN_DEVIATION}), {shown:.0%} shown"
            for name, mean, shown in levels
        ]
    return kept, lines


def _level(draws: list[ReleasedTable], facts: list[CountedReport]) -> tuple[str, float, float]:
    truth = Counter(with_margins(counted_by(facts, *draws[0].dimensions)))
    cells = [(cell, value) for table in draws for cell, value in table.cells.items()]
    off = sum(abs(value - truth[cell]) for cell, value in cells)
    shown = sum(value >= PARAMETERS.hide_below for _cell, value in cells)
    return draws[0].name, off / len(cells), shown / len(cells)
