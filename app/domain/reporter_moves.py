"""What she herself may do to her report, her alert and her complaint, with nothing but her code.

It stands here and not with the desk's moves, because the public side never knows the desk
(architecture.md); the desk's table contains all of these, which a test checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.states import AlertState, ComplaintState, ReportState

# she answers, or comes back with something new; a published or merged report keeps its state
REPORTER_ANSWERS: Mapping[ReportState, ReportState] = {
    ReportState.ASKED: ReportState.ANSWERED,
    ReportState.REJECTED: ReportState.ANSWERED,
    ReportState.CLOSED: ReportState.ANSWERED,
}
REPORTER_WITHDRAWS_FROM = frozenset(ReportState) - {ReportState.WITHDRAWN}
# stopping what nobody has seen yet is a veto; what is out is taken back by withdrawing
REPORTER_VETOES_FROM = frozenset({AlertState.PROPOSED, AlertState.APPROVED})
COMPLAINANT_ANSWERS: Mapping[ComplaintState, ComplaintState] = {
    ComplaintState.WAITS_FOR_HER: ComplaintState.IN_PROGRESS,
    ComplaintState.CLOSED: ComplaintState.IN_PROGRESS,
}
UNHAPPY_DAYS = 14  # so long "I am not happy with this" reopens a closed case by itself


def after_her_words(state: ReportState) -> ReportState:
    """The state of a report after a message or an addition of hers."""
    return REPORTER_ANSWERS.get(state, state)


def may_withdraw(state: ReportState) -> bool:
    """Always, except that nothing is withdrawn twice (privacy.md 3.7)."""
    return state in REPORTER_WITHDRAWS_FROM


def may_veto(state: AlertState) -> bool:
    """As long as no member has seen it."""
    return state in REPORTER_VETOES_FROM


def complaint_after_her_words(state: ComplaintState) -> ComplaintState:
    """The state of a complaint after a message or an addition of hers."""
    return COMPLAINANT_ANSWERS.get(state, state)


def may_withdraw_complaint(state: ComplaintState) -> bool:
    """Always, except that nothing is withdrawn twice."""
    return state is not ComplaintState.WITHDRAWN


def may_be_unhappy(state: ComplaintState, closed_on: date | None, today: date) -> bool:
    """Whether "not happy" reopens it: within 14 days after closing, the last day included."""
    return (
        state is ComplaintState.CLOSED
        and closed_on is not None
        and (today - closed_on).days <= UNHAPPY_DAYS
    )
