"""Answering a listed person: by somebody independent, in fixed words, and the warning follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.states import AlertState, SubjectState
from app.domain.subject_answer import PLACES
from app.domain.subject_request import (
    RIGHTS,
    answer_due,
    request_expires_on,
    suspends,
)
from app.models.outbox import OutboxTask
from app.models.subject_request import (
    SubjectRequestRow,
)
from app.services.house_figures import read_acts
from app.services.own_subject_request import find_request_by_receipt, follow_subject_request
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import log_before_show
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.subject_request.read import SHOWN, OpenedRequest, open_request
from moderation.decisions.subject_request.rows import RequestOver
from moderation.rules.roles import NotPermitted
from moderation.rules.subject_request import (
    NotIndependent,
    OutcomeNotAllowed,
    outcomes_for,
)
from tests.desk_alerts import published
from tests.desk_cases import Desk
from tests.listed import TOLD, VALUES, answer, filed
from tests.workbench import NOON, reference

RESTED = ("suspended:objection",)
"""The figures count that a warning rested for an objection, and then what was decided."""


def opened(desk: Desk, person: DeskPerson, request: UUID) -> OpenedRequest:
    line = log_before_show(
        desk.database, keyring=desk.keyring, actor=person.staff_id, action=SHOWN,
        object_id=request, now=NOON,
    )  # fmt: skip
    with desk.database.reading() as session:
        return open_request(session, person, request, line, keyring=desk.keyring, today=NOON.date())


def test_a_month_and_two_more_and_never_kept_for_ever() -> None:
    assert answer_due(date(2026, 1, 31)) == date(2026, 2, 28)
    assert answer_due(date(2026, 1, 31), longer=True) == date(2026, 4, 30)
    assert request_expires_on(date(2026, 1, 1), date(2026, 2, 1)) == date(2028, 2, 1)
    assert request_expires_on(date(2026, 1, 1), None) == date(2028, 12, 31)
    assert [suspends(one) for one in RIGHTS] == [False, True, True, True]


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
    ("outcome", "state", "act"),
    [
        ("upheld", AlertState.RETRACTED, ("retracted:objection-upheld",)),
        ("partly", AlertState.SUSPENDED, None),  # until it is corrected
        ("stands", AlertState.PUBLISHED, ("objection:objection-refused",)),
    ],
)
def test_the_warning_follows_the_answer_and_he_reads_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, *, outcome: str,
    state: AlertState, act: tuple[str] | None,
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
        assert dict(read_acts(session, "2026")) == {one: 1 for one in (act, RESTED) if one}
    assert (found.state, found.answered_on) == (SubjectState.ANSWERED, NOON.date())
    whole = " ".join(found.answer)
    assert "Autoriteit Persoonsgegevens" in whole
    assert "zes weken" in whole
    with pytest.raises(RequestOver):
        answer(desk, vera, request, "stands")


def test_what_nobody_listed_waits_for_the_desk_like_any_other(desk: Desk, vera: DeskPerson) -> None:
    """An answer at once would say whether he is listed (ADR 0023)."""
    request, receipt = filed(desk)
    with desk.database.reading() as session:
        own = find_request_by_receipt(session, receipt)
        assert own is not None
        found = follow_subject_request(session, own)
        assert session.scalars(select(OutboxTask.task)).all() == ["notify_desk"]
    assert (found.state, found.answer) == (SubjectState.RECEIVED, ())
    answer(desk, vera, request, "nothing")
    with pytest.raises(RequestOver):
        answer(desk, vera, request, "nothing")


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
    with pytest.raises(NotPermitted):
        answer(desk, replace(vera, role="caseworker", team="institutions"), request, "stands")
    with pytest.raises(NotFresh):
        answer(desk, replace(vera, fresh_at=NOON - timedelta(hours=1)), request, "stands")


def test_the_database_refuses_an_answer_by_nobody(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    published(desk, noor, iris)
    request, _receipt = filed(desk)
    with pytest.raises(IntegrityError), desk.database.writing() as session:
        session.get_one(SubjectRequestRow, request).state = SubjectState.ANSWERED


def test_every_right_and_state_has_words(app: Flask) -> None:
    data = reference()
    assert {one.code for one in data.codes("subject_right")} == set(RIGHTS)
    assert {one.code for one in data.codes("subject_state")} == {one.value for one in SubjectState}
