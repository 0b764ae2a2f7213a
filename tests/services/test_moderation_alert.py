"""An alert from its empty fields to the members and away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.consent import Consents
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.outbox import OutboxTask
from app.models.report import Report, ReportKeys
from app.services.sealed_report import open_for_team, seal_body
from moderation.decisions.alert_content import (
    read_content,
    read_review,
    write_content,
    write_review,
)
from moderation.decisions.alert_source import SourceUnreadable, read_source
from moderation.decisions.approve_alert import return_alert
from moderation.decisions.claim_report import claim_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.redaction_marks import Known, marks_of
from moderation.jobs import lift_embargoes
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_alerts import (
    LATER,
    hits,
    proposed,
    published,
    settle,
    sweep,
)
from tests.desk_cases import DICTIONARY, DRAFT, Desk, a_text, at_once
from tests.workbench import NOON, a_workshop, reference

MILD = replace(DRAFT, kinds=("niet-betalen",))
NOTHING_KNOWN = Known((), ())


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


def test_a_word_that_may_be_a_name_must_be_looked_at_too(desk: Desk, noor: DeskPerson) -> None:
    report = desk.report()
    desk.claim(noor, report)
    text = "Hij zei dat Marloes hem kende en hield de deur dicht."
    marks = marks_of(text, NOTHING_KNOWN, dictionary=DICTIONARY)
    assert {(one.kind, one.strength) for one in marks} == {("name", "weak")}
    assert problems_of(desk, noor, report, text=text) == {"blocking_marks"}
    answered = frozenset(one.key for one in marks)
    other = text.replace("Marloes", "Willemijn")
    assert problems_of(desk, noor, report, text=other, answered=answered) == {"blocking_marks"}
    assert desk.propose(noor, report, a_text(text=text, answered=answered))


@pytest.mark.parametrize("address", ["Dorpsstraat 5", "dorpsstraat op nummer 5", "12 High Street"])
def test_no_answer_lets_an_address_stay(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, address: str
) -> None:
    """Not at the proposal, and not at the second look where an older one still holds it."""
    report = desk.report()
    desk.claim(noor, report)
    text = f"Hij hield de deur dicht. Het huis is {address}, achterom."
    answered = frozenset(one.key for one in marks_of(text, NOTHING_KNOWN, dictionary=DICTIONARY))
    assert problems_of(desk, noor, report, text=text, answered=answered) == {"blocking_marks"}
    without = text.replace(address, "een woonhuis")
    alert = desk.propose(noor, report, a_text(text=without))
    with desk.database.writing() as session:
        row = session.get_one(Alert, alert)
        content = read_content(session, row, desk.keyring)
        review = replace(read_review(row, desk.keyring), answered=answered)
        write_content(row, replace(content, words=replace(content.words, text=text)), desk.keyring)
        write_review(row, review, desk.keyring)
    with pytest.raises(NotReady) as refused:
        desk.approve(iris, alert)
    assert refused.value.codes == ("blocking_marks",)


def test_the_second_reader_judges_by_what_the_report_gives_away(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    """Whatever the first one answered: what she never looked at does not go out."""
    report, alert = proposed(desk, noor, text="Hij droeg haar rode jas en hield de deur dicht.")
    assert desk.look(iris, alert).behind == (report,)
    points_to(desk, report, "rode jas")
    with pytest.raises(NotReady) as refused:
        desk.approve(iris, alert)
    assert refused.value.codes == ("blocking_marks",)
    assert desk.alert(alert).state is AlertState.PROPOSED


def points_to(desk: Desk, report: UUID, words: str) -> None:
    """As if these words had been in the report when somebody reads it."""
    with desk.database.writing() as session:
        row, keys = session.get_one(Report, report), session.get_one(ReportKeys, report)
        opened = open_for_team(keys, team_secret=desk.team.secret, epoch=1)
        body = replace(DRAFT, points_to_me=words).to_json()
        row.body = seal_body(opened.dek, report, body)


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


def test_an_alert_past_its_protocol_stays_in(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = proposed(desk, noor)
    desk.approve(iris, alert)
    over = replace(reference().protocol, valid_until=NOON.date())
    workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER)
    lift_embargoes(replace(workshop, files=replace(workshop.reference, protocol=over)))
    assert desk.alert(alert).state is AlertState.APPROVED


def test_where_it_came_from_opens_with_the_teams_key_only(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    report, alert = published(desk, noor, iris)
    row = desk.alert(alert)
    assert report.bytes not in row.source_sealed
    with pytest.raises(SourceUnreadable):
        read_source(replace(noor, keys=()), row)


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
