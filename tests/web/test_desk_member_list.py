"""A lead shuts a member out and lets her in again; nobody else does, and her sessions end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, to_words
from app.domain.states import MemberState
from app.models.audit import AuditLine
from app.models.member import CheckQuota, Member
from app.models.web_session import StoredSession
from moderation.decisions.suspend_member import suspend_member
from moderation.rules.roles import NotPermitted
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, furnish
from tests.members import make_member, sign_in
from tests.rows import days
from tests.visitor import Visitor
from tests.workbench import NOON


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def checked(rooms: Rooms, member_id: UUID, *counts: tuple[int, int]) -> None:
    with rooms.database.writing() as session:
        for day, used in counts:
            session.add(CheckQuota(member_id=member_id, on_day=days(day), used=used))


def state_of(rooms: Rooms, member_id: UUID) -> MemberState:
    with rooms.database.reading() as session:
        return session.get_one(Member, member_id).state


def test_a_lead_shuts_a_member_out_at_once_and_lets_her_in_again(
    rooms: Rooms, visit: Visitor
) -> None:
    member_id, code = make_member(rooms.database, rooms.keyring)
    sign_in(visit, code)
    visit.get("/nl/m/a")
    lead = rooms.sign_in(rooms.iris)
    lead.get(f"{DESK}/members")
    assert f"{DESK}/members/list" in lead.last.links
    lead.get(f"{DESK}/members/list")
    lead.get(f"{DESK}/members/list/{member_id}/suspend")
    lead.submit(form="/suspend", status=422)
    assert state_of(rooms, member_id) is MemberState.ACTIVE
    lead.submit({"reason": "sweeping"}, form="/suspend")
    assert "buitengesloten" in lead.follow().text
    with rooms.database.reading() as session:
        assert "member" not in set(session.scalars(select(StoredSession.kind)))
    visit.get("/nl/m/a", status=303)
    visit.get("/nl/m")
    sign_in_fails(visit, code)
    lead.get(f"{DESK}/members/list/{member_id}/restore")
    lead.submit(form="/restore")
    assert state_of(rooms, member_id) is MemberState.ACTIVE
    sign_in(visit, code)
    visit.get("/nl/m/a")
    assert rooms.actions()[-2:] == ["member_suspended", "member_restored"]
    with rooms.database.reading() as session:
        line = session.scalars(
            select(AuditLine).where(AuditLine.action == "member_suspended")
        ).one()
        assert str(member_id) not in repr(vars(line))


def sign_in_fails(visit: Visitor, code: Code) -> None:
    visit.submit({"code": " ".join(to_words(code, "nl"))}, form="/m", status=200)
    assert "Je bent buitengesloten" in visit.last.text


def test_who_checks_most_stands_on_top_and_never_what(rooms: Rooms) -> None:
    quiet, _code = make_member(rooms.database, rooms.keyring)
    busy, _code = make_member(rooms.database, rooms.keyring)
    checked(rooms, quiet, (0, 1), (-40, 99))
    checked(rooms, busy, (0, 30), (-3, 10))
    page = rooms.sign_in(rooms.iris).get(f"{DESK}/members/list")
    assert page.text.index(str(busy)[:8]) < page.text.index(str(quiet)[:8])
    assert "40 checks in 30 dagen vandaag opgebruikt" in page.text
    assert "1 check in 30 dagen" in page.text


def test_only_a_lead_who_just_showed_that_it_is_her_shuts_out(rooms: Rooms) -> None:
    member_id, _code = make_member(rooms.database, rooms.keyring)
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/members")
    assert f"{DESK}/members/list" not in noor.last.links
    token = noor.last.forms[0].fields["csrf_token"][0]
    for path in ("list", f"list/{member_id}/suspend", f"list/{member_id}/restore"):
        noor.get(f"{DESK}/members/{path}", status=403)
    noor.post(
        f"{DESK}/members/list/{member_id}/suspend",
        {"csrf_token": token, "reason": "sweeping"},
        status=403,
    )
    with rooms.database.writing() as session, pytest.raises(NotPermitted):
        suspend_member(
            session, rooms.noor.person, member_id, "sweeping", keyring=rooms.keyring, now=NOON
        )
    lead = rooms.sign_in(rooms.iris)
    nobody = f"{DESK}/members/list/{uuid4()}/suspend"
    lead.get(f"{DESK}/members/list")
    token = lead.last.forms[0].fields["csrf_token"][0]
    lead.post(nobody, {"csrf_token": token, "reason": "code-lost"}, status=404)
    lead.get(nobody, status=404)
    rooms.clock.now += timedelta(minutes=6)
    lead.get(f"{DESK}/members/list/{member_id}/suspend", status=303)
    assert "/again" in lead.response.headers["Location"]
    assert state_of(rooms, member_id) is MemberState.ACTIVE
