"""A complaint is stored once, opens for her and for its own team, and goes when she says so."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.complaint import ComplaintDraft
from app.domain.shown_again import AlreadyReceived
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintFile, ComplaintKeys, ComplaintMessage
from app.services.add_to_complaint import TooManyFiles, add_complaint_file, add_complaint_message
from app.services.change_complaint_consents import change_complaint_consent
from app.services.file_complaint import (
    SentFile,
    file_complaint,
    prepare_complaint,
    recall_complaint_code,
)
from app.services.file_report import DeskClosed
from app.services.open_report import CodeUnknown, open_by_code
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.own_report import OwnKey, ReportGone
from app.services.purge import purge
from app.services.receipt import stretch
from app.services.reporter_requests import TAKE_BACK, open_requests
from app.services.sealed_complaint import COMPLAINT, open_complaint_for_team
from app.services.tidy import forget_repeats
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.rows import find_complaint, open_complaint_keys
from moderation.decisions.handle_requests import carry_out
from moderation.decisions.rotate_team_key import rotate_team_key
from tests.complaints import A_COMPLAINT, FULL_COMPLAINT, complaint_filing, file_a_complaint
from tests.conftest import NOON
from tests.desk_people import enrol, pin
from tests.filed_reports import file_one
from tests.keys import TeamKeys, pin_team
from tests.workbench import NO_KEYS, reference

TOKEN = b"\x07" * 16


@pytest.fixture
def team(keyring: Keyring) -> TeamKeys:
    return pin_team(keyring.pins_file, "institutions", epoch=1)


def test_without_a_pinned_key_no_complaint_is_taken(keyring: Keyring) -> None:
    with pytest.raises(DeskClosed):
        prepare_complaint(
            complaint_filing(today=NOON.date()), raw_token=TOKEN, keyring=keyring, now=NOON
        )


def test_the_same_form_is_stored_once_and_shows_its_code_for_ten_minutes(
    database: Database, keyring: Keyring, team: TeamKeys
) -> None:
    codes = set()
    for minutes in (0, 1, 9):
        now = NOON + timedelta(minutes=minutes)
        prepared = prepare_complaint(
            complaint_filing(today=NOON.date()), raw_token=TOKEN, keyring=keyring, now=now
        )
        with database.writing() as session:
            filed = file_complaint(session, prepared, now=now)
        assert filed.again is (minutes > 0)
        codes.add(filed.code)
    assert len(codes) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 1
        assert recall_complaint_code(session, TOKEN, keyring=keyring, now=NOON) in codes
    other = complaint_filing(FULL_COMPLAINT, today=NOON.date())
    for filing, now in ((other, NOON), (complaint_filing(today=NOON.date()), NOON + 11 * MINUTE)):
        prepared = prepare_complaint(filing, raw_token=TOKEN, keyring=keyring, now=now)
        with pytest.raises(AlreadyReceived), database.writing() as session:
            file_complaint(session, prepared, now=now)


MINUTE = timedelta(minutes=1)


def test_a_number_that_another_case_has_is_drawn_again(
    database: Database, keyring: Keyring, team: TeamKeys
) -> None:
    other = file_a_complaint(database, keyring)
    with database.reading() as session:
        taken = session.get_one(Complaint, other.id).case_number
    prepared = prepare_complaint(
        complaint_filing(today=NOON.date()), raw_token=TOKEN, keyring=keyring, now=NOON
    )
    prepared.complaint.case_number = taken
    filed = None
    with suppress(IntegrityError), database.writing() as session:
        filed = file_complaint(session, prepared, now=NOON)
    assert filed is not None, "a complaint is lost"
    with database.reading() as session:
        stored = session.get_one(Complaint, filed.case_id)
        assert stored.case_number != taken
        own = open_by_code(session, stretch(filed.code, keyring))
    assert isinstance(own, OwnComplaint)


def test_a_code_opens_its_own_case_of_either_desk(
    database: Database, keyring: Keyring, team: TeamKeys, alerts_team: TeamKeys
) -> None:
    complaint, report = file_a_complaint(database, keyring), file_one(database, keyring)
    with database.reading() as session:
        hers = open_by_code(session, stretch(complaint.code, keyring))
        assert hers == OwnComplaint(complaint.id, complaint.own.dek)
        assert open_by_code(session, stretch(report.code, keyring)) == OwnKey(
            report.id, report.own.dek
        )
        row = own_complaint(session, complaint.own)
        assert row.body is not None
        body = COMPLAINT.open_body(complaint.own.dek, row.id, row.body)
        assert ComplaintDraft.from_json(body) == ComplaintDraft.from_json(A_COMPLAINT.body_json())


def test_a_complaint_opens_for_its_team_and_for_no_other(
    database: Database, keyring: Keyring, alerts_team: TeamKeys
) -> None:
    kim = enrol(database, keyring, "Kim", "caseworker", NOON).person
    own_key = kim.newest_key
    assert own_key is not None
    pin(database, keyring, kim, NOON)
    filed = file_a_complaint(database, keyring)
    with database.reading() as session:
        keys = open_complaint_keys(session, kim, find_complaint(session, kim, filed.id))
        assert keys.dek == filed.own.dek
        row = session.get_one(ComplaintKeys, filed.id)
        with pytest.raises(Damaged):
            open_complaint_for_team(row, team_secret=alerts_team.secret, epoch=1)
    iris = enrol(database, keyring, "Iris", "lead", NOON).person
    with database.reading() as session, pytest.raises(NoSuchCase):
        find_complaint(session, iris, filed.id)
    with database.writing() as session:
        rotated = rotate_team_key(session, kim, keyring=keyring, now=NOON)
    assert (rotated.resealed, rotated.left) == (1, 0)
    with database.reading() as session:
        row = session.get_one(ComplaintKeys, filed.id)
        opened = open_complaint_for_team(row, team_secret=rotated.key.secret, epoch=2)
        assert opened.dek == filed.own.dek
        with pytest.raises(Damaged):
            open_complaint_for_team(row, team_secret=own_key.secret, epoch=2)


def test_what_she_adds_brings_a_closed_case_back(
    database: Database, keyring: Keyring, team: TeamKeys
) -> None:
    filed = file_a_complaint(database, keyring)
    with database.writing() as session:
        row = session.get_one(Complaint, filed.id)
        row.state, row.closed_on = ComplaintState.CLOSED, NOON.date()
    with database.writing() as session:
        add_complaint_message(session, filed.own, "Er is nog iets.", now=NOON)
    with database.reading() as session:
        row = own_complaint(session, filed.own)
        assert (row.state, row.closed_on) == (ComplaintState.IN_PROGRESS, None)
        message = session.get_one(ComplaintMessage, (filed.id, 1))
        text = COMPLAINT.open_message(filed.own.dek, filed.id, 1, "reporter", message.body)
        assert text == "Er is nog iets."


def test_files_have_a_most(database: Database, keyring: Keyring, team: TeamKeys) -> None:
    pdf = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
    filed = file_a_complaint(database, keyring, files=(pdf,) * 5)
    with database.writing() as session:
        for number in range(6, 11):
            added = add_complaint_file(session, filed.own, pdf, "een brief", now=NOON)
            assert added == number
    with database.writing() as session, pytest.raises(TooManyFiles):
        add_complaint_file(session, filed.own, pdf, "een brief", now=NOON)
    with database.reading() as session:
        row = session.get_one(ComplaintFile, (filed.id, 10))
        assert COMPLAINT.open_file(filed.own.dek, filed.id, 10, row.stream) == pdf.content
        assert COMPLAINT.open_part(filed.own.dek, filed.id, "file", 10, row.about) == pdf.about


def test_a_consent_changes_alone(database: Database, keyring: Keyring, team: TeamKeys) -> None:
    filed = file_a_complaint(database, keyring)
    with database.writing() as session:
        change_complaint_consent(session, filed.own, "pattern", given=True, now=NOON)
    with database.reading() as session:
        row = own_complaint(session, filed.own)
        opened = COMPLAINT.open_consents(filed.own.dek, row.id, row.consents)
    assert {code for code, given in opened.items() if given} == {"figures", "pattern"}


def test_what_she_takes_back_opens_nothing_at_once_and_is_gone_after_the_sweep(
    database: Database, keyring: Keyring, team: TeamKeys
) -> None:
    pdf = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
    filed = file_a_complaint(database, keyring, files=(pdf,))
    with database.writing() as session:
        add_complaint_message(session, filed.own, "Nog iets.", now=NOON)
        withdraw_complaint(session, filed.own, now=NOON)
    with database.reading() as session:
        with pytest.raises(ReportGone):
            own_complaint(session, filed.own)
        with pytest.raises(CodeUnknown):
            open_by_code(session, stretch(filed.code, keyring))
        wishes = open_requests(session, TAKE_BACK)
    assert [wish.object_id for wish in wishes] == [filed.id]
    for _twice in range(2):
        with database.writing() as session:
            carry_out(session, wishes[0], protocol=reference().protocol, now=NOON)
    with database.reading() as session:
        row = session.get_one(Complaint, filed.id)
        assert row.state is ComplaintState.WITHDRAWN
        assert (row.body, row.summary, row.contact, row.idem) == (None, None, None, None)
        for part in (ComplaintMessage, ComplaintFile):
            assert session.scalar(select(func.count()).select_from(part)) == 0
        assert open_requests(session, TAKE_BACK) == ()


def test_a_closed_case_goes_after_two_years_and_its_form_is_forgotten_after_a_day(
    database: Database, keyring: Keyring, team: TeamKeys
) -> None:
    filed = file_a_complaint(database, keyring)
    with database.writing() as session:
        assert forget_repeats(session, now=NOON + timedelta(days=1)) == 0
        assert forget_repeats(session, now=NOON + timedelta(days=2)) == 1
        row = session.get_one(Complaint, filed.id)
        row.expires_on = NOON.date() + timedelta(days=730)
    for later, left in ((729, 1), (730, 0)):
        now = NOON + timedelta(days=later)
        with database.writing() as session:
            purge(
                session,
                report_max_days=540,
                keeping=reference().keeping,
                keyring=NO_KEYS,
                now=now,
                confirmed=True,
            )
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Complaint)) == left
            assert session.scalar(select(func.count()).select_from(ComplaintKeys)) == left
