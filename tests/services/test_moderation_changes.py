"""Alerts that are out or on their way: stopped, withdrawn, made stronger, corrected, taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.report import Message, ReportKeys
from app.services.change_at_once import change_at_once
from app.services.own_report import OwnKey
from app.services.reporter_requests import VETO, WITHDRAW, leave_request
from app.services.sealed_report import open_for_team
from app.services.veto_alert import veto_alert
from moderation.decisions.alert_source import read_source
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.merge_report import NeedsCorrection
from moderation.decisions.retract_alert import retract_alert
from moderation.jobs import lift_embargoes, work_requests
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_alerts import (
    LATER,
    alarms,
    correct,
    hits,
    merge,
    own_key,
    proposed,
    published,
    revoke,
    settle,
    sweep,
)
from tests.desk_cases import DRAFT, Desk, a_text, at_once
from tests.workbench import NOON, a_workshop, reference


def test_her_no_stops_it_and_takes_the_words_away(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = proposed(desk, noor)
    desk.approve(iris, alert)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER)
    lift_embargoes(workshop)  # a release in the same minute looks for a veto first
    assert desk.alert(alert).state is AlertState.APPROVED
    work_requests(workshop)
    work_requests(workshop)
    row = desk.alert(alert)
    assert (row.state, row.text, row.tokens_sealed) == (AlertState.VETOED, None, None)
    desk.claim(noor, report, LATER)
    assert desk.report_row(report).state is ReportState.IN_REVIEW
    again = desk.propose(noor, report, a_text(text="Hij dreigde en liet haar niet gaan."), LATER)
    assert again == alert


@pytest.mark.parametrize("taken_back", [True, False])
def test_an_alert_waits_for_her_again_when_she_took_back_at_once(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, taken_back: bool
) -> None:
    report = desk.report(at_once())
    desk.claim(noor, report)
    alert = desk.propose(noor, report)
    if taken_back:
        with desk.database.writing() as session:
            change_at_once(session, own_key(desk, report), given=False, now=NOON)
    desk.approve(iris, alert)
    sweep(desk, NOON + timedelta(hours=47))
    row = desk.alert(alert)
    if not taken_back:
        assert row.state is AlertState.PUBLISHED
        return
    assert row.state is AlertState.APPROVED
    assert row.release_after is not None
    assert row.release_after >= NOON + timedelta(hours=48)
    sweep(desk)
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_withdrawing_erases_the_report_and_takes_back_the_alert(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = published(desk, noor, iris)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
        leave_request(session, WITHDRAW, report, now=NOON)
    sweep(desk, NOON)
    sweep(desk, NOON)
    row = desk.report_row(report)
    assert (row.state, row.body, row.summary, row.contact) == (
        ReportState.WITHDRAWN,
        None,
        None,
        None,
    )
    assert desk.alert(alert).state is AlertState.RETRACTED
    assert desk.alert(alert).text is None
    assert hits(desk) == set()
    with desk.database.reading() as session:
        assert session.scalars(select(Message)).all() == []


def test_a_second_report_makes_it_stronger_and_may_go_again(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    first, alert = published(desk, noor, iris)
    second = desk.report()
    desk.claim(noor, second)
    merge(desk, noor, second, alert)
    row = desk.alert(alert)
    assert row.source_count == 2
    assert read_source(noor, row) == (first, second)
    assert desk.report_row(second).state is ReportState.MERGED
    revoke(desk, second)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    sweep(desk, NOON)
    assert desk.alert(alert).state is AlertState.PUBLISHED
    assert "source_changed" in alarms(desk)
    settle(desk, iris)
    assert read_source(noor, desk.alert(alert)) == (first,)
    assert "source_changed" not in alarms(desk)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    sweep(desk, NOON)
    assert desk.alert(alert).state is AlertState.RETRACTED


def approved_by_two_reports(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> tuple[UUID, UUID, UUID]:
    first, alert = proposed(desk, noor)
    assert desk.approve(iris, alert) is AlertState.APPROVED
    second = desk.report()
    desk.claim(noor, second)
    merge(desk, noor, second, alert)
    return first, second, alert


def stop(desk: Desk, report: UUID) -> None:
    """She says no to the words, with her code."""
    with desk.database.writing() as session:
        keys = session.get_one(ReportKeys, report)
        opened = open_for_team(keys, team_secret=desk.team.secret, epoch=1)
        veto_alert(session, OwnKey(report, opened.dek), now=NOON)


def test_one_who_takes_her_report_back_does_not_silence_the_other(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    first, second, alert = approved_by_two_reports(desk, noor, iris)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
        leave_request(session, WITHDRAW, second, now=NOON)
    sweep(desk)  # its term to stop it is over by now
    row = desk.alert(alert)
    assert (row.state, row.text is None, row.release_after) == (AlertState.APPROVED, False, None)
    assert "source_changed" in alarms(desk)
    settle(desk, iris)
    row = desk.alert(alert)
    assert read_source(noor, row) == (first,)
    assert row.release_after is not None
    assert row.release_after >= LATER + timedelta(hours=reference().protocol.veto_hours)
    sweep(desk)
    assert desk.alert(alert).state is AlertState.APPROVED
    sweep(desk, row.release_after)
    assert desk.alert(alert).state is AlertState.PUBLISHED


def test_one_no_to_the_words_stops_them_whoever_else_told_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _first, second, alert = approved_by_two_reports(desk, noor, iris)
    stop(desk, second)
    sweep(desk)
    assert desk.alert(alert).state is AlertState.APPROVED  # but it does not go out
    settle(desk, iris)
    row = desk.alert(alert)
    assert (row.state, row.text, row.tokens_sealed) == (AlertState.VETOED, None, None)


def test_a_no_beside_a_withdrawal_is_not_forgotten(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    first, second, alert = approved_by_two_reports(desk, noor, iris)
    stop(desk, first)
    revoke(desk, second)
    sweep(desk)
    settle(desk, iris)
    assert read_source(noor, desk.alert(alert)) == (first,)
    assert desk.alert(alert).state is AlertState.VETOED


def test_a_no_to_old_words_does_not_stop_new_ones(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    first, second, alert = approved_by_two_reports(desk, noor, iris)
    stop(desk, first)
    sweep(desk, NOON)
    settle(desk, iris)
    desk.claim(noor, first, LATER)
    assert desk.propose(noor, first, a_text(text="Hij dreigde en liet haar niet gaan."), LATER)
    desk.approve(iris, alert, LATER)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    revoke(desk, second)
    sweep(desk, LATER)
    settle(desk, iris)
    row = desk.alert(alert)
    assert (row.state, read_source(noor, row)) == (AlertState.APPROVED, (first,))


def test_new_identifiers_do_not_slip_past_the_second_person(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _first, alert = published(desk, noor, iris)
    other = desk.report(replace(DRAFT, client=replace(DRAFT.client, phones=("06 11 22 33 44",))))
    desk.claim(noor, other)
    with pytest.raises(NeedsCorrection):
        merge(desk, noor, other, alert, identifiers=("phone-0",))
    assert desk.report_row(other).state is ReportState.IN_REVIEW
    merge(desk, noor, other, alert)
    assert hits(desk, "06 11 22 33 44") == set()
    correction = correct(desk, noor, alert, identifiers=("1-phone-0", "2-phone-0"))
    assert hits(desk, "06 11 22 33 44") == set()
    assert desk.alert(alert).state is AlertState.PUBLISHED
    assert desk.approve(iris, correction) is AlertState.PUBLISHED
    assert hits(desk, "06 11 22 33 44") == hits(desk) == {alert}
    with desk.database.reading() as session:
        assert session.get(Alert, correction) is None


def test_a_correction_takes_the_place_of_the_text_once_agreed(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    new = "Hij dreigde met woorden en ging pas weg na een half uur."
    correction = correct(desk, iris, alert, text=new, identifiers=("1-phone-0",))
    view = desk.look(noor, correction)
    assert (view.corrects, view.row.is_correction, view.may_approve) == (alert, True, True)
    assert not desk.look(iris, correction).may_approve
    desk.approve(noor, correction)
    content = desk.look(noor, alert).content
    assert content is not None
    assert content.words.text == new
    row = desk.alert(alert)
    assert (row.proposed_by, row.published_by) == (iris.staff_id, noor.staff_id)


def test_retracting_takes_it_from_the_check_at_once(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = published(desk, noor, iris)
    settle(desk, noor)
    with desk.database.writing() as session:
        retract_alert(
            session, noor, alert, "not-right",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
    assert desk.alert(alert).state is AlertState.RETRACTED
    assert hits(desk) == set()
    assert desk.report_row(report).closed_on == NOON.date()
    with pytest.raises(MoveNotAllowed), desk.database.writing() as session:
        retract_alert(
            session, noor, alert, "not-right",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
