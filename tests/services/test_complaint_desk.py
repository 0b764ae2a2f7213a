"""A case at the complaints desk: shown after its line in the log, its steps, clocks and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About, Letter
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintDue
from app.models.outbox import OutboxTask
from app.services.add_to_complaint import add_complaint_message
from moderation.decisions.complaint.ending import (
    close_complaint,
)
from moderation.decisions.complaint.open import OPENED, open_complaint
from moderation.decisions.complaint.remind import days_to_remind, remind_once, reminder_lines
from moderation.decisions.complaint.steps import (
    StepNotPossible,
    drop_step,
    note_their_terms,
    record_answer,
)
from moderation.decisions.complaint.words import write_complaint_note
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from tests.complaint_desk import (
    A_DECISION,
    TODAY,
    a_caseworker,
    a_colleague,
    days,
    look,
    plan,
    send,
)
from tests.complaints import A_COMPLAINT, SOME_FACTS, file_a_complaint
from tests.conftest import NOON
from tests.workbench import reference


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def lou(database: Database, keyring: Keyring, kim: DeskPerson) -> DeskPerson:
    return a_colleague(database, keyring, kim, "Lou")


def test_nothing_is_shown_without_its_line_in_the_log(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    for line in (
        Logged(1, kim.staff_id, "queue_opened", case.id),
        Logged(1, case.id, OPENED, case.id),
        Logged(1, kim.staff_id, OPENED, kim.staff_id),
    ):
        with pytest.raises(NotWrittenDown), database.reading() as session:
            open_complaint(session, kim, case.id, line, known=reference())


def test_a_case_opens_whole_for_its_team(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring)
    with database.writing() as session:
        add_complaint_message(session, case.own, "Ik vergat iets.", now=NOON)
        write_complaint_note(session, kim, case.id, "Eerst bellen.", keyring=keyring, now=NOON)
    view = look(database, keyring, kim, case.id)
    assert view.draft.story == A_COMPLAINT.story
    assert view.draft.contact is None
    assert view.has_contact
    assert view.consents.figures
    assert [one.text for one in view.messages] == ["Ik vergat iets."]
    assert [(one.by, one.text) for one in view.notes] == [("Kim", "Eerst bellen.")]
    assert [one.to_state for one in view.moves] == ["ingediend"]


def test_a_step_runs_from_letter_to_answer_with_both_clocks(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    number = plan(database, keyring, kim, case, "awb-bezwaar:1")
    last_day = TODAY + timedelta(days=7)
    assert days(database, case) == [("her_deadline", last_day)]
    send(database, keyring, kim, case, number)
    # six weeks after the objection term ends (Awb 7:10), no weekend or holiday in the way
    theirs = date(2027, 1, 11)
    assert days(database, case) == [("their_deadline", theirs)]
    with database.writing() as session:
        note_their_terms(
            session, kim, case.id, number, condition="", extended=True, received_on=None,
            known=reference(), keyring=keyring, now=NOON,
        )  # fmt: skip
    assert days(database, case) == [("their_deadline", theirs + timedelta(weeks=6))]
    view = look(database, keyring, kim, case.id)
    assert view.state is ComplaintState.EXTENDED
    assert view.owner == "Kim"
    later = NOON + timedelta(days=20)
    with database.writing() as session:
        record_answer(
            session, kim, case.id, number, later.date(), ruling="ongegrond", result="excuses",
            known=reference(), keyring=keyring, now=later,
        )  # fmt: skip
    # nobody chose to appeal yet, and its six hard weeks run already: 13 December + 6 weeks
    assert days(database, case) == [("her_deadline", date(2027, 1, 25))]
    view = look(database, keyring, kim, case.id)
    assert view.state is ComplaintState.IN_PROGRESS
    assert (view.steps[0].record.ruling, view.steps[0].record.result) == ("ongegrond", "excuses")
    appeal = plan(database, keyring, kim, case, "awb-bezwaar:2")
    assert appeal == 2
    assert days(database, case) == [("her_deadline", date(2027, 1, 25))]
    with database.writing() as session:
        drop_step(session, kim, case.id, appeal, known=reference(), keyring=keyring, now=later)
    assert days(database, case) == []  # she chose not to


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("plan nothing", "no_such_step"),
        ("plan awb-klacht:9", "no_such_step"),
        ("send 7", "no_such_step"),
        ("send tomorrow", "in_future"),
        ("send twice", "already_sent"),
        ("answer unsent", "not_sent"),
        ("answer before", "before_sent"),
        ("answer twice", "answered"),
        ("extend unsent", "not_sent"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    database: Database, keyring: Keyring, kim: DeskPerson, act: str, reason: str
) -> None:
    case = file_a_complaint(database, keyring)
    number = plan(database, keyring, kim, case, "politie-klacht:1")

    def answer(day: date) -> None:
        with database.writing() as session:
            record_answer(
                session, kim, case.id, number, day, ruling="gegrond", result="",
                known=reference(), keyring=keyring, now=NOON,
            )  # fmt: skip

    if act in ("send twice", "answer before", "answer twice"):
        send(database, keyring, kim, case, number)
    if act == "answer twice":
        answer(TODAY)
    before = days(database, case), look(database, keyring, kim, case.id).steps

    def extend() -> None:
        with database.writing() as session:
            note_their_terms(
                session, kim, case.id, number, condition="", extended=True, received_on=None,
                known=reference(), keyring=keyring, now=NOON,
            )  # fmt: skip

    tomorrow = TODAY + timedelta(days=1)
    acts: dict[str, Callable[[], object]] = {
        "plan nothing": lambda: plan(database, keyring, kim, case, "nothing"),
        "plan awb-klacht:9": lambda: plan(database, keyring, kim, case, "awb-klacht:9"),
        "send 7": lambda: send(database, keyring, kim, case, 7),
        "send tomorrow": lambda: send(database, keyring, kim, case, number, day=tomorrow),
        "send twice": lambda: send(database, keyring, kim, case, number),
        "answer unsent": lambda: answer(TODAY),
        "answer before": lambda: answer(TODAY - timedelta(days=1)),
        "answer twice": lambda: answer(TODAY),
        "extend unsent": extend,
    }
    with pytest.raises(StepNotPossible) as refused:
        acts[act]()
    assert refused.value.reason == reason
    assert (days(database, case), look(database, keyring, kim, case.id).steps) == before


def test_reminders_come_14_and_3_days_ahead_and_on_the_day_each_once(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    number = plan(database, keyring, kim, case, "awb-bezwaar:1")
    send(database, keyring, kim, case, number)
    ((reason, last_day),) = days(database, case)
    told = []
    for left in range(20, -5, -1):
        now = datetime.combine(last_day - timedelta(days=left), NOON.timetz())
        for _sweep in range(2):
            with database.reading() as session:
                due = days_to_remind(session, today=now.date())
            for one in due:
                with database.writing() as session:
                    if remind_once(session, one, now=now):
                        told.append(left)
        with database.reading() as session:
            lines = reminder_lines(session, case.id, today=now.date())
        assert [line.reason for line in lines] == ([reason] if left <= 14 else [])
    assert told == [14, 3, 0]
    with database.reading() as session:
        promised = select(func.count()).where(OutboxTask.task == "remind_desk")
        assert session.scalar(promised) == 3


LAST_DAY = date(2026, 11, 30)  # six weeks after 19 October, a Monday


@pytest.mark.usefixtures("kim")  # somebody holds the key
@pytest.mark.parametrize(
    ("changes", "waiting", "urgent"),
    [
        ({}, [("objection", LAST_DAY)], True),
        ({"letter": Letter("yes")}, [], True),  # she does not know the date
        ({"letter": Letter("no", TODAY)}, [], False),
        ({"about": (About("bank", "", "Spaarbank"),)}, [], False),  # a bank takes no decisions
        (
            {"about": (About("bank", "", "Spaarbank"), About("gemeente", "GM0599"))},
            [("objection", LAST_DAY)],
            True,
        ),
    ],
    ids=["decision", "no date", "no letter", "bank", "both"],
)
def test_six_weeks_are_watched_from_the_day_it_came_in(
    database: Database,
    keyring: Keyring,
    changes: dict[str, Any],
    waiting: list[tuple[str, date]],
    urgent: bool,
) -> None:
    case = file_a_complaint(database, keyring, replace(A_DECISION, **changes))
    assert days(database, case) == waiting
    with database.reading() as session:
        assert session.get_one(Complaint, case.id).urgent is urgent
        # nobody has it yet, and it is announced all the same
        assert days_to_remind(session, today=TODAY) == [case.id] * bool(waiting)


def test_the_last_day_to_object_stays_until_somebody_looks_at_that_step(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-klacht:1")
    assert ("objection", LAST_DAY) in days(database, case)
    number = plan(database, keyring, kim, case, "awb-bezwaar:1")
    open_days = days(database, case)
    assert ("her_deadline", LAST_DAY) in open_days
    assert "objection" not in dict(open_days)
    with database.writing() as session:
        drop_step(session, kim, case.id, number, known=reference(), keyring=keyring, now=NOON)
    assert LAST_DAY not in dict(days(database, case)).values()  # she chose not to


def test_a_term_that_moves_is_announced_anew_and_a_closed_case_never(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-bezwaar:1")
    with database.writing() as session:
        assert remind_once(session, case.id, now=NOON)
        assert not remind_once(session, case.id, now=NOON)
        due = session.scalars(select(ComplaintDue).where(ComplaintDue.done_on.is_(None))).one()
        due.due_on, due.reminded = due.due_on + timedelta(days=1), None
    with database.writing() as session:
        assert remind_once(session, case.id, now=NOON)
        close_complaint(
            session, kim, case.id, "opgelost", facts=SOME_FACTS, keyring=keyring, now=NOON
        )
    with database.reading() as session:
        assert days_to_remind(session, today=TODAY + timedelta(days=9)) == []
