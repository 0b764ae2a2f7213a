"""Two people at one complaint at the same moment, on both engines: one wins, nothing is lost.

`beside` begins the second act while the first still holds the case, so that what the second read
before its lock is old when it goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.models.audit import AuditLine
from app.models.complaint import Complaint, ComplaintDue, ComplaintMessage, ComplaintNote
from app.models.decision import Decision
from app.models.outbox import OutboxTask
from app.services.add_to_complaint import add_complaint_message
from app.services.complaint_papers import not_happy
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.ending import close_complaint
from moderation.decisions.complaint.link import link_cases
from moderation.decisions.complaint.owner import hand_over_all, recuse, take_complaint
from moderation.decisions.complaint.remind import TASK, remind_once
from moderation.decisions.complaint.steps import StepNotPossible, mark_sent
from moderation.decisions.complaint.words import answer_complainant, write_complaint_note
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.workflow import MoveNotAllowed
from tests.complaint_desk import A_DECISION, TODAY, a_caseworker, a_colleague, look, plan
from tests.complaints import SOME_FACTS, FiledComplaint, file_a_complaint
from tests.conftest import NOON
from tests.workbench import reference

Work = Callable[[Session], Any]


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def lena(database: Database, keyring: Keyring, kim: DeskPerson) -> DeskPerson:
    return a_colleague(database, keyring, kim, "Lena")


@pytest.fixture
def case(database: Database, keyring: Keyring, kim: DeskPerson) -> FiledComplaint:
    return file_a_complaint(database, keyring)


def in_its_own(database: Database, work: Work) -> object:
    """What came of an act in a unit of work of its own; a refusal is an answer too."""
    try:
        with database.writing() as session:
            return work(session)
    except (NoSuchCase, MoveNotAllowed, StepNotPossible) as refused:
        return type(refused)


def beside(database: Database, first: Work, second: Work) -> object:
    """What comes of `second`, begun while `first` is done and not committed."""
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            first(session)
            session.flush()
            begun = pool.submit(in_its_own, database, second)
            time.sleep(0.3)
            assert not begun.done()  # it waits for the lock: that is what is tested
        return begun.result(timeout=20)


def at_once(database: Database, *works: Work) -> list[object]:
    start = threading.Barrier(len(works))

    def go(work: Work) -> object:
        start.wait()
        return in_its_own(database, work)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(go, works))


def count(database: Database, query: Any) -> int:
    with database.reading() as session:
        return session.scalar(query) or 0


def lines(database: Database, action: str) -> int:
    return count(database, select(func.count()).where(AuditLine.action == action))


def test_standing_aside_twice_at_once_is_standing_aside(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    def aside(session: Session) -> None:
        recuse(session, kim, case.id, keyring=keyring, now=NOON)

    assert beside(database, aside, aside) is NoSuchCase
    assert lines(database, "complaint_recused") == 1


def test_who_stands_aside_meanwhile_acts_no_more(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    came = beside(
        database,
        lambda session: recuse(session, kim, case.id, keyring=keyring, now=NOON),
        lambda session: take_complaint(session, kim, case.id, keyring=keyring, now=NOON),
    )
    assert came is NoSuchCase
    assert count(database, select(func.count()).where(Complaint.owner_id == kim.staff_id)) == 0


def test_a_leavers_case_never_goes_to_who_stands_aside_at_that_moment(
    database: Database, keyring: Keyring, kim: DeskPerson, lena: DeskPerson, case: FiledComplaint
) -> None:
    with database.writing() as session:
        take_complaint(session, kim, case.id, keyring=keyring, now=NOON)
    came = beside(
        database,
        lambda session: recuse(session, lena, case.id, keyring=keyring, now=NOON),
        lambda session: hand_over_all(
            session, kim, kim.staff_id, lena.staff_id, keyring=keyring, now=NOON
        ),
    )
    assert came == 1
    with database.reading() as session:
        assert session.get_one(Complaint, case.id).owner_id is None  # everybody else sees it


def test_what_she_takes_back_is_not_answered_any_more(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    came = beside(
        database,
        lambda session: withdraw_complaint(session, case.own, now=NOON),
        lambda session: answer_complainant(
            session, kim, case.id, "Dank je.", asks=False, keyring=keyring, now=NOON
        ),
    )
    assert came is NoSuchCase
    assert count(database, select(func.count()).select_from(ComplaintMessage)) == 0


def test_a_letter_is_not_marked_as_sent_after_she_took_it_back(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    number = plan(database, keyring, kim, case, "politie-klacht:1")
    came = beside(
        database,
        lambda session: withdraw_complaint(session, case.own, now=NOON),
        lambda session: mark_sent(
            session, kim, case.id, number, TODAY, known=reference(), keyring=keyring, now=NOON
        ),
    )
    assert came is NoSuchCase
    assert lines(database, "complaint_step_sent") == 0


def test_two_who_close_at_once_close_once(
    database: Database, keyring: Keyring, kim: DeskPerson, lena: DeskPerson, case: FiledComplaint
) -> None:
    def closing(person: DeskPerson, outcome: str) -> Work:
        return lambda session: close_complaint(
            session, person, case.id, outcome, facts=SOME_FACTS, keyring=keyring, now=NOON
        )

    came = at_once(database, closing(kim, "gegrond"), closing(lena, "ongegrond"))
    assert sorted(map(str, came)) == sorted(map(str, (None, MoveNotAllowed)))
    closed = select(func.count()).where(Decision.to_state == ComplaintState.CLOSED)
    assert count(database, closed) == lines(database, "complaint_closed") == 1


def test_two_who_send_one_step_at_once_send_it_once(
    database: Database, keyring: Keyring, kim: DeskPerson, lena: DeskPerson, case: FiledComplaint
) -> None:
    number = plan(database, keyring, kim, case, "politie-klacht:1")

    def sending(person: DeskPerson, days_ago: int) -> Work:
        day = TODAY - timedelta(days=days_ago)
        return lambda session: mark_sent(
            session, person, case.id, number, day, known=reference(), keyring=keyring, now=NOON
        )

    came = at_once(database, sending(kim, 0), sending(lena, 1))
    assert sorted(map(str, came)) == sorted(map(str, (None, StepNotPossible)))
    won = came.index(None)
    step = look(database, keyring, kim, case.id).steps[0]
    assert step.record.sent_on == TODAY - timedelta(days=won)
    assert lines(database, "complaint_step_sent") == 1


def test_she_is_not_happy_while_it_is_closed_once_more(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    with database.writing() as session:
        close_complaint(
            session, kim, case.id, "gegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    came = beside(
        database,
        lambda session: not_happy(session, case.own, now=NOON),
        lambda session: close_complaint(
            session, kim, case.id, "ongegrond", facts=SOME_FACTS, keyring=keyring, now=NOON
        ),
    )
    assert came is None  # it was open again, and somebody closed it: both are written down
    with database.reading() as session:
        moves = list(session.scalars(select(Decision.to_state).order_by(Decision.number)))
        row = session.get_one(Complaint, case.id)
    closed, open_again = ComplaintState.CLOSED, ComplaintState.IN_PROGRESS
    assert moves[-3:] == [closed, open_again, closed]
    assert (row.state, row.closed_on) == (ComplaintState.CLOSED, TODAY)


def test_two_sweeps_at_once_remind_once(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-bezwaar:1")  # its last day is within 14 days

    def reminding(session: Session) -> bool:
        return remind_once(session, case.id, now=NOON)

    assert beside(database, reminding, reminding) is False
    promised = select(func.count()).where(OutboxTask.task == TASK)
    assert count(database, promised) == 1
    assert count(database, select(func.count()).where(ComplaintDue.reminded.is_not(None))) == 1


def test_she_and_the_desk_write_at_once_and_every_word_stays(
    database: Database, keyring: Keyring, kim: DeskPerson, lena: DeskPerson, case: FiledComplaint
) -> None:
    def hers(session: Session) -> None:
        add_complaint_message(session, case.own, "Van mij.", now=NOON)

    def theirs(session: Session) -> None:
        answer_complainant(session, kim, case.id, "Van ons.", asks=True, keyring=keyring, now=NOON)

    def note(session: Session) -> None:
        write_complaint_note(session, lena, case.id, "Notitie.", keyring=keyring, now=NOON)

    assert at_once(database, hers, theirs, note, hers, theirs, note) == [None] * 6
    view = look(database, keyring, kim, case.id)
    assert sorted(one.text for one in view.messages) == ["Van mij."] * 2 + ["Van ons."] * 2
    assert [one.number for one in view.messages] == [1, 2, 3, 4]
    assert count(database, select(func.count()).select_from(ComplaintNote)) == 2


def test_two_links_crosswise_wait_for_each_other_and_both_end(
    database: Database, keyring: Keyring, kim: DeskPerson, lena: DeskPerson, case: FiledComplaint
) -> None:
    other = file_a_complaint(database, keyring)
    with database.reading() as session:
        numbers = {one: session.get_one(Complaint, one).case_number for one in (case.id, other.id)}

    def linking(person: DeskPerson, one: FiledComplaint, to: FiledComplaint) -> Work:
        return lambda session: link_cases(
            session, person, one.id, numbers[to.id], keyring=keyring, now=NOON
        )

    came = at_once(database, linking(kim, case, other), linking(lena, other, case))
    assert came == [None, None]
    for one, to in ((case, other), (other, case)):
        links = look(database, keyring, kim, one.id).links
        assert [found.complaint_id for found in links] == [to.id]
