"""What the public parameters of the figures mean, for who reads a code book."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.texts import lazy as _l

PARAMETERS: Mapping[str, str] = {
    "base": _l("Every number is a multiple of this."),
    "max_dev": _l("A number is never further than this from what was counted."),
    "noise": _l("How fast the chance of a larger difference falls; without a unit."),
    "hide_below": _l("A smaller number is shown as fewer than this."),
    "name_from": _l("An institution is named from this number in a year."),
    "cell_from": _l("A theme of a named institution is shown from this number."),
    "per_institution": _l("Complaints that count for one person, institution and quarter."),
    "per_year": _l("Complaints that count for one person in a year."),
    "types_min": _l("A kind with fewer institutions is counted together with others."),
    "tier_2_from": _l("From this number in a year there are more tables the next year."),
    "tier_3_from": _l("From this number in a year there are all tables the next year."),
    "share_from": _l("A share is only told of a whole of at least this number."),
    "clear_change": _l("A smaller difference is no clear change."),
}
"""Without those that only say when the solver stops."""
