"""What may follow what: the whole life of a report and of an alert, in two tables.

Every state has a line. Each move is written to `decision` by who makes it; history is never edited.
A correction of a published alert is no move: the alert stays published while two people agree on
the new text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.domain.states import AlertState, ReportState

R = ReportState
A = AlertState

ALLOWED_REPORT_MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    R.RECEIVED: frozenset({R.IN_REVIEW, R.WITHDRAWN}),
    R.IN_REVIEW: frozenset(
        {R.RECEIVED, R.ASKED, R.PROPOSED, R.MERGED, R.REJECTED, R.CLOSED, R.WITHDRAWN}
    ),
    R.ASKED: frozenset({R.ANSWERED, R.IN_REVIEW, R.CLOSED, R.WITHDRAWN}),
    R.ANSWERED: frozenset({R.IN_REVIEW, R.WITHDRAWN}),
    # back to review: returned by the second reader, or stopped by the reporter
    R.PROPOSED: frozenset({R.IN_REVIEW, R.PUBLISHED, R.WITHDRAWN}),
    # back to review: something new about the same person
    R.PUBLISHED: frozenset({R.IN_REVIEW, R.CLOSED, R.WITHDRAWN}),
    R.MERGED: frozenset({R.IN_REVIEW, R.CLOSED, R.WITHDRAWN}),
    R.REJECTED: frozenset({R.IN_REVIEW, R.ANSWERED, R.WITHDRAWN}),
    R.CLOSED: frozenset({R.IN_REVIEW, R.ANSWERED, R.WITHDRAWN}),
    R.WITHDRAWN: frozenset(),
}

ALLOWED_ALERT_MOVES: Mapping[AlertState, frozenset[AlertState]] = {
    A.DRAFT: frozenset({A.PROPOSED, A.RETRACTED, A.EXPIRED}),
    # back to draft: returned or changed, which voids what was agreed
    A.PROPOSED: frozenset({A.DRAFT, A.APPROVED, A.VETOED, A.RETRACTED, A.EXPIRED}),
    A.APPROVED: frozenset({A.DRAFT, A.PUBLISHED, A.VETOED, A.RETRACTED, A.EXPIRED}),
    A.PUBLISHED: frozenset({A.SUSPENDED, A.RETRACTED, A.EXPIRED}),
    A.SUSPENDED: frozenset({A.PUBLISHED, A.RETRACTED, A.EXPIRED}),
    # she said no to this text; another text is a new draft, which she sees again
    A.VETOED: frozenset({A.DRAFT, A.RETRACTED, A.EXPIRED}),
    A.EXPIRED: frozenset(),
    A.RETRACTED: frozenset(),
}


class MoveNotAllowed(Exception):
    """A move that the table does not hold; carries both states."""

    def __init__(self, from_state: str, to_state: str) -> None:
        super().__init__(f"{from_state} → {to_state}")
        self.from_state = from_state
        self.to_state = to_state


State = TypeVar("State", ReportState, AlertState)


def move_report(from_state: ReportState, to_state: ReportState) -> ReportState:
    """The new state of a report; raises `MoveNotAllowed`."""
    return _move(ALLOWED_REPORT_MOVES, from_state, to_state)


def move_alert(from_state: AlertState, to_state: AlertState) -> AlertState:
    """The new state of an alert; raises `MoveNotAllowed`."""
    return _move(ALLOWED_ALERT_MOVES, from_state, to_state)


def _move(allowed: Mapping[State, frozenset[State]], from_state: State, to_state: State) -> State:
    if to_state not in allowed[from_state]:
        raise MoveNotAllowed(from_state, to_state)
    return to_state
