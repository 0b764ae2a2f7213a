"""The public parameters of disclosure control (statistics.md 3.1, ADR 0018).

They change on the first of January only, and every release carries those it was made with. All
numbers of persons are whole; `noise` has no unit: the likelihood of a deviation g falls as
exp(-noise·|g|).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """`base`: every published number is a multiple of it. `max_dev`: the hard public bound on
    |published - true|, for every published cell. `hide_below`: a smaller number is shown as "<10".

    `name_from`: an institution is named from this published number; `cell_from`: one of its themes
    is shown from this one. `per_institution`: complaints that count for a person, an institution
    and a quarter; `per_year`: for a person and a year. `types_min`: institutions in a type, or it
    is merged. `tier_2_from` and `tier_3_from`: the published total of last year from which more
    detail comes. `share_from`: the least published whole of a percentage; `clear_change`: the least
    difference that is called a change. `seconds` and `gap`: when the solver is late, and how far
    from the best sum of deviations it may stop.
    """

    base: int = 5
    max_dev: int = 9
    noise: float = 0.7
    hide_below: int = 10
    name_from: int = 20
    cell_from: int = 15
    per_institution: int = 1
    per_year: int = 4
    types_min: int = 3
    tier_2_from: int = 100
    tier_3_from: int = 500
    share_from: int = 50
    clear_change: int = 15
    seconds: float = 20.0
    gap: float = 0.03


PARAMETERS = Parameters()


def tier_after(published_total: int | None, parameters: Parameters = PARAMETERS) -> int:
    """The volume tier (1 to 3) of a year, from last year's *published* total; None: no last year.

    Decided on what is public, so that the choice itself tells nothing (statistics.md 3.6).
    """
    if published_total is None or published_total < parameters.tier_2_from:
        return 1
    return 2 if published_total < parameters.tier_3_from else 3
