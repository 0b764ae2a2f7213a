"""Figures about the house itself: what was done with warnings that were out, and checks.

Two populations, so two series: neither counts what another one counts (ADR 0022).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.tables import Counts, Draw, Opening, Release
from app.domain.statistics.tally import Cell
from app.domain.statistics.yearly import kept, opened

ACT = "warning_act"
CHECK, HIT, NO_HIT = "check_result", "hit", "none"
QUARTER = "quarter"
FEW = 1  # the volume tier without quarters


@dataclass(frozen=True)
class NoLists:
    """Code lists that fall under nothing."""

    def hierarchy(self) -> dict[str, dict[str, str]]:
        """None at all."""
        return {}


def year_of_acts(draw: Draw, codes: tuple[str, ...], counted: Counts, tier: int) -> Release:
    """What was done with warnings in a year; `counted`: (act,) → warnings. Raises
    `ReleaseRefused`."""
    opening = Opening(ACT, [(one,) for one in codes], counted, [()])
    return _release(draw, tier, opening, (ACT,))


def year_of_checks(draw: Draw, counted: Counts, tier: int) -> Release:
    """Members who checked in a quarter, by what their first check found; `counted`: (quarter,
    result) → members. In a year with few, of the whole year. Raises `ReleaseRefused`."""
    if tier == FEW:
        opening = Opening(CHECK, [(HIT,), (NO_HIT,)], kept(counted, 1), [()])
        return _release(draw, tier, opening, (CHECK,))
    leaves: list[Cell] = [
        (quarter, one) for quarter in quarters_of(draw.release) for one in (HIT, NO_HIT)
    ]
    opening = Opening(f"{QUARTER}_{CHECK}", leaves, counted, [(0,), (1,), ()])
    return _release(draw, tier, opening, (QUARTER, CHECK))


def _release(draw: Draw, tier: int, opening: Opening, dimensions: tuple[str, ...]) -> Release:
    year = draw.release
    return Release(year, quarters_of(year), tier, (opened(draw, opening, dimensions),))
