"""The desk lets a warning rest at once and alone; somebody else lets it out; objections hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.identifiers.kinds import MAX_LENGTH
from app.domain.states import AlertState
from app.models.telling import AlertChange
from app.services.check_client import check_client
from app.services.house_figures import read_acts
from app.services.list_alerts import AlertFilter, list_alerts
from app.services.member_settings import open_member
from app.services.prepare_check import prepare_check
from app.services.read_alert import read_alert
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.rest_alert import let_out_again, rest_alert
from moderation.decisions.retract_alert import retract_alert
from moderation.decisions.show_parts import NotFresh
from moderation.rules.four_eyes import SamePerson
from moderation.rules.outcomes import DESK_RESTS, REASONS, Outcome, ReasonNotAllowed
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_alerts import correct, proposed, published
from tests.desk_cases import PHONE, Desk
from tests.listed import TOLD, answer, filed
from tests.members import make_member
from tests.workbench import NOON, reference


@pytest.fixture
def alert(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> UUID:
    return published(desk, noor, iris)[1]


def rest(desk: Desk, person: DeskPerson, alert: UUID, reason: str = "doubt") -> None:
    with desk.database.writing() as session:
        rest_alert(session, person, alert, reason, keyring=desk.keyring, now=NOON)


def let_out(desk: Desk, person: DeskPerson, alert: UUID) -> AlertState:
    with desk.database.writing() as session:
        return let_out_again(session, person, alert, keyring=desk.keyring, now=NOON)


def seen_by_a_member(desk: Desk, alert: UUID) -> tuple[bool, bool, bool]:
    """Whether it is in her list, on its own page, and found by a check."""
    member_id, _code = make_member(desk.database, desk.keyring, regions=("GM0363",))
    keys = desk.keyring
    with desk.database.reading() as session:
        member = open_member(session, member_id, keyring=keys, now=NOON)
        found = list_alerts(
            session, member, AlertFilter(), keyring=keys, reference=reference(), now=NOON
        )
        page = read_alert(session, member, alert, keyring=keys, reference=reference(), now=NOON)
        check = prepare_check(PHONE, keyring=keys)
        hit = check_client(session, check, keyring=keys, protocol=reference().protocol, now=NOON)
    listed = alert in {one.facts.alert_id for one in found.alerts}
    return listed, page is not None, hit.outcome == "found"


def changes(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return sorted(session.scalars(select(AlertChange.change)))


def test_what_the_desk_may_say_is_on_its_list_and_is_no_objection() -> None:
    assert set(DESK_RESTS) < REASONS[Outcome.SUSPEND]
    assert "objection" not in DESK_RESTS


def test_from_the_same_moment_no_list_no_page_and_no_check_shows_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, alert: UUID
) -> None:
    assert seen_by_a_member(desk, alert) == (True, True, True)
    rest(desk, noor, alert)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    assert seen_by_a_member(desk, alert) == (False, False, False)
    assert changes(desk) == ["suspended"]
    with pytest.raises(MoveNotAllowed):
        rest(desk, iris, alert)
    assert let_out(desk, iris, alert) is AlertState.PUBLISHED
    assert seen_by_a_member(desk, alert) == (True, True, True)
    assert changes(desk) == ["resumed", "suspended"]
    with desk.database.reading() as session:
        assert dict(read_acts(session, "2026")) == {}  # doubt that was cleared decides nothing


def test_who_let_it_rest_does_not_let_it_out(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, alert: UUID
) -> None:
    rest(desk, noor, alert)
    with pytest.raises(SamePerson):
        let_out(desk, noor, alert)
    with pytest.raises(NotFresh):
        let_out(desk, replace(iris, fresh_at=NOON - timedelta(hours=1)), alert)
    assert desk.alert(alert).state is AlertState.SUSPENDED
    let_out(desk, iris, alert)
    with pytest.raises(MoveNotAllowed):
        let_out(desk, iris, alert)


def test_only_for_a_reason_of_the_desk_and_only_what_is_out(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    for reason in ("objection", "", "x" * MAX_LENGTH):
        with pytest.raises(ReasonNotAllowed):
            rest(desk, noor, alert, reason)
    _report, waiting = proposed(desk, noor)
    with pytest.raises(MoveNotAllowed):
        rest(desk, noor, waiting)
    correction = correct(desk, noor, alert, identifiers=("1-phone-0",))
    with pytest.raises(MoveNotAllowed):
        rest(desk, noor, correction)
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_an_answer_to_a_listed_person_does_not_end_what_the_desk_keeps_at_rest(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    request, _receipt = filed(desk)
    rest(desk, noor, alert, "reporter-safety")
    answer(desk, vera, request, "stands")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    assert let_out(desk, iris, alert) is AlertState.PUBLISHED


def test_an_open_objection_holds_what_the_desk_lets_out(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    rest(desk, noor, alert)
    request, _receipt = filed(desk)  # it rested already, and now rests for him too
    assert let_out(desk, iris, alert) is AlertState.SUSPENDED
    assert seen_by_a_member(desk, alert) == (False, False, False)
    answer(desk, vera, request, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED
    with desk.database.reading() as session:
        assert dict(read_acts(session, "2026")) == {
            ("suspended:objection",): 1, ("objection:objection-refused",): 1,
        }  # fmt: skip


def test_partly_right_waits_for_its_correction_whoever_else_let_it_rest(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    rest(desk, noor, alert)
    request, _receipt = filed(desk)
    answer(desk, vera, request, "partly")
    assert let_out(desk, iris, alert) is AlertState.SUSPENDED
    desk.approve(iris, correct(desk, noor, alert, identifiers=("1-phone-0",)))
    assert desk.alert(alert).state is AlertState.PUBLISHED
    rest(desk, noor, alert)  # that answer has served: it holds nothing any more
    assert let_out(desk, iris, alert) is AlertState.PUBLISHED


def test_corrected_meanwhile_comes_out_with_the_last_who_kept_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    request, _receipt = filed(desk)
    rest(desk, noor, alert)
    desk.approve(iris, correct(desk, noor, alert, identifiers=("1-phone-0",)))
    answer(desk, vera, request, "partly")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    assert let_out(desk, iris, alert) is AlertState.PUBLISHED


def test_a_second_objection_holds_it_too(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson, alert: UUID
) -> None:
    rest(desk, noor, alert)
    first, _receipt = filed(desk)
    second, _receipt = filed(desk, replace(TOLD, ground="too-long"), seed=2)
    let_out(desk, iris, alert)
    answer(desk, vera, first, "stands")
    assert desk.alert(alert).state is AlertState.SUSPENDED
    answer(desk, desk.person("Wies"), second, "stands")
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_what_rests_can_be_taken_away(desk: Desk, noor: DeskPerson, alert: UUID) -> None:
    rest(desk, noor, alert)
    with desk.database.writing() as session:
        retract_alert(
            session, noor, alert, "not-right",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
    assert desk.alert(alert).state is AlertState.RETRACTED
    assert changes(desk) == ["retracted", "suspended"]
