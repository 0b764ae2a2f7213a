"""T30: somebody asks number after number, alone, slowly, together with others, or without Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.factory import create_app
from app.models.member import CheckQuota
from app.models.outbox import Alarm
from app.public.members import equal_size
from app.services.count_check import CANARY_ALARM, QUOTA_ALARM, SITE_ALARM
from app.services.plant_canary import plant_canary
from app.settings import Settings
from app.web.house import House
from app.web.rates import BUCKETS
from tests.conftest import Clock
from tests.members import make_member, sign_in
from tests.security.checking import list_some
from tests.servers import start_valkey
from tests.visitor import Visitor

FIRST = 650_123_400  # the listed number is the 79th from here
Doors = Callable[..., Flask]


@pytest.fixture(autouse=True)
def _do_not_wait() -> Iterator[None]:
    with patch.object(equal_size, "STEP_SECONDS", 0):
        yield


@pytest.fixture
def house(settings: Settings, database: Database, keyring: Keyring, clock: Clock) -> Doors:
    list_some(database, keyring)

    def build(**changes: object) -> Flask:
        changed = replace(settings, **changes)  # type: ignore[arg-type]
        return create_app(changed, keyring=keyring, database=database, clock=clock)

    return build


def a_member(app: Flask, database: Database, keyring: Keyring) -> Visitor:
    visit = Visitor(app)
    sign_in(visit, make_member(database, keyring)[1])
    return visit


def asks(visit: Visitor, number: int, *, status: int = 200) -> None:
    """One number, answered with this status."""
    visit.get("/nl/m/k")
    visit.submit({"text": f"0{number}"}, form="/m/k", status=status)


def alarms(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Alarm.code)))


def spent(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.sum(CheckQuota.used))) or 0


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_a_script_gets_thirty_numbers_a_day_and_three_hundred_in_thirty_days(
    house: Doors, database: Database, keyring: Keyring, clock: Clock
) -> None:
    """Ten thousand numbers would take her almost three years; the desk hears of it at once."""
    app = house()
    code = make_member(database, keyring)[1]
    for day in range(11):
        visit = Visitor(app)
        sign_in(visit, code)
        for step in range(30 if day < 10 else 0):
            asks(visit, FIRST + 30 * day + step)
        asks(visit, FIRST, status=429)
        assert QUOTA_ALARM in alarms(database)
        clock.now += timedelta(days=1)
    assert spent(database) == 300


def test_a_planted_number_in_the_row_is_touched_and_told_before_she_is_at_her_limit(
    house: Doors, database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        plant_canary(session, f"0{FIRST + 4}", keyring=keyring)
    visit = a_member(house(), database, keyring)
    for step in range(4):
        asks(visit, FIRST + step)
    assert alarms(database) == set()
    asks(visit, FIRST + 4)  # she does not see that it was planted
    assert alarms(database) == {CANARY_ALARM}


def test_many_members_together_meet_the_limit_of_the_whole_site_and_the_desk_hears_of_it(
    house: Doors, database: Database, keyring: Keyring
) -> None:
    app = house()
    limit = BUCKETS["check"].everyone
    assert limit is not None
    limiter = cast("House", app.extensions["house"]).limiter
    for _each in range(limit.amount - 1):  # what all the others asked today
        assert limiter.hit("check/everyone", "everyone").allowed
    visit = a_member(app, database, keyring)
    asks(visit, FIRST)
    assert alarms(database) == set()
    other = a_member(app, database, keyring)
    asks(other, FIRST + 1, status=429)
    assert alarms(database) == {SITE_ALARM}
    assert spent(database) == 1  # it cost the second one nothing of her own


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_the_check_closes_when_redis_dies_in_the_middle_and_no_quota_is_lost(
    house: Doors, database: Database, keyring: Keyring
) -> None:
    valkey = start_valkey()
    try:
        app = house(redis_url=valkey.server.connection_url)
        visit = a_member(app, database, keyring)
        asks(visit, FIRST)
    finally:
        valkey.close()
    for step in range(3):
        asks(visit, FIRST + step, status=503)
    assert spent(database) == 1
