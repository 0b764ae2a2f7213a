"""One's own account at the desk, proving it again, the log, and how often one may try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import fingerprint
from app.domain.code import six_words
from app.models.staff import Staff
from tests.conftest import NOON, Clock
from tests.desk_people import STEP, EnrolledPerson, asked_on, enrol, pin, sign_in_page, words_on
from tests.visitor import Visitor


@pytest.fixture
def iris(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    """The first holder of a pinned key."""
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    pin(database, keyring, iris.person, NOON)
    return iris


@pytest.fixture
def noor(iris: EnrolledPerson, database: Database, keyring: Keyring) -> EnrolledPerson:
    """A moderator without a grant."""
    return enrol(database, keyring, "Noor", "moderator", NOON)


def test_a_new_passphrase_counts_once_two_words_are_repeated(
    visit: Visitor, iris: EnrolledPerson, clock: Clock
) -> None:
    sign_in_page(visit, iris, clock.now)
    visit.get("/nl/desk/account/passphrase")
    visit.submit({"passphrase": "wrong"}, form="passphrase", status=422)
    visit.submit({"passphrase": iris.passphrase}, form="passphrase")
    visit.follow()
    words, asked = words_on(visit), asked_on(visit)
    visit.submit({"first": "zebra", "second": "fout"}, form="words", status=422)
    visit.submit({"first": words[asked[0] - 1], "second": words[asked[1] - 1]}, form="words")
    visit.get("/nl/desk/account")
    visit.get("/nl/desk/account/passphrase/words", status=303)  # shown no more
    clock.now += STEP
    other = Visitor(visit.app, address="198.51.100.9")
    other.get("/nl/desk/sign-in")
    other.submit(
        {"name": "Iris", "passphrase": iris.passphrase, "code": iris.code(clock.now)}, status=422
    )
    clock.now += STEP
    other.submit({"name": "Iris", "passphrase": " ".join(words), "code": iris.code(clock.now)})
    assert other.response.headers["Location"] == "/nl/desk/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/nl/desk/",
        "//evil.example/nl/desk/",
        "/nl/desk/../../x",
        "/nl/desk/\\evil",
        "/nl/desk/?next=x",
        "/nl/m",
        "javascript:alert(1)",
        "/nl/desk/\r\nX: y",
        "",
    ],
)
def test_proving_it_again_leads_to_pages_of_the_desk_only(
    visit: Visitor, iris: EnrolledPerson, clock: Clock, wanted: str
) -> None:
    sign_in_page(visit, iris, clock.now)
    clock.now += STEP
    visit.get("/nl/desk/again")
    visit.submit({"proof": iris.code(clock.now), "next": wanted}, form="again")
    assert visit.response.headers["Location"] == "/nl/desk/"


def test_the_passphrase_proves_it_again_too(
    visit: Visitor, iris: EnrolledPerson, clock: Clock
) -> None:
    sign_in_page(visit, iris, clock.now)
    clock.now += timedelta(minutes=6)
    visit.get("/nl/desk/team/new-key", status=303)
    visit.follow()
    visit.submit({"proof": "not these words"}, form="again", status=422)
    visit.submit({"proof": iris.passphrase}, form="again")
    assert visit.response.headers["Location"] == "/nl/desk/team/new-key"


@pytest.mark.parametrize(
    ("role", "seen"),
    [("moderator", ()), ("lead", ("Noor",)), ("auditor", ("Noor", "De beheerder"))],
)
def test_the_log_shows_own_lines_the_teams_or_all(
    app: Flask, iris: EnrolledPerson, noor: EnrolledPerson, role: str, seen: tuple[str, ...]
) -> None:
    house = app.extensions["house"]
    reader = enrol(house.database, house.keyring, "Reader", role, NOON)
    visit = Visitor(app)
    sign_in_page(visit, reader, NOON)
    visit.get("/nl/desk/log")
    assert "Heeft ingelogd" in visit.last.text
    assert tuple(one for one in ("Noor", "De beheerder") if one in visit.last.text) == seen


@pytest.mark.parametrize("role", ["analyst"])
def test_the_log_is_closed_for_who_has_no_part_in_it(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, role: str
) -> None:
    reader = enrol(database, keyring, "Reader", role, NOON)
    visit = Visitor(app)
    sign_in_page(visit, reader, NOON)
    visit.get("/nl/desk/log", status=403)
    visit.get("/nl/desk/team")


def test_own_words_are_those_of_the_stored_key(
    visit: Visitor, database: Database, iris: EnrolledPerson
) -> None:
    sign_in_page(visit, iris, NOON)
    visit.get("/nl/desk/account")
    with database.reading() as session:
        row = session.get(Staff, iris.person.staff_id)
        assert row is not None
        assert row.public_key is not None
        assert words_on(visit) == six_words(fingerprint(row.public_key), "nl")


def test_the_sixth_try_within_a_minute_from_one_place_is_told_to_wait(
    visit: Visitor, iris: EnrolledPerson
) -> None:
    visit.get("/nl/desk/sign-in")
    for _ in range(5):
        visit.submit({"name": "Iris", "passphrase": "x", "code": "0"}, status=422)
    visit.submit({"name": "Iris", "passphrase": "x", "code": "0"}, status=429)
    assert int(visit.response.headers["Retry-After"]) > 0
