"""That she told both desks: one word in her sealed wishes, which nothing else takes away."""

from __future__ import annotations

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.complaint import Complaint
from app.models.outbox import OutboxTask
from app.models.report import Report
from app.services.both_desks import let_desk_know, told_before
from app.services.change_at_once import change_at_once
from app.services.change_complaint_consents import change_complaint_consent
from app.services.change_consents import change_consent
from app.services.own_report import ReportGone
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_report import BOTH_DESKS, open_consents
from app.services.withdraw_report import withdraw_report
from tests.complaints import file_a_complaint
from tests.conftest import NOON
from tests.filed_reports import file_one
from tests.web.complaint_way import count
from tests.workbench import reference

pytestmark = pytest.mark.usefixtures("alerts_team", "institutions_team")


def test_a_report_keeps_it_through_every_change_of_her_wishes(
    database: Database, keyring: Keyring
) -> None:
    report, protocol = file_one(database, keyring), reference().protocol
    before = count(database, OutboxTask)
    for _each in range(2):
        with database.writing() as session:
            let_desk_know(session, report.own)
    assert count(database, OutboxTask) == before  # nothing beside it shows when she told both
    with database.writing() as session:
        change_at_once(session, report.own, given=True, now=NOON)
        change_consent(session, report.own, "warn", given=False, protocol=protocol, now=NOON)
    with database.reading() as session:
        row = session.get_one(Report, report.id)
        wishes = open_consents(report.own.dek, row.id, row.consents)
    assert wishes[BOTH_DESKS] is True
    assert (wishes["warn"], wishes["figures"]) == (False, True)


def test_a_complaint_keeps_it_too_and_no_other_wish_changes(
    database: Database, keyring: Keyring
) -> None:
    case = file_a_complaint(database, keyring)
    before = count(database, OutboxTask)
    with database.writing() as session:
        let_desk_know(session, case.own)
    assert count(database, OutboxTask) == before
    with database.writing() as session:
        change_complaint_consent(session, case.own, "pattern", given=True, now=NOON)
    with database.reading() as session:
        row = session.get_one(Complaint, case.id)
        wishes = COMPLAINT.open_consents(case.own.dek, row.id, row.consents)
    assert wishes == {"figures": True, "own_words": False, "pattern": True, "both_desks": True}


def test_what_she_took_back_is_neither_read_nor_written(
    database: Database, keyring: Keyring
) -> None:
    report = file_one(database, keyring)
    with database.writing() as session:
        withdraw_report(session, report.own, now=NOON)
    with database.reading() as session, pytest.raises(ReportGone):
        told_before(session, report.own)
    with pytest.raises(ReportGone), database.writing() as session:
        let_desk_know(session, report.own)
