"""Clocks: which of several terms counts, what an event that never happened means, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.terms.clock import (
    ClockState,
    her_clock,
    reminder_due,
    run,
    their_clock,
    with_ended,
)
from app.domain.terms.legal_calendar import LegalCalendar
from app.domain.terms.term import Duration, NoSuchTerm, Term, Unit, version_on, versions_on

CALENDAR = LegalCalendar()

OBJECTION = Term(
    "awb-bezwaar:1:hers:1", Duration(6, Unit.WEEK), "decision_published", True, "fatal"
)
KIFID = (
    Term("bank:2:hers:1", Duration(3, Unit.MONTH), "final_position", False, "not_treated"),
    Term(
        "bank:2:hers:2",
        Duration(1, Unit.YEAR),
        "first_complaint",
        False,
        "not_treated",
        alternative=2,
    ),
)
ANSWER = (
    Term(
        "awb-bezwaar:1:theirs:1",
        Duration(6, Unit.WEEK),
        "objection_term_ended",
        True,
        "none",
        extension=Duration(6, Unit.WEEK),
    ),
    Term(
        "awb-bezwaar:1:theirs:1:advisory_committee",
        Duration(12, Unit.WEEK),
        "objection_term_ended",
        True,
        "none",
        condition="advisory_committee",
        extension=Duration(6, Unit.WEEK),
    ),
)


def test_nothing_runs_before_its_event() -> None:
    assert run(OBJECTION, {}, CALENDAR) is None
    assert her_clock([OBJECTION], {"conduct": date(2026, 1, 5)}, CALENDAR) is None
    assert their_clock(ANSWER, {}, CALENDAR) is None


def test_a_letter_of_five_weeks_ago_leaves_a_week() -> None:
    today = date(2026, 11, 26)
    clock = her_clock([OBJECTION], {"decision_published": today - timedelta(weeks=5)}, CALENDAR)
    assert clock is not None
    assert clock.last_day == date(2026, 12, 3)
    assert clock.days_left(today) == 7
    assert clock.state(today) is ClockState.SOON


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 18), ClockState.RUNNING),
        (date(2026, 11, 19), ClockState.SOON),
        (date(2026, 12, 2), ClockState.SOON),
        (date(2026, 12, 3), ClockState.LAST_DAY),
        (date(2026, 12, 4), ClockState.PASSED),
    ],
)
def test_on_the_last_day_she_may_still_act(today: date, state: ClockState) -> None:
    clock = run(OBJECTION, {"decision_published": date(2026, 10, 22)}, CALENDAR)
    assert clock is not None
    assert clock.state(today) is state


def test_of_two_terms_of_which_one_is_enough_the_latest_counts() -> None:
    events = {"final_position": date(2026, 9, 1), "first_complaint": date(2026, 6, 1)}
    clock = her_clock(KIFID, events, CALENDAR)
    assert clock is not None
    assert (clock.term.alternative, clock.last_day) == (2, date(2027, 6, 1))
    late = her_clock(KIFID, {**events, "final_position": date(2027, 5, 1)}, CALENDAR)
    assert late is not None
    assert (late.term.alternative, late.last_day) == (1, date(2027, 8, 1))


def test_one_known_event_is_enough_for_an_alternative() -> None:
    clock = her_clock(KIFID, {"final_position": date(2026, 9, 1)}, CALENDAR)
    assert clock is not None
    assert clock.last_day == date(2026, 12, 1)


def test_their_term_for_an_objection_begins_when_hers_has_ended() -> None:
    events = with_ended(
        {"decision_published": date(2026, 11, 13)}, {"objection_term_ended": [OBJECTION]}, CALENDAR
    )
    assert events["objection_term_ended"] == date(2026, 12, 28)  # Christmas moved hers
    clock = their_clock(ANSWER, events, CALENDAR)
    assert clock is not None
    assert clock.last_day == date(2027, 2, 8)


def test_a_known_end_is_not_worked_out_again() -> None:
    known = {"decision_published": date(2026, 11, 13), "objection_term_ended": date(2026, 12, 30)}
    assert with_ended(known, {"objection_term_ended": [OBJECTION]}, CALENDAR) == known


def test_a_committee_has_its_own_term_whichever_row_comes_first() -> None:
    events = {"objection_term_ended": date(2026, 2, 2)}
    for terms in (ANSWER, ANSWER[::-1]):
        ordinary = their_clock(terms, events, CALENDAR)
        committee = their_clock(terms, events, CALENDAR, condition="advisory_committee")
        assert ordinary is not None
        assert committee is not None
        assert ordinary.last_day == date(2026, 3, 16)
        # twelve weeks end on King's Day, a Monday
        assert committee.last_day == date(2026, 4, 28)


def test_a_condition_a_step_does_not_know_changes_nothing() -> None:
    events = {"objection_term_ended": date(2026, 2, 2)}
    clock = their_clock(ANSWER, events, CALENDAR, condition="complex")
    assert clock is not None
    assert clock.last_day == date(2026, 3, 16)


def test_only_a_told_extension_makes_a_term_longer() -> None:
    events = {"objection_term_ended": date(2026, 2, 2)}
    clock = their_clock(ANSWER, events, CALENDAR, extended=True)
    assert clock is not None
    assert clock.extended
    assert clock.last_day == date(2026, 4, 28)  # six and six weeks end on King's Day
    never = replace(ANSWER[0], extension=None)
    unextended = their_clock([never], events, CALENDAR, extended=True)
    assert unextended is not None
    assert not unextended.extended


@pytest.mark.parametrize(
    ("left", "already", "due"),
    [
        (15, (), None),
        (14, (), 14),
        (13, (14,), None),
        (4, (14,), None),
        (3, (14,), 3),
        (2, (14, 3), None),
        (0, (14, 3), 0),
        (0, (14, 3, 0), None),
        (-1, (14, 3, 0), None),
        # the house stood still: only the nearest is given, and never twice
        (2, (), 3),
        (0, (), 0),
        (-5, (14,), 0),
        (10, (3,), None),  # given for a nearer moment: the one before it says no more
    ],
)
def test_each_reminder_comes_once(left: int, already: tuple[int, ...], due: int | None) -> None:
    today = date(2026, 11, 26)
    assert reminder_due(today + timedelta(days=left), today, already) == due


def test_a_running_case_keeps_its_version() -> None:
    old = replace(OBJECTION, valid_from=date(2020, 1, 1))
    new = replace(OBJECTION, valid_from=date(2027, 1, 1), duration=Duration(8, Unit.WEEK))
    for versions in ([old, new], [new, old]):
        assert version_on(versions, OBJECTION.code, date(2026, 12, 31)) is old
        assert version_on(versions, OBJECTION.code, date(2027, 1, 1)) is new
        assert versions_on(versions, date(2026, 12, 31)) == (old,)
        assert versions_on(versions, date(2027, 1, 1)) == (new,)
        assert versions_on(versions, date(2019, 12, 31)) == ()
    with pytest.raises(NoSuchTerm):
        version_on([old, new], OBJECTION.code, date(2019, 12, 31))
