"""A term as data: how much of which unit, from which event, and how hard it is.

Terms stand in `data/route_terms.csv` and change there: a change is a new row with its own
`valid_from`, and a running case keeps the version it began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a term is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Duration:
    """How long, such as six weeks."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term lasts at least one unit")


@dataclass(frozen=True)
class Term:
    """One version of one term.

    `code` is "route:step:whose:alternative", with ":condition" where the term only holds under a
    condition. `start_event`, `hardness`, `condition` and `extension_condition` are codes of their
    lists. `statutory`: it stands in an act or order in council, so that the Algemene termijnenwet
    holds for it. Of several `alternative` terms of hers one is enough: the latest counts.
    """

    code: str
    duration: Duration
    start_event: str
    statutory: bool
    hardness: str
    condition: str = ""
    alternative: int = 1
    extension: Duration | None = None
    extension_condition: str = ""
    valid_from: date = date.min
    reference_date: date = date.min
    source: str = ""
    confirmed: bool = False


class NoSuchTerm(Exception):
    """No version of this term holds on that day; carries the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def version_on(versions: Iterable[Term], code: str, day: date) -> Term:
    """The version of a term that holds on `day`: the newest that is valid by then.

    Raises `NoSuchTerm`.
    """
    valid = [term for term in versions if term.code == code and term.valid_from <= day]
    if not valid:
        raise NoSuchTerm(code)
    return max(valid, key=lambda term: term.valid_from)


def versions_on(versions: Iterable[Term], day: date) -> tuple[Term, ...]:
    """Every term in the version that holds on `day`, in the order of the file."""
    newest: dict[str, Term] = {}
    for term in versions:
        known = newest.get(term.code)
        if term.valid_from <= day and (known is None or known.valid_from <= term.valid_from):
            newest[term.code] = term
    return tuple(newest.values())


Events = Mapping[str, date]
"""What has happened: the day of each start event, by its code."""
