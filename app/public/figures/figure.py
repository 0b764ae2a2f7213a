"""One figure of a page: its table, its drawing, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from app.public.figures.drawing import Row
from app.public.figures.layout import Drawn, Tile


@dataclass(frozen=True)
class Figure:
    """`anchor` is its address on the page; `period` and `before` are the heads of what is compared.

    `bars` or `tiles` is what is drawn, `height` in em. `before_year` stands at the bars of before.
    `said` stands above it; `notes` are how to read it, beside the rules of rounding.
    `more` is where every row stands, when these are not all.
    """

    anchor: str
    title: str
    dimension: str
    heading: str
    period: str
    before: str
    before_year: str
    rows: tuple[Row, ...]
    bars: tuple[Drawn, ...]
    tiles: tuple[Tile, ...]
    height: float
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    more: str = ""

    @property
    def has_shares(self) -> bool:
        return any(row.share for row in self.rows)
