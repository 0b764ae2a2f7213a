"""T14 and T8 at the desk: every failure looks and costs alike; every rise in privilege is new."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.stretching import Stretcher
from moderation.decisions.invite_staff import invite_staff
from moderation.decisions.suspend_staff import change_role, suspend_staff
from tests.conftest import NOON, Clock
from tests.desk_people import STEP, EnrolledPerson, enrol, grant, no_code, pin, sign_in_page
from tests.visitor import Visitor

SIGN_IN = "/nl/desk/sign-in"
VARYING = ("Date", "Set-Cookie")


@pytest.fixture
def iris(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    """A lead with a pinned key; Noor and Yara are suspended and half enrolled."""
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    noor = enrol(database, keyring, "Noor", "moderator", NOON)
    grant(database, keyring, iris.person, noor.person, NOON)
    pin(database, keyring, iris.person, NOON)
    with database.writing() as session:
        suspend_staff(session, "Noor", keyring=keyring, now=NOON)
        invite_staff(session, "Yara", "moderator", keyring=keyring, now=NOON)
    return iris


class SignIn:
    """Sends the sign-in form from a new address each time, so that no rate limit speaks."""

    def __init__(self, app: Flask, stretcher: Stretcher) -> None:
        self.app = app
        self.stretcher = stretcher
        self.address = 0

    def send(self, name: str, passphrase: str, code: str) -> tuple[TestResponse, int]:
        """The answer and how often we stretched."""
        self.address += 1
        visitor = Visitor(self.app, address=f"198.51.100.{self.address}")
        visitor.get(SIGN_IN)
        before = self.stretcher.calls
        visitor.submit({"name": name, "passphrase": passphrase, "code": code}, status=422)
        return visitor.response, self.stretcher.calls - before


def answer(response: TestResponse, name: str) -> tuple[int, int, dict[str, str], str]:
    """What an onlooker can tell: status, length, headers, text; the typed name taken out."""
    body = response.get_data(as_text=True).replace(f'value="{name}"', "")
    body = re.sub(r'name="csrf_token"[^>]*value="[^"]+"', "token", body)
    headers = {key: value for key, value in response.headers.items() if key not in VARYING}
    headers.pop("Content-Length", None)
    return response.status_code, len(body), headers, body


def test_every_refusal_is_the_same_answer_after_one_stretching(
    app: Flask, iris: EnrolledPerson, cheap_insecure_stretcher: Stretcher
) -> None:
    form = SignIn(app, cheap_insecure_stretcher)
    good, wrong = iris.passphrase, "wrong words of nobody at all"
    tries = {
        "unknown": ("Nobody", good, "123456"),
        "wrong passphrase": ("Iris", wrong, "123456"),
        "wrong code": ("Iris", good, no_code(iris.seed, NOON)),
        "no code": ("Iris", good, ""),
        "right code, wrong passphrase": ("Iris", wrong, iris.code(NOON)),
        "suspended": ("Noor", good, "123456"),
        "not enrolled": ("Yara", good, "123456"),
        "empty": ("", "", ""),
        "odd characters": ("Iris\u0000\u202e", "\ud7ff\u0301", "１２３"),
        "barred": ("Iris", good, iris.code(NOON + STEP)),  # four wrong tries came before
    }
    form.send("Iris", wrong, "111111")  # the fifth
    seen = {}
    for cause, (name, passphrase, code) in tries.items():
        response, calls = form.send(name, passphrase, code)
        assert calls == 1, cause
        assert "Set-Cookie" not in response.headers, cause
        seen[cause] = answer(response, name)
    first = seen["unknown"]
    for cause, found in seen.items():
        if cause in ("empty", "odd characters"):  # they typed other things, shown back to them
            assert found[0] == first[0], cause
            continue
        assert found == first, cause


@pytest.mark.parametrize("length", [201, 5000, 200_000])
def test_an_overlong_passphrase_is_refused_alike_and_never_stretched(
    app: Flask, iris: EnrolledPerson, cheap_insecure_stretcher: Stretcher, length: int
) -> None:
    form = SignIn(app, cheap_insecure_stretcher)
    usual, _ = form.send("Iris", "wrong", "000000")
    response, calls = form.send("Iris", "x" * length, "000000")
    assert calls == 0
    assert answer(response, "Iris") == answer(usual, "Iris")


def test_two_hundred_bytes_are_stretched_and_what_grows_beyond_is_not(
    app: Flask, iris: EnrolledPerson, cheap_insecure_stretcher: Stretcher
) -> None:
    form = SignIn(app, cheap_insecure_stretcher)
    assert form.send("Iris", "x" * 200, "000000")[1] == 1
    assert form.send("Iris", "é" * 101, "000000")[1] == 0
    assert form.send("Iris", "\ufdfa" * 60, "000000")[1] == 0  # 180 bytes, 1980 when normalised


def test_a_sign_in_gives_a_new_secret_never_the_one_that_was_brought(
    app: Flask, iris: EnrolledPerson, clock: Clock
) -> None:
    visit = Visitor(app)
    visit.client.set_cookie("s", "A" * 43)
    sign_in_page(visit, iris, clock.now)
    cookie = visit.client.get_cookie("s")
    assert cookie is not None
    assert cookie.value != "A" * 43
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    visit.get("/nl/desk/team")


def test_another_sign_in_ends_the_first_one(app: Flask, iris: EnrolledPerson, clock: Clock) -> None:
    laptop, phone = Visitor(app), Visitor(app, address="198.51.100.8")
    sign_in_page(laptop, iris, clock.now)
    laptop.get("/nl/desk/team")
    clock.now += STEP
    sign_in_page(phone, iris, clock.now)
    laptop.get("/nl/desk/team", status=303)
    phone.get("/nl/desk/team")


@pytest.mark.parametrize("event", ["sign out", "suspension", "other role", "idle", "eight hours"])
def test_an_old_cookie_is_dead_at_once(
    app: Flask, iris: EnrolledPerson, clock: Clock, event: str
) -> None:
    house = app.extensions["house"]
    visit = Visitor(app)
    sign_in_page(visit, iris, clock.now)
    visit.get("/nl/desk/team")
    cookie = visit.client.get_cookie("s")
    assert cookie is not None
    if event == "sign out":
        visit.submit(form="sign-out")
        assert visit.response.headers["Clear-Site-Data"] == '"cache"'
    elif event == "suspension":
        with house.database.writing() as session:
            suspend_staff(session, "Iris", even_if_last=True, keyring=house.keyring, now=clock.now)
    elif event == "other role":
        with house.database.writing() as session:
            change_role(session, "Iris", "moderator", keyring=house.keyring, now=clock.now)
    elif event == "idle":
        clock.now += timedelta(minutes=20)
    else:
        for _ in range(8 * 4):
            clock.now += timedelta(minutes=15)
            visit.client.get("/nl/desk/team")
    visit.client.set_cookie("s", cookie.value)
    visit.get("/nl/desk/team", status=303)
    assert visit.response.headers["Location"].endswith(SIGN_IN)


def test_proving_it_again_gives_the_session_a_new_secret(
    app: Flask, iris: EnrolledPerson, clock: Clock
) -> None:
    visit = Visitor(app)
    sign_in_page(visit, iris, clock.now)
    before = visit.client.get_cookie("s")
    clock.now += timedelta(minutes=6)
    visit.get("/nl/desk/team/new-key", status=303)
    visit.follow()
    visit.submit({"proof": iris.code(clock.now)}, form="again")
    after = visit.client.get_cookie("s")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    visit.follow()
    assert visit.last.path == "/nl/desk/team/new-key"
    visit.client.set_cookie("s", before.value)
    visit.get("/nl/desk/team", status=303)
