"""What the reporter herself may do to her report and her alert, with nothing but her code.

It stands here and not with the desk's moves, because the public side never knows the desk
(architecture.md); the desk's table contains all of these, which a test checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.states import AlertState, ReportState

# she answers, or comes back with something new; a published or merged report keeps its state
REPORTER_ANSWERS: Mapping[ReportState, ReportState] = {
    ReportState.ASKED: ReportState.ANSWERED,
    ReportState.REJECTED: ReportState.ANSWERED,
    ReportState.CLOSED: ReportState.ANSWERED,
}
REPORTER_WITHDRAWS_FROM = frozenset(ReportState) - {ReportState.WITHDRAWN}
# stopping what nobody has seen yet is a veto; what is out is taken back by withdrawing
REPORTER_VETOES_FROM = frozenset({AlertState.PROPOSED, AlertState.APPROVED})


def after_her_words(state: ReportState) -> ReportState:
    """The state of a report after a message or an addition of hers."""
    return REPORTER_ANSWERS.get(state, state)


def may_withdraw(state: ReportState) -> bool:
    """Always, except that nothing is withdrawn twice (privacy.md 3.7)."""
    return state in REPORTER_WITHDRAWS_FROM


def may_veto(state: AlertState) -> bool:
    """As long as no member has seen it."""
    return state in REPORTER_VETOES_FROM
