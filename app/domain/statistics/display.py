"""What is shown of a table: a choice that looks at published numbers only (statistics.md 3.5).

Small numbers are shown as "<10", also where they were nothing. Institutions that may be named stand
by name from a published 20, and each of their themes from a published 15; the rest is in the sum of
all others of their type. Hidden numbers may be had by subtraction: that is harmless, for they are
rounded as well, so there is no secondary suppression here.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.statistics.code_book import OTHERS, CodeBook, PublicLists
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.release import INSTITUTION
from app.domain.statistics.tables import Counts, ReleasedTable
from app.domain.statistics.tally import Cell


def as_shown(table: ReleasedTable, parameters: Parameters) -> dict[Cell, str]:
    """The cells of a table with its public rows, in order of their codes, margins first."""
    return {cell: count_as_shown(table.cells[cell], parameters) for cell in sorted(table.cells)}


def public_table(table: ReleasedTable, book: PublicLists, parameters: Parameters) -> ReleasedTable:
    """The table with the rows the public may see: institutions by name only where that holds."""
    if table.dimensions[0] != INSTITUTION or not isinstance(book, CodeBook):
        return table
    return replace(table, cells=_named(table.cells, book, parameters))


def count_as_shown(published: int, parameters: Parameters) -> str:
    """A published number, or that it is small: never nothing, never a blank."""
    if published < parameters.hide_below:
        return f"<{parameters.hide_below}"
    return str(published)


def _named(cells: Counts, book: CodeBook, parameters: Parameters) -> dict[Cell, int]:
    """Institutions with enough by name, all others of a type together."""
    whole = {cell[0]: count for cell, count in cells.items() if not any(cell[1:])}
    found: dict[Cell, int] = {}
    for cell, count in cells.items():
        row = cell[0]
        if row and not row.startswith(OTHERS) and whole[row] >= parameters.name_from:
            if len(cell) == 1 or not cell[1] or count >= parameters.cell_from:
                found[cell] = count
            continue
        if row:
            row = OTHERS + book.type_of_row(row)
        found[row, *cell[1:]] = found.get((row, *cell[1:]), 0) + count
    return found
