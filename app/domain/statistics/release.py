"""The releases of a year: four quarters, then their sum, opened one way at a time.

All tables of a year are sums of one hidden table of whole fives: type × theme × quarter is its
core, and every other table splits the core by one further variable. Such tables always have a
common joint table (a star is decomposable), so no number has to give way to another (statistics.md
3.3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.programme import Solver
from app.domain.statistics.quarters import quarters_of, to_date
from app.domain.statistics.tables import (
    WHOLE_YEAR,
    Counts,
    Draw,
    Opening,
    Release,
    ReleasedTable,
    checked,
    with_margins,
)
from app.domain.statistics.tally import Cell, Tally
from app.domain.statistics.yearly import kept, leaves_in, one_way, opened, yearly

TYPE, THEME, SUBJECT = "institution_type", "theme", "subject"
INSTITUTION, PROVINCE, OUTCOME = "institution", "province", "outcome"
HANDLING_TIME = "handling_time"
QUARTER, YEAR, TO_DATE = "quarter", WHOLE_YEAR, "to_date"
TYPE_THEME = f"{TYPE}_{THEME}"
WITH_QUARTERS = (2, 3)  # the lowest tier has a year only

Published = Mapping[str, Counts]
"""Quarter → the published number of each leaf of its core."""


@dataclass(frozen=True)
class ReleaseMaker:
    """Makes the releases of one year. `tier` is its volume tier (1, 2 or 3)."""

    tally: Tally
    tier: int
    solver: Solver
    parameters: Parameters

    def quarter(self, quarter: str, key: bytes, earlier: Published) -> Release:
        """The release of a quarter after those of `earlier`; raises `ReleaseRefused`.

        Tier 3: type × theme; tier 2: types only. Each with the year to date, by which a quarter and
        those before it are kept within the bound together.
        """
        past = to_date(quarter)[:-1]
        before = _added(earlier[one] for one in past)
        truths, counted = self._core(quarter), _added(self._core(one) for one in past)
        name, margins = TYPE_THEME, [(0,), (1,), ()]
        dimensions: tuple[str, ...] = (TYPE, THEME)
        leaves = self._pairs()
        if self.tier == 2:
            name, margins, dimensions = TYPE, [()], (TYPE,)
            leaves = [(kind,) for kind in self.tally.book.published_types]
        opening = Opening(
            name, leaves, truths, margins,
            before=before if past else None, before_truths=counted,
        )  # fmt: skip
        found = self._draw(quarter, key).rounded(opening)
        tables = [self._table((quarter, name, QUARTER), dimensions, (quarter,), found, truths)]
        if past:
            to_now, true_now = _added((before, found)), _added((counted, truths))
            place = (quarter, f"{name}_{TO_DATE}", TO_DATE)
            tables.append(self._table(place, dimensions, to_date(quarter), to_now, true_now))
        return Release(quarter, (quarter,), self.tier, tuple(tables))

    def year(self, year: str, key: bytes, earlier: Published) -> Release:
        """The release of a year, after its four quarters where the tier has those."""
        draw = self._draw(year, key)
        tables = self._one_way(draw) if self.tier == 1 else self._opened(draw, earlier)
        return Release(year, quarters_of(year), self.tier, tuple(tables))

    def _one_way(self, draw: Draw) -> list[ReleasedTable]:
        """Tables of one dimension that agree on their total."""
        book, year = self.tally.book, draw.release
        core = _added(self._pairs_of(one) for one in quarters_of(year))
        truths = kept(core, 0)
        kinds = [(kind,) for kind in book.published_types]
        types = opened(draw, Opening(TYPE, kinds, truths, [()]), (TYPE,))
        split = [(name, codes, kept(counts, 1)) for name, codes, counts in self._split(year)]
        rest = [
            one_way(draw, name, codes, truths, types.cells)
            for name, codes, truths in ((THEME, book.themes, kept(core, 1)), *split)
        ]
        return [types, *rest]

    def _opened(self, draw: Draw, earlier: Published) -> list[ReleasedTable]:
        """The core of the year, then each table that splits it by one further variable."""
        book, year = self.tally.book, draw.release
        truths = _added(self._pairs_of(one) for one in quarters_of(year))
        core = _added(earlier[one] for one in quarters_of(year))
        kinds = kept(core, 0)
        if self.tier == 2:  # the quarters knew types only: themes are opened now
            opening = Opening(
                TYPE_THEME, self._pairs(), truths, [(1,)], held=_type_of, published=kinds
            )
            core = draw.rounded(opening)
        tables = [yearly(draw, TYPE_THEME, (TYPE, THEME), core, truths)]
        for name, codes, truths in self._split(year):
            leaves = [(kind, code) for kind in book.published_types for code in codes]
            opening = Opening(
                f"{TYPE}_{name}", leaves, truths, [(1,)], held=_type_of, published=kinds
            )
            tables.append(opened(draw, opening, (TYPE, name)))
        tables.append(self._subjects(draw, core))
        if book.named:
            tables.append(self._institutions(draw, core))
        return tables

    def _split(self, year: str) -> Iterator[tuple[str, Sequence[str], dict[Cell, int]]]:
        """What splits the types by one further variable: its name, its codes and the counts."""
        book, tally = self.tally.book, self.tally
        yield OUTCOME, book.outcomes, _of_year(tally.outcome, year)
        if book.handling_times:
            yield HANDLING_TIME, book.handling_times, _of_year(tally.handling_time, year)
        yield PROVINCE, book.provinces, _of_year(tally.province, year)

    def _subjects(self, draw: Draw, core: Counts) -> ReleasedTable:
        book, truths = self.tally.book, Counter[Cell]()
        for (kind, _theme, subject), count in _of_year(self.tally.subject, draw.release).items():
            truths[kind, subject] += count
        opening = Opening(
            f"{TYPE}_{SUBJECT}",
            [(kind, subject) for kind in book.published_types for subject in book.subjects],
            truths,
            [(1,)],
            held=lambda cell: (cell[0], book.theme_of[cell[1]]),
            published=core,
        )
        return opened(draw, opening, (TYPE, SUBJECT))

    def _institutions(self, draw: Draw, core: Counts) -> ReleasedTable:
        """Tier 3 by theme, tier 2 without; only those approved beforehand, the others together."""
        book, counted = self.tally.book, _of_year(self.tally.institution, draw.release)
        if self.tier == 3:
            truths = kept(counted, 2, 1)
            dimensions: tuple[str, ...] = (INSTITUTION, THEME)
            opening = Opening(
                "_".join(dimensions),
                [(row, theme) for row in book.institutions for theme in book.themes],
                truths,
                [(0,)],
                held=lambda cell: (book.type_of_row(cell[0]), cell[1]),
                published=core,
            )
        else:
            truths, dimensions = kept(counted, 2), (INSTITUTION,)
            opening = Opening(
                INSTITUTION,
                [(row,) for row in book.institutions],
                truths,
                (),
                held=lambda cell: (book.type_of_row(cell[0]),),
                published=kept(core, 0),
            )
        return opened(draw, opening, dimensions)

    def _draw(self, release: str, key: bytes) -> Draw:
        return Draw(release, key, self.solver, self.parameters)

    def _table(
        self, place: tuple[str, str, str], dimensions: tuple[str, ...], covers: tuple[str, ...],
        leaves: Counts, truths: Counts,
    ) -> ReleasedTable:  # fmt: skip
        release, name, period = place
        table = ReleasedTable(release, name, period, dimensions, covers, with_margins(leaves))
        return checked(table, truths, self.parameters)

    def _pairs(self) -> Sequence[Cell]:
        book = self.tally.book
        return [(kind, theme) for kind in book.published_types for theme in book.themes]

    def _pairs_of(self, quarter: str) -> dict[Cell, int]:
        return dict(_of_year(self.tally.core, quarter))

    def _core(self, quarter: str) -> dict[Cell, int]:
        pairs = self._pairs_of(quarter)
        return pairs if self.tier == 3 else kept(pairs, 0)


def leaves_of(release: Release) -> Counts:
    """The published leaves of a quarter's core, as the releases after it need them."""
    return leaves_in(release.tables[0])


def _of_year(counted: Mapping[tuple[str, ...], int], period: str) -> dict[Cell, int]:
    """The counts of one year (or quarter), without that first code."""
    return {cell[1:]: count for cell, count in counted.items() if cell[0] == period}


def _added(several: Iterable[Counts]) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for counts in several:
        for cell, count in counts.items():
            found[cell] = found.get(cell, 0) + count
    return found


def _type_of(cell: Cell) -> Cell:
    return (cell[0],)
