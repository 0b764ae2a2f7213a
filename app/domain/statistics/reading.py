"""What published numbers say: a number, its parts, its share, and how it differs from another.

Everything is read from what everybody has (`Publication`), by rules that keep a reader from seeing
more than the rounding bears (statistics.md 3.5): pages, reports and downloads ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from app.domain.statistics.code_book import MERGED_TYPE, OTHERS, UNKNOWN
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import Publication
from app.domain.statistics.release import TO_DATE
from app.domain.statistics.tables import ReleasedTable

STEP = 5  # per cent: the steps of a share
Change = Literal["more", "fewer", "unclear"]
Chosen = Mapping[str, str]
"""Dimension → code: what is looked at; empty for everything together."""

_ORDER = (
    "institution", "institution_type", "theme", "subject", "outcome", "handling_time", "province",
)  # fmt: skip
"""What is kept first when no table answers all that was asked; others follow by name."""


@dataclass(frozen=True)
class Answer:
    """The nearest published number to what was asked. `dropped`: what no table holds beside it."""

    chosen: Chosen
    count: int
    dropped: tuple[str, ...] = field(default=())


def share_of(part: int, whole: int, parameters: Parameters) -> int | None:
    """Per cent in steps of 5, or None where the whole is too small or the part is hidden.

    0 is a share below half a step, and 100 may be one less than everything: who shows it says so.
    """
    if whole < parameters.share_from or part < parameters.hide_below:
        return None
    steps = 100 // STEP
    return (2 * steps * part + whole) // (2 * whole) * STEP


def change_between(before: int, now: int, parameters: Parameters) -> Change:
    """More, fewer, or a difference that the rounding of both may have made."""
    if abs(now - before) < parameters.clear_change:
        return "unclear"
    return "more" if now > before else "fewer"


def is_residual(code: str) -> bool:
    """Whether a code holds what has no code of its own, or nobody wrote down."""
    return code in (UNKNOWN, MERGED_TYPE) or code.startswith(OTHERS)


def dimensions_of(publication: Publication) -> tuple[str, ...]:
    """Every dimension of its tables, in the order in which they come."""
    found = [name for table in _closed(publication) for name in table.dimensions]
    return tuple(dict.fromkeys(found))


def codes_of(publication: Publication, dimension: str) -> frozenset[str]:
    """Every code that a dimension has in this publication."""
    return frozenset(
        cell[place]
        for table in _closed(publication)
        for place, name in enumerate(table.dimensions)
        if name == dimension
        for cell in table.cells
    ) - {""}


def count_of(publication: Publication, chosen: Chosen) -> int | None:
    """The published number of what is chosen, or None where no table holds it."""
    for table in _closed(publication):
        if chosen.keys() <= set(table.dimensions):
            cell = tuple(chosen.get(name, "") for name in table.dimensions)
            if cell in table.cells:
                return table.cells[cell]
    return None


def parts_of(publication: Publication, dimension: str, chosen: Chosen) -> dict[str, int]:
    """The published numbers of each code of a dimension within what is chosen; empty if none are.

    What is chosen may also be one step up (the theme of subjects, the kind of institutions).
    """
    if dimension in chosen:
        return {}
    for table in _closed(publication):
        if dimension not in table.dimensions:
            continue
        above = {name: code for name, code in chosen.items() if name not in table.dimensions}
        parents = [publication.hierarchy.get(f"{dimension}->{name}") for name in above]
        if all(parents):
            found = dict(_parts(table, dimension, chosen))
            for name, code in above.items():
                parent = publication.hierarchy[f"{dimension}->{name}"]
                found = {one: count for one, count in found.items() if parent.get(one) == code}
            return found
    return {}


def tables_with(publication: Publication, dimension: str) -> tuple[ReleasedTable, ...]:
    """The tables that a dimension is in, those of the year to date too."""
    return tuple(one for one in publication.tables if dimension in one.dimensions)


def nearest(publication: Publication, asked: Chosen) -> Answer | None:
    """The published number that answers most of what is asked; None for an unpublished code."""
    names = sorted(asked, key=_rank)
    for number in range(len(names), 0, -1):
        for kept in combinations(names, number):
            chosen = {name: asked[name] for name in kept}
            count = count_of(publication, chosen)
            if count is not None:
                return Answer(chosen, count, tuple(one for one in names if one not in kept))
    return None if asked else Answer({}, publication.total)


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Largest first, what has no code of its own last; equal numbers by code."""
    return sorted(counts.items(), key=lambda one: (is_residual(one[0]), -one[1], one[0]))


def year_before(publication: Publication, others: Sequence[Publication]) -> Publication | None:
    """The same quarter, or the whole year, one year earlier."""
    name = f"{int(publication.id[:4]) - 1:04d}{publication.id[4:]}"
    return next(
        (one for one in others if one.id == name and one.series == publication.series), None
    )


def is_comparable(now: Publication, before: Publication, dimension: str, code: str) -> bool:
    """Whether a code meant the same in both: what is left over differs with what was taken out."""
    if is_residual(code) and code != UNKNOWN:
        return codes_of(now, dimension) == codes_of(before, dimension)
    return True


def earlier_count(now: Publication, before: Publication | None, chosen: Chosen) -> int | None:
    """What the release of the year before says of the same, where it says that."""
    if before is None:
        return None
    if not all(is_comparable(now, before, name, code) for name, code in chosen.items()):
        return None
    return count_of(before, chosen)


def _closed(publication: Publication) -> Iterator[ReleasedTable]:
    """Its tables, those with the fewest dimensions first; not those of a year so far."""
    own = (one for one in publication.tables if one.period != TO_DATE)
    return iter(sorted(own, key=lambda one: len(one.dimensions)))


def _parts(table: ReleasedTable, dimension: str, chosen: Chosen) -> Iterator[tuple[str, int]]:
    at = table.dimensions.index(dimension)
    rest = tuple(chosen.get(name, "") for name in table.dimensions)
    for cell, count in table.cells.items():
        if cell[at] and (*cell[:at], "", *cell[at + 1 :]) == rest:
            yield cell[at], count


def _rank(dimension: str) -> tuple[int, str]:
    return (_ORDER.index(dimension) if dimension in _ORDER else len(_ORDER), dimension)
