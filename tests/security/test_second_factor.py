"""T10: a code of the app counts once, for one person, in its own half minute."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.models.staff import Staff
from moderation.decisions.attempts import AT_MOST, device_mark, knows_device
from moderation.decisions.reauthenticate import reauthenticate
from moderation.decisions.second_factor import digits_of, new_seed, step_of, use_code
from tests.desk_people import STEP, EnrolledPerson, enrol, no_code, sign_in

NOW = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def iris(database: Database, keyring: Keyring) -> EnrolledPerson:
    return enrol(database, keyring, "Iris", "lead", NOW)


def succeeds(
    database: Database,
    keyring: Keyring,
    somebody: EnrolledPerson,
    code: str,
    now: datetime = NOW,
    *,
    passphrase: str = "",
    device: str = "",
) -> bool:
    return (
        sign_in(
            database,
            keyring,
            somebody.name,
            passphrase or somebody.passphrase,
            code=code,
            now=now,
            device=device,
        )
        is not None
    )


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_previous_and_the_next_step_count_and_no_other(
    database: Database, keyring: Keyring, iris: EnrolledPerson, steps: int, right: bool
) -> None:
    def shown(moment: datetime, steps: int) -> str:
        return iris.code(moment + steps * STEP)

    now = next(  # now and then two steps near each other have one code
        moment
        for moment in (NOW + later * STEP for later in range(9))
        if right or shown(moment, steps) not in {shown(moment, near) for near in (-1, 0, 1)}
    )
    assert succeeds(database, keyring, iris, shown(now, steps), now) is right


@pytest.mark.parametrize(
    "again", ["{}", " {} ", "{0:.3} {0[3]}{0[4]}{0[5]}", "{0:.3}-{0[3]}{0[4]}{0[5]}"]
)
def test_a_used_code_is_refused_however_it_is_typed(
    database: Database, keyring: Keyring, iris: EnrolledPerson, again: str
) -> None:
    code = iris.code(NOW)
    assert succeeds(database, keyring, iris, code)
    assert not succeeds(database, keyring, iris, again.format(code))


def test_a_used_code_is_refused_in_arabic_digits_too(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    code = iris.code(NOW)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)
    assert succeeds(database, keyring, iris, arabic)
    assert not succeeds(database, keyring, iris, code)


def test_a_right_code_beside_a_wrong_passphrase_is_used_up(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    code = iris.code(NOW)
    assert not succeeds(database, keyring, iris, code, passphrase="wrong words")
    assert not succeeds(database, keyring, iris, code)
    assert succeeds(database, keyring, iris, iris.code(NOW + STEP), NOW + STEP)


def test_an_older_code_is_refused_after_a_newer_one(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    assert succeeds(database, keyring, iris, iris.code(NOW))
    assert not succeeds(database, keyring, iris, iris.code(NOW - STEP))


def test_a_clock_that_goes_back_does_not_bring_a_code_back(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    code = iris.code(NOW)
    assert succeeds(database, keyring, iris, code)
    assert not succeeds(database, keyring, iris, code, NOW - timedelta(days=1))
    assert not succeeds(database, keyring, iris, code, NOW - STEP)


def test_of_many_sign_ins_with_one_code_one_succeeds(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    code = iris.code(NOW)
    with ThreadPoolExecutor(max_workers=4) as pool:
        outcomes = list(pool.map(lambda _: succeeds(database, keyring, iris, code), range(4)))
    assert outcomes.count(True) == 1


def test_five_wrong_codes_bar_the_account_for_at_most_a_quarter_of_an_hour(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    for _ in range(AT_MOST):
        assert not succeeds(database, keyring, iris, no_code(iris.seed, NOW))
    later = NOW + STEP
    assert not succeeds(database, keyring, iris, iris.code(later), later)
    quarter = NOW + timedelta(minutes=15)
    assert succeeds(database, keyring, iris, iris.code(quarter), quarter)


def test_parallel_guesses_are_counted_one_by_one(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    wrong = no_code(iris.seed, NOW)
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda _: succeeds(database, keyring, iris, wrong), range(8)))
    with database.reading() as session:
        row = session.get(Staff, iris.person.staff_id)
        assert row is not None
        assert row.attempts == AT_MOST  # the rest were not even looked at


def test_a_stranger_cannot_lock_the_owner_out_of_her_own_laptop(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    first = sign_in(database, keyring, "Iris", iris.passphrase, code=iris.code(NOW), now=NOW)
    assert first is not None
    for _ in range(AT_MOST + 1):
        succeeds(database, keyring, iris, no_code(iris.seed, NOW))
    later = NOW + STEP
    assert succeeds(database, keyring, iris, iris.code(later), later, device=first.device)


def test_a_device_mark_is_one_persons_for_ninety_days_and_one_passphrase(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    mine, hers, salt, today = iris.person.staff_id, noor.person.staff_id, b"s" * 16, NOW.date()
    mark = device_mark(mine, salt, today, keyring=keyring)

    def known(text: str, days: int = 0, whose: UUID = mine, under: bytes = salt) -> bool:
        day = today + timedelta(days=days)
        return knows_device(text, whose, under, day, keyring=keyring)

    assert known(mark)
    assert known(mark, days=89)
    assert not known(mark, days=90)
    assert not known(mark, days=-1)
    assert not known(mark, whose=hers)
    assert not known(mark, under=b"t" * 16)
    for wrong in ("", "A" * 48, mark[:-4] + "AAAA", mark.lower(), "é" * 48, mark + "="):
        assert not known(wrong)


def test_a_seed_of_another_person_opens_nothing(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    with database.writing() as session:
        mine = session.get(Staff, iris.person.staff_id)
        hers = session.get(Staff, noor.person.staff_id)
        assert mine is not None
        assert hers is not None
        hers.totp_sealed = mine.totp_sealed
        with pytest.raises(Damaged):
            use_code(hers, iris.code(NOW), keyring=keyring, now=NOW)
    assert not succeeds(database, keyring, noor, iris.code(NOW))


def test_proving_it_again_takes_a_new_code_and_ends_after_five_wrong(
    database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    def prove(proof: str, now: datetime) -> bool | None:
        with database.writing() as session:
            return reauthenticate(
                session, iris.person.staff_id, proof, None, keyring=keyring, now=now
            )

    code = iris.code(NOW)
    assert succeeds(database, keyring, iris, code)
    assert prove(code, NOW) is False
    assert prove(iris.code(NOW + STEP), NOW + STEP) is True
    outcomes = [prove(no_code(iris.seed, NOW), NOW + STEP) for _ in range(AT_MOST - 1)]
    assert outcomes == [False] * (AT_MOST - 2) + [None]
    assert prove(iris.code(NOW + 2 * STEP), NOW + 2 * STEP) is None


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "½23456", "1" * 10_000, "１２３４５", "12 34 5६7"]
)
def test_what_is_not_six_digits_is_no_code(typed: str) -> None:
    assert digits_of(typed) is None
    assert step_of(new_seed(), typed, NOW) is None
