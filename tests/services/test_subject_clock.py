"""The clock of a listed person's request, and its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.states import SubjectState
from app.domain.subject_request import RIGHTS, answer_due, request_expires_on, suspends
from app.models.outbox import Alarm
from app.models.subject_request import SubjectRequestKeys, SubjectRequestRow
from app.services.purge_subjects import purge_subjects
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.subject_request.watch import (
    DUE_ALARM,
    LAST_DAYS_ALARM,
    watch_subject_requests,
)
from tests.desk_cases import Desk
from tests.listed import answer, filed
from tests.workbench import NOON


def test_a_month_and_two_more_and_never_kept_for_ever() -> None:
    assert answer_due(date(2026, 1, 31)) == date(2026, 2, 28)
    assert answer_due(date(2026, 1, 31), longer=True) == date(2026, 4, 30)
    assert request_expires_on(date(2026, 1, 1), date(2026, 2, 1)) == date(2028, 2, 1)
    assert request_expires_on(date(2026, 1, 1), None) == date(2028, 12, 31)
    assert [suspends(one) for one in RIGHTS] == [False, True, True, True]


def test_a_near_last_day_raises_the_alarm_twice(desk: Desk, vera: DeskPerson) -> None:
    request, _receipt = filed(desk)

    def alarms(days: int) -> set[str]:
        with desk.database.writing() as session:
            watch_subject_requests(session, now=NOON + timedelta(days=days))
        with desk.database.reading() as session:
            return set(session.scalars(select(Alarm.code)))

    assert alarms(15) == set()
    assert alarms(16) == {DUE_ALARM}
    assert alarms(27) == {DUE_ALARM, LAST_DAYS_ALARM}
    answer(desk, vera, request, "nothing")


def test_an_answered_request_is_quiet_and_goes_with_its_keys(desk: Desk, vera: DeskPerson) -> None:
    request, _receipt = filed(desk)
    answer(desk, vera, request, "nothing")
    with desk.database.writing() as session:
        watch_subject_requests(session, now=NOON + timedelta(days=40))
        assert session.scalars(select(Alarm)).all() == []
        assert purge_subjects(session, now=NOON + timedelta(days=729)) == 0
        assert purge_subjects(session, now=NOON + timedelta(days=731)) == 1
    with desk.database.reading() as session:
        assert session.scalars(select(SubjectRequestRow)).all() == []
        assert session.scalars(select(SubjectRequestKeys)).all() == []


def test_the_database_refuses_an_answer_by_nobody(desk: Desk) -> None:
    request, _receipt = filed(desk)
    with pytest.raises(IntegrityError), desk.database.writing() as session:
        session.get_one(SubjectRequestRow, request).state = SubjectState.ANSWERED
