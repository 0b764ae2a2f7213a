"""Everybody there is, signed in through the real pages, in a house with something of all in it.

`World.ways` lists every address of the house: with things of one's own, and with things of others
or of nobody. A new kind of thing in an address needs a line in `_things`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import MemberState
from app.factory import create_app
from app.models.member import Member
from app.models.report import Report
from app.services.feed import renew_feed
from app.settings import Settings
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.invite_staff import invite_staff
from moderation.rules.teams import INSTITUTIONS
from tests.authenticator import keep_passkey
from tests.complaint_rooms import things_of_a_caseworker
from tests.complaints import file_a_complaint
from tests.conftest import NOON, Clock
from tests.desk_alerts import proposed as alert_proposed
from tests.desk_alerts import published as alert_published
from tests.desk_cases import Desk, with_contact
from tests.desk_people import STEP, enrol, grant, pin, sign_in_page
from tests.figures import keep_draft, parts_of_others, some_others, some_publications
from tests.figures import publish as publish_figures
from tests.filed_reports import file_one, write_alert
from tests.keys import TeamKeys
from tests.listed import file_one_request
from tests.members import (
    appealed,
    make_member,
    publish,
    sign_in_voucher,
    tell,
    waiting_and_vouching,
)
from tests.members import sign_in as sign_in_member
from tests.visitor import Visitor
from tests.web.browsing import TOKEN, Browser

STAFF = ("moderator", "lead", "caseworker", "analyst", "administrator", "auditor")
EVERYBODY = (
    "anonymous", "reporter", "complainant", "subject", "member", "voucher", "enrolling", "half",
    *STAFF,
)  # fmt: skip
HOME = {
    "anonymous": "/nl/c", "reporter": "/nl/c/s", "complainant": "/nl/z/s",
    "subject": "/nl/y/s", "member": "/nl/m/settings", "voucher": "/nl/m/v/i",
    "enrolling": "/nl/desk/enrol", "half": "/nl/desk/sign-in/passkey",
    **dict.fromkeys(STAFF, "/nl/desk/account"),
}  # fmt: skip
LANGUAGE = "lang"


@dataclass(frozen=True)
class Thing:
    """What a part of an address can name: one's own, and what is not there for this visitor."""

    own: object
    others: tuple[object, ...]


@dataclass(frozen=True)
class Way:
    """One address and method; `foreign` names the part that is not the visitor's, if one is."""

    rule: Rule
    method: str
    path: str
    foreign: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}" + (f" with {self.foreign}" if self.foreign else "")


@dataclass
class World:
    """The house, a browser for everybody, and the things in it."""

    app: Flask
    database: Database
    clock: Clock
    browsers: dict[str, Browser]
    things: dict[str, Thing]

    def ways(self, *, foreign: bool = False) -> Iterator[Way]:
        """Every address with every method; with `foreign` every part in turn is not one's own."""
        urls = self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            for values, named in self._values(rule, foreign=foreign):
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield Way(rule, method, urls.build(rule.endpoint, values, method), named)

    def _values(self, rule: Rule, *, foreign: bool) -> Iterator[tuple[dict[str, object], str]]:
        fixed = dict(rule.defaults or {})  # said by the address itself
        free = sorted(rule.arguments - {LANGUAGE} - fixed.keys())
        named = {name: self._thing(rule, name) for name in free}
        own: dict[str, object] = {**fixed, **{name: thing.own for name, thing in named.items()}}
        if LANGUAGE in rule.arguments:
            own[LANGUAGE] = "nl"
        if not foreign:
            yield own, ""
            return
        for name, thing in named.items():
            for at, value in enumerate(thing.others):
                yield {**own, name: value}, f"foreign {name} ({at + 1})"

    def _thing(self, rule: Rule, name: str) -> Thing:
        door = rule.endpoint.split(".")[0]
        said = (rule.defaults or {}).values()  # by the address: such a thing comes before others
        names = [*(f"{door}.{one}.{name}" for one in said), f"{rule.endpoint}.{name}"]
        known = (self.things.get(one) for one in (*names, f"{door}.{name}"))
        found = next((one for one in known if one is not None), None)
        assert found is not None, (
            f"{rule.rule}: nobody knows what <{name}> is. Put a Thing for '{door}.{name}' into "
            "`_things` in tests/everybody.py: one of the visitor's own and those that are not"
        )
        return found

    def ask(self, who: str, way: Way, token: str = "", **fields: str) -> TestResponse:
        """As that person's browser asks; her session's secret stays what it was."""
        browser = replace(self.browsers[who])
        if way.method == "GET":
            return browser.get(way.path, headers={"Sec-Fetch-Site": "same-origin"})
        return browser.post(way.path, {"csrf_token": token, **fields})

    def follow(self, who: str, answer: TestResponse) -> TestResponse:
        """Where a redirect sends that person."""
        return replace(self.browsers[who]).get(answer.headers["Location"])

    def token_of(self, who: str) -> str:
        """The token of a form on this person's own page."""
        page = replace(self.browsers[who]).get(HOME[who])
        found = TOKEN.findall(page.get_data(as_text=True))
        assert found, f"{who}: no form on {HOME[who]}, {page.status_code}"
        return str(found[-1])


def furnish(settings: Settings, database: Database, keyring: Keyring) -> World:
    """A case that the moderator works on, an alert out and one proposed, an application …"""
    clock = Clock(NOON)
    settings = replace(settings, desk_origin="http://localhost")
    app = create_app(settings, keyring=keyring, database=database, clock=clock)
    app.testing = False  # errors become pages, as for a visitor
    people = {  # the first of a team makes its key
        role: enrol(database, keyring, f"De {role}", role, NOON)
        for role in sorted(STAFF, key=lambda role: role != "lead")
    }
    for first in ("lead", "caseworker"):  # both desks are open
        pin(database, keyring, people[first].person, NOON)
    grant(database, keyring, people["lead"].person, people["moderator"].person, NOON)
    held = people["lead"].person.newest_key
    assert held is not None
    desk = Desk(database, keyring, TeamKeys("alerts", held.epoch, b"", held.secret, held.k_match))

    complaint = file_a_complaint(database, keyring)
    report = file_one(database, keyring)
    write_alert(database, keyring, report)
    member, member_code = make_member(database, keyring, regions=("GM0363",))
    with database.writing() as session:
        link = invite_staff(session, "De nieuwe", "moderator", None, keyring=keyring, now=NOON)
        waiting = invite_staff(session, "Later", "moderator", None, keyring=keyring, now=NOON)
    halfway = enrol(database, keyring, "De halve", "moderator", NOON)
    keep_passkey(database, keyring, halfway.person.staff_id)
    staff = {role: one.person for role, one in people.items()}
    staff["moderator"] = replace(staff["moderator"], keys=staff["lead"].keys)
    things = _things(desk, staff, waiting.token)
    asked = file_one_request(database, keyring)
    things["desk.request_id"] = Thing(asked.request_id, (uuid4(),))
    things["desk.lift_suspension.alert_id"] = Thing(asked.alert_id, (uuid4(),))
    out = things["members.alert_id"].own
    assert isinstance(out, UUID)
    tell(database, member, out)
    with database.writing() as session:
        feed = renew_feed(session, member, keyring=keyring)
    things["members.secret"] = Thing(feed, ("x" * len(feed),))

    visitors = {who: Visitor(app, address=f"198.51.100.{at}") for at, who in enumerate(EVERYBODY)}
    for role in STAFF:
        sign_in_page(visitors[role], people[role], clock.now)
    _open_case(visitors["reporter"], report.words)
    _open_case(visitors["complainant"], complaint.words)
    _open_case(visitors["subject"], asked.words)
    sign_in_member(visitors["member"], member_code)
    sign_in_voucher(visitors["voucher"], database, keyring)
    visitors["half"].get("/nl/desk/sign-in")
    visitors["half"].submit({"name": halfway.name, "passphrase": halfway.passphrase})
    visitors["enrolling"].get(f"/nl/desk/enrol/{link.token}")
    visitors["enrolling"].submit()
    browsers = {who: _browser_of(visitor) for who, visitor in visitors.items()}
    clock.now += STEP
    return World(app, database, clock, browsers, things)


def _things(desk: Desk, staff: dict[str, DeskPerson], link: str) -> dict[str, Thing]:
    """By door and part of the address, or by page and part where one page needs another thing."""
    database, keyring = desk.database, desk.keyring
    moderator, lead = staff["moderator"], staff["lead"]
    case = desk.report(with_contact(), photos=(b"a photo",))
    desk.claim(moderator, case)
    _report, proposed = alert_proposed(desk, desk.person("De derde"))
    _source, out = alert_published(desk, moderator, lead)
    elsewhere = publish(database, keyring, ("phone", "0650123478"), region="GM0014")
    second = enrol(database, keyring, "De tweede", "moderator", NOON).person
    colleague = second.staff_id
    own_key = keep_passkey(database, keyring, lead.staff_id)
    application, organisation = waiting_and_vouching(database, keyring)
    some_member, shut_out = (_a_member(database, keyring) for _ in range(2))
    with database.writing() as session:
        session.execute(
            update(Member).where(Member.id == shut_out).values(state=MemberState.SUSPENDED)
        )
    nobody = uuid4()
    with database.writing() as session:
        *public, draft = some_publications(a_year=60, tier=1, years=(2024, 2025, 2026))
        publish_figures(session, *public, *some_others(tier=1, few=True))
        keep_draft(session, draft, colleague)
    published = Thing(out, (nobody,))
    return {
        **{
            part: Thing(own, others)
            for part, (own, others) in things_of_a_caseworker(
                database, keyring, staff["caseworker"], nobody=nobody
            ).items()
        },
        "desk.report_id": Thing(case, (_of_the_other_team(desk), nobody)),
        "desk.number": Thing(1, (99,)),
        "desk.how": Thing("close", ("open",)),
        "desk.alert_id": Thing(proposed, (nobody,)),
        "desk.merge.alert_id": published,
        "desk.correct.alert_id": published,
        "desk.extend.alert_id": published,
        "desk.inform.alert_id": published,
        "desk.member_id": Thing(some_member, (nobody,)),
        "desk.restore.member_id": Thing(shut_out, (some_member, nobody)),
        "desk.suspension_id": Thing(appealed(database, keyring, second), (nobody,)),
        "desk.application_id": Thing(application, (nobody,)),
        "desk.organisation_id": Thing(organisation, (nobody,)),
        "desk.staff_id": Thing(colleague, (staff["caseworker"].staff_id, nobody)),
        "desk.passkey_id": Thing(own_key, (keep_passkey(database, keyring, colleague), nobody)),
        "desk.series": Thing("complaints", ("nothing",)),
        "desk.release": Thing(draft.id, ("nothing",)),
        "desk.take_evaluation.year": Thing(NOON.year, (1999, 10**9)),
        "desk.correct_figures.release": Thing("2025", (draft.id, "nothing")),
        "desk.token": Thing(link, ("x" * 43,)),
        "members.alert_id": Thing(out, (elsewhere, proposed, nobody)),
        "navigator.kind": Thing("bank", ("nothing",)),
        "complaint.kind": Thing("bank", ("nothing",)),
        "figures.release": Thing("2024", (draft.id, "nothing")),
        "figures.dimension": Thing("theme", ("weather",)),
        "figures.code": Thing("zorg", ("weather",)),
        "figures.name": Thing("theme", ("weather",)),
        **{part: Thing(own, (other,)) for part, own, other in parts_of_others()},
        "information.slug": Thing("rotterdam", ("nergens",)),
        "information.name": Thing("about", ("nothing", "..")),
        "figure_data.series": Thing("complaints", ("nothing",)),
        "figure_data.release": Thing("2025", (draft.id, "2031", "2025Q9")),
        "figure_data.table": Thing("institution_type", ("nothing",)),
        "figure_data.name": Thing("2025", (draft.id,)),
        "figure_files.series": Thing("complaints", ("warnings",)),
        "figure_files.release": Thing("2024", ("2031", "2025Q9")),
        "figure_files.name": Thing("2024", ("2025",)),
        "figure_files.kind": Thing("xlsx", ()),
    }


def _a_member(database: Database, keyring: Keyring) -> UUID:
    member, _code = make_member(database, keyring, regions=())
    return member


def _of_the_other_team(desk: Desk) -> UUID:
    """A report like the others, but for the colleagues who take complaints."""
    report = desk.report()
    with desk.database.writing() as session:
        session.execute(update(Report).where(Report.id == report).values(team=INSTITUTIONS))
    return report


def _open_case(visitor: Visitor, words: str) -> None:
    visitor.get("/nl/c")
    visitor.submit({"code": words}, form="/c")


def _browser_of(visitor: Visitor) -> Browser:
    cookie = visitor.client.get_cookie("s")
    return Browser(visitor.app, None if cookie is None else cookie.value, visitor.address)
