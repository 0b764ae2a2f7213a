"""One row of a file of facts: a fact, or the reason why it is none.

The file is the desk's own history or that of another desk: nothing in it is believed. A row that is
refused is refused whole; what it should have been is for people to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from app.domain.statistics.facts import Fact
from app.domain.statistics.quarters import quarter_of

COLUMNS = (
    "date", "institution_type", "institution", "theme", "subject", "province", "municipality",
    "outcome",
)  # fmt: skip
COMPLAINANT = "complainant"
FIRST_DAY = date(1990, 1, 1)
MAX_CHARS = 120
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RowRefused(Exception):
    """`reason`: no_date, future, too_old, closed, missing, unknown, merged, another_parent,
    formula, unreadable, too_long, short; `column` is where, `hint` what it may be instead."""

    def __init__(self, reason: str, column: str, hint: str = "") -> None:
        super().__init__(reason, column, hint)
        self.reason, self.column, self.hint = reason, column, hint


class WrongShape(Exception):
    """The file has not the columns of facts; `missing` names those that are not there."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass
class Lists:
    """Which codes there are, and which falls under which.

    `closed` names the columns whose list was given: what is not in it is unknown. Other lists are
    learnt from the rows: the first row that names a code says where it belongs. `places` are names
    that stand for a code of `province_of`; `merged` is a former name with the present one. Of
    quarters up to `closed_until` nothing more is counted.
    """

    theme_of: dict[str, str] = field(default_factory=dict)
    type_of: dict[str, str] = field(default_factory=dict)
    province_of: dict[str, str] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)
    closed: frozenset[str] = frozenset()
    places: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    closed_until: str = ""


class FactRows:
    """Reads the rows of one file; `heading` is its first row. Raises `WrongShape`."""

    def __init__(self, heading: Sequence[str], lists: Lists, *, today: date) -> None:
        names = [name.strip().casefold() for name in heading]
        missing = tuple(name for name in COLUMNS if name not in names)
        if missing:
            raise WrongShape(missing)
        self._at = {name: names.index(name) for name in (*COLUMNS, COMPLAINANT) if name in names}
        self._width = max(self._at.values()) + 1
        self._lists, self._today = lists, today
        self._clean: set[str] = {""}

    def fact(self, row: Sequence[str]) -> Fact:
        """The fact of a row; raises `RowRefused`."""
        if len(row) < self._width:
            raise RowRefused("short", COLUMNS[0])
        cells = {name: row[place].strip() for name, place in self._at.items()}
        for name, text in cells.items():
            if text not in self._clean:
                _check_text(text, name)
                if len(self._clean) < 100_000:
                    self._clean.add(text)
        lists = self._lists
        closed_on = self._day(cells["date"])
        kind, institution = cells["institution_type"], cells["institution"]
        subject, theme = cells["subject"], cells["theme"]
        if not kind:
            raise RowRefused("missing", "institution_type")
        if not subject:
            raise RowRefused("missing", "subject")
        if kind not in lists.types:
            self._learn("institution_type", lists.types, kind)
        if institution:
            self._under("institution", lists.type_of, institution, kind)
        theme = self._under("subject", lists.theme_of, subject, theme)
        province, outcome = cells["province"], cells["outcome"]
        if cells["municipality"]:
            place = self._place(cells["municipality"])
            province = self._under("municipality", lists.province_of, place, province)
        if province and province not in lists.provinces:
            self._learn("province", lists.provinces, province)
        if outcome and outcome not in lists.outcomes:
            self._learn("outcome", lists.outcomes, outcome)
        person = cells.get(COMPLAINANT, "")
        return Fact(closed_on, kind, institution, theme, subject, province, outcome, person)

    def _under(self, column: str, parents: dict[str, str], code: str, parent: str) -> str:
        """What the code falls under, if the row says the same or leaves it open."""
        known = parents.get(code)
        if known is None:
            if column in self._lists.closed:
                raise RowRefused("unknown", column)
            if not parent:
                raise RowRefused("missing", _PARENT_COLUMN[column])
            parents[code] = known = parent
        if parent and parent != known:
            raise RowRefused("another_parent", column)
        return known

    def _place(self, name: str) -> str:
        """The code of a municipality that a cell names, if the list knows it by that name."""
        lists = self._lists
        if name in lists.province_of:
            return name
        key = name.casefold()
        if key in lists.merged and key not in lists.places:
            raise RowRefused("merged", "municipality", lists.merged[key])
        return lists.places.get(key, name)

    def _learn(self, column: str, known: set[str], code: str) -> None:
        if column in self._lists.closed:
            raise RowRefused("unknown", column)
        known.add(code)

    def _day(self, text: str) -> date:
        day = _day(text)
        if day is None:
            raise RowRefused("no_date", "date")
        if day > self._today:
            raise RowRefused("future", "date")
        if day < FIRST_DAY:
            raise RowRefused("too_old", "date")
        if quarter_of(day) <= self._lists.closed_until:
            raise RowRefused("closed", "date")
        return day


_PARENT_COLUMN: Mapping[str, str] = {
    "institution": "institution_type", "subject": "theme", "municipality": "province",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    """2026-11-21 or 21-11-2026; None for anything else."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    if len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _check_text(text: str, column: str) -> None:
    if len(text) > MAX_CHARS:
        raise RowRefused("too_long", column)
    if text.startswith(FORMULA_STARTS):
        raise RowRefused("formula", column)
    if not text.isprintable():
        raise RowRefused("unreadable", column)


def lists_of_hierarchy(hierarchy: Mapping[str, Mapping[str, str]]) -> Lists:
    """Lists out of the JSON of a hierarchy: subject->theme, institution->institution_type,
    municipality->province. One that is not there is learnt from the rows."""
    theme_of = dict(hierarchy.get("subject->theme", {}))
    type_of = dict(hierarchy.get("institution->institution_type", {}))
    province_of = dict(hierarchy.get("municipality->province", {}))
    closed = {
        *(["subject"] if theme_of else []),
        *(["institution", "institution_type"] if type_of else []),
        *(["municipality", "province"] if province_of else []),
    }
    return Lists(
        theme_of=theme_of,
        type_of=type_of,
        province_of=province_of,
        types=set(type_of.values()),
        provinces=set(province_of.values()),
        closed=frozenset(closed),
    )
