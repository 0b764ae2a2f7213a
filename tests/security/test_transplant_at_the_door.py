"""T3 through the door: a replaced part is damage on her page, an alarm at the desk, never a 500."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState
from app.models.alert import Alert, ReporterRequest
from app.models.outbox import Alarm
from app.models.report import Attachment, Message, Report, ReportKeys
from app.services import sealed_report
from app.services.add_to_report import add_message, add_photo
from app.services.follow_report import follow_report
from app.services.open_report import open_report
from app.services.own_report import REPORT_DAMAGED
from app.services.preview_alert import preview_alert
from app.services.receipt import stretch
from app.services.sent_report import sent_report
from tests.conftest import NOON
from tests.filed_reports import A_DRAFT, FiledReport, desk_writes, file_one, write_alert
from tests.visitor import Visitor
from tests.workbench import reference

PROTOCOL = reference().protocol


@dataclass(frozen=True)
class Two:
    """Hers, and another one with everything that a report can have."""

    hers: FiledReport
    other: FiledReport


@pytest.fixture
def two(app: Flask, database: Database, keyring: Keyring) -> Two:
    found = Two(file_one(database, keyring), file_one(database, keyring))
    for report in (found.hers, found.other):
        write_alert(database, keyring, report, AlertState.APPROVED)
        with database.writing() as session:
            add_message(session, report.own, "Eerste.", protocol=PROTOCOL, now=NOON)
            add_photo(session, report.own, b"jpeg", "Foto.", protocol=PROTOCOL, now=NOON)
        desk_writes(database, report, 3, "Dank je.")
    return found


def copy_between(database: Database, two: Two, field: str, source: str | None = None) -> None:
    """A thief with write access puts a blob of the other report, or of another field, into hers."""
    with database.writing() as session:
        table = ReportKeys if field.startswith("sealed_") else Report
        key = ReportKeys.report_id if table is ReportKeys else Report.id
        taken = session.scalar(
            select(getattr(table, source or field)).where(
                key == (two.other.id if source is None else two.hers.id)
            )
        )
        session.execute(update(table).where(key == two.hers.id).values({field: taken}))


def swap_messages(database: Database, two: Two, change: dict[str, Any]) -> None:
    with database.writing() as session:
        session.execute(
            update(Message)
            .where(Message.report_id == two.hers.id, Message.number == 1)
            .values(change)
        )


def enter(visit: Visitor, report: FiledReport, status: int = 303) -> None:
    visit.get("/nl/c")
    visit.submit({"code": report.words}, status=status)


def assert_damage_is_said_and_told(visit: Visitor, database: Database) -> None:
    assert visit.response.status_code == 409
    assert "Er is iets beschadigd" in visit.last.text
    assert "We laten er niets van zien." in visit.last.text
    with database.reading() as session:
        assert session.scalars(select(Alarm.code)).all() == [REPORT_DAMAGED]


@pytest.mark.parametrize(
    ("field", "source"),
    [
        ("body", None),
        ("consents", None),
        ("alert_ref", None),
        ("body", "consents"),
        ("body", "contact"),
        ("consents", "body"),
        ("consents", "alert_ref"),
        ("alert_ref", "consents"),
        ("alert_ref", "contact"),
    ],
)
def test_a_transplanted_field_is_damage_on_her_page(
    visit: Visitor, database: Database, two: Two, field: str, source: str | None
) -> None:
    copy_between(database, two, field, source)
    with database.reading() as session, pytest.raises(Damaged):
        follow_report(session, two.hers.own, now=NOON)
    enter(visit, two.hers)
    visit.get("/nl/c/s", status=409)
    assert_damage_is_said_and_told(visit, database)


@pytest.mark.parametrize("source", [None, "body", "consents"])
def test_a_transplanted_contact_is_damage_where_it_is_shown(
    visit: Visitor, database: Database, two: Two, source: str | None
) -> None:
    copy_between(database, two, "contact", source)
    with database.reading() as session, pytest.raises(Damaged):
        sent_report(session, two.hers.own)
    enter(visit, two.hers)
    visit.get("/nl/c/r", status=409)
    visit.get("/nl/c/t", status=409)
    assert_damage_is_said_and_told(visit, database)


@pytest.mark.parametrize("source", [None, "sealed_team", "sealed_desk"])
def test_a_transplanted_key_is_damage_at_the_box(
    visit: Visitor, database: Database, keyring: Keyring, two: Two, source: str | None
) -> None:
    copy_between(database, two, "sealed_receipt", source)
    with database.reading() as session, pytest.raises(Damaged):
        open_report(session, stretch(two.hers.code, keyring))
    enter(visit, two.hers, status=409)
    assert_damage_is_said_and_told(visit, database)
    assert "Set-Cookie" not in visit.response.headers


def test_a_look_up_that_points_to_another_report_opens_nothing(
    visit: Visitor, database: Database, two: Two
) -> None:
    with database.writing() as session:
        hers = session.get_one(Report, two.hers.id)
        other = session.get_one(Report, two.other.id)
        found = hers.lookup
        hers.lookup = b"elsewhere"
        session.flush()
        other.lookup = found
    enter(visit, two.hers, status=409)
    assert_damage_is_said_and_told(visit, database)


@pytest.mark.parametrize("attack", ["another report", "another number", "another author"])
def test_a_transplanted_message_is_damage_on_her_page(
    visit: Visitor, database: Database, two: Two, attack: str
) -> None:
    with database.reading() as session:
        report, number = (two.other.id, 1) if attack == "another report" else (two.hers.id, 2)
        taken = session.get_one(Message, (report, number)).body
    swap_messages(
        database, two, {"author": "desk"} if attack == "another author" else {"body": taken}
    )
    with database.reading() as session, pytest.raises(Damaged):
        follow_report(session, two.hers.own, now=NOON)
    enter(visit, two.hers)
    visit.get("/nl/c/s", status=409)
    assert_damage_is_said_and_told(visit, database)


def test_a_replaced_message_is_noticed_also_where_it_would_not_be_shown(
    visit: Visitor, database: Database, keyring: Keyring, two: Two
) -> None:
    hidden = file_one(database, keyring, replace(A_DRAFT, do_not_show_back=True))
    with database.writing() as session:
        add_message(session, hidden.own, "Verborgen.", protocol=PROTOCOL, now=NOON)
    swap_messages(database, Two(hidden, two.other), {"body": b"not ours"})
    enter(visit, hidden)
    visit.get("/nl/c/s", status=409)
    assert_damage_is_said_and_told(visit, database)


def test_a_transplanted_photo_does_not_open(database: Database, two: Two) -> None:
    with database.reading() as session:
        other = session.get_one(Attachment, (two.other.id, 1)).stream
        hers = session.get_one(Attachment, (two.hers.id, 1)).stream
    for stream, number in ((other, 1), (hers, 2)):
        with pytest.raises(Damaged):
            sealed_report.open_photo(two.hers.own.dek, two.hers.id, number, stream)


@pytest.mark.parametrize("swap", ["text", "identifiers", "text within", "identifiers within"])
def test_words_of_another_warning_are_never_shown_as_hers(
    visit: Visitor, database: Database, keyring: Keyring, two: Two, swap: str
) -> None:
    field, _space, within = swap.partition(" ")
    with database.writing() as session:
        hers_id = sealed_report.open_alert_ref(
            two.hers.own.dek, two.hers.id, session.get_one(Report, two.hers.id).alert_ref or b""
        )
        other = session.scalars(select(Alert).where(Alert.id != hers_id)).one()
        hers = session.get_one(Alert, hers_id)
        beside = "identifiers" if field == "text" else "text"
        setattr(hers, field, getattr(hers, beside) if within else getattr(other, field))
    with database.reading() as session, pytest.raises(Damaged):
        preview_alert(session, two.hers.own, keyring=keyring)
    enter(visit, two.hers)
    visit.get("/nl/c/w", status=409)
    assert_damage_is_said_and_told(visit, database)


def test_with_damage_she_can_still_take_everything_back(
    visit: Visitor, database: Database, two: Two
) -> None:
    copy_between(database, two, "body")
    copy_between(database, two, "alert_ref")
    enter(visit, two.hers)
    visit.get("/nl/c/s", status=409)
    visit.get("/nl/c/x")
    visit.submit(form="/c/x")
    assert "Alles is ingetrokken" in visit.follow().text
    with database.reading() as session:
        assert session.scalars(select(ReporterRequest.object_id)).all() == [two.hers.id]


def test_the_other_report_is_untouched(visit: Visitor, database: Database, two: Two) -> None:
    copy_between(database, two, "body")
    enter(visit, two.other)
    assert "Waarschuwing klaar" in visit.follow().text
