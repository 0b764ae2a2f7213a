"""What she changes with her code: messages, photos and consents; both engines."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.consent import NoSuchConsent
from app.domain.states import ReportState
from app.models.decision import Decision
from app.models.outbox import OutboxTask
from app.models.report import Attachment, Message, Report
from app.services.add_to_report import (
    MOST_PHOTOS,
    MessageRefused,
    TooManyPhotos,
    add_message,
    add_photo,
)
from app.services.change_consents import change_consent
from app.services.follow_report import follow_report
from app.services.own_report import TooLateToAdd
from app.services.sealed_report import open_photo
from tests.conftest import NOON
from tests.filed_reports import FiledReport, file_one, move
from tests.keys import TeamKeys
from tests.rows import days
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


def told_the_desk(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(OutboxTask)) or 0


def state_of(database: Database, report: FiledReport) -> ReportState:
    with database.reading() as session:
        return session.get_one(Report, report.id).state


def test_a_message_is_stored_with_a_promise_to_tell_the_desk(
    database: Database, filed: FiledReport
) -> None:
    before = told_the_desk(database)
    assert [say(database, filed), say(database, filed, "En nog iets.")] == [1, 2]
    with database.reading() as session:
        found = follow_report(session, filed.own, now=NOON).messages
    assert [(one.own, one.text) for one in found] == [(True, "Nog iets."), (True, "En nog iets.")]
    assert told_the_desk(database) == before + 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n", "empty"),
        ("é" * 8001, "too_long"),
        ("a\x00b", "unreadable"),
        ("\ud800", "unreadable"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_code(
    database: Database, filed: FiledReport, text: str, reason: str
) -> None:
    with pytest.raises(MessageRefused) as refusal:
        say(database, filed, text)
    assert refusal.value.reason == reason


def test_eight_thousand_letters_of_any_script_come_back_whole(
    database: Database, filed: FiledReport
) -> None:
    text = "ш" * 7998 + "😀\n"
    say(database, filed, text)
    with database.reading() as session:
        assert follow_report(session, filed.own, now=NOON).messages[0].text == text


@pytest.mark.parametrize("state", [ReportState.ASKED, ReportState.REJECTED, ReportState.CLOSED])
def test_her_words_bring_an_asked_or_finished_report_back_to_the_desk(
    database: Database, filed: FiledReport, state: ReportState
) -> None:
    move(database, filed, state)
    say(database, filed)
    with database.reading() as session:
        row = session.get_one(Report, filed.id)
        assert (row.state, row.closed_on, row.expires_on) == (ReportState.ANSWERED, None, days(540))
        last = session.scalars(select(Decision).order_by(Decision.number.desc())).first()
        assert last is not None
        assert (last.actor, last.from_state, last.to_state) == ("reporter", state, "answered")


@pytest.mark.parametrize(
    "state", [ReportState.RECEIVED, ReportState.IN_REVIEW, ReportState.PUBLISHED]
)
def test_her_words_do_not_move_a_report_the_desk_is_working_on(
    database: Database, filed: FiledReport, state: ReportState
) -> None:
    move(database, filed, state)
    say(database, filed)
    assert state_of(database, filed) is state


def test_a_photo_is_sealed_numbered_and_noted(database: Database, filed: FiledReport) -> None:
    with database.writing() as session:
        number = add_photo(session, filed.own, b"jpeg", "A photo.", protocol=PROTOCOL, now=NOON)
    with database.reading() as session:
        row = session.scalars(select(Attachment)).one()
        assert open_photo(filed.own.dek, filed.id, number, row.stream) == b"jpeg"
        report = follow_report(session, filed.own, now=NOON)
    assert (report.photos, [one.text for one in report.messages]) == (1, ["A photo."])


def test_photos_have_an_end(database: Database, filed: FiledReport) -> None:
    with database.writing() as session:
        for _photo in range(MOST_PHOTOS):
            add_photo(session, filed.own, b"jpeg", "A photo.", protocol=PROTOCOL, now=NOON)
    with pytest.raises(TooManyPhotos), database.writing() as session:
        add_photo(session, filed.own, b"jpeg", "A photo.", protocol=PROTOCOL, now=NOON)


def test_nothing_is_added_where_nobody_would_read_it(
    database: Database, filed: FiledReport
) -> None:
    with database.writing() as session:
        session.execute(update(Report).values(body=None))
    with pytest.raises(TooLateToAdd):
        say(database, filed)


def test_messages_sent_at_the_same_moment_are_all_kept(
    database: Database, filed: FiledReport
) -> None:
    threads = [threading.Thread(target=say, args=(database, filed)) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        numbers = session.scalars(select(Message.number).order_by(Message.number)).all()
    assert numbers == list(range(1, 9))


def test_each_consent_is_changed_apart(database: Database, filed: FiledReport) -> None:
    choose(database, filed, "police_anonymous", given=True)
    choose(database, filed, "figures", given=False)
    with database.reading() as session:
        consents = follow_report(session, filed.own, now=NOON).consents
    assert consents.given == ("warn", "police_anonymous")
    with pytest.raises(NoSuchConsent):
        choose(database, filed, "publish_at_once", given=True)


def test_the_same_choice_twice_changes_nothing(database: Database, filed: FiledReport) -> None:
    choose(database, filed, "figures", given=False)
    before = told_the_desk(database)
    choose(database, filed, "figures", given=False)
    assert told_the_desk(database) == before


def test_a_choice_answers_a_question_but_taking_back_reopens_nothing(
    database: Database, filed: FiledReport
) -> None:
    move(database, filed, ReportState.CLOSED, "done")
    choose(database, filed, "figures", given=False)
    assert state_of(database, filed) is ReportState.CLOSED
    choose(database, filed, "police_help", given=True)
    assert state_of(database, filed) is ReportState.ANSWERED
    move(database, filed, ReportState.ASKED, "consent")
    choose(database, filed, "police_help", given=False)
    assert state_of(database, filed) is ReportState.ANSWERED
