"""People of the desk with a passkey, as tests use them."""

from __future__ import annotations

from flask import Flask

from tests.authenticator import Authenticator
from tests.conftest import Clock
from tests.desk_people import STEP, EnrolledPerson, sign_in_page
from tests.visitor import Visitor

ORIGIN = "http://localhost"
HALF_PAGE = "/nl/desk/sign-in/passkey"
NEW_PAGE = "/nl/desk/account/passkeys/new"


def asked(visit: Visitor, question: str = "/nl/desk/passkey/question") -> str:
    """The question that the script of the last page asks for."""
    token = visit.last.forms[-1].fields["csrf_token"][0]
    visit.post(question, {"csrf_token": token}, status=200)
    return visit.response.text


def asked_new(visit: Visitor) -> str:
    """The same on the page where one is added."""
    return asked(visit, "/nl/desk/account/passkeys/question")


def with_passkey(
    desk: Flask, somebody: EnrolledPerson, clock: Clock, counter: int = 0
) -> tuple[Visitor, Authenticator]:
    """Signed in by code, with a passkey added a moment ago."""
    visit, key = Visitor(desk), Authenticator(ORIGIN, counter=counter)
    sign_in_page(visit, somebody, clock.now)
    visit.get(NEW_PAGE)
    visit.submit({"name": "mijn laptop", "answer": key.enrols(asked_new(visit))}, form="new")
    clock.now += STEP
    return visit, key


def half_open(desk: Flask, somebody: EnrolledPerson) -> Visitor:
    """Name and passphrase, no code; on the page that asks for the passkey."""
    visit = Visitor(desk, address="198.51.100.7")
    visit.get("/nl/desk/sign-in")
    visit.submit(
        {"name": somebody.name, "passphrase": somebody.passphrase, "code": ""}, form="sign-in"
    )
    assert visit.response.headers["Location"] == HALF_PAGE
    visit.follow()
    return visit
