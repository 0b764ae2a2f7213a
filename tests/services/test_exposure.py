"""Who read much violence this week gets something else first, and only she is told how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.models.report import Report
from app.models.staff import Exposure
from moderation.decisions.claim_next import claim_next
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.exposure import drop_old_weeks, severe_this_week
from moderation.rules.exposure import SEVERE, SEVERE_A_WEEK
from tests.desk_cases import DRAFT, Desk
from tests.workbench import NOON, reference

MILD = replace(DRAFT, kinds=("niet-betalen",))
MONDAY = NOON - timedelta(days=NOON.weekday())


def taken(desk: Desk, person: DeskPerson, now: datetime = NOON) -> UUID | None:
    with desk.database.writing() as session:
        found = claim_next(session, person, keyring=desk.keyring, now=now)
    return None if found is None else found.report_id


def severe(desk: Desk, person: DeskPerson, now: datetime = NOON) -> int:
    with desk.database.reading() as session:
        return severe_this_week(session, person.staff_id, today=now.date())


def read_much(desk: Desk, person: DeskPerson, number: int = SEVERE_A_WEEK) -> None:
    for _ in range(number):
        desk.claim(person, desk.report())


@pytest.fixture
def mild(desk: Desk) -> UUID:
    """One that came first of nothing: what is severe came before it."""
    return desk.report(MILD, now=NOON + timedelta(days=1))


def test_only_what_is_severe_counts_and_only_once_while_she_has_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    assert reference().incidents[DRAFT.kinds[0]].severity >= SEVERE
    assert reference().incidents[MILD.kinds[0]].severity < SEVERE
    report, light = desk.report(), desk.report(MILD)
    desk.claim(noor, report)
    desk.claim(noor, report)
    desk.claim(noor, light)
    assert (severe(desk, noor), severe(desk, iris)) == (1, 0)


def test_who_read_much_gets_something_else_first_and_then_the_rest(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, mild: UUID
) -> None:
    read_much(desk, noor, SEVERE_A_WEEK - 1)
    before, other, last = desk.report(), desk.report(), desk.report()
    first = taken(desk, noor)
    assert first in {before, other, last}  # not that much yet
    assert taken(desk, noor) == mild
    assert taken(desk, iris) in {before, other, last}
    assert taken(desk, noor) in {before, other, last}  # nothing else is left
    assert taken(desk, noor) is None


def test_what_is_urgent_never_waits(desk: Desk, noor: DeskPerson, mild: UUID) -> None:
    read_much(desk, noor)
    urgent = desk.report()
    with desk.database.writing() as session:
        session.execute(update(Report).where(Report.id == urgent).values(urgent=True))
    assert taken(desk, noor) == urgent
    assert taken(desk, noor) == mild


def test_a_new_week_begins_with_nothing_and_old_ones_go(desk: Desk, noor: DeskPerson) -> None:
    read_much(desk, noor, 2)
    assert severe(desk, noor, MONDAY + timedelta(days=6)) == 2
    assert severe(desk, noor, MONDAY + timedelta(days=7)) == 0
    with desk.database.writing() as session:
        assert drop_old_weeks(session, now=MONDAY + timedelta(days=34)) == 0
        assert drop_old_weeks(session, now=MONDAY + timedelta(days=35)) == 1
        assert session.scalars(select(Exposure)).all() == []
