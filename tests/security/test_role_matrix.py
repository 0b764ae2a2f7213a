"""T12: every route × everybody × own and foreign things, out of the url map and two tables here.

The tables are written apart from the code: who holds which role, and which permission of the desk
(security.md 3.13) each of its pages needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.web.roles import declared_roles, undeclared_endpoints
from moderation.rules.roles import Permission, roles_with
from tests.conftest import Clock
from tests.everybody import EVERYBODY, STAFF, World, furnish
from tests.security.test_every_mutator import everything_stored

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

HOLDS: Mapping[str, frozenset[str]] = {
    "anonymous": frozenset({"anyone"}),
    "reporter": frozenset({"anyone", "reporter"}),
    "member": frozenset({"anyone", "member"}),
    "enrolling": frozenset({"anyone", "enrolling"}),
    **{role: frozenset({"anyone", "staff", role}) for role in STAFF},
}
NEEDS: Mapping[str, Permission] = {
    "queue": Permission.READ_REPORTS,
    "take_next": Permission.READ_REPORTS,
    "open_case": Permission.READ_REPORTS,
    "look_at_case": Permission.READ_REPORTS,
    "case": Permission.READ_REPORTS,
    "photo": Permission.READ_REPORTS,
    "release": Permission.READ_REPORTS,
    "message": Permission.READ_REPORTS,
    "note": Permission.READ_REPORTS,
    "end": Permission.READ_REPORTS,
    "end_flood": Permission.READ_REPORTS,
    "merge": Permission.PROPOSE_ALERT,
    "contact": Permission.REVEAL_CONTACT,
    "contact_shown": Permission.REVEAL_CONTACT,
    "write_alert": Permission.PROPOSE_ALERT,
    "alerts": Permission.READ_ALERTS,
    "alert": Permission.READ_ALERTS,
    "open_alert": Permission.READ_ALERTS,
    "approve": Permission.PUBLISH_ALERT,
    "send_back": Permission.PUBLISH_ALERT,
    "correct": Permission.PROPOSE_ALERT,
    "retract": Permission.RETRACT_ALERT,
    "members": Permission.ADMIT_MEMBERS,
    "application": Permission.ADMIT_MEMBERS,
    "open_proof": Permission.ADMIT_MEMBERS,
    "decide": Permission.ADMIT_MEMBERS,
    "organisations": Permission.MANAGE_ORGANISATIONS,
    "invite": Permission.MANAGE_ORGANISATIONS,
    "resume_organisation": Permission.MANAGE_ORGANISATIONS,
    "suspend_organisation": Permission.MANAGE_ORGANISATIONS,
}
WITH_THE_KEY = {"grant", "new_key", "finish"}  # who holds one decides by `teams.may_grant`
OF_EVERY_COLLEAGUE = {
    "account", "again", "passphrase", "passphrase_words", "team", "sign_out", "log",
}  # fmt: skip
OF_THE_WAY_IN = {"sign_in", "invitation", "enrol", "enrol_code", "components"}
ENDS_THE_SESSION = {"desk.sign_out", "members.sign_out", "follow.close", "leave.exit_at_once"}


@pytest.fixture
def world(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> World:
    return furnish(app, database, keyring, clock)


@dataclass(frozen=True)
class Way:
    """One address and method; `named` tells whether it names something by id."""

    rule: Rule
    method: str
    path: str
    named: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def ways(world: World, *, foreign: bool = False) -> Iterator[Way]:
    """Every route with every method; `foreign` fills in ids of nothing."""
    urls = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        values = {
            name: "nl" if name == "lang" else _value(world, rule, name, foreign=foreign)
            for name in rule.arguments
        }
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = urls.build(rule.endpoint, values, method=method)
            yield Way(rule, method, path, any(isinstance(one, UUID) for one in values.values()))


def _value(world: World, rule: Rule, name: str, *, foreign: bool) -> object:
    known = world.things.ids[name]
    value = known[rule.endpoint.split(".")[0]] if isinstance(known, dict) else known
    return uuid4() if foreign and isinstance(value, UUID) else value


def ask(world: World, who: str, way: Way, token: str) -> TestResponse:
    visitor = world.browsers[who]
    return visitor.client.open(
        way.path,
        method=way.method,
        data={"csrf_token": token} if way.method == "POST" else None,
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_overrides={"REMOTE_ADDR": visitor.address},
    )


def may_use(world: World, who: str, way: Way) -> bool:
    return bool((declared_roles(world.app, way.rule.endpoint) or frozenset()) & HOLDS[who])


def is_refused(answer: TestResponse) -> bool:
    """Not there, not for you, or: sign in first."""
    location = answer.headers.get("Location", "")
    to_a_door = location.endswith(("/nl/c", "/nl/m", "/nl/desk/sign-in", "/nl/desk/enrol"))
    return answer.status_code in (403, 404) or (answer.status_code == 303 and to_a_door)


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_may_not_use_a_page_gets_nothing_of_it(world: World, who: str) -> None:
    token = world.token_of(who)
    before = everything_stored(world.database)
    tried = 0
    for own, foreign in zip(ways(world), ways(world, foreign=True), strict=True):
        if may_use(world, who, own) or own.rule.endpoint == "leave.exit_at_once":
            continue
        answer, of_nothing = ask(world, who, own, token), ask(world, who, foreign, token)
        assert is_refused(answer), f"{own}: {answer.status_code} {answer.headers.get('Location')}"
        # whether it is there must not show either
        assert answer.status_code == of_nothing.status_code, str(own)
        assert answer.headers.get("Location") == of_nothing.headers.get("Location"), str(own)
        tried += 1
    assert everything_stored(world.database) == before
    assert tried > 20


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_may_use_a_page_is_let_in(world: World, who: str) -> None:
    token = world.token_of(who)
    opened = 0
    for way in ways(world):
        if way.method != "GET" or not may_use(world, who, way):
            continue
        if way.rule.endpoint in ENDS_THE_SESSION or way.path.endswith("x" * 43):
            continue
        answer = ask(world, who, way, token)
        assert answer.status_code in (200, 303), f"{way}: {answer.status_code}"
        assert not answer.headers.get("Location", "").endswith("/sign-in"), str(way)
        opened += answer.status_code == 200
    assert opened >= 6


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_not_there_or_not_hers_is_404_and_never_403(world: World, who: str) -> None:
    token = world.token_of(who)
    for way in ways(world, foreign=True):
        if way.named and may_use(world, who, way):
            answer = ask(world, who, way, token)
            again = answer.headers.get("Location", "").endswith("/desk/again")
            assert answer.status_code == 404 or again, f"{way}: {answer.status_code}"


def test_the_alert_that_is_not_out_is_not_there_for_a_member(world: World) -> None:
    proposed = world.things.ids["alert_id"]
    assert isinstance(proposed, dict)
    world.browsers["member"].get(f"/nl/m/a/{proposed['members']}")
    world.browsers["member"].get(f"/nl/m/a/{proposed['desk']}", status=404)


def test_every_page_of_the_desk_asks_for_what_its_act_needs(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        door, _, name = rule.endpoint.partition(".")
        if door != "desk":
            continue
        declared = declared_roles(app, rule.endpoint) or frozenset()
        if name in NEEDS:
            assert declared, name
            assert declared <= roles_with(NEEDS[name]), (name, declared)
        elif name in WITH_THE_KEY:
            assert declared == {"moderator", "lead", "caseworker"}, name
        elif name in OF_EVERY_COLLEAGUE:
            assert declared <= {"staff", "enrolling", *STAFF}, name
        else:
            assert name in OF_THE_WAY_IN, f"{name}: which permission does this page need?"
            assert declared <= {"anyone", "enrolling"}, name


def test_no_page_is_without_a_declaration(app: Flask) -> None:
    assert undeclared_endpoints(app) == []
