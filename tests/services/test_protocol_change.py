"""The protocol is changed by two people, within its licence, and never deletes half of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.adapters.database import Database
from app.domain.protocol_limits import OutOfBounds, values_of
from app.domain.states import AlertState
from app.jobs.housekeeping import keep_house
from app.models.alert import Alert
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.protocol import ProtocolProposal, ProtocolVersion
from app.models.report import Report
from app.services.protocol_in_force import LOOK_AGAIN_SECONDS, InForce
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.protocol import (
    FIRST,
    NoProposal,
    NothingChanged,
    NotInOrder,
    ProposalWaits,
    confirm_change,
    drop_proposal,
    line_hash,
    propose_change,
    read_protocol,
)
from moderation.decisions.shorter_terms import WouldDeleteTooMuch
from moderation.decisions.show_parts import NotFresh
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.roles import NotPermitted
from tests.desk_cases import Desk
from tests.rows import a_report, an_alert, days
from tests.workbench import NOON, a_workshop, reference

FILE = reference().protocol
NUMBERS = values_of(FILE)


@pytest.fixture
def iris(desk: Desk) -> DeskPerson:
    return desk.person("Iris", "lead")


@pytest.fixture
def sanne(desk: Desk) -> DeskPerson:
    return desk.person("Sanne", "lead")


def propose(desk: Desk, person: DeskPerson, **numbers: int) -> str:
    """The mark of what was proposed."""
    with desk.database.writing() as session:
        propose_change(
            session, person, NUMBERS | numbers, file=FILE, keyring=desk.keyring, now=NOON
        )
    with desk.database.reading() as session:
        proposal = read_protocol(session, person, FILE).proposal
    assert proposal is not None
    return proposal.mark


def confirm(desk: Desk, person: DeskPerson, mark: str) -> int:
    with desk.database.writing() as session:
        return confirm_change(session, person, mark, file=FILE, keyring=desk.keyring, now=NOON)


def in_force(desk: Desk) -> dict[str, int]:
    return values_of(InForce().over(reference(), desk.database).protocol)


def test_what_one_proposes_holds_when_another_confirms(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    mark = propose(desk, iris, quota_per_day=10)
    assert in_force(desk) == NUMBERS
    assert confirm(desk, sanne, mark) == 1
    assert in_force(desk) == NUMBERS | {"quota_per_day": 10}
    with desk.database.reading() as session:
        found = read_protocol(session, iris, FILE)
        version = session.scalars(select(ProtocolVersion)).one()
        actions = list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))
    assert found.proposal is None
    assert [(one.number, one.proposed_by, one.confirmed_by) for one in found.versions] == [
        (1, "Iris", "Sanne")
    ]
    assert version.sha256 == line_hash(FIRST, version)
    assert actions == ["protocol_proposed", "protocol_confirmed"]


def test_nobody_confirms_her_own_proposal(desk: Desk, iris: DeskPerson) -> None:
    mark = propose(desk, iris, quota_per_day=10)
    refusal: object = None
    try:
        confirm(desk, iris, mark)
    except (SamePerson, DBAPIError) as error:  # the database is the second lock
        refusal = type(error)
    assert refusal is SamePerson
    assert in_force(desk) == NUMBERS


def test_the_database_itself_refuses_a_version_of_one_person(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    confirm(desk, sanne, propose(desk, iris, quota_per_day=10))
    with pytest.raises(DBAPIError, match="two_people"), desk.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO protocol_version SELECT number + 1, licence, numbers, proposed_by,"
                " proposed_on, proposed_by, confirmed_on, sha256 FROM protocol_version"
            )
        )


def test_an_administrator_proposes_and_cannot_confirm(
    desk: Desk, iris: DeskPerson, database: Database
) -> None:
    mark = propose(desk, iris, quota_per_day=10)
    for role in ("administrator", "moderator", "caseworker", "analyst", "auditor"):
        somebody = replace(desk.person(f"R {role}"), role=role)
        with pytest.raises(NotPermitted):
            confirm(desk, somebody, mark)
        if role != "administrator":
            with pytest.raises(NotPermitted):
                propose(desk, somebody, quota_per_day=9)
            with pytest.raises(NotPermitted), database.reading() as session:
                read_protocol(session, somebody, FILE)


def test_confirming_asks_for_a_proof_of_a_moment_ago(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    mark = propose(desk, iris, quota_per_day=10)
    with pytest.raises(NotFresh):
        confirm(desk, replace(sanne, fresh_at=NOON - timedelta(minutes=6)), mark)


def test_what_is_confirmed_is_what_was_read(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    seen = propose(desk, iris, quota_per_day=10)
    with desk.database.writing() as session:
        drop_proposal(session, sanne, keyring=desk.keyring, now=NOON)
    propose(desk, iris, quota_per_day=1)
    with pytest.raises(ApprovalVoid):
        confirm(desk, sanne, seen)


def test_one_proposal_at_a_time_and_none_twice(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    mark = propose(desk, iris, quota_per_day=10)
    with pytest.raises(ProposalWaits):
        propose(desk, sanne, quota_per_day=9)
    confirm(desk, sanne, mark)
    with pytest.raises(NoProposal):
        confirm(desk, sanne, mark)


def test_a_proposal_past_the_licence_or_without_sense_is_refused(
    desk: Desk, iris: DeskPerson
) -> None:
    for numbers, refusal in (
        ({"quota_per_day": 31}, OutOfBounds),
        ({"report_max_days": 541}, OutOfBounds),
        ({"veto_hours": 47}, OutOfBounds),
        ({"quota_per_day": 30, "quota_per_30_days": 20}, NotInOrder),
        ({}, NothingChanged),
    ):
        found: object = None
        try:
            propose(desk, iris, **numbers)
        except (OutOfBounds, NotInOrder, NothingChanged) as error:
            found = type(error)
        assert found is refusal, numbers
    with desk.database.reading() as session:
        assert session.get(ProtocolProposal, 1) is None


def test_a_change_that_would_delete_half_is_refused_with_its_numbers(
    desk: Desk, iris: DeskPerson
) -> None:
    with desk.database.writing() as session:
        for _number in range(10):
            a_report(session, arrived_on=days(-200), expires_on=days(340))
            a_report(session, arrived_on=days(-10), expires_on=days(530))
    with pytest.raises(WouldDeleteTooMuch) as refused:
        propose(desk, iris, report_max_days=180)
    found = refused.value.would_go
    assert (found.reports, found.of_reports, found.alerts) == (10, 20, 0)


def test_it_is_looked_at_again_when_it_is_confirmed(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    mark = propose(desk, iris, report_max_days=180)
    with desk.database.writing() as session:
        for _number in range(10):
            a_report(session, arrived_on=days(-200), expires_on=days(340))
    with pytest.raises(WouldDeleteTooMuch):
        confirm(desk, sanne, mark)
    assert in_force(desk) == NUMBERS


def test_a_shorter_term_holds_for_what_is_there_and_a_longer_one_does_not(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    with desk.database.writing() as session:
        open_one = a_report(session, arrived_on=days(-100), expires_on=days(440))
        closed = a_report(session, arrived_on=days(-100), closed_on=days(-10), expires_on=days(80))
        alert = an_alert(session, month=days(-60).replace(day=1), expires_on=days(300))
        stayed = an_alert(session, month=days(-300).replace(day=1), expires_on=days(360))
        session.add(
            Decision(
                subject_kind="alert", subject_id=stayed, actor="system", reason="motivated",
                from_state="published", to_state="published", on_day=days(-1),
            )
        )  # fmt: skip
    confirm(
        desk, sanne,
        propose(desk, iris, report_max_days=400, report_after_closing_days=60, alert_days_2=200),
    )  # fmt: skip

    def ends() -> list[object]:
        with desk.database.reading() as session:
            return [
                *(session.get_one(Report, one).expires_on for one in (open_one, closed)),
                *(session.get_one(Alert, one).expires_on for one in (alert, stayed)),
            ]

    shorter = ends()
    assert shorter[:2] == [days(300), days(50)]
    assert shorter[2] == date(2026, 9, 30) + timedelta(days=200)
    # two people let it stay in November: counted from the end of that month
    assert shorter[3] == date(2026, 11, 30) + timedelta(days=200)
    confirm(desk, sanne, propose(desk, iris, report_max_days=540, alert_days_2=365))
    assert ends() == shorter


def test_another_process_hears_of_it_within_seconds(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    moment = [100.0]
    other = InForce(lambda: moment[0])
    assert other.over(reference(), desk.database) is reference()
    confirm(desk, sanne, propose(desk, iris, quota_per_day=10))
    moment[0] += LOOK_AGAIN_SECONDS - 1
    assert other.over(reference(), desk.database).protocol.quota_per_day == 30
    moment[0] += 1
    found = other.over(reference(), desk.database)
    assert found.protocol.quota_per_day == 10
    assert other.over(reference(), desk.database) is found


def test_without_a_database_the_rest_can_still_be_read() -> None:
    nowhere = Database("sqlite:////nonexistent/house.sqlite3")
    assert InForce().over(reference(), nowhere) is reference()


def test_a_shorter_term_of_reports_leaves_the_stub_of_a_warning_that_lives(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    """Without it she could neither follow her warning nor take it back (decisions 17)."""
    with desk.database.writing() as session:
        # out on the 200th day after it came in, which is later than the new term
        an_alert(session, published_on=days(-50), expires_on=days(300))
        report = a_report(
            session, arrived_on=days(-250), expires_on=days(290), alert_ref=b"x", closed_on=None
        )
    confirm(desk, sanne, propose(desk, iris, report_max_days=180))
    keep_house(a_workshop(desk.database, keyring=desk.keyring))
    with desk.database.reading() as session:
        stub = session.get(Report, report)
        assert stub is not None
        assert stub.body is None


def test_what_waits_has_the_shorter_term_too(
    desk: Desk, iris: DeskPerson, sanne: DeskPerson
) -> None:
    with desk.database.writing() as session:
        alert = an_alert(
            session, state=AlertState.PROPOSED, published_on=None, published_by=None,
            proposed_on=days(-20), expires_on=days(70),
        )  # fmt: skip
    confirm(desk, sanne, propose(desk, iris, not_published_days=30))
    assert desk.alert(alert).expires_on == days(10)
