"""Everybody there is, each signed in through the real pages, in a house with something of all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.member import Organisation
from app.services.apply_for_membership import (
    Applying,
    apply_for_membership,
    prepare_application,
)
from moderation.decisions.invite_staff import invite_staff
from tests.conftest import Clock
from tests.desk_cases import Desk
from tests.desk_people import STEP, enrol, grant, pin, sign_in_page
from tests.filed_reports import file_one, write_alert
from tests.keys import TeamKeys
from tests.members import make_member, publish
from tests.members import sign_in as sign_in_member
from tests.visitor import Visitor
from tests.workbench import NOON

STAFF = ("moderator", "lead", "caseworker", "analyst", "administrator", "auditor")
EVERYBODY = ("anonymous", "reporter", "member", "enrolling", *STAFF)
HOME = {
    "anonymous": "/nl/c", "reporter": "/nl/c/s", "member": "/nl/m/settings",
    "enrolling": "/nl/desk/enrol",
}  # fmt: skip
DESK_HOME = "/nl/desk/account"


@dataclass
class Things:
    """What addresses can name: a converter's name → an id of something that is there."""

    ids: dict[str, object] = field(default_factory=dict)


@dataclass
class World:
    """The house, everybody's browser, and what is in it."""

    app: Flask
    database: Database
    clock: Clock
    browsers: dict[str, Visitor]
    things: Things

    def token_of(self, who: str) -> str:
        """The token of a form on this person's own page."""
        page = self.browsers[who].get(HOME.get(who, DESK_HOME))
        return next(form.fields["csrf_token"][0] for form in page.forms if form.method == "post")


def furnish(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> World:
    """A case that the moderator works on, an alert out and one proposed, an application …"""
    people = {role: enrol(database, keyring, f"De {role}", role, NOON) for role in STAFF}
    pin(database, keyring, people["lead"].person, NOON)
    grant(database, keyring, people["lead"].person, people["moderator"].person, NOON)
    held = people["lead"].person.newest_key
    assert held is not None
    desk = Desk(database, keyring, TeamKeys("alerts", held.epoch, b"", held.secret, held.k_match))
    moderator = people["moderator"].person
    lead = people["lead"].person
    case = desk.report(photos=(b"a photo",))
    desk.claim(lead, case)
    waiting = desk.report()
    desk.claim(lead, waiting)
    proposed = desk.propose(lead, waiting)
    out = publish(database, keyring, ("phone", "0650123478"))
    own = file_one(database, keyring)
    write_alert(database, keyring, own)
    _member, member_code = make_member(database, keyring)
    application, organisation = _membership(database, keyring)
    with database.writing() as session:
        link = invite_staff(session, "De nieuwe", "moderator", None, keyring=keyring, now=NOON)

    browsers = {who: Visitor(app, address=f"198.51.100.{at}") for at, who in enumerate(EVERYBODY)}
    for role in STAFF:
        sign_in_page(browsers[role], people[role], clock.now)
    browsers["reporter"].get("/nl/c")
    browsers["reporter"].submit({"code": own.words}, form="/c")
    sign_in_member(browsers["member"], member_code)
    browsers["enrolling"].get(f"/nl/desk/enrol/{link.token}")
    browsers["enrolling"].submit()
    things = Things(
        {
            "report_id": case,
            "alert_id": {"desk": proposed, "members": out},
            "application_id": application,
            "organisation_id": organisation,
            "staff_id": moderator.staff_id,
            "number": 1,
            "how": "close",
            "name": "about",
            "token": "x" * 43,
        }
    )
    clock.now += STEP
    return World(app, database, clock, browsers, things)


def _membership(database: Database, keyring: Keyring) -> tuple[UUID, UUID]:
    prepared = prepare_application(
        Applying("advert", "Mijn advertentie", "nl"),
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        now=NOON,
    )
    organisation = uuid4()
    with database.writing() as session:
        applied = apply_for_membership(session, prepared, keyring=keyring, now=NOON)
        session.add(
            Organisation(id=organisation, name="Veldwerk", state="active", created_on=NOON.date())
        )
    return applied.application_id, organisation
