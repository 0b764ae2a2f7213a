"""Cells that a spreadsheet shows as they are: a formula in an export runs on somebody's machine."""

from __future__ import annotations

from collections.abc import Sequence

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_cells(cells: Sequence[str]) -> list[str]:
    """The cells, with an apostrophe before what a spreadsheet would take for a formula (T18)."""
    return [f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells]
