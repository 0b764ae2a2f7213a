"""She says no: veto, consent taken back, everything withdrawn; both engines."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState
from app.models.alert import Alert, ReporterRequest
from app.models.outbox import Alarm
from app.models.report import Report
from app.services.add_to_report import (
    add_message,
)
from app.services.change_consents import change_consent
from app.services.follow_report import follow_report
from app.services.own_report import REPORT_DAMAGED, ReportGone
from app.services.reporter_requests import (
    VETO,
    WITHDRAW,
    close_request,
    is_stopped,
    open_requests,
)
from app.services.veto_alert import NothingToStop, veto_alert
from app.services.withdraw_report import withdraw_report
from tests.conftest import NOON
from tests.filed_reports import FiledReport, file_one, write_alert
from tests.keys import TeamKeys
from tests.workbench import reference

PROTOCOL = reference().protocol


@pytest.fixture
def filed(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> FiledReport:
    return file_one(database, keyring)


def say(database: Database, report: FiledReport, text: str = "Nog iets.") -> int:
    with database.writing() as session:
        return add_message(session, report.own, text, protocol=PROTOCOL, now=NOON)


def choose(database: Database, report: FiledReport, code: str, *, given: bool) -> None:
    with database.writing() as session:
        change_consent(session, report.own, code, given=given, protocol=PROTOCOL, now=NOON)


def asked_for(database: Database, kind: str) -> list[UUID]:
    with database.reading() as session:
        return [
            one.object_id for one in open_requests(session, VETO if kind == "veto" else WITHDRAW)
        ]


@pytest.mark.parametrize(
    ("state", "stopped"),
    [
        (AlertState.DRAFT, False),
        (AlertState.PROPOSED, True),
        (AlertState.APPROVED, True),
        (AlertState.PUBLISHED, True),
        (AlertState.SUSPENDED, True),
        (AlertState.VETOED, False),
        (AlertState.RETRACTED, False),
    ],
)
def test_without_consent_to_warn_a_warning_is_stopped_or_taken_back(
    database: Database, keyring: Keyring, filed: FiledReport, state: AlertState, stopped: bool
) -> None:
    alert_id = write_alert(database, keyring, filed, state)
    choose(database, filed, "warn", given=False)
    assert asked_for(database, "veto") == ([alert_id] if stopped else [])
    assert asked_for(database, "withdraw") == []


@pytest.mark.parametrize("state", [AlertState.PROPOSED, AlertState.APPROVED])
def test_a_veto_is_a_request_that_the_release_can_see(
    database: Database, keyring: Keyring, filed: FiledReport, state: AlertState
) -> None:
    alert_id = write_alert(database, keyring, filed, state)
    with database.writing() as session:
        veto_alert(session, filed.own, now=NOON)
        veto_alert(session, filed.own, now=NOON)
    with database.writing() as session:
        assert is_stopped(session, alert_id)
        (request,) = open_requests(session, VETO)
        assert request.object_id == alert_id
        report = follow_report(session, filed.own, now=NOON)
        assert report.status == "vetoed"
        assert report.alert is not None
        assert not report.alert.may_veto
        assert session.get_one(Alert, alert_id).state is state  # the public side changes no alert
        close_request(session, request.id, now=NOON)
        assert not is_stopped(session, alert_id)


def test_what_is_out_or_not_hers_is_not_vetoed(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    with database.writing() as session, pytest.raises(NothingToStop):
        veto_alert(session, filed.own, now=NOON)
    write_alert(database, keyring, filed, AlertState.PUBLISHED)
    with database.writing() as session, pytest.raises(NothingToStop):
        veto_alert(session, filed.own, now=NOON)
    other = file_one(database, keyring)
    write_alert(database, keyring, other)
    with database.writing() as session, pytest.raises(NothingToStop):
        veto_alert(session, filed.own, now=NOON)
    assert asked_for(database, "veto") == []


@pytest.mark.parametrize("state", [AlertState.DRAFT, AlertState.APPROVED, AlertState.PUBLISHED])
def test_withdrawing_asks_for_the_report_and_for_its_warning(
    database: Database, keyring: Keyring, filed: FiledReport, state: AlertState
) -> None:
    alert_id = write_alert(database, keyring, filed, state)
    with database.writing() as session:
        withdraw_report(session, filed.own, now=NOON)
    assert asked_for(database, "withdraw") == [filed.id]
    assert asked_for(database, "veto") == [alert_id]
    with database.reading() as session:
        assert {row.on_day for row in session.scalars(select(ReporterRequest))} == {NOON.date()}


def test_after_withdrawing_nothing_is_accepted_any_more(
    database: Database, filed: FiledReport
) -> None:
    with database.writing() as session:
        withdraw_report(session, filed.own, now=NOON)
    with pytest.raises(ReportGone):
        say(database, filed)
    with pytest.raises(ReportGone):
        choose(database, filed, "figures", given=False)
    with pytest.raises(ReportGone), database.writing() as session:
        withdraw_report(session, filed.own, now=NOON + timedelta(days=1))


def test_damage_does_not_keep_her_from_withdrawing(database: Database, filed: FiledReport) -> None:
    with database.writing() as session:
        session.execute(update(Report).values(alert_ref=b"not ours"))
    with database.reading() as session, pytest.raises(Damaged):
        follow_report(session, filed.own, now=NOON)
    with database.writing() as session:
        withdraw_report(session, filed.own, now=NOON)
    assert asked_for(database, "withdraw") == [filed.id]
    with database.reading() as session:
        assert session.scalars(select(Alarm.code)).all() == [REPORT_DAMAGED]
