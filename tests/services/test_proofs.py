"""A proof is gone after seven days, decided or not; she keeps her place and gives another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ApplicationState
from app.models.member import Application, Member, WaitCount
from app.models.outbox import OutboxTask
from app.services.count_waits import count_wait, drop_old_waits, usual_wait
from app.services.purge import purge
from moderation.decisions.decide_application import admit_applicant
from moderation.decisions.open_application import NoSuchApplication
from tests.conftest import NOON, Clock
from tests.desk_people import EnrolledPerson, enrol, pin, sign_in_page
from tests.visitor import Visitor
from tests.workbench import NO_KEYS, reference

ADVERT = "https://advertenties.example/12345"


@pytest.fixture
def lead(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    somebody = enrol(database, keyring, "Mira", "lead", NOON)
    pin(database, keyring, somebody.person, NOON)
    return somebody


def apply(visit: Visitor) -> str:
    """Her code."""
    visit.get("/nl/m/join/apply")
    visit.submit({"way": "advert", "words": ADVERT}, button=("go", "send"), status=200)
    return " ".join(visit.last.text.split("voor je terugvinden. ")[1].split()[:7])


def sweep(database: Database, clock: Clock) -> None:
    with database.writing() as session:
        purge(
            session, report_max_days=540, keeping=reference().keeping, keyring=NO_KEYS,
            now=clock.now, confirmed=True,
        )  # fmt: skip


def one(database: Database) -> Application:
    with database.reading() as session:
        return session.scalars(select(Application)).one()


def look(visit: Visitor, code: str) -> str:
    visit.get("/nl/m")
    visit.submit({"code": code}, form="/m", status=200)
    return visit.last.text


def tell_again(visit: Visitor, code: str, *, words: str = ADVERT, status: int = 303) -> None:
    visit.get("/nl/m/again")
    visit.submit(
        {"code": code, "way": "advert", "words": words}, button=("go", "send"), status=status
    )


def test_after_seven_days_the_proof_of_who_still_waits_is_deleted(
    lead: EnrolledPerson, visit: Visitor, database: Database, clock: Clock
) -> None:
    code = apply(visit)
    clock.now += timedelta(days=6)
    sweep(database, clock)
    assert one(database).proof is not None
    assert "Laat nog eens zien" not in look(visit, code)
    clock.now += timedelta(days=1)
    sweep(database, clock)
    row = one(database)
    assert (row.proof, row.sealed_team, row.state) == (None, None, ApplicationState.WAITING)
    assert "Laat nog eens zien" in look(visit, code)


def test_nobody_reads_or_decides_about_an_old_proof_when_the_sweep_is_late(
    lead: EnrolledPerson, app: Flask, visit: Visitor, database: Database, clock: Clock
) -> None:
    apply(visit)
    row = one(database)
    clock.now += timedelta(days=7)
    desk = Visitor(app, address="198.51.100.20")
    sign_in_page(desk, lead, clock.now)
    desk.get("/nl/desk/members")
    assert "0 wachten 1 moet nog eens laten zien" in desk.last.text
    desk.get(f"/nl/desk/members/{row.id}", status=404)
    assert ADVERT not in desk.last.text
    assert one(database).proof is not None  # the sweep is what deletes


def test_nobody_is_admitted_on_a_proof_that_may_not_be_read_any_more(
    lead: EnrolledPerson, visit: Visitor, database: Database, keyring: Keyring, clock: Clock
) -> None:
    apply(visit)
    clock.now += timedelta(days=7)
    with database.writing() as session, pytest.raises(NoSuchApplication):
        admit_applicant(session, lead.person, one(database).id, keyring=keyring, now=clock.now)


def test_with_her_code_she_gives_another_and_keeps_her_place_and_her_two_words(
    lead: EnrolledPerson, app: Flask, visit: Visitor, database: Database, clock: Clock
) -> None:
    visit.get("/nl/m/join/apply")
    sign = visit.last.text.split("tot we beslist hebben: ")[1].split(" Een organisatie")[0]
    visit.submit({"way": "advert", "words": ADVERT}, button=("go", "send"), status=200)
    code = " ".join(visit.last.text.split("voor je terugvinden. ")[1].split()[:7])
    applied_on = one(database).applied_on
    clock.now += timedelta(days=8)
    sweep(database, clock)
    assert sign in look(visit, code)
    tell_again(visit, code, words="Mijn nieuwe advertentie")
    visit.follow()
    assert "Je houdt je plaats" in visit.last.text
    assert one(database).applied_on == applied_on
    desk = Visitor(app, address="198.51.100.20")
    sign_in_page(desk, lead, clock.now)
    desk.get("/nl/desk/members")
    desk.submit({}, form="/open")
    desk.follow()
    assert "Mijn nieuwe advertentie" in desk.last.text
    assert sign in desk.last.text
    with database.reading() as session:
        told = session.scalar(
            select(func.count()).select_from(OutboxTask).where(OutboxTask.task == "notify_desk")
        )
    assert told == 2


def test_what_stands_is_not_replaced_and_a_stranger_hears_one_answer(
    lead: EnrolledPerson, app: Flask, visit: Visitor, database: Database, clock: Clock
) -> None:
    code = apply(visit)
    before = one(database).proof
    tell_again(visit, code, words="iets anders")
    assert one(database).proof == before
    for typed in ("1234 " * 6, ""):
        tell_again(visit, typed, status=422)
        assert visit.last.forms[-1].fields["words"] == [ADVERT]
    visit.get("/nl/m/again")
    visit.submit({"code": code, "way": "", "words": ""}, button=("go", "send"), status=422)
    assert "Kies een van de twee." in visit.last.text


def test_who_does_not_come_back_in_three_months_waits_no_more(
    lead: EnrolledPerson, visit: Visitor, database: Database, clock: Clock
) -> None:
    apply(visit)
    clock.now += timedelta(days=89)
    sweep(database, clock)
    assert one(database).proof is None
    clock.now += timedelta(days=1)
    sweep(database, clock)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 0


def test_the_median_wait_is_shown_from_five_decisions_on_and_keeps_nobody(
    app: Flask, visit: Visitor, database: Database, clock: Clock
) -> None:
    for at in range(5):
        visit.get("/nl/m/join")
        assert "antwoord" not in visit.last.text, at
        with database.writing() as session:
            count_wait(session, clock.now.date() - timedelta(days=3), now=clock.now)
    visit.get("/nl/m/join")
    assert "wachtte de helft hooguit 3 dagen" in visit.last.text
    with database.reading() as session:
        assert {type(value) for value in session.execute(select(WaitCount.__table__)).one()} == {
            date,
            int,
        }
    clock.now += timedelta(weeks=14)
    with database.writing() as session:
        assert usual_wait(session, now=clock.now) is None
        drop_old_waits(session, now=clock.now)
        assert session.scalars(select(WaitCount)).all() == []


def test_every_decision_is_counted(
    lead: EnrolledPerson, visit: Visitor, database: Database, keyring: Keyring, clock: Clock
) -> None:
    apply(visit)
    clock.now += timedelta(days=2)
    with database.writing() as session:
        admit_applicant(session, lead.person, one(database).id, keyring=keyring, now=clock.now)
    with database.reading() as session:
        row = session.scalars(select(WaitCount)).one()
        assert (row.days, row.decided) == (2, 1)
        assert session.scalars(select(Member)).one()
