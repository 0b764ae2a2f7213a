"""Organisations at the desk: added, suspended, with a code of their own and a quota."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.models.member import Invitation, Organisation
from app.models.web_session import StoredSession
from tests.conftest import NOON
from tests.desk_people import enrol, pin, sign_in_page, words_on
from tests.members import sign_in_voucher, vouching_organisation
from tests.visitor import Visitor


@pytest.fixture
def desk(app: Flask, database: Database, keyring: Keyring) -> Visitor:
    """The browser of a lead, signed in."""
    lead = enrol(database, keyring, "Mira", "lead", NOON)
    pin(database, keyring, lead.person, NOON)
    visitor = Visitor(app, address="198.51.100.20")
    sign_in_page(visitor, lead, NOON)
    return visitor


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))


def test_a_lead_adds_an_organisation_and_its_invitation_opens_the_door_once(
    visit: Visitor, desk: Visitor, database: Database
) -> None:
    desk.get("/nl/desk/members/organisations")
    desk.submit({"name": "Huis aan de Gracht"})
    desk.follow()
    desk.submit({"name": "huis aan de gracht"}, status=422)
    desk.get("/nl/desk/members/organisations")
    desk.submit({}, form="/invite", status=200)
    words = " ".join(words_on(desk))
    with database.reading() as session:
        invitation = session.scalars(select(Invitation)).one()
    assert invitation.used_on is None
    visit.get("/nl/m/join/code")
    visit.submit({"code": words}, button=("go", "send"), status=200)
    assert "Dit is je code" in visit.last.text
    desk.get("/nl/desk/members/organisations")
    assert "0 uitnodigingen open, 1 gebruikt" in desk.last.text
    assert actions(database)[-2:] == ["organisation_added", "invitation_made"]


def test_a_suspended_organisation_makes_no_invitation_until_it_vouches_again(
    desk: Visitor, database: Database
) -> None:
    desk.get("/nl/desk/members/organisations")
    desk.submit({"name": "Huis"})
    desk.follow()
    page = desk.last
    desk.submit({}, form="/suspend")
    desk.last = page
    desk.submit({}, form="/invite", status=404)
    desk.get("/nl/desk/members/organisations")
    assert "geschorst" in desk.last.text
    desk.submit({}, form="/resume")
    with database.reading() as session:
        assert session.scalars(select(Organisation)).one().state == "active"


def test_a_lead_gives_an_organisation_a_code_and_a_new_one_ends_the_old_and_its_session(
    app: Flask, desk: Visitor, database: Database
) -> None:
    desk.get("/nl/desk/members/organisations")
    desk.submit({"name": "Huis aan de Gracht"})
    desk.follow()
    page = desk.last
    assert "heeft geen eigen code" in page.text
    desk.submit({}, form="/code", status=200)
    first = " ".join(words_on(desk))
    they = Visitor(app, address="198.51.100.30")
    they.get("/nl/m/v")
    they.submit({"code": first}, form="/m/v", status=303)
    assert "Huis aan de Gracht" in they.get("/nl/m/v/i").text
    desk.last = page
    desk.submit({}, form="/code", status=200)
    second = " ".join(words_on(desk))
    they.get("/nl/m/v/i", status=303)
    they.get("/nl/m/v")
    they.submit({"code": first}, form="/m/v", status=422)
    they.submit({"code": second}, form="/m/v", status=303)
    assert "logt zelf in" in desk.get("/nl/desk/members/organisations").text
    made = [one for one in actions(database) if one.startswith("organisation_")]
    assert made == ["organisation_added", "organisation_code_made", "organisation_code_made"]


def test_suspending_an_organisation_ends_its_session_and_keeps_its_code_for_later(
    app: Flask, desk: Visitor, database: Database, keyring: Keyring
) -> None:
    they = Visitor(app, address="198.51.100.30")
    sign_in_voucher(they, database, keyring)
    they.get("/nl/m/v/i")
    desk.get("/nl/desk/members/organisations")
    desk.submit({}, form="/suspend")
    with database.reading() as session:  # before its next page is asked for
        kinds = session.scalars(select(StoredSession.kind)).all()
    assert "voucher" not in kinds
    they.get("/nl/m/v/i", status=303)
    suspended = desk.get("/nl/desk/members/organisations")
    assert not any(form.action.endswith("/code") for form in suspended.forms)
    with database.reading() as session:
        assert session.scalars(select(Organisation.code_mac)).one() is not None


@pytest.mark.parametrize("typed", ["-1", "201", "tien", "", "1" * 5000, "1.5"])
def test_a_quota_that_is_no_number_of_ours_changes_nothing_and_says_so(
    desk: Visitor, database: Database, keyring: Keyring, typed: str
) -> None:
    vouching_organisation(database, keyring, quota=10)
    desk.get("/nl/desk/members/organisations")
    desk.submit({"quota": typed}, form="/quota", status=422)
    assert "van 0 tot en met 200" in desk.last.text
    with database.reading() as session:
        assert session.scalars(select(Organisation.quota)).one() == 10


def test_a_new_quota_counts_at_once(
    app: Flask, desk: Visitor, database: Database, keyring: Keyring
) -> None:
    they = Visitor(app, address="198.51.100.30")
    sign_in_voucher(they, database, keyring, quota=10)
    desk.get("/nl/desk/members/organisations")
    desk.submit({"quota": " 0 "}, form="/quota")
    assert "Vraag het de balie" in they.get("/nl/m/v/i").text
    desk.get("/nl/desk/members/organisations")
    desk.submit({"quota": "200"}, form="/quota")
    assert "mag er 200 maken" in they.get("/nl/m/v/i").text
    desk.get("/nl/desk/members/organisations")
    desk.submit({"quota": "200"}, form="/quota")  # nothing changes, nothing is logged
    with database.reading() as session:
        lines = session.scalars(select(AuditLine).where(AuditLine.action.like("%quota%"))).all()
    assert [json.loads(line.data) for line in lines] == [{"quota": 0}, {"quota": 200}]


def test_a_quota_of_nobody_is_not_there(desk: Visitor) -> None:
    desk.get("/nl/desk/members/organisations")
    desk.submit({"name": "Huis"})
    desk.follow()
    form = next(one for one in desk.last.forms if one.action.endswith("/quota"))
    form.action = f"/nl/desk/members/organisations/{uuid4()}/quota"
    desk.submit({"quota": "999"}, form="/quota", status=404)
