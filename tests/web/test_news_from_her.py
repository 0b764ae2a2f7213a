"""What she does by herself is seen at the desk: the board names the case until it is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_papers import Attorney
from app.services.add_to_complaint import add_complaint_message
from app.services.complaint_papers import sign_attorney, take_back_attorney
from app.services.own_complaint import READ_WITHIN_DAYS
from moderation.decisions.complaint.remind import days_to_remind
from tests.complaint_desk import days, plan, send
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, page_of
from tests.complaints import FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor

NEWS = "Lezen wat zij schreef of deed"
SAYS = "Bel de politie eerst. Mijn buren mogen het niet horen."


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


@pytest.fixture
def case(rooms: ComplaintRooms) -> FiledComplaint:
    """A letter went out in it: nobody waits for her, and nobody looks every day."""
    filed = rooms.complaint()
    number = plan(rooms.database, rooms.keyring, rooms.kim.person, filed, "politie-klacht:1")
    send(rooms.database, rooms.keyring, rooms.kim.person, filed, number)
    return filed


def writes(rooms: ComplaintRooms, case: FiledComplaint) -> None:
    with rooms.database.writing() as session:
        add_complaint_message(session, case.own, SAYS, now=rooms.clock.now)


def news(rooms: ComplaintRooms, case: FiledComplaint) -> list[object]:
    return [day for reason, day in days(rooms.database, case) if reason == "from_her"]


def test_the_board_says_in_which_case_she_wrote_until_somebody_answers(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    assert NEWS not in kim.get(BOARD).text
    writes(rooms, case)
    writes(rooms, case)  # two messages are one thing to do
    assert news(rooms, case) == [rooms.today + timedelta(days=READ_WITHIN_DAYS)]
    board = kim.get(BOARD).text
    assert NEWS in board
    assert SAYS not in board
    kim.get(page_of(case))
    assert NEWS in kim.last.text
    kim.submit({"message": "We bellen eerst."}, form="/write", button=("go", "answer"))
    assert news(rooms, case) == []
    assert NEWS not in kim.get(BOARD).text
    writes(rooms, case)
    assert len(news(rooms, case)) == 1  # what she writes after that is new again


def test_what_needs_no_answer_is_ticked_off(
    rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint
) -> None:
    writes(rooms, case)
    kim.get(page_of(case))
    kim.submit(form="/done")
    assert news(rooms, case) == []


def test_signing_and_taking_back_are_seen_too(rooms: ComplaintRooms, case: FiledComplaint) -> None:
    with rooms.database.writing() as session:
        sign_attorney(
            session, case.own, Attorney("Anna de Vries", rooms.today, "screen"),
            now=rooms.clock.now,
        )  # fmt: skip
    assert len(news(rooms, case)) == 1
    with rooms.database.writing() as session:
        take_back_attorney(session, case.own, now=rooms.clock.now)
    assert len(news(rooms, case)) == 1


def test_the_mail_of_that_moment_is_the_first_reminder(
    rooms: ComplaintRooms, case: FiledComplaint
) -> None:
    writes(rooms, case)
    with rooms.database.reading() as session:
        soon = rooms.today + timedelta(days=READ_WITHIN_DAYS - 3)
        assert days_to_remind(session, today=rooms.today) == []
        assert days_to_remind(session, today=soon) == [case.id]
