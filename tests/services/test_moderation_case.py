"""One case: what is opened, what is logged first, what is written and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from app.domain.report_parts import Client
from app.domain.states import ReportState
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.report import CaseToken, Message, ReportKeys
from app.services.sealed_report import open_for_team, open_message
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.end_report import close_report, reject_report, reopen_report
from moderation.decisions.logged import Logged, NotLogged, log_before_show
from moderation.decisions.open_case import OPENED, CaseView, NotWrittenDown, open_case
from moderation.decisions.show_parts import (
    CONTACT_SHOWN,
    PHOTO_SHOWN,
    NotFresh,
    ask_for_contact,
    reveal_contact,
    show_photo,
)
from moderation.decisions.write_to_case import (
    TextRefused,
    answer_reporter,
    ask_for_more,
    write_note,
)
from moderation.rules.outcomes import ReasonNotAllowed
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_cases import DRAFT, Desk, counted_queries, with_contact
from tests.workbench import NOON, reference


def proof(desk: Desk, person: DeskPerson, action: str, report: UUID) -> Logged:
    return log_before_show(
        desk.database,
        keyring=desk.keyring,
        actor=person.staff_id,
        action=action,
        object_id=report,
        now=NOON,
    )


def view_of(desk: Desk, person: DeskPerson, report: UUID) -> CaseView:
    logged = proof(desk, person, OPENED, report)
    with desk.database.reading() as session:
        return open_case(session, person, report, logged, keyring=desk.keyring, now=NOON)


def actions(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))


def test_the_case_shows_all_she_told_and_with_whom_it_is(desk: Desk) -> None:
    noor = desk.person("Noor")
    report = desk.report(with_contact(), photos=(b"jpeg one", b"jpeg two"))
    desk.claim(noor, report)
    view = view_of(desk, noor, report)
    assert view.draft.story == DRAFT.story
    assert view.draft.contact is None
    assert view.has_contact
    assert view.photos == (1, 2)
    assert view.wishes.consents.warn
    assert view.held_by_me
    assert [one.masked for one in view.identifiers] == ["06 •••• ••56"]
    assert [(one.from_state, one.to_state) for one in view.moves] == [
        (None, "received"),
        ("received", "in_review"),
    ]
    assert view.moves[1].by == "Noor"


def test_nothing_opens_without_the_line_in_the_log(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    report, other = desk.report(), desk.report()
    wrong = [
        proof(desk, noor, OPENED, other),
        proof(desk, noor, PHOTO_SHOWN, report),
        proof(desk, iris, OPENED, report),
    ]
    for logged in wrong:
        with desk.database.reading() as session, pytest.raises(NotWrittenDown):
            open_case(session, noor, report, logged, keyring=desk.keyring, now=NOON)


def test_when_the_log_cannot_be_written_there_is_no_proof(desk: Desk) -> None:
    noor, report = desk.person("Noor"), desk.report()
    with desk.database.writing() as session:
        session.execute(text("ALTER TABLE audit_line RENAME TO audit_gone"))
    with pytest.raises(NotLogged):
        proof(desk, noor, OPENED, report)


def test_other_reports_about_the_same_number_show_once_both_were_opened(desk: Desk) -> None:
    noor = desk.person("Noor")
    first = desk.report()
    again = desk.report(replace(DRAFT, client=Client(phones=("+31638124756",))))
    different = desk.report(replace(DRAFT, client=Client(phones=("06 11 22 33 44",))))
    for one in (first, different):
        desk.claim(noor, one)
    assert view_of(desk, noor, first).other_reports == ()  # nobody has read the other one
    desk.claim(noor, again)
    assert [one.report_id for one in view_of(desk, noor, first).other_reports] == [again]


def test_a_report_nobody_opened_has_no_entry_in_the_index(desk: Desk) -> None:
    noor = desk.person("Noor")
    report = desk.report()

    def entries() -> int:
        with desk.database.reading() as session:
            return session.scalar(select(func.count()).select_from(CaseToken)) or 0

    assert entries() == 0
    desk.claim(noor, report)
    desk.claim(noor, report)
    assert entries() == 1


def test_the_case_page_asks_a_handful_of_queries_however_much_there_is(desk: Desk) -> None:
    noor = desk.person("Noor")
    report = desk.report()
    desk.claim(noor, report)

    def count() -> int:
        logged = proof(desk, noor, OPENED, report)
        with counted_queries(desk.database) as seen, desk.database.reading() as session:
            open_case(session, noor, report, logged, keyring=desk.keyring, now=NOON)
        return len(seen)

    few = count()
    for number in range(8):
        same = desk.report()
        desk.claim(noor, same)
        with desk.database.writing() as session:
            write_note(session, noor, report, f"note {number}", keyring=desk.keyring, now=NOON)
        with desk.database.writing() as session:
            answer_reporter(session, noor, report, "answer", keyring=desk.keyring, now=NOON)
    assert count() == few <= 10


def test_she_reads_the_desks_message_with_her_own_key(desk: Desk) -> None:
    noor, report = desk.person("Noor"), desk.report()
    desk.claim(noor, report)
    with desk.database.writing() as session:
        ask_for_more(
            session, noor, report, "when-or-where", "Weet je wanneer?\r\n",
            keyring=desk.keyring, now=NOON,
        )  # fmt: skip
    row = desk.report_row(report)
    assert row.state is ReportState.ASKED
    with desk.database.reading() as session:
        keys = session.get_one(ReportKeys, report)
        opened = open_for_team(keys, team_secret=desk.team.secret, epoch=1)
        message = session.scalars(select(Message)).one()
        assert open_message(opened.dek, report, 1, "desk", message.body) == "Weet je wanneer?"
        reason = session.scalar(select(Decision.reason).where(Decision.to_state == "asked"))
    assert reason == "when-or-where"


@pytest.mark.parametrize("bad", ["", "  \n", "x" * 4001, "a\x00b", "\ud800"])
def test_a_text_that_cannot_be_kept_is_refused(desk: Desk, bad: str) -> None:
    noor, report = desk.person("Noor"), desk.report()
    with desk.database.writing() as session, pytest.raises(TextRefused):
        write_note(session, noor, report, bad, keyring=desk.keyring, now=NOON)


def test_a_report_ends_with_a_reason_of_the_right_list_only(desk: Desk) -> None:
    noor, report = desk.person("Noor"), desk.report()
    data = reference()
    desk.claim(noor, report)
    with desk.database.writing() as session, pytest.raises(ReasonNotAllowed):
        reject_report(session, noor, report, "done", keyring=desk.keyring, reference=data, now=NOON)
    with desk.database.writing() as session:
        reject_report(
            session, noor, report, "too-long-ago", keyring=desk.keyring, reference=data, now=NOON
        )
    row = desk.report_row(report)
    assert (row.state, row.closed_on) == (ReportState.REJECTED, NOON.date())
    assert row.expires_on == NOON.date() + timedelta(days=90)
    with desk.database.writing() as session, pytest.raises(MoveNotAllowed):
        close_report(session, noor, report, "done", keyring=desk.keyring, reference=data, now=NOON)
    with desk.database.writing() as session:
        reopen_report(
            session, noor, report, "mistake", keyring=desk.keyring, reference=data, now=NOON
        )
    row = desk.report_row(report)
    assert (row.state, row.closed_on) == (ReportState.IN_REVIEW, None)
    assert row.expires_on == NOON.date() + timedelta(days=540)


def test_contact_opens_with_a_reason_a_line_and_a_fresh_proof(desk: Desk) -> None:
    noor, report = desk.person("Noor"), desk.report(with_contact())
    stale = replace(noor, fresh_at=NOON - timedelta(minutes=6))
    for person, reason, refused in (
        (noor, "curious", ReasonNotAllowed),
        (stale, "danger", NotFresh),
    ):
        with desk.database.writing() as session, pytest.raises(refused):
            ask_for_contact(session, person, report, reason, keyring=desk.keyring, now=NOON)
    assert "contact_asked" not in actions(desk)
    with desk.database.writing() as session:
        ask_for_contact(session, noor, report, "danger", keyring=desk.keyring, now=NOON)
    logged = proof(desk, noor, CONTACT_SHOWN, report)
    with desk.database.reading() as session:
        contact = reveal_contact(session, noor, report, logged, now=NOON)
        assert contact.value == "0612345678"
        with pytest.raises(NotFresh):
            reveal_contact(session, stale, report, logged, now=NOON)
        with pytest.raises(NotWrittenDown):
            reveal_contact(session, noor, report, proof_of_another(desk, noor, report), now=NOON)
    assert [one for one in actions(desk) if "contact" in one] == ["contact_asked", "contact_shown"]


def proof_of_another(desk: Desk, person: DeskPerson, report: UUID) -> Logged:
    return Logged(1, person.staff_id, OPENED, report)


def test_a_photo_is_opened_one_at_a_time_with_its_own_line(desk: Desk) -> None:
    noor, report = desk.person("Noor"), desk.report(photos=(b"first", b"second"))
    logged = proof(desk, noor, PHOTO_SHOWN, report)
    with desk.database.reading() as session:
        assert show_photo(session, noor, report, 2, logged) == b"second"
        with pytest.raises(NotWrittenDown):
            show_photo(session, noor, desk_other(), 2, logged)


def desk_other() -> UUID:
    return UUID(int=1)
