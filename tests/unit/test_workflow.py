"""The life of a report and of an alert, as two tables that hold every state."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.reporter_moves import (
    REPORTER_ANSWERS,
    after_her_words,
    may_veto,
    may_withdraw,
)
from app.domain.states import AlertState, ReportState
from moderation.rules.workflow import (
    ALLOWED_ALERT_MOVES,
    ALLOWED_REPORT_MOVES,
    MoveNotAllowed,
    move_alert,
    move_report,
)


def test_every_state_has_a_line() -> None:
    assert set(ALLOWED_REPORT_MOVES) == set(ReportState)
    assert set(ALLOWED_ALERT_MOVES) == set(AlertState)


def test_exactly_the_moves_of_the_table_are_allowed() -> None:
    for before, after in product(ReportState, ReportState):
        if after in ALLOWED_REPORT_MOVES[before]:
            assert move_report(before, after) is after
        else:
            with pytest.raises(MoveNotAllowed) as refused:
                move_report(before, after)
            assert (refused.value.from_state, refused.value.to_state) == (before, after)


def test_every_state_can_be_reached() -> None:
    assert set().union(*ALLOWED_REPORT_MOVES.values()) == set(ReportState)
    assert set().union(*ALLOWED_ALERT_MOVES.values()) == set(AlertState)


def test_no_state_leads_to_itself() -> None:
    assert all(state not in moves for state, moves in ALLOWED_REPORT_MOVES.items())
    assert all(state not in moves for state, moves in ALLOWED_ALERT_MOVES.items())


def test_only_an_approved_or_suspended_alert_becomes_visible() -> None:
    sources = {s for s, moves in ALLOWED_ALERT_MOVES.items() if AlertState.PUBLISHED in moves}
    assert sources == {AlertState.APPROVED, AlertState.SUSPENDED}


def test_only_a_proposed_alert_is_approved() -> None:
    sources = {s for s, moves in ALLOWED_ALERT_MOVES.items() if AlertState.APPROVED in moves}
    assert sources == {AlertState.PROPOSED}


@pytest.mark.parametrize("state", [AlertState.EXPIRED, AlertState.RETRACTED])
def test_nothing_comes_back_from_the_end(state: AlertState) -> None:
    for other in AlertState:
        with pytest.raises(MoveNotAllowed):
            move_alert(state, other)


def test_every_alert_that_lives_can_be_retracted() -> None:
    for state in set(AlertState) - {AlertState.EXPIRED, AlertState.RETRACTED}:
        assert move_alert(state, AlertState.RETRACTED)


def test_she_can_always_withdraw() -> None:
    for state in set(ReportState) - {ReportState.WITHDRAWN}:
        assert may_withdraw(state)
        assert move_report(state, ReportState.WITHDRAWN)
    assert not may_withdraw(ReportState.WITHDRAWN)


def test_what_she_may_do_is_in_the_desks_table() -> None:
    for before, after in REPORTER_ANSWERS.items():
        assert move_report(before, after)
    for state in AlertState:
        if may_veto(state):
            assert move_alert(state, AlertState.VETOED)
        else:
            with pytest.raises(MoveNotAllowed):
                move_alert(state, AlertState.VETOED)


def test_her_words_bring_a_finished_report_back_and_disturb_no_other() -> None:
    assert after_her_words(ReportState.ASKED) is ReportState.ANSWERED
    assert after_her_words(ReportState.CLOSED) is ReportState.ANSWERED
    assert after_her_words(ReportState.PUBLISHED) is ReportState.PUBLISHED
    assert after_her_words(ReportState.WITHDRAWN) is ReportState.WITHDRAWN
