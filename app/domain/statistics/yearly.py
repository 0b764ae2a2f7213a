"""Tables of a year that are opened one after the other: what the releases of every series share.

Each table keeps to a number of one before it: to the whole, or to a row of which it shows more.
Such tables always have a common joint table of whole numbers (statistics.md 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.tables import (
    WHOLE_YEAR,
    Counts,
    Draw,
    Opening,
    ReleasedTable,
    checked,
    with_margins,
)
from app.domain.statistics.tally import Cell


def opened(draw: Draw, opening: Opening, dimensions: tuple[str, ...]) -> ReleasedTable:
    """The table of a year, rounded and checked; raises `ReleaseRefused`."""
    return yearly(draw, opening.name, dimensions, draw.rounded(opening), opening.truths)


def one_way(
    draw: Draw, dimension: str, codes: Iterable[str], truths: Counts, whole: Counts
) -> ReleasedTable:
    """A table of one dimension that adds up to the published `whole`, under its empty code."""
    opening = Opening(
        dimension, [(code,) for code in codes], truths, (),
        held=lambda _cell: ("",), published=whole,
    )  # fmt: skip
    return opened(draw, opening, (dimension,))


def yearly(
    draw: Draw, name: str, dimensions: tuple[str, ...], leaves: Counts, truths: Counts
) -> ReleasedTable:
    """A table of numbers that are rounded already, with its margins, checked anew."""
    year = draw.release
    table = ReleasedTable(
        year, name, WHOLE_YEAR, dimensions, quarters_of(year), with_margins(leaves)
    )
    return checked(table, truths, draw.parameters)


def kept(counts: Counts, *places: int) -> dict[Cell, int]:
    """Counts by the codes at these places, summed over the others."""
    found: dict[Cell, int] = {}
    for cell, count in counts.items():
        key = tuple(cell[place] for place in places)
        found[key] = found.get(key, 0) + count
    return found


def leaves_in(table: ReleasedTable) -> dict[Cell, int]:
    """Its inner cells with their published numbers."""
    return {cell: count for cell, count in table.cells.items() if "" not in cell}


def median_class(
    table: ReleasedTable, row: str, order: Iterable[str], parameters: Parameters
) -> str | None:
    """In which class the middle one of a row lies, by published numbers alone.

    `order`: the classes from short to long, the last dimension of a table of two. None where the
    published whole is too small for a share: then the middle is as unsure (statistics.md 3.5).
    """
    whole = table.cells[row, ""]
    if whole < parameters.share_from:
        return None
    so_far = 0
    for code in order:
        so_far += table.cells[row, code]
        if 2 * so_far >= whole:
            return code
    raise AssertionError("the classes do not add up to their row")
