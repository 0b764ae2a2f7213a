"""Who is shut out reads why and appeals once; somebody else decides, and her words go."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, to_words
from app.domain.states import AppealState, MemberState
from app.models.member import Member, Suspension
from moderation.decisions.decide_appeal import decide_appeal
from moderation.decisions.rotate_team_key import rotate_team_key
from moderation.decisions.suspend_member import suspend_member
from moderation.rules.four_eyes import SamePerson
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, furnish
from tests.members import make_member
from tests.visitor import Visitor

WORDS = "Ik heb dit niet gedaan Marker-in-het-bezwaar"


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def shut_out(rooms: Rooms, reason: str = "sweeping") -> Code:
    """By Iris, the lead; the code of who is shut out."""
    member_id, code = make_member(rooms.database, rooms.keyring)
    suspend(rooms, member_id, reason)
    return code


def suspend(rooms: Rooms, member_id: UUID, reason: str = "sweeping") -> None:
    moment = rooms.clock.now
    with rooms.database.writing() as session:
        suspend_member(
            session,
            replace(rooms.iris.person, fresh_at=moment),
            member_id,
            reason,
            keyring=rooms.keyring,
            now=moment,
        )


def look(visit: Visitor, code: Code, *, status: int = 200) -> str:
    visit.get("/nl/m")
    visit.submit({"code": " ".join(to_words(code, "nl"))}, form="/m", status=status)
    return visit.last.text


def appeal(visit: Visitor, code: Code, words: str = WORDS, *, status: int = 303) -> None:
    visit.get("/nl/m/against")
    fields = {"code": " ".join(to_words(code, "nl")), "words": words}
    visit.submit(fields, button=("go", "send"), status=status)


def row(rooms: Rooms) -> Suspension:
    with rooms.database.reading() as session:
        return session.scalars(select(Suspension)).one()


def test_her_code_tells_why_and_opens_nothing(rooms: Rooms, visit: Visitor) -> None:
    code = shut_out(rooms)
    text = look(visit, code)
    assert "Je bent buitengesloten" in text
    assert "dat het op afzoeken lijkt" in text
    visit.get("/nl/m/k", status=303)
    visit.get("/nl/m/settings", status=303)
    assert b"sweeping" not in row(rooms).reason


def test_another_person_reads_it_after_a_line_and_lets_her_in(rooms: Rooms, visit: Visitor) -> None:
    code = shut_out(rooms)
    appeal(visit, code)
    sealed = row(rooms)
    assert sealed.appeal is not None
    assert b"Marker" not in sealed.appeal
    assert "De balie heeft wat je schreef" in look(visit, code)
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/members")
    noor.submit({}, form="/open")
    assert WORDS in noor.follow().text
    assert rooms.actions()[-1] == "member_appeal_shown"
    noor.submit({}, form="/appeals", button=("go", "grant"))
    assert rooms.actions()[-1] == "member_appeal_granted"
    with rooms.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Suspension)) == 0
        assert session.scalars(select(Member.state)).one() is MemberState.ACTIVE
    look(visit, code, status=303)


def test_who_shut_her_out_neither_reads_nor_decides(rooms: Rooms, visit: Visitor) -> None:
    appeal(visit, shut_out(rooms))
    wanted = row(rooms).id
    iris = rooms.sign_in(rooms.iris)
    before = rooms.actions()
    iris.get(f"{DESK}/members")
    assert "Jij sloot haar buiten, dus een collega beslist." in iris.last.text
    iris.get(f"{DESK}/members/appeals/{wanted}", status=403)
    assert WORDS not in iris.last.text
    assert rooms.actions() == before
    with rooms.database.writing() as session, pytest.raises(SamePerson):
        decide_appeal(
            session,
            rooms.iris.person,
            wanted,
            granted=True,
            keyring=rooms.keyring,
            now=rooms.clock.now,
        )


def test_the_database_too_wants_another_person(rooms: Rooms) -> None:
    shut_out(rooms)
    with pytest.raises(IntegrityError), rooms.database.writing() as session:
        session.execute(update(Suspension).values(decided_by=Suspension.by_staff))


def test_refused_is_said_with_her_code_and_of_one_ground_there_is_no_second_appeal(
    rooms: Rooms, visit: Visitor
) -> None:
    code = shut_out(rooms)
    appeal(visit, code)
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/members/appeals/{row(rooms).id}")
    noor.submit({}, form="/appeals", button=("go", "refuse"))
    after = row(rooms)
    assert (after.state, after.appeal, after.sealed_team) == (AppealState.REFUSED, None, None)
    assert "het blijft zo" in look(visit, code)
    appeal(visit, code, "nog een keer")
    assert row(rooms).appeal is None
    noor.get(f"{DESK}/members/appeals/{after.id}", status=404)


def test_the_first_words_stand_and_bad_input_loses_nothing(rooms: Rooms, visit: Visitor) -> None:
    code = shut_out(rooms)
    appeal(visit, code, "", status=422)
    assert "Schrijf op wat er niet klopt." in visit.last.text
    appeal(visit, code, "x" * 2001, status=422)
    assert visit.last.forms[-1].fields["words"] == ["x" * 2001]
    appeal(visit, code)
    first = row(rooms).appeal
    appeal(visit, code, "iets anders")
    assert row(rooms).appeal == first


def test_a_member_who_is_in_and_nobody_get_one_answer(
    rooms: Rooms, visit: Visitor, keyring: Keyring
) -> None:
    _member, code = make_member(rooms.database, keyring)
    appeal(visit, code, status=422)
    assert "Bij deze code hoort geen lid dat is buitengesloten." in visit.last.text


def test_let_in_again_leaves_nothing_and_a_new_ground_can_be_appealed_anew(
    rooms: Rooms, visit: Visitor
) -> None:
    code = shut_out(rooms)
    appeal(visit, code)
    with rooms.database.reading() as session:
        member_id = session.scalars(select(Member.id)).one()
    iris = rooms.sign_in(rooms.iris)
    iris.get(f"{DESK}/members/list/{member_id}/restore")
    iris.submit(form="/restore")
    with rooms.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Suspension)) == 0
    suspend(rooms, member_id, "passed-on")
    assert "doorgegeven" in look(visit, code)
    appeal(visit, code, "Ook dit niet")
    assert row(rooms).state is AppealState.WAITING


def test_what_waits_moves_to_the_teams_next_key(rooms: Rooms, visit: Visitor) -> None:
    appeal(visit, shut_out(rooms))
    with rooms.database.writing() as session:
        rotation = rotate_team_key(
            session, rooms.iris.person, keyring=rooms.keyring, now=rooms.clock.now
        )
    assert row(rooms).epoch == rotation.key.epoch
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/members/appeals/{row(rooms).id}")
    assert WORDS in noor.last.text
