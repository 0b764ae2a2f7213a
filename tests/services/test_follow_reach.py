"""What else she changes with her code: whether a warning waits for her, and how to reach her."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report_parts import Contact
from app.domain.states import ReportState
from app.models.outbox import OutboxTask
from app.models.report import Report
from app.services.change_at_once import NeedsWarn, change_at_once
from app.services.change_consents import change_consent
from app.services.change_contact import ContactRefused, change_contact, own_contact
from app.services.follow_report import follow_report
from app.services.own_report import TooLateToAdd
from app.services.sealed_report import open_contact
from tests.conftest import NOON
from tests.filed_reports import FiledReport, file_one, move
from tests.keys import TeamKeys
from tests.workbench import reference

PROTOCOL = reference().protocol
SIGNAL = Contact(way="chat_app", value="@nacht", safe_times=("morning",))


@pytest.fixture
def filed(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> FiledReport:
    return file_one(database, keyring)


def wish_at_once(database: Database, report: FiledReport, *, given: bool) -> None:
    with database.writing() as session:
        change_at_once(session, report.own, given=given, now=NOON)


def reach(database: Database, report: FiledReport, contact: Contact | None) -> None:
    with database.writing() as session:
        change_contact(session, report.own, contact, protocol=PROTOCOL, now=NOON)


def is_at_once(database: Database, report: FiledReport) -> bool:
    with database.reading() as session:
        return follow_report(session, report.own, now=NOON).at_once


def told_the_desk(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(OutboxTask)) or 0


def row(database: Database, report: FiledReport) -> Report:
    with database.reading() as session:
        return session.get_one(Report, report.id)


def test_at_once_is_chosen_and_taken_back_and_tells_the_desk(
    database: Database, filed: FiledReport
) -> None:
    size = len(row(database, filed).consents)
    before = told_the_desk(database)
    wish_at_once(database, filed, given=True)
    wish_at_once(database, filed, given=True)
    assert is_at_once(database, filed)
    wish_at_once(database, filed, given=False)
    assert not is_at_once(database, filed)
    assert told_the_desk(database) == before + 2
    assert len(row(database, filed).consents) == size  # the row does not tell what she chose
    with database.reading() as session:
        assert follow_report(session, filed.own, now=NOON).consents.given == ("warn", "figures")


def test_at_once_needs_that_we_may_warn(database: Database, filed: FiledReport) -> None:
    with database.writing() as session:
        change_consent(session, filed.own, "warn", given=False, protocol=PROTOCOL, now=NOON)
    with pytest.raises(NeedsWarn):
        wish_at_once(database, filed, given=True)
    wish_at_once(database, filed, given=False)
    assert not is_at_once(database, filed)


def test_another_way_to_reach_her_takes_the_place_of_the_old_one(
    database: Database, filed: FiledReport
) -> None:
    sealed = row(database, filed).contact
    assert sealed is not None
    reach(database, filed, SIGNAL)
    changed = row(database, filed).contact
    assert changed is not None
    assert len(changed) == len(sealed)
    assert Contact.from_json(open_contact(filed.own.dek, filed.id, changed)) == SIGNAL
    with database.reading() as session:
        found = own_contact(session, filed.own)
    assert (found.is_there, found.may_change, found.contact) == (True, True, SIGNAL)


def test_taken_away_it_is_gone_from_the_row(database: Database, filed: FiledReport) -> None:
    before = told_the_desk(database)
    reach(database, filed, None)
    reach(database, filed, None)
    assert row(database, filed).contact is None
    assert told_the_desk(database) == before + 1


@pytest.mark.parametrize(
    "contact",
    [
        Contact(way="phone", value=" "),
        Contact(way="phone", value="0" * 121),
        Contact(way="phone", value="06\x00"),
        Contact(way="", value="06"),
        Contact(way="phone", value="06", safe_times=("morning",) * 11),
    ],
)
def test_what_could_not_be_read_at_the_desk_is_refused(
    database: Database, filed: FiledReport, contact: Contact
) -> None:
    before = row(database, filed).contact
    with pytest.raises(ContactRefused):
        reach(database, filed, contact)
    assert row(database, filed).contact == before


def test_a_new_way_answers_a_question_but_taking_it_away_reopens_nothing(
    database: Database, filed: FiledReport
) -> None:
    move(database, filed, ReportState.CLOSED, "done")
    reach(database, filed, None)
    assert row(database, filed).state is ReportState.CLOSED
    reach(database, filed, SIGNAL)
    assert row(database, filed).state is ReportState.ANSWERED
    move(database, filed, ReportState.ASKED, "consent")
    reach(database, filed, None)
    assert row(database, filed).state is ReportState.ANSWERED


def test_of_a_stub_it_can_only_be_taken_away(database: Database, filed: FiledReport) -> None:
    with database.writing() as session:
        session.execute(update(Report).values(body=None))
    with pytest.raises(TooLateToAdd):
        reach(database, filed, SIGNAL)
    with database.reading() as session:
        found = own_contact(session, filed.own)
    assert (found.is_there, found.may_change, found.contact) == (True, False, None)
    reach(database, filed, None)
    assert row(database, filed).contact is None
