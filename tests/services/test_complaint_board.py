"""The board of the complaints desk: need first, search, owners, recusal, and the other team."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import Letter
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintDue
from app.services.add_to_complaint import add_complaint_message
from app.services.complaint_papers import not_happy
from moderation.decisions.case_rows import NoKey, NoSuchCase
from moderation.decisions.complaint.board import Board, BoardFilter, read_board
from moderation.decisions.complaint.dues import TaskRefused, add_task, finish_task
from moderation.decisions.complaint.ending import (
    OutcomeMissing,
    close_complaint,
    reopen_complaint,
)
from moderation.decisions.complaint.owner import (
    NoSuchColleague,
    hand_over,
    hand_over_all,
    recuse,
    take_complaint,
)
from moderation.decisions.complaint.remind import days_to_remind
from moderation.decisions.complaint.words import answer_complainant, write_complaint_note
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.workflow import MoveNotAllowed
from tests.complaint_desk import (
    A_DECISION,
    TODAY,
    a_caseworker,
    a_colleague,
    days,
    look,
    plan,
)
from tests.complaints import SOME_FACTS, file_a_complaint
from tests.conftest import NOON
from tests.desk_people import enrol


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def lou(database: Database, keyring: Keyring, kim: DeskPerson) -> DeskPerson:
    return a_colleague(database, keyring, kim, "Lou")


def board(database: Database, person: DeskPerson, **wanted: Any) -> Board:
    with database.reading() as session:
        return read_board(session, person, BoardFilter(**wanted), page=1, today=TODAY)


def test_the_board_shows_need_first_and_finds_by_what_is_sealed(
    database: Database, keyring: Keyring, kim: DeskPerson, lou: DeskPerson
) -> None:
    quiet = file_a_complaint(database, keyring, now=NOON - timedelta(days=9))
    hard = file_a_complaint(database, keyring, A_DECISION)
    with database.writing() as session:
        take_complaint(session, lou, quiet.id, keyring=keyring, now=NOON)
    seen = board(database, kim)
    assert [row.complaint_id for row in seen.rows] == [hard.id, quiet.id]
    assert (seen.live, seen.nobodys, seen.mine) == (2, 1, 0)
    assert board(database, lou).mine == 1
    plan(database, keyring, kim, hard, "awb-bezwaar:1")
    seen = board(database, kim)
    assert (seen.soon, seen.late) == (1, 0)
    assert (seen.rows[0].due_reason, seen.rows[0].owner) == ("her_deadline", "Kim")
    for wanted, found in (
        ({"owner": "mine"}, [hard.id]),
        ({"owner": str(lou.staff_id)}, [quiet.id]),
        ({"owner": "nobody"}, []),
        ({"kind": "politie"}, [quiet.id]),
        ({"due": "soon"}, [hard.id]),
        ({"due": "none"}, [quiet.id]),
        ({"due": "late"}, []),
        ({"find": "aangifte-geweigerd"}, [quiet.id]),
        ({"find": "GM0599 vergunning"}, [hard.id]),
        ({"find": "vergunning politie"}, []),
        ({"state": ComplaintState.CLOSED}, []),
        ({"state": ComplaintState.IN_PROGRESS}, [hard.id, quiet.id]),
    ):
        got = [row.complaint_id for row in board(database, kim, **wanted).rows]
        assert got == found, wanted


def test_a_day_that_passed_stands_above_what_nobody_has_yet(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    blind = file_a_complaint(database, keyring, replace(A_DECISION, letter=Letter("yes")))
    late = file_a_complaint(database, keyring, now=NOON - timedelta(days=60))
    new = file_a_complaint(database, keyring)
    with database.writing() as session:
        take_complaint(session, kim, late.id, keyring=keyring, now=NOON)
        session.add(
            ComplaintDue(
                complaint_id=late.id, number=1, reason="her_deadline", due_on=TODAY + timedelta(3)
            )
        )
    rows = board(database, kim).rows
    assert [row.complaint_id for row in rows] == [late.id, blind.id, new.id]
    assert [row.urgent for row in rows] == [False, True, False]
    with database.writing() as session:
        session.get_one(ComplaintDue, (late.id, 1)).due_on = TODAY + timedelta(days=15)
    assert [row.complaint_id for row in board(database, kim).rows] == [blind.id, new.id, late.id]


def test_the_other_team_sees_no_case_and_no_count(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    iris = enrol(database, keyring, "Iris", "lead", NOON).person
    assert board(database, iris).live == 0
    for act in (take_complaint, recuse):
        with pytest.raises(NoSuchCase), database.writing() as session:
            act(session, iris, case.id, keyring=keyring, now=NOON)
    without_key = replace(kim, keys=())
    assert board(database, without_key).rows[0].summary is None
    with pytest.raises(NoKey):
        look(database, keyring, without_key, case.id)


def test_whoever_knows_somebody_in_it_never_sees_it_again(
    database: Database, keyring: Keyring, kim: DeskPerson, lou: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    with database.writing() as session:
        take_complaint(session, kim, case.id, keyring=keyring, now=NOON)
        recuse(session, kim, case.id, keyring=keyring, now=NOON)
    assert board(database, kim).live == 0
    with pytest.raises(NoSuchCase):
        look(database, keyring, kim, case.id)
    with pytest.raises(NoSuchCase), database.writing() as session:
        write_complaint_note(session, kim, case.id, "toch", keyring=keyring, now=NOON)
    assert look(database, keyring, lou, case.id).owner == ""
    with pytest.raises(NoSuchColleague), database.writing() as session:
        hand_over(session, lou, case.id, kim.staff_id, keyring=keyring, now=NOON)


def test_a_leavers_cases_go_over_together_but_not_to_who_is_recused(
    database: Database, keyring: Keyring, kim: DeskPerson, lou: DeskPerson
) -> None:
    cases = [file_a_complaint(database, keyring) for _ in range(3)]
    with database.writing() as session:
        recuse(session, lou, cases[0].id, keyring=keyring, now=NOON)
        for case in cases:
            take_complaint(session, kim, case.id, keyring=keyring, now=NOON)
        close_complaint(
            session, kim, cases[2].id, "opgelost", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    with database.writing() as session:
        assert (
            hand_over_all(session, lou, kim.staff_id, lou.staff_id, keyring=keyring, now=NOON) == 2
        )
    with database.reading() as session:
        owners = [session.get_one(Complaint, case.id).owner_id for case in cases]
    assert owners == [None, lou.staff_id, kim.staff_id]


def test_tasks_have_a_reason_a_day_and_words_for_the_desk_alone(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    with database.writing() as session:
        add_task(
            session, kim, case.id, reason="call_her", due_on=TODAY, words="Na vijven",
            keyring=keyring, now=NOON,
        )  # fmt: skip
    (due,) = look(database, keyring, kim, case.id).dues
    assert (due.reason, due.due_on, due.words) == ("call_her", TODAY, "Na vijven")
    for reason, day in (("party", TODAY), ("call_her", TODAY - timedelta(days=1))):
        with pytest.raises(TaskRefused), database.writing() as session:
            add_task(
                session, kim, case.id, reason=reason, due_on=day, words="", keyring=keyring,
                now=NOON,
            )  # fmt: skip
    with database.writing() as session:
        finish_task(session, kim, case.id, due.number, keyring=keyring, now=NOON)
        finish_task(session, kim, case.id, due.number, keyring=keyring, now=NOON)
        with pytest.raises(TaskRefused):
            finish_task(session, kim, case.id, 99, keyring=keyring, now=NOON)
    assert days(database, case) == []


def test_a_question_waits_for_her_and_her_answer_brings_the_case_back(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    with database.writing() as session:
        answer_complainant(
            session, kim, case.id, "Wanneer was het?", asks=True, keyring=keyring, now=NOON
        )
    assert look(database, keyring, kim, case.id).state is ComplaintState.WAITS_FOR_HER
    with database.writing() as session:
        add_complaint_message(session, case.own, "Op maandag.", now=NOON)
    assert look(database, keyring, kim, case.id).state is ComplaintState.IN_PROGRESS


def test_a_case_closes_with_an_outcome_and_opens_again(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    with pytest.raises(OutcomeMissing), database.writing() as session:
        close_complaint(session, kim, case.id, "", facts=SOME_FACTS, keyring=keyring, now=NOON)
    with database.writing() as session:
        close_complaint(
            session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    with pytest.raises(MoveNotAllowed), database.writing() as session:
        close_complaint(
            session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    view = look(database, keyring, kim, case.id)
    assert (view.state, view.closed_on) == (ComplaintState.CLOSED, TODAY)
    assert view.expires_on == TODAY + timedelta(days=730)
    assert view.moves[-1].reason == "gegrond"
    with database.writing() as session:
        reopen_complaint(session, kim, case.id, keyring=keyring, now=NOON)
    view = look(database, keyring, kim, case.id)
    assert (view.state, view.closed_on) == (ComplaintState.IN_PROGRESS, None)


def test_a_term_rests_while_a_case_is_closed_and_wakes_when_she_opens_it_again(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-bezwaar:1")
    running = look(database, keyring, kim, case.id).dues
    assert [due.reason for due in running] == ["her_deadline"]
    with database.writing() as session:
        close_complaint(
            session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    assert look(database, keyring, kim, case.id).dues == ()
    with database.writing() as session:
        assert days_to_remind(session, today=TODAY) == []
        not_happy(session, case.own, now=NOON)
    woken = look(database, keyring, kim, case.id).dues
    assert woken[:1] == running
    assert [due.reason for due in woken[1:]] == ["from_her"]  # and the board says that she did
    with database.reading() as session:
        assert days_to_remind(session, today=TODAY) == [case.id]
