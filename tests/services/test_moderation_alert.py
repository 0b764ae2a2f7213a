"""An alert from its empty fields to the members and away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.consent import Consents
from app.domain.identifiers.matching import normalise
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert, AlertToken
from app.models.outbox import Alarm, OutboxTask
from app.models.report import Message, Report, ReportKeys
from app.services.reporter_requests import VETO, WITHDRAW, leave_request
from app.services.sealed_alert import tokens_for
from app.services.sealed_report import open_for_team, seal_consents
from moderation.decisions.alert_source import SourceUnreadable, read_source
from moderation.decisions.approve_alert import return_alert
from moderation.decisions.claim_report import claim_report
from moderation.decisions.correct_alert import propose_correction
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.merge_report import NeedsCorrection, merge_report
from moderation.decisions.redaction_marks import Known, marks_of
from moderation.decisions.retract_alert import retract_alert
from moderation.decisions.settle_reports import settle_reports
from moderation.jobs import PERIODIC, lift_embargoes, work_requests
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_cases import DICTIONARY, DRAFT, PHONE, Desk, a_text, at_once
from tests.keys import TeamKeys
from tests.workbench import NOON, a_workshop, reference

LATER = NOON + timedelta(hours=73)
MILD = replace(DRAFT, kinds=("niet-betalen",))


@pytest.fixture
def desk(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> Desk:
    return Desk(database, keyring, alerts_team)


@pytest.fixture
def noor(desk: Desk) -> DeskPerson:
    return desk.person("Noor")


@pytest.fixture
def iris(desk: Desk) -> DeskPerson:
    return desk.person("Iris")


def proposed(desk: Desk, person: DeskPerson, **changes: object) -> tuple[UUID, UUID]:
    report = desk.report()
    desk.claim(person, report)
    return report, desk.propose(person, report, a_text(**changes))


def published(desk: Desk, writer: DeskPerson, second: DeskPerson) -> tuple[UUID, UUID]:
    report = desk.report(at_once())
    desk.claim(writer, report)
    alert = desk.propose(writer, report)
    assert desk.approve(second, alert) is AlertState.PUBLISHED
    return report, alert


def settle(desk: Desk, person: DeskPerson) -> None:
    with desk.database.writing() as session:
        settle_reports(session, person, keyring=desk.keyring, now=LATER)


def hits(desk: Desk, phone: str = PHONE) -> set[UUID]:
    """Which alerts the checker's index has for this number."""
    assert desk.keyring.k_idx is not None
    wanted = [one.token for one in tokens_for(desk.keyring.k_idx, [normalise("phone", phone)])]
    with desk.database.reading() as session:
        return set(session.scalars(select(AlertToken.alert_id).where(AlertToken.token.in_(wanted))))


def sweep(desk: Desk, now: object = LATER) -> None:
    workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: now)  # type: ignore[arg-type,return-value]
    for periodic in PERIODIC:
        periodic.run(workshop)


def problems_of(desk: Desk, person: DeskPerson, report: UUID, **changes: object) -> set[str]:
    with pytest.raises(NotReady) as refused:
        desk.propose(person, report, a_text(**changes))
    return set(refused.value.codes)


def test_a_proposal_is_written_and_she_can_find_it(desk: Desk, noor: DeskPerson) -> None:
    report, alert = proposed(desk, noor)
    row = desk.alert(alert)
    assert (row.state, row.needs_second, row.source_count) == (AlertState.PROPOSED, True, 1)
    assert row.published_by is None
    assert hits(desk) == set()
    assert desk.report_row(report).state is ReportState.PROPOSED
    assert desk.report_row(report).alert_ref is not None
    view = desk.look(noor, alert)
    assert view.content is not None
    assert [one.masked for one in view.content.shown] == ["06 •••• ••56"]
    assert view.sources == (report,)
    assert not view.may_approve


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "Bel hem op 06 38 12 47 56, dan weet je het wel."}, "blocking_marks"),
        ({"text": "Mail hem: naam@voorbeeld.nl, hij dreigde met geweld."}, "blocking_marks"),
        ({"text": "te kort"}, "text_too_short"),
        ({"text": "x" * 601}, "text_too_long"),
        ({"text": "Hij dreigde en hield haar \ud800 tegen."}, "text_unreadable"),
        ({"kinds": ()}, "no_kind"),
        ({"kinds": ("bestaat-niet",)}, "unknown_code"),
        ({"severity": 1}, "severity_too_low"),
        ({"severity": 4}, "severity_reason_missing"),
        ({"region": ""}, "region_missing"),
        ({"region": "GM9999"}, "unknown_code"),
        ({"month": None}, "month_missing"),
        ({"month": date(2027, 1, 1)}, "month_in_future"),
        ({"month": date(2019, 1, 1)}, "month_too_old"),
        ({"identifiers": ()}, "no_identifier"),
        ({"appearance": ("bestaat-niet",)}, "unknown_code"),
        ({"checklist": {}}, "checklist_unanswered"),
        ({"inform": None}, "inform_missing"),
    ],
)
def test_the_bar_says_what_is_missing(
    desk: Desk, noor: DeskPerson, changes: dict[str, object], code: str
) -> None:
    report = desk.report()
    desk.claim(noor, report)
    assert code in problems_of(desk, noor, report, **changes)
    assert desk.report_row(report).state is ReportState.IN_REVIEW


def test_without_her_consent_there_is_no_alert(desk: Desk, noor: DeskPerson) -> None:
    report = desk.report(replace(DRAFT, consents=Consents()))
    desk.claim(noor, report)
    assert problems_of(desk, noor, report) == {"consent_missing"}


def test_a_strong_mark_about_her_must_be_looked_at_once(desk: Desk, noor: DeskPerson) -> None:
    report = desk.report(replace(DRAFT, points_to_me="rode jas"))
    desk.claim(noor, report)
    text = "Hij dreigde een vrouw met een rode jas en hield de deur dicht."
    assert problems_of(desk, noor, report, text=text) == {"blocking_marks"}
    marks = marks_of(text, Known((), ("rode jas",)), dictionary=DICTIONARY)
    answered = frozenset(one.key for one in marks if not one.must_go)
    assert desk.propose(noor, report, a_text(text=text, answered=answered))


def test_after_the_veto_window_and_a_random_while_it_goes_out(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = proposed(desk, noor)
    assert desk.approve(iris, alert) is AlertState.APPROVED
    due = desk.alert(alert).release_after
    assert due is not None
    assert NOON + timedelta(hours=48) <= due <= NOON + timedelta(hours=72)
    sweep(desk, NOON + timedelta(hours=47))
    assert desk.alert(alert).state is AlertState.APPROVED
    sweep(desk)
    sweep(desk)
    row = desk.alert(alert)
    assert (row.state, row.published_on) == (AlertState.PUBLISHED, LATER.date())
    assert row.expires_on == date(2026, 11, 30) + timedelta(days=1095)
    assert hits(desk, "+31 6 38124756") == {alert}
    with desk.database.reading() as session:
        told = session.scalars(select(OutboxTask).where(OutboxTask.task == "tell_members")).all()
    assert [one.object_id for one in told] == [alert]
    assert desk.report_row(report).state is ReportState.PROPOSED  # no job knows which is hers
    settle(desk, noor)
    assert desk.report_row(report).state is ReportState.PUBLISHED


def test_at_once_means_with_the_approval(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> None:
    _report, alert = published(desk, noor, iris)
    assert hits(desk) == {alert}


def test_a_returned_alert_comes_back_and_can_be_proposed_again(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = proposed(desk, noor)
    with desk.database.writing() as session:
        return_alert(session, iris, alert, "text-identifies", keyring=desk.keyring, now=NOON)
    assert desk.alert(alert).state is AlertState.DRAFT
    assert desk.report_row(report).state is ReportState.IN_REVIEW
    desk.claim(noor, report)
    assert desk.propose(noor, report) == alert
    assert desk.alert(alert).state is AlertState.PROPOSED


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
    assert alarms(desk) == {"source_changed"}
    settle(desk, iris)
    assert read_source(noor, desk.alert(alert)) == (first,)
    assert alarms(desk) == set()
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    sweep(desk, NOON)
    assert desk.alert(alert).state is AlertState.RETRACTED


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


def test_an_alert_past_its_protocol_stays_in(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = proposed(desk, noor)
    desk.approve(iris, alert)
    over = replace(reference().protocol, valid_until=NOON.date())
    workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER)
    lift_embargoes(replace(workshop, reference=replace(workshop.reference, protocol=over)))
    assert desk.alert(alert).state is AlertState.APPROVED


def test_where_it_came_from_opens_with_the_teams_key_only(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = published(desk, noor, iris)
    row = desk.alert(alert)
    assert report.bytes not in row.source_sealed
    with pytest.raises(SourceUnreadable):
        read_source(replace(noor, keys=()), row)


def merge(
    desk: Desk,
    person: DeskPerson,
    report: UUID,
    alert: UUID,
    identifiers: tuple[str, ...] = (),
) -> None:
    with desk.database.writing() as session:
        merge_report(
            session, person, report, alert, reason="same-person", identifiers=identifiers,
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip


def correct(desk: Desk, person: DeskPerson, alert: UUID, **changes: object) -> UUID:
    with desk.database.writing() as session:
        return propose_correction(
            session, person, alert, a_text(**changes), "fact-wrong",
            keyring=desk.keyring, reference=reference(), dictionary=DICTIONARY, now=NOON,
        )  # fmt: skip


def revoke(desk: Desk, report: UUID) -> None:
    """She takes her consent back, as the follow page does it."""
    with desk.database.writing() as session:
        row, keys = session.get_one(Report, report), session.get_one(ReportKeys, report)
        opened = open_for_team(keys, team_secret=desk.team.secret, epoch=1)
        row.consents = seal_consents(opened.dek, report, {"warn": False})


def alarms(desk: Desk) -> set[str]:
    with desk.database.reading() as session:
        return set(session.scalars(select(Alarm.code).where(Alarm.seen_on.is_(None))))


def test_claiming_a_proposal_whose_alert_waits_leaves_it_alone(
    desk: Desk, noor: DeskPerson
) -> None:
    report, _alert = proposed(desk, noor)
    with desk.database.writing() as session:
        claim_report(session, noor, report, keyring=desk.keyring, now=NOON)
    assert desk.report_row(report).state is ReportState.PROPOSED
    with pytest.raises(MoveNotAllowed):
        desk.propose(noor, report)


def test_one_person_may_publish_what_needs_no_second(desk: Desk, noor: DeskPerson) -> None:
    usual = reference().incidents["niet-betalen"].severity
    report = desk.report(at_once(MILD))
    desk.claim(noor, report)
    alert = desk.propose(noor, report, a_text(kinds=("niet-betalen",), severity=usual))
    assert usual == 2
    assert not desk.alert(alert).needs_second
    assert desk.approve(noor, alert) is AlertState.PUBLISHED
