"""The clock of an answer, more time, and how long a warning rests for a listed person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.outbox import Alarm
from app.models.subject_request import SubjectRequestAlert, SubjectRequestKeys, SubjectRequestRow
from app.services.own_subject_request import find_request_by_receipt, follow_subject_request
from app.services.purge_subjects import purge_subjects
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.subject_request.answer import take_longer
from moderation.decisions.subject_request.lift import confirm_lift, propose_lift
from moderation.decisions.subject_request.rows import RequestOver
from moderation.decisions.subject_request.watch import (
    DUE_ALARM,
    LAST_DAYS_ALARM,
    watch_subject_requests,
)
from moderation.rules.four_eyes import SamePerson
from moderation.rules.subject_request import TooLateForLonger
from tests.desk_alerts import correct, published
from tests.desk_cases import Desk
from tests.listed import TOLD, answer, filed
from tests.workbench import NOON, reference


@pytest.fixture
def alert(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> UUID:
    """A warning that Noor wrote and Iris approved."""
    return published(desk, noor, iris)[1]


def corrected(desk: Desk, writer: DeskPerson, second: DeskPerson, alert: UUID) -> None:
    desk.approve(second, correct(desk, writer, alert, identifiers=("1-phone-0",)))


@pytest.mark.usefixtures("alert")
def test_more_time_once_and_only_in_the_first_month(desk: Desk, vera: DeskPerson) -> None:
    request, receipt = filed(desk)

    def longer(now: timedelta) -> None:
        with desk.database.writing() as session:
            take_longer(
                session, vera, request, "complicated",
                keyring=desk.keyring, reference=reference(), now=NOON + now,
            )  # fmt: skip

    with pytest.raises(TooLateForLonger):
        longer(timedelta(days=31))
    longer(timedelta(days=30))
    with pytest.raises(RequestOver):
        longer(timedelta(days=30))
    with desk.database.reading() as session:
        own = find_request_by_receipt(session, receipt)
        assert own is not None
        found = follow_subject_request(session, own)
    assert (found.due_on, found.longer_reason) == (date(2027, 2, 23), "complicated")


def test_two_people_end_the_rest_of_the_most_severe_and_nobody_alone(
    desk: Desk, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    request, _receipt = filed(desk)

    def propose(person: DeskPerson) -> None:
        with desk.database.writing() as session:
            propose_lift(
                session, person, request, alert, "danger",
                keyring=desk.keyring, reference=reference(), now=NOON,
            )  # fmt: skip

    def confirm(person: DeskPerson) -> None:
        with desk.database.writing() as session:
            confirm_lift(session, person, request, alert, keyring=desk.keyring, now=NOON)

    with desk.database.writing() as session:
        session.get_one(Alert, alert).severity = 3
    with pytest.raises(RequestOver):
        propose(vera)
    with desk.database.writing() as session:
        session.get_one(Alert, alert).severity = 4
    propose(vera)
    with pytest.raises((SamePerson, IntegrityError)) as refused:
        confirm(vera)
    assert refused.type is SamePerson  # in words, before the database refuses it too
    assert desk.alert(alert).state is AlertState.SUSPENDED
    confirm(iris)
    assert desk.alert(alert).state is AlertState.PUBLISHED
    with desk.database.reading() as session:
        alone = session.get_one(SubjectRequestAlert, (request, alert)).lift_proposed_by
    with pytest.raises(IntegrityError), desk.database.writing() as session:
        session.get_one(SubjectRequestAlert, (request, alert)).lifted_by = alone
    answer(desk, desk.person("Wies"), request, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED


@pytest.mark.usefixtures("alert")
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
    answer(desk, vera, request, "stands")


@pytest.mark.usefixtures("alert")
def test_an_answered_request_is_quiet_and_goes_with_its_keys(desk: Desk, vera: DeskPerson) -> None:
    request, _receipt = filed(desk)
    answer(desk, vera, request, "stands")
    with desk.database.writing() as session:
        watch_subject_requests(session, now=NOON + timedelta(days=40))
        assert session.scalars(select(Alarm)).all() == []
        assert purge_subjects(session, now=NOON + timedelta(days=729)) == 0
        assert purge_subjects(session, now=NOON + timedelta(days=731)) == 1
    with desk.database.reading() as session:
        assert session.scalars(select(SubjectRequestRow)).all() == []
        assert session.scalars(select(SubjectRequestKeys)).all() == []


def test_partly_right_comes_back_with_its_correction_and_not_before(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    request, _receipt = filed(desk)
    answer(desk, vera, request, "partly")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    corrected(desk, noor, iris, alert)
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_a_correction_before_the_answer_waits_for_the_answer(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    request, _receipt = filed(desk)
    corrected(desk, noor, iris, alert)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, vera, request, "partly")
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_it_rests_until_the_last_of_two_is_answered(
    desk: Desk, vera: DeskPerson, alert: UUID
) -> None:
    first, _receipt = filed(desk)
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    answer(desk, vera, first, "stands")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, desk.person("Wies"), second, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_what_has_to_be_corrected_does_not_come_back_with_the_answer_to_another(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    first, _receipt = filed(desk)
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    answer(desk, vera, first, "partly")
    answer(desk, desk.person("Wies"), second, "stands")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    corrected(desk, noor, iris, alert)
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_who_objects_while_it_waits_for_its_correction_has_his_rest_too(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    first, _receipt = filed(desk)
    answer(desk, vera, first, "partly")
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    corrected(desk, noor, iris, alert)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, desk.person("Wies"), second, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_an_old_answer_holds_nothing_that_rests_anew(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    first, _receipt = filed(desk)
    answer(desk, vera, first, "partly")
    corrected(desk, noor, iris, alert)
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, desk.person("Wies"), second, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_who_only_asked_or_asked_about_nothing_has_not_used_up_the_ground(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    filed(desk)  # nothing is listed yet
    _report, alert = published(desk, noor, iris)
    filed(desk, replace(TOLD, right="access"), seed=2)
    assert desk.alert(alert).state is AlertState.PUBLISHED
    filed(desk, seed=3)
    assert desk.alert(alert).state is AlertState.SUSPENDED
