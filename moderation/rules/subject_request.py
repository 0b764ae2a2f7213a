"""Who may answer a listed person, with what, and when (GDPR 12; privacy.md 3.6; decisions 18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from app.domain.months import months_after
from app.domain.subject_request import ACCESS, ANSWER_MONTHS, NOTHING

UPHELD, PARTLY, STANDS = "upheld", "partly", "stands"
GIVEN, WITHHELD = "given", "withheld"
REMIND_DAYS = (14, 3)
MOST_SEVERE = 4


class NotIndependent(Exception):
    """She wrote, checked or decided about the warning before: somebody else has to answer."""


class OutcomeNotAllowed(Exception):
    """An answer that does not fit what he asked or what there is."""


class TooLateForLonger(Exception):
    """More time can only be taken in the first month (GDPR 12(3))."""


def outcomes_for(right: str, *, listed: bool) -> tuple[str, ...]:
    """What may be answered; where no warning holds it nothing may be said to stand."""
    if not listed:
        return (NOTHING, WITHHELD) if right == ACCESS else (NOTHING,)
    return (GIVEN, WITHHELD) if right == ACCESS else (UPHELD, PARTLY, STANDS)


def require_outcome(outcome: str, right: str, *, listed: bool) -> None:
    """Raises `OutcomeNotAllowed`."""
    if outcome not in outcomes_for(right, listed=listed):
        raise OutcomeNotAllowed(outcome)


def require_independent(person: UUID, worked_on_it: Collection[UUID]) -> None:
    """Raises `NotIndependent`; `worked_on_it` is everybody who ever moved the warning."""
    if person in worked_on_it:
        raise NotIndependent


def require_first_month(arrived_on: date, today: date) -> None:
    """Raises `TooLateForLonger`."""
    if today > months_after(arrived_on, ANSWER_MONTHS):
        raise TooLateForLonger


def may_lift(severity: int) -> bool:
    """Whether two people may end a suspension before the answer: the most severe only."""
    return severity >= MOST_SEVERE
