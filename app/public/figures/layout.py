"""Where everything of a drawing stands, in em from the top: text in a drawing does not wrap itself.

Widths are in per cent of the drawing, so that it is as readable on a phone as on paper.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.public.figures.drawing import Row

LINE_CHARS = 36  # what fits beside each other on the narrowest phone
LINES = 2
LINE_EM, BAR_EM, GAP_EM = 1.3, 1.3, 0.9

# Twelve tiles in the shape of the country: column and row, from the north-west.
TILES: Mapping[str, tuple[int, int]] = {
    "fryslan": (1, 0), "groningen": (2, 0),
    "noord-holland": (0, 1), "flevoland": (1, 1), "drenthe": (2, 1),
    "zuid-holland": (0, 2), "utrecht": (1, 2), "overijssel": (2, 2),
    "zeeland": (0, 3), "noord-brabant": (1, 3), "gelderland": (2, 3),
    "limburg": (2, 4),
}  # fmt: skip
COLUMNS, TILE_EM, TILE_GAP_EM = 3, 3.8, 0.4


@dataclass(frozen=True)
class Drawn:
    """A row with the lines of its name; places in em: of each line's foot, and of each bar."""

    row: Row
    lines: tuple[tuple[str, float], ...]
    now: float
    before: float


@dataclass(frozen=True)
class Tile:
    """A province: `left` and `width` in per cent, `top` in em; `tint` between 0 and 1."""

    row: Row
    left: float
    width: float
    top: float
    tint: float


def bars(rows: Sequence[Row], *, two: bool) -> tuple[tuple[Drawn, ...], float]:
    """The rows from top to bottom, and the height of it all; `two`: with a bar of before."""
    found, at = [], 0.0
    for row in rows:
        words = textwrap.wrap(row.label, LINE_CHARS, max_lines=LINES, placeholder=" …")
        lines = tuple(
            (line, round(at + LINE_EM * (place + 1) - 0.3, 2)) for place, line in enumerate(words)
        )
        at += LINE_EM * len(words)
        found.append(Drawn(row, lines, round(at, 2), round(at + BAR_EM, 2)))
        at += BAR_EM * (2 if two else 1) + GAP_EM
    return tuple(found), round(at, 2)


def tiles(rows: Sequence[Row]) -> tuple[tuple[Tile, ...], float]:
    """The tiles of the provinces that are in the figure, and the height of the map."""
    apart = 100 / COLUMNS
    found = []
    for row in rows:
        if row.code in TILES:
            column, line = TILES[row.code]
            top = round(line * (TILE_EM + TILE_GAP_EM), 2)
            found.append(Tile(row, round(column * apart, 2), round(apart - 1, 2), top, row.part))
    lines = 1 + max(line for _column, line in TILES.values())
    return tuple(found), round(lines * (TILE_EM + TILE_GAP_EM), 2)
