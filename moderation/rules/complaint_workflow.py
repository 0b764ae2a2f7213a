"""What may follow what in the life of a complaint, in one table; every state has a line."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.states import ComplaintState
from moderation.rules.workflow import MoveNotAllowed

C = ComplaintState

# what is at the desk or with the institution; from each of these it may go anywhere but back
_AT_WORK = frozenset({C.WAITS_FOR_HER, C.SENT, C.ESCALATED, C.CLOSED, C.WITHDRAWN})

ALLOWED_COMPLAINT_MOVES: Mapping[ComplaintState, frozenset[ComplaintState]] = {
    C.SUBMITTED: frozenset({C.IN_PROGRESS, C.CLOSED, C.WITHDRAWN}),
    C.IN_PROGRESS: _AT_WORK,
    C.WAITS_FOR_HER: frozenset({C.IN_PROGRESS}) | _AT_WORK - {C.WAITS_FOR_HER},
    # the institution has the letter; its confirmation, extension and answer come in any order
    C.SENT: frozenset({C.WAITS_FOR_THEM, C.EXTENDED, C.IN_PROGRESS}) | _AT_WORK - {C.SENT},
    C.WAITS_FOR_THEM: frozenset({C.EXTENDED, C.IN_PROGRESS}) | _AT_WORK,
    C.EXTENDED: frozenset({C.WAITS_FOR_THEM, C.IN_PROGRESS}) | _AT_WORK,
    C.ESCALATED: frozenset({C.IN_PROGRESS, C.WAITS_FOR_THEM}) | _AT_WORK - {C.ESCALATED},
    # she is not happy, or something new came: the case goes on
    C.CLOSED: frozenset({C.IN_PROGRESS, C.WITHDRAWN}),
    C.WITHDRAWN: frozenset(),
}


def move_complaint(from_state: ComplaintState, to_state: ComplaintState) -> ComplaintState:
    """The new state of a complaint; raises `MoveNotAllowed`."""
    if to_state not in ALLOWED_COMPLAINT_MOVES[from_state]:
        raise MoveNotAllowed(from_state, to_state)
    return to_state
