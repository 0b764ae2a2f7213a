"""HEAD on every address of the house: what GET answers, without its body (T40 in the small)."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from tests.conftest import NOON, Clock
from tests.desk_people import enrol, sign_in_page
from tests.desk_rooms import furnish
from tests.filed_reports import file_one
from tests.members import make_member, sign_in
from tests.security.test_nothing_answers_500 import SEED, addresses
from tests.visitor import Visitor

LEAVES = "/x"  # the quick exit ends the session, whatever the method


def a_stranger(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Visitor:
    return Visitor(app)


def a_reporter(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/nl/c")
    visitor.submit({"code": file_one(database, keyring).words})
    return visitor


def a_member(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Visitor:
    visitor = Visitor(app)
    sign_in(visitor, make_member(database, keyring)[1])
    return visitor


def a_moderator(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Visitor:
    rooms = furnish(app, database, keyring, clock)
    return rooms.sign_in(rooms.noor)


def an_administrator(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Visitor:
    visitor = Visitor(app)
    sign_in_page(visitor, enrol(database, keyring, "Ada", "administrator", NOON), NOON)
    return visitor


@pytest.mark.parametrize("who", [a_stranger, a_reporter, a_member, a_moderator, an_administrator])
def test_head_answers_as_get_at_every_address(
    app: Flask,
    database: Database,
    keyring: Keyring,
    clock: Clock,
    who: Callable[[Flask, Database, Keyring, Clock], Visitor],
) -> None:
    visitor = who(app, database, keyring, clock)
    paths = {path for method, path in addresses(app, random.Random(SEED)) if method == "GET"}
    wrong = {}
    for path in sorted(paths - {LEAVES}):
        got, head = visitor.client.get(path), visitor.client.head(path)
        if head.status_code != got.status_code or head.status_code == 500 or head.data:
            wrong[path] = (got.status_code, head.status_code)
    assert not wrong
