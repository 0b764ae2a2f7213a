"""The quota of checks is exact, also at its edge and for requests that come at once (T30)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.quota import QuotaVerdict
from app.domain.states import MemberState
from app.models.member import CheckQuota
from app.models.outbox import Alarm
from app.services.count_check import QUOTA_ALARM, MembershipClosed, count_check
from app.services.prepare_check import PreparedCheck, prepare_check
from tests.members import TODAY, make_member, publish
from tests.rows import days
from tests.workbench import NOON, reference

AT_ONCE = 20


@pytest.fixture
def member(database: Database, keyring: Keyring) -> UUID:
    return make_member(database, keyring)[0]


@pytest.fixture
def asked(keyring: Keyring) -> PreparedCheck:
    return prepare_check("06 5012 3478", keyring=keyring)


def used(database: Database, member: UUID, on_day: date, count: int) -> None:
    with database.writing() as session:
        session.add(CheckQuota(member_id=member, on_day=on_day, used=count))


def check(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck, *, day: int = 0
) -> QuotaVerdict:
    with database.writing() as session:
        return count_check(
            session,
            member,
            asked,
            keyring=keyring,
            protocol=reference().protocol,
            now=NOON + timedelta(days=day),
        )


def total(database: Database, member: UUID) -> int:
    with database.reading() as session:
        query = select(func.sum(CheckQuota.used)).where(CheckQuota.member_id == member)
        return session.scalar(query) or 0


def at_once(database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck) -> list[bool]:
    def one(_number: int) -> bool:
        return check(database, keyring, member, asked).allowed

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_the_thirty_first_check_of_a_day_is_refused_and_says_when(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck
) -> None:
    for left in reversed(range(30)):
        assert check(database, keyring, member, asked) == QuotaVerdict(True, left, None)
    refused = check(database, keyring, member, asked)
    assert refused == QuotaVerdict(False, 0, TODAY + timedelta(days=1))
    assert total(database, member) == 30
    assert check(database, keyring, member, asked, day=1).allowed
    with database.reading() as session:
        assert list(session.scalars(select(Alarm.code))) == [QUOTA_ALARM]


def test_twenty_at_once_at_the_edge_of_the_day_get_exactly_what_is_left(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck
) -> None:
    publish(database, keyring, ("phone", "06 5012 3478"))
    used(database, member, TODAY, 23)
    assert at_once(database, keyring, member, asked).count(True) == 7
    assert total(database, member) == 30


def test_twenty_at_once_at_the_edge_of_thirty_days_get_exactly_what_is_left(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck
) -> None:
    for back in range(1, 11):
        used(database, member, days(-back), 29)
    used(database, member, days(-12), 5)
    assert at_once(database, keyring, member, asked).count(True) == 5
    assert total(database, member) == 300


def test_twenty_at_once_on_a_fresh_day_are_all_counted(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck
) -> None:
    assert all(at_once(database, keyring, member, asked))
    assert total(database, member) == AT_ONCE


def test_what_was_used_thirty_days_ago_counts_no_more(
    database: Database, keyring: Keyring, member: UUID, asked: PreparedCheck
) -> None:
    used(database, member, days(-30), 300)
    assert check(database, keyring, member, asked).left == 29
    used(database, member, days(-29), 300)
    assert check(database, keyring, member, asked).free_on == days(1)


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.SUSPENDED])
def test_who_paused_or_was_suspended_checks_nothing(
    database: Database, keyring: Keyring, asked: PreparedCheck, state: MemberState
) -> None:
    member, _code = make_member(database, keyring, state=state)
    with pytest.raises(MembershipClosed):
        check(database, keyring, member, asked)


def test_who_did_not_renew_checks_nothing_from_the_day_after(
    database: Database, keyring: Keyring, asked: PreparedCheck
) -> None:
    member, _code = make_member(database, keyring, renew_by=TODAY)
    assert check(database, keyring, member, asked).allowed
    with pytest.raises(MembershipClosed):
        check(database, keyring, member, asked, day=1)
