"""Checks in the figures: a member once a quarter, two counters, and nothing of who or what."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.member import CheckCount, CheckQuota, Member
from app.services.count_check import count_check
from app.services.counted_checks import drop_checks, read_checks
from app.services.prepare_check import prepare_check
from tests.members import make_member, publish
from tests.workbench import NOON, reference

KNOWN, UNKNOWN = "06 5012 3478", "06 5000 0002"
QUARTERS = ["2026Q4", "2027Q1"]
NEXT_QUARTER = 60


class Counter:
    """Members who check, and what is counted of it."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        publish(database, keyring, ("phone", KNOWN))

    def member(self) -> UUID:
        return make_member(self.database, self.keyring)[0]

    def check(self, member: UUID, text: str, *, day: int = 0) -> None:
        with self.database.writing() as session:
            count_check(
                session, member, prepare_check(text, keyring=self.keyring), keyring=self.keyring,
                protocol=reference().protocol, now=NOON + timedelta(days=day),
            )  # fmt: skip

    def counted(self) -> dict[tuple[str, ...], int]:
        with self.database.reading() as session:
            return read_checks(session, QUARTERS)

    def mark(self, member: UUID) -> bytes:
        with self.database.reading() as session:
            return session.scalars(select(Member.counted_mark).where(Member.id == member)).one()


@pytest.fixture
def counter(database: Database, keyring: Keyring) -> Counter:
    return Counter(database, keyring)


def test_a_member_counts_once_a_quarter_with_her_first_check(counter: Counter) -> None:
    one, other = counter.member(), counter.member()
    for text in (UNKNOWN, KNOWN, KNOWN):
        counter.check(one, text)
    for text in (KNOWN, UNKNOWN):
        counter.check(other, text)
    assert counter.counted() == {("2026Q4", "hit"): 1, ("2026Q4", "none"): 1}
    counter.check(one, KNOWN, day=NEXT_QUARTER)
    assert counter.counted() == {
        ("2026Q4", "hit"): 1, ("2026Q4", "none"): 1, ("2027Q1", "hit"): 1, ("2027Q1", "none"): 0,
    }  # fmt: skip


def test_a_text_that_cannot_be_read_is_no_check(counter: Counter) -> None:
    member = counter.member()
    counter.check(member, "06*")
    assert counter.counted() == {("2026Q4", "hit"): 0, ("2026Q4", "none"): 0}
    counter.check(member, KNOWN)
    assert counter.counted() == {("2026Q4", "hit"): 1, ("2026Q4", "none"): 0}


def test_her_row_does_not_tell_whether_she_checked_nor_what_was_found(
    counter: Counter, database: Database
) -> None:
    never, hit, miss = (counter.member() for _ in range(3))
    before = counter.mark(never)
    counter.check(hit, KNOWN)
    counter.check(miss, UNKNOWN)
    marks = [counter.mark(one) for one in (never, hit, miss)]
    assert marks[0] == before
    assert len({len(one) for one in marks}) == 1
    assert len(set(marks)) == 3
    counter.check(hit, UNKNOWN)
    assert counter.mark(hit) == marks[1]
    with database.reading() as session:  # what is kept of whom is the quota, as before
        assert session.scalar(select(func.count()).select_from(CheckQuota)) == 2
        assert [column.name for column in CheckCount.__table__.columns] == [
            "quarter", "members", "hits",
        ]  # fmt: skip


def test_the_true_counts_of_a_year_can_go(counter: Counter, database: Database) -> None:
    counter.check(counter.member(), KNOWN)
    counter.check(counter.member(), KNOWN, day=NEXT_QUARTER)
    with database.writing() as session:
        drop_checks(session, ["2026Q4"])
    assert counter.counted() == {("2027Q1", "hit"): 1, ("2027Q1", "none"): 0}
