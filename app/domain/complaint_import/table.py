"""A list as a table: one row of headings, and rows below it.

Every reader of a kind of file gives its lines to `table_of`: what a table must be is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.inert import FORMULA_SIGN, unescaped
from app.domain.places import folded

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MAX_HEADING_CHARS = 200
REASON_MARK = "! "
"""How the heading begins under which a refused row says what is wrong: such a column is ours, and
is left out when the file comes back."""


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out, or an error of the spreadsheet: never taken for what it shows."""

    text: str = field(default="", repr=False)


Cell = str | float | date | Formula
"""An empty cell is an empty text; a day has no time."""


class WrongShape(Exception):
    """No list that we can read. Carries a code and what it is about (a heading, a number).

    Codes: empty, no_rows, one_column, heading_twice, heading_missing, heading_formula,
    heading_too_long, too_many_rows, too_many_columns, and those of the readers.
    """

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


@dataclass(frozen=True, repr=False)  # cells never reach a log
class ListRow:
    """One row; `line` is its number in the file, as a spreadsheet shows it."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, repr=False)
class ListTable:
    """Headings that differ, and the rows that hold something: each as wide as the head, or wider
    where the file is."""

    headings: tuple[str, ...]
    rows: tuple[ListRow, ...]


def table_of(lines: Iterable[tuple[int, Sequence[Cell]]]) -> ListTable:
    """The table in the lines of a file, blank ones left out. Raises `WrongShape`."""
    filled = (
        ListRow(line, cells)
        for line, raw in lines
        if (cells := _trimmed([_clean(cell) for cell in raw]))
    )
    head = next(filled, None)
    if head is None:
        raise WrongShape("empty")
    headings = _headings(head.cells)
    rows: list[ListRow] = []
    for row in filled:
        if len(rows) == MOST_ROWS:
            raise WrongShape("too_many_rows", str(MOST_ROWS))
        rows.append(ListRow(row.line, row.cells + ("",) * (len(headings) - len(row.cells))))
    if not rows:
        raise WrongShape("no_rows")
    return _without_reasons(headings, rows)


def text_of(cell: Cell) -> str:
    """A cell as a person would type it: whole numbers without a point, days as 21-11-2026."""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return cell


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise WrongShape("too_many_columns", str(MOST_COLUMNS))
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, Formula):
            raise WrongShape("heading_formula", str(number))
        name = text_of(cell)
        if not folded(name):
            raise WrongShape("heading_missing", str(number))
        if len(name) > MAX_HEADING_CHARS:
            raise WrongShape("heading_too_long", str(number))
        if folded(name) in seen and not name.startswith(REASON_MARK):
            raise WrongShape("heading_twice", name)
        seen.add(folded(name))
    if len(cells) == 1:
        raise WrongShape("one_column")
    return tuple(text_of(cell) for cell in cells)


def _without_reasons(headings: tuple[str, ...], rows: list[ListRow]) -> ListTable:
    kept = [at for at, name in enumerate(headings) if not name.startswith(REASON_MARK)]
    if len(kept) == len(headings):
        return ListTable(headings, tuple(rows))
    short = [
        ListRow(row.line, (*(row.cells[at] for at in kept), *row.cells[len(headings) :]))
        for row in rows
    ]
    return ListTable(tuple(headings[at] for at in kept), tuple(short))


def _clean(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    # a text that begins so becomes a formula in the next program that opens it
    return Formula(text) if text.startswith(FORMULA_SIGN) else unescaped(text)


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    while cells and cells[-1] == "":
        cells.pop()
    return tuple(cells)
