"""What she reads with her code, on both engines: codes, messages, reasons, and what it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, CodeMistyped, CodeUnreadable
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Report
from app.services.add_to_report import add_message
from app.services.follow_report import FollowedReport, Reason, follow_report
from app.services.open_report import CodeUnknown, open_report, stretch_code
from app.services.own_report import OwnKey, ReportGone
from app.services.preview_alert import NothingToRead, preview_alert
from app.services.receipt import stretch
from app.services.sent_report import sent_report
from app.services.withdraw_report import withdraw_report
from tests.conftest import NOON
from tests.filed_reports import (
    A_DRAFT,
    STORY,
    WARNING,
    FiledReport,
    desk_writes,
    file_one,
    move,
    write_alert,
)
from tests.keys import TeamKeys
from tests.workbench import reference

PROTOCOL = reference().protocol


@pytest.fixture
def filed(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> FiledReport:
    return file_one(database, keyring)


def followed(database: Database, own: OwnKey, days: int = 0) -> FollowedReport:
    with database.reading() as session:
        return follow_report(session, own, now=NOON + timedelta(days=days))


def test_a_code_that_cannot_be_right_costs_no_stretching(keyring: Keyring) -> None:
    calls = keyring.stretcher.calls
    for typed in ("", "een twee", "1234", "x" * 401, "qqqq " * 7):
        with pytest.raises(CodeUnreadable):
            stretch_code(typed, keyring)
    with pytest.raises(CodeMistyped):
        stretch_code("1" * 24, keyring)
    assert keyring.stretcher.calls == calls


def test_a_wrong_code_is_unknown_after_one_stretching(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    calls = keyring.stretcher.calls
    receipt = stretch(Code(filed.code.number ^ 1), keyring)
    with database.reading() as session, pytest.raises(CodeUnknown):
        open_report(session, receipt)
    assert keyring.stretcher.calls == calls + 1


def test_a_new_report_waits_for_the_desk_and_shows_what_she_allowed(
    database: Database, filed: FiledReport
) -> None:
    report = followed(database, filed.own, days=2)
    assert report.status == "received"
    assert report.waiting_days == 2
    assert report.consents == A_DRAFT.consents
    assert report.alert is None
    assert report.messages == ()
    assert report.shows_text
    assert report.may_add


def test_waiting_is_counted_from_her_answer_and_not_while_she_has_the_turn(
    database: Database, filed: FiledReport
) -> None:
    move(database, filed, ReportState.ASKED, "when-or-where")
    asked = followed(database, filed.own, days=4)
    assert (asked.waiting_days, asked.reason) == (None, Reason("ask_reason", "when-or-where"))
    answered_at = NOON + timedelta(days=5)
    with database.writing() as session:
        add_message(session, filed.own, "In mei.", protocol=PROTOCOL, now=answered_at)
    answered = followed(database, filed.own, days=8)
    assert (answered.status, answered.waiting_days, answered.reason) == ("answered", 3, None)


@pytest.mark.parametrize(
    ("state", "code", "list_name"),
    [
        (ReportState.REJECTED, "too-long-ago", "reject_reason"),
        (ReportState.CLOSED, "done", "close_reason"),
        (ReportState.MERGED, "same-person", "merge_reason"),
    ],
)
def test_she_reads_why(
    database: Database, filed: FiledReport, state: ReportState, code: str, list_name: str
) -> None:
    move(database, filed, state, code)
    assert followed(database, filed.own).reason == Reason(list_name, code)
    assert reference().text(list_name, code, "nl")


def test_a_reason_of_the_desk_alone_is_not_told(database: Database, filed: FiledReport) -> None:
    move(database, filed, ReportState.CLOSED, "done")
    move(database, filed, ReportState.IN_REVIEW, "mistake")
    report = followed(database, filed.own)
    assert (report.status, report.reason) == ("in_review", None)


@pytest.mark.parametrize("state", list(AlertState))
def test_every_state_of_an_alert_is_told_in_a_code_with_a_sentence(
    database: Database, keyring: Keyring, filed: FiledReport, state: AlertState
) -> None:
    write_alert(database, keyring, filed, state)
    report = followed(database, filed.own)
    assert reference().text("report_status", report.status, "nl")
    assert reference().text("report_status", report.status, "en")
    assert report.status == ("in_review" if state is AlertState.DRAFT else state.value)
    assert report.alert is not None
    assert report.alert.may_veto == (state in (AlertState.PROPOSED, AlertState.APPROVED))
    assert (report.alert.stop_until is not None) == (state is AlertState.APPROVED)


def test_she_reads_whom_her_warning_reached_and_why_it_was_taken_away(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    alert_id = write_alert(
        database, keyring, filed, AlertState.PUBLISHED,
        told=143, hits=6, told_step=100, independent=2, shown_reports=2,
    )  # fmt: skip
    alert = followed(database, filed.own).alert
    assert alert is not None
    assert (alert.told, alert.met, alert.reports) == (100, 0, 2)  # steps, never the number itself
    assert alert.published_on == NOON.date()
    with database.writing() as session:
        session.execute(update(Alert).values(state=AlertState.RETRACTED))
        session.add(
            Decision(
                subject_kind="alert",
                subject_id=alert_id,
                actor="system",
                from_state="published",
                to_state="retracted",
                reason="not-right",
                on_day=NOON.date(),
            )
        )
    report = followed(database, filed.own)
    assert (report.status, report.reason) == ("retracted", Reason("retract_reason", "not-right"))


def test_the_preview_is_what_members_will_see(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    with database.reading() as session, pytest.raises(NothingToRead):
        preview_alert(session, filed.own, keyring=keyring)
    write_alert(database, keyring, filed)
    with database.reading() as session:
        preview = preview_alert(session, filed.own, keyring=keyring)
    assert preview.words.text == WARNING
    assert [one.masked for one in preview.identifiers] == ["06 •••• ••78"]
    assert preview.may_veto


@pytest.mark.parametrize("state", [AlertState.DRAFT, AlertState.VETOED, AlertState.EXPIRED])
def test_an_unfinished_or_ended_warning_is_not_shown(
    database: Database, keyring: Keyring, filed: FiledReport, state: AlertState
) -> None:
    write_alert(database, keyring, filed, state)
    with database.reading() as session, pytest.raises(NothingToRead):
        preview_alert(session, filed.own, keyring=keyring)


def test_her_own_text_is_shown_only_where_she_did_not_forbid_it(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    with database.reading() as session:
        sent = sent_report(session, filed.own)
    assert sent is not None
    assert (sent.story, sent.consents, sent.contact) == (STORY, A_DRAFT.consents, A_DRAFT.contact)
    hidden = file_one(database, keyring, replace(A_DRAFT, do_not_show_back=True))
    with database.writing() as session:
        add_message(session, hidden.own, "Nog iets.", protocol=PROTOCOL, now=NOON)
    desk_writes(database, hidden, 2, "Dank je.")
    with database.reading() as session:
        assert sent_report(session, hidden.own) is None
    report = followed(database, hidden.own)
    assert not report.shows_text
    assert [one.text for one in report.messages] == [None, "Dank je."]


def test_a_stub_still_tells_the_status_of_its_warning(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    write_alert(database, keyring, filed, AlertState.PUBLISHED)
    with database.writing() as session:
        session.execute(update(Report).values(body=None, summary=None, contact=None))
    report = followed(database, filed.own)
    assert report.status == "published"
    assert (report.shows_text, report.may_add) == (False, False)
    with database.reading() as session:
        assert sent_report(session, filed.own) is None


def test_a_withdrawn_report_is_as_if_it_were_not_there(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    with database.writing() as session:
        withdraw_report(session, filed.own, now=NOON)
    with database.reading() as session, pytest.raises(CodeUnknown):
        open_report(session, stretch(filed.code, keyring))
    with pytest.raises(ReportGone):
        followed(database, filed.own)


def test_nobody_follows_another_report_with_her_key(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    other = file_one(database, keyring)
    with pytest.raises(ReportGone):
        followed(database, OwnKey(UUID(int=0), filed.own.dek))
    assert followed(database, other.own).status == "received"


def test_the_number_of_queries_says_nothing(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    counted: list[str] = []

    def count(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    followed(database, filed.own)
    bare = len(counted)
    for number in range(1, 6):
        desk_writes(database, filed, number, "Een vraag.")
    write_alert(database, keyring, filed, AlertState.PUBLISHED)
    counted.clear()
    followed(database, filed.own)
    assert (bare, len(counted)) == (6, 6)
