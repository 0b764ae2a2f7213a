"""The order of the complaints board: what somebody who works two mornings a week must see first."""

from __future__ import annotations

from datetime import date

from app.domain.terms.clock import SOON_DAYS

NEAR_DAYS = 3
BLIND_DAYS = 49  # six weeks, and one for an end that is moved


def runs_blind(*, urgent: bool, due_on: date | None, arrived_on: date, today: date) -> bool:
    """Whether six weeks may run of which nobody knows the last day (Awb 6:7)."""
    return urgent and due_on is None and (today - arrived_on).days <= BLIND_DAYS


def need(
    *, urgent: bool, owned: bool, due_on: date | None, arrived_on: date, today: date
) -> tuple[int, date, date]:
    """A key to sort by. A day that passed or comes within three days stands above everything.

    Then a case in which six weeks may run from a day that nobody knows; then the days of the next
    14; then what is nobody's; then the rest by its day. Within each the nearest day comes first,
    then what came in first.
    """
    left = None if due_on is None else (due_on - today).days
    if left is not None and left <= NEAR_DAYS:
        place = 0
    elif runs_blind(urgent=urgent, due_on=due_on, arrived_on=arrived_on, today=today):
        place = 1
    elif left is not None and left <= SOON_DAYS:
        place = 2
    else:
        place = 4 if owned else 3
    return place, due_on or date.max, arrived_on
