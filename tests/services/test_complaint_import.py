"""An older list through the services: sealed cases without a code, each row once, all or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_import.profile import LEFT_EMPTY, Profile
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintKeys
from app.models.complaint_import import ImportedRow
from app.models.decision import Decision
from app.models.outbox import OutboxTask
from app.services import import_complaints
from app.services.file_report import DeskClosed
from app.services.import_complaints import (
    ImportedMeanwhile,
    compare,
    forget_imported,
    prepare_import,
    store_import,
)
from app.services.import_profiles import (
    MOST_PROFILES,
    TooManyProfiles,
    drop_profile,
    find_profile,
    keep_profile,
    read_profiles,
)
from moderation.decisions.complaint.board import BoardFilter, read_board
from moderation.decisions.complaint.words import NobodyReads, answer_complainant
from tests.complaint_desk import a_caseworker, look
from tests.conftest import NOON
from tests.older_lists import (
    CLOSED_ROW,
    OPEN_ROW,
    TODAY,
    changed,
    csv_of,
    planned,
    take_over,
    xlsx_of,
)

BOTH = csv_of(OPEN_ROW, CLOSED_ROW)


def cases(database: Database) -> list[Complaint]:
    with database.reading() as session:
        return list(session.scalars(select(Complaint).order_by(Complaint.arrived_on)))


def stored(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(Complaint)) or 0,
            session.scalar(select(func.count()).select_from(ImportedRow)) or 0,
        )


def test_rows_become_cases_as_they_would_stand_today(database: Database, keyring: Keyring) -> None:
    kim = a_caseworker(database, keyring)
    assert take_over(database, keyring, BOTH).stored == 2
    running, closed = cases(database)
    assert (running.state, closed.state) == (ComplaintState.SUBMITTED, ComplaintState.CLOSED)
    assert (running.arrived_on, running.closed_on) == (date(2025, 2, 3), None)
    assert (closed.arrived_on, closed.closed_on) == (date(2025, 3, 4), date(2025, 6, 1))
    assert closed.expires_on == complaint_expires_on(date(2025, 3, 4), date(2025, 6, 1))
    assert running.case_number.startswith("K25-")
    assert running.owner_id is None
    assert not running.urgent
    view = look(database, keyring, kim, closed.id)
    assert view.draft.older is not None
    assert (view.draft.older.reference, view.draft.story) == ("2025-8", "De brief kwam nooit.")
    assert view.moves[-1].reason == "gegrond"
    assert view.consents.given == ()
    assert not view.has_code
    assert [(one.to_state, one.on_day) for one in view.moves] == [
        ("ingediend", date(2025, 3, 4)),
        ("afgesloten", date(2025, 6, 1)),
    ]
    with database.reading() as session:
        board = read_board(session, kim, BoardFilter(find="rotterdam"), page=1, today=TODAY)
        # how it ended lies sealed with the case, never beside its number
        assert set(session.scalars(select(Decision.reason))) == {None}
        assert session.scalar(select(func.count()).select_from(OutboxTask)) == 0
    assert [row.complaint_id for row in board.rows] == [running.id]
    assert board.rows[0].summary is not None


def test_no_code_opens_such_a_case_and_none_is_made_up(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    take_over(database, keyring, BOTH)
    for case in cases(database):
        assert (case.lookup, case.idem, case.repeat_sealed) == (None, None, None)
        with database.reading() as session:
            keys = session.get_one(ComplaintKeys, case.id)
        assert (keys.receipt_public, keys.sealed_receipt) == (None, None)
        with pytest.raises(NobodyReads), database.writing() as session:
            answer_complainant(session, kim, case.id, "Dag", asks=False, keyring=keyring, now=NOON)


def test_the_same_list_twice_stores_nothing_twice(database: Database, keyring: Keyring) -> None:
    a_caseworker(database, keyring)
    take_over(database, keyring, BOTH)
    again = take_over(database, keyring, BOTH)
    assert (again.stored, again.compared.known, again.compared.refused) == (0, 2, ())
    # the same rows out of another kind of file, among new ones
    more = take_over(
        database, keyring, xlsx_of(CLOSED_ROW, changed(OPEN_ROW, nr="2025-9"), OPEN_ROW)
    )
    assert (more.stored, more.compared.known) == (1, 2)
    assert stored(database) == (3, 3)


def test_a_row_without_a_number_is_known_by_what_it_tells(
    database: Database, keyring: Keyring
) -> None:
    a_caseworker(database, keyring)
    row = changed(OPEN_ROW, nr="")
    assert take_over(database, keyring, csv_of(row)).stored == 1
    assert take_over(database, keyring, csv_of(row)).compared.known == 1
    other = changed(row, omschrijving="Iets anders.")
    assert take_over(database, keyring, csv_of(row, other)).stored == 1


def test_a_row_that_says_something_else_by_now_is_for_a_person(
    database: Database, keyring: Keyring
) -> None:
    a_caseworker(database, keyring)
    take_over(database, keyring, BOTH)
    closed = changed(OPEN_ROW, uitkomst="Opgelost", afgesloten="1-4-2025")
    again = take_over(database, keyring, csv_of(closed, CLOSED_ROW))
    assert (again.stored, again.compared.known) == (0, 1)
    assert [one.problems[0].code for one in again.compared.refused] == ["changed"]
    assert again.compared.reasons == {"changed": 1}


def test_a_run_is_stored_whole_or_not_at_all(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of many parts meets a row that somebody else stored after we looked."""
    a_caseworker(database, keyring)
    monkeypatch.setattr(import_complaints, "AT_ONCE", 1)
    table, plan = planned(BOTH)
    with database.reading() as session:
        found = compare(session, table, plan, keyring=keyring)
    rows = tuple(prepare_import(found.new, keyring=keyring, name_of=str, today=TODAY))
    take_over(database, keyring, csv_of(CLOSED_ROW))
    with pytest.raises(ImportedMeanwhile), database.writing() as session:
        store_import(session, rows)
    assert stored(database) == (1, 1)


def test_without_a_pin_nothing_is_sealed(database: Database, keyring: Keyring) -> None:
    with pytest.raises(DeskClosed):
        take_over(database, keyring, BOTH)
    assert stored(database) == (0, 0)


def test_a_mark_goes_when_its_row_would_be_refused_anyway(
    database: Database, keyring: Keyring
) -> None:
    a_caseworker(database, keyring)
    take_over(database, keyring, BOTH)
    last = complaint_expires_on(date(2025, 2, 3), None)
    for day, left in ((last - timedelta(days=1), 2), (last, 1)):
        with database.writing() as session:
            moment = NOON + (day - TODAY)
            forget_imported(session, now=moment)
        assert stored(database)[1] == left


def test_profiles_are_kept_by_name(database: Database, keyring: Keyring) -> None:
    first = Profile("Lijst 2024", {"Datum": "received"}, {"outcome": {"loopt": LEFT_EMPTY}})
    second = Profile("LIJST  2024", {"Dag": "received"})
    with database.writing() as session:
        keep_profile(session, first, keyring=keyring)
    with database.writing() as session:
        assert find_profile(session, "lijst 2024", keyring=keyring) == first
        keep_profile(session, second, keyring=keyring)
    with database.writing() as session:
        assert read_profiles(session, keyring=keyring) == (second,)
        for number in range(MOST_PROFILES - 1):
            keep_profile(session, Profile(f"p{number}"), keyring=keyring)
            session.flush()
        with pytest.raises(TooManyProfiles):
            keep_profile(session, Profile("nog een"), keyring=keyring)
        assert drop_profile(session, "lijst 2024", keyring=keyring)
        assert not drop_profile(session, "lijst 2024", keyring=keyring)
