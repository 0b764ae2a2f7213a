"""Answering a listed person: by somebody independent, in fixed words, and the warning follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.domain.states import AlertState, SubjectState
from app.domain.subject_answer import PLACES
from app.domain.subject_request import (
    RIGHTS,
)
from app.models.alert import Alert
from app.models.subject_request import (
    SubjectRequestAlert,
)
from app.services.house_figures import read_acts
from app.services.own_subject_request import find_request_by_receipt, follow_subject_request
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import log_before_show
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.subject_request.answer import take_longer
from moderation.decisions.subject_request.lift import confirm_lift, propose_lift
from moderation.decisions.subject_request.read import SHOWN, OpenedRequest, open_request
from moderation.decisions.subject_request.rows import RequestOver
from moderation.rules.four_eyes import SamePerson
from moderation.rules.roles import NotPermitted
from moderation.rules.subject_request import (
    NotIndependent,
    OutcomeNotAllowed,
    TooLateForLonger,
    outcomes_for,
)
from tests.desk_alerts import published
from tests.desk_cases import Desk
from tests.listed import TOLD, VALUES, answer, filed
from tests.workbench import NOON, reference


def opened(desk: Desk, person: DeskPerson, request: UUID) -> OpenedRequest:
    line = log_before_show(
        desk.database, keyring=desk.keyring, actor=person.staff_id, action=SHOWN,
        object_id=request, now=NOON,
    )  # fmt: skip
    with desk.database.reading() as session:
        return open_request(session, person, request, line, keyring=desk.keyring, today=NOON.date())


def test_no_answer_says_that_something_stands_where_nothing_is() -> None:
    for right in RIGHTS:
        assert set(outcomes_for(right, listed=False)) <= {"nothing", "withheld"}
        assert "nothing" not in outcomes_for(right, listed=True)
    assert set(outcomes_for("object", listed=True)) == {"upheld", "partly", "stands"}


def test_who_wrote_checked_or_answered_before_does_not_answer(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    request, _receipt = filed(desk)
    for somebody in (noor, iris):
        assert not opened(desk, somebody, request).may_answer
        with pytest.raises(NotIndependent):
            answer(desk, somebody, request, "stands")
    assert opened(desk, vera, request).may_answer
    answer(desk, vera, request, "stands")
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    with pytest.raises(NotIndependent):
        answer(desk, vera, second, "upheld")
    answer(desk, desk.person("Wies"), second, "upheld")
    assert desk.alert(alert).state is AlertState.RETRACTED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("upheld", AlertState.RETRACTED),
        ("partly", AlertState.PUBLISHED),
        ("stands", AlertState.PUBLISHED),
    ],
)
def test_the_warning_follows_the_answer_and_he_reads_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, *, outcome: str,
    state: AlertState,
) -> None:  # fmt: skip
    _report, alert = published(desk, noor, iris)
    request, receipt = filed(desk)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, vera, request, outcome)
    assert desk.alert(alert).state is state
    with desk.database.reading() as session:
        own = find_request_by_receipt(session, receipt)
        assert own is not None
        found = follow_subject_request(session, own)
        assert (
            read_acts(session, "2026")
            == {
                "upheld": {("retracted:objection-upheld",): 1},
                "partly": {("objection:objection-partly",): 1},
                "stands": {("objection:objection-refused",): 1},
            }[outcome]
        )
    assert (found.state, found.answered_on) == (SubjectState.ANSWERED, NOON.date())
    whole = " ".join(found.answer)
    assert "Autoriteit Persoonsgegevens" in whole
    assert "zes weken" in whole
    with pytest.raises(RequestOver):
        answer(desk, vera, request, "stands")


def test_no_answer_holds_a_field_of_a_report(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson
) -> None:
    """Neither story, place, month, kind nor the text of the warning (privacy.md 3.6)."""
    published(desk, noor, iris)
    hers = ("Amsterdam", "GM0363", "hotel", "dreig", "deur", "oktober", "november", "38124756")
    asked = [(right, one) for right in RIGHTS for one in outcomes_for(right, listed=True)]
    for seed, (right, outcome) in enumerate(asked, start=1):
        request, receipt = filed(desk, replace(TOLD, right=right, ground=f"g{seed}"), seed=seed)
        answer(desk, desk.person(f"Wies {seed}"), request, outcome)
        with desk.database.reading() as session:
            own = find_request_by_receipt(session, receipt)
            assert own is not None
            said = " ".join(follow_subject_request(session, own).answer)
        assert VALUES.identifier in said
        for word in hers:
            assert word not in said.replace(VALUES.day, ""), (outcome, word)
        if outcome == "upheld":
            published(desk, noor, iris)
    assert {"identifier", "day", "controller", "region"} == PLACES


def test_the_region_stands_in_it_only_when_somebody_said_so() -> None:
    answers = reference().subject_answers
    bare = " ".join(answers.paragraphs("stands", "nl", VALUES))
    told = " ".join(answers.paragraphs("stands", "nl", replace(VALUES, region="Amsterdam")))
    assert "Amsterdam" not in bare
    assert "Amsterdam" in told


def test_what_was_not_asked_or_is_not_there_is_no_answer(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson
) -> None:
    published(desk, noor, iris)
    request, _receipt = filed(desk)
    for outcome in ("nothing", "given", "", "x"):
        with pytest.raises(OutcomeNotAllowed):
            answer(desk, vera, request, outcome)
    nobody, _receipt = filed(desk, number="06 5012 3478", seed=3)
    with pytest.raises(OutcomeNotAllowed):
        answer(desk, vera, nobody, "stands")
    answer(desk, noor, nobody, "nothing")
    with pytest.raises(NotPermitted):
        answer(desk, replace(vera, role="caseworker", team="institutions"), request, "stands")
    with pytest.raises(NotFresh):
        answer(desk, replace(vera, fresh_at=NOON - timedelta(hours=1)), request, "stands")


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
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
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


def test_every_right_and_state_has_words(app: Flask) -> None:
    data = reference()
    assert {one.code for one in data.codes("subject_right")} == set(RIGHTS)
    assert {one.code for one in data.codes("subject_state")} == {one.value for one in SubjectState}
