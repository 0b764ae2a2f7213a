"""Without a valid protocol nothing comes out and nothing is shown, through every door (3.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.states import AlertState
from app.jobs.run_task import Outcome, run_task
from app.jobs.telling import TELL_MEMBERS
from app.jobs.watch_protocol import WATCH_PROTOCOL
from app.models.outbox import Alarm
from app.models.telling import Notice
from app.services.settle_alarms import settle_alarms
from app.services.workshop import Workshop
from moderation.jobs import lift_embargoes
from tests.conftest import NOON, Clock
from tests.desk_cases import GOOD_TEXT, at_once
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish
from tests.members import make_member, publish, sign_in
from tests.visitor import Visitor
from tests.workbench import a_workshop, promised, reference

SHOWN = "de rest is verborgen"  # of a masked number in the list
WORDS = "Stapte niet uit de auto en hield haar vast."
OUT_OF_TIME = pytest.mark.parametrize(
    "span",
    [
        (date(2026, 1, 1), NOON.date() - timedelta(days=1)),
        (NOON.date() + timedelta(days=1), date(2031, 1, 1)),
    ],
    ids=["over", "not yet"],
)
Span = tuple[date, date]


def with_span(data: ReferenceData, span: Span) -> ReferenceData:
    return replace(data, protocol=replace(data.protocol, valid_from=span[0], valid_until=span[1]))


def end_protocol(app: Flask, span: Span) -> None:
    house = app.extensions["house"]
    app.extensions["house"] = replace(house, reference=with_span(house.reference, span))


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


@OUT_OF_TIME
def test_nobody_can_propose(app: Flask, rooms: Rooms, span: Span) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    end_protocol(app, span)
    noor.submit(a_form(), form="/alert", status=422)
    assert "geldig protocol" in noor.last.text
    assert GOOD_TEXT in noor.last.forms[-1].fields["text"][0]


@OUT_OF_TIME
def test_nobody_can_approve(app: Flask, rooms: Rooms, span: Span) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor, at_once())
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    alert = rooms.alert().id
    iris.get(f"{DESK}/alerts/{alert}/approve")
    end_protocol(app, span)
    iris.submit(form="/approve", status=422)
    assert "geldig protocol" in iris.last.text
    assert rooms.alert().state is AlertState.PROPOSED


@OUT_OF_TIME
def test_what_was_approved_stays_in(app: Flask, rooms: Rooms, span: Span) -> None:
    noor, iris = rooms.sign_in(rooms.noor), rooms.sign_in(rooms.iris)
    report = claimed(rooms, noor)
    noor.get(f"{DESK}/case/{report}/alert")
    noor.submit(a_form(), form="/alert")
    iris.get(f"{DESK}/alerts/{rooms.alert().id}/approve")
    iris.submit(form="/approve")
    rooms.clock.now += timedelta(hours=80)
    workshop: Workshop = app.extensions["workshop"]
    shifted = (span[0] + timedelta(days=4), span[1]) if span[0] > NOON.date() else span
    lift_embargoes(replace(workshop, files=with_span(workshop.files, shifted)))
    assert rooms.alert().state is AlertState.APPROVED
    lift_embargoes(workshop)
    assert rooms.alert().state is AlertState.PUBLISHED


@OUT_OF_TIME
def test_members_see_no_warning_on_any_page(
    app: Flask, database: Database, keyring: Keyring, visit: Visitor, span: Span
) -> None:
    _member, code = make_member(database, keyring)
    alert = publish(database, keyring, ("phone", "0612345678"), words=WORDS)
    sign_in(visit, code)
    assert SHOWN in visit.get("/nl/m/a").text
    assert WORDS in visit.get(f"/nl/m/a/{alert}").text
    end_protocol(app, span)
    assert SHOWN not in visit.get("/nl/m/a").text
    visit.get(f"/nl/m/a/{alert}", status=404)
    visit.get("/nl/m/k")
    visit.submit({"text": "0612345678"}, form="/m/k", status=200)
    assert "Nu gesloten" in visit.last.text
    assert "Er is een waarschuwing" not in visit.last.text


@OUT_OF_TIME
def test_nobody_is_told_until_it_is_valid_again(
    database: Database, keyring: Keyring, span: Span
) -> None:
    make_member(database, keyring)
    alert = publish(database, keyring, ("phone", "0612345678"), words=WORDS)
    task = promised(database, TELL_MEMBERS.name, alert)
    workshop = a_workshop(database, [TELL_MEMBERS], keyring=keyring)
    closed = replace(workshop, files=with_span(workshop.files, span))

    def told() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(Notice)) or 0

    outcomes = [run_task(closed, task) for _ in range(9)]
    assert (outcomes, told()) == ([Outcome.NOT_NOW] * 9, 0)
    assert run_task(workshop, task) is Outcome.DONE
    assert told() == 1
    with database.reading() as session:
        assert session.scalars(select(Alarm)).all() == []


def alarms_after(database: Database, ends: date, *, days: int = 0) -> list[str]:
    """What stands after the daily look, `days` after noon."""
    workshop = a_workshop(database, clock=lambda: NOON + timedelta(days=days))
    span = (date(2020, 1, 1), ends)
    WATCH_PROTOCOL.run(replace(workshop, files=with_span(reference(), span)))
    with database.reading() as session:
        return list(session.scalars(select(Alarm.code).where(Alarm.seen_on.is_(None))))


def test_the_alarm_comes_a_year_ahead_each_month_and_when_it_is_over(database: Database) -> None:
    assert alarms_after(database, date(2027, 11, 24)) == []
    ends = date(2027, 11, 23)
    assert alarms_after(database, ends) == ["protocol_ending"]
    with database.writing() as session:
        settle_alarms(session, ["protocol_ending"], now=NOON)
    assert alarms_after(database, ends, days=29) == []
    assert alarms_after(database, ends, days=30) == ["protocol_ending"]
    assert sorted(alarms_after(database, ends, days=366)) == [
        "protocol_ending",
        "protocol_not_valid",
    ]
