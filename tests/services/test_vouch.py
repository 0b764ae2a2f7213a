"""Vouching (decisions 10): the quota of thirty days, who vouches no more, the same form twice."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import CodeMistyped, CodeUnreadable, make_code, parse, to_digits, to_words
from app.domain.membership import INVITATION_QUOTA_DAYS
from app.models.member import Invitation, Organisation
from app.services.sign_in_member import CodeUnknown
from app.services.use_invitation import prepare_member, use_invitation
from app.services.vouch import (
    Invited,
    NotVouching,
    QuotaUsed,
    ShownBefore,
    open_organisation,
    sign_in_organisation,
    vouch,
)
from tests.conftest import NOON
from tests.members import vouching_organisation

QUOTA = 3
THIRTY_DAYS = timedelta(days=INVITATION_QUOTA_DAYS)


@pytest.fixture
def mine(database: Database, keyring: Keyring) -> UUID:
    """An organisation with a quota of three."""
    vouching_organisation(database, keyring, QUOTA)
    with database.reading() as session:
        return session.scalars(select(Organisation.id)).one()


def one_more(
    database: Database, keyring: Keyring, mine: UUID, once: bytes = b"", after: timedelta | int = 0
) -> Invited:
    later = timedelta(after) if isinstance(after, int) else after
    with database.writing() as session:
        return vouch(
            session, mine, once or secrets.token_bytes(16), keyring=keyring, now=NOON + later
        )


def join(database: Database, keyring: Keyring, made: Invited) -> None:
    """Somebody becomes a member with it."""
    prepared = prepare_member(
        made.code, raw_token=secrets.token_bytes(32), language="nl", keyring=keyring, now=NOON
    )
    with database.writing() as session:
        use_invitation(session, prepared, keyring=keyring, now=NOON)


def rows(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Invitation)) or 0


def left(database: Database, mine: UUID, day: date) -> int:
    with database.reading() as session:
        return open_organisation(session, mine, today=day).left


def test_the_quota_is_of_any_thirty_days_and_says_when_one_is_free(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    for day in (0, 10, 20):
        one_more(database, keyring, mine, after=day)
    for day in (20, 29):
        with pytest.raises(QuotaUsed) as used:
            one_more(database, keyring, mine, after=day)
        assert used.value.free_on == NOON.date() + THIRTY_DAYS
    assert rows(database) == QUOTA
    assert left(database, mine, NOON.date() + timedelta(29)) == 0
    assert left(database, mine, NOON.date() + THIRTY_DAYS) == 1  # as it said
    one_more(database, keyring, mine, after=THIRTY_DAYS)
    with pytest.raises(QuotaUsed) as used:
        one_more(database, keyring, mine, after=THIRTY_DAYS)
    assert used.value.free_on == NOON.date() + timedelta(10) + THIRTY_DAYS


def test_a_used_invitation_counts_too_and_one_of_another_organisation_does_not(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    other = UUID(int=7)
    with database.writing() as session:
        session.add(Organisation(id=other, name="Huis", state="active", created_on=NOON.date(),
                                 code_mac=b"x", quota=1))  # fmt: skip
    one_more(database, keyring, other)
    first = one_more(database, keyring, mine)
    join(database, keyring, first)
    assert left(database, mine, NOON.date()) == QUOTA - 1
    with database.reading() as session:
        standing = open_organisation(session, mine, today=NOON.date())
    assert (standing.made, standing.open) == (1, 0)


def test_the_same_form_sent_twice_makes_one_invitation_with_one_code(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    once = secrets.token_bytes(16)
    first = one_more(database, keyring, mine, once)
    assert one_more(database, keyring, mine, once) == first
    assert rows(database) == 1
    assert one_more(database, keyring, mine).code != first.code


def test_a_form_whose_invitation_was_used_or_is_of_yesterday_shows_nothing_any_more(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    used, old = secrets.token_bytes(16), secrets.token_bytes(16)
    given = one_more(database, keyring, mine, used)
    one_more(database, keyring, mine, old)
    join(database, keyring, given)
    with pytest.raises(ShownBefore):
        one_more(database, keyring, mine, used)
    with pytest.raises(ShownBefore):
        one_more(database, keyring, mine, old, after=1)
    assert rows(database) == 2


def test_bytes_of_one_organisation_give_another_one_another_code(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    vouching_organisation(database, keyring, QUOTA)
    with database.reading() as session:
        ids = session.scalars(select(Organisation.id)).all()
    once = secrets.token_bytes(16)
    assert len({one_more(database, keyring, one, once).code.number for one in ids}) == 2


def test_of_two_at_once_the_second_sees_the_first(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    for _time in range(QUOTA - 1):
        one_more(database, keyring, mine)

    def tries() -> bool:
        try:
            one_more(database, keyring, mine)
        except QuotaUsed:
            return False
        return True

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            vouch(session, mine, secrets.token_bytes(16), keyring=keyring, now=NOON)
            trying = pool.submit(tries)
            time.sleep(0.5)  # it waits for this unit of work
            assert not trying.done()
        assert trying.result() is False
    assert rows(database) == QUOTA


@pytest.mark.parametrize("values", [{"state": "suspended"}, {"code_mac": None}])
def test_who_vouches_no_more_makes_none_and_opens_nothing(
    database: Database, keyring: Keyring, mine: UUID, values: dict[str, str | None]
) -> None:
    with database.writing() as session:
        session.execute(update(Organisation).values(values))
    with pytest.raises(NotVouching):
        one_more(database, keyring, mine)
    with database.reading() as session, pytest.raises(NotVouching):
        open_organisation(session, mine, today=NOON.date())
    assert rows(database) == 0


def test_a_quota_of_none_makes_none_at_once(
    database: Database, keyring: Keyring, mine: UUID
) -> None:
    one_more(database, keyring, mine)
    with database.writing() as session:
        session.execute(update(Organisation).values(quota=0))
    with pytest.raises(QuotaUsed) as used:
        one_more(database, keyring, mine)
    assert used.value.free_on is None


@pytest.mark.parametrize(("quota", "free_after"), [(1, 20), (2, 10), (3, 0)])
def test_a_smaller_quota_says_the_day_on_which_one_is_really_left(
    database: Database, keyring: Keyring, mine: UUID, quota: int, free_after: int
) -> None:
    for day in (0, 10, 20):
        one_more(database, keyring, mine, after=day)
    with database.writing() as session:
        session.execute(update(Organisation).values(quota=quota))
    with pytest.raises(QuotaUsed) as used:
        one_more(database, keyring, mine, after=25)
    told = NOON.date() + timedelta(free_after) + THIRTY_DAYS
    assert used.value.free_on == told
    assert left(database, mine, told - timedelta(1)) == 0
    assert left(database, mine, told) == 1


def test_its_code_opens_as_words_and_as_digits_and_nothing_else_does(
    database: Database, keyring: Keyring
) -> None:
    code = vouching_organisation(database, keyring)
    never = make_code(secrets.token_bytes(9))
    with database.writing() as session:
        texts = (to_digits(code), " ".join(to_words(code, "nl")), " ".join(to_words(code, "en")))
        assert len({sign_in_organisation(session, text, keyring=keyring) for text in texts}) == 1
        for text, refusal in (
            (to_digits(never), CodeUnknown),
            ("", CodeUnreadable),
            ("x" * 5000, CodeUnreadable),
            (_mistyped(to_digits(code)), CodeMistyped),
        ):
            with pytest.raises(refusal):
                sign_in_organisation(session, text, keyring=keyring)
    with database.writing() as session:
        session.execute(update(Organisation).values(state="suspended"))
    with database.writing() as session, pytest.raises(CodeUnknown):
        sign_in_organisation(session, to_digits(code), keyring=keyring)


def test_a_code_that_is_replaced_at_this_moment_opens_no_session(
    database: Database, keyring: Keyring
) -> None:
    code = vouching_organisation(database, keyring)

    def signs_in() -> bool:
        try:
            with database.writing() as session:
                sign_in_organisation(session, to_digits(code), keyring=keyring)
        except CodeUnknown:
            return False
        return True

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            session.execute(update(Organisation).values(code_mac=b"another"))
            trying = pool.submit(signs_in)
            time.sleep(0.5)  # it waits for this unit of work
            assert not trying.done()
        assert trying.result() is False


def _mistyped(digits: str) -> str:
    """One digit wrong, and no other code by chance: one in many still has fitting check bits."""
    for other in "0123456789":
        wrong = digits[:-1] + other
        try:
            parse(wrong)
        except CodeMistyped:
            return wrong
    raise AssertionError(digits)
