"""Members' codes: one answer for whatever opens nothing, after exactly one stretching."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, make_code, to_digits, to_words
from app.domain.states import ApplicationState, MemberState
from app.models.member import Application, Invitation, Organisation
from app.services.member_code import stretch_member_code
from app.services.member_settings import delete_member
from app.services.receipt import stretch
from app.services.use_invitation import invitation_mac
from tests.conftest import Clock
from tests.members import TODAY, make_member, sign_in
from tests.rows import days
from tests.visitor import Visitor


def try_code(visit: Visitor, text: str) -> tuple[int, str]:
    """Status and words of the answer; what she typed is in the field, so it is cut out."""
    visit.get("/nl/m")
    visit.submit({"code": text}, form="/m", status=422)
    return visit.response.status_code, visit.last.text


def words(code: Code) -> str:
    return " ".join(to_words(code, "nl"))


def test_every_code_that_opens_nothing_gets_the_same_answer_after_one_stretching(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    never = make_code(secrets.token_bytes(9))
    _id, suspended = make_member(database, keyring, state=MemberState.SUSPENDED)
    gone_id, gone = make_member(database, keyring)
    with database.writing() as session:
        delete_member(session, gone_id, keyring=keyring)
    admitted = make_code(secrets.token_bytes(9))
    with database.writing() as session:
        session.add(
            Application(
                id=uuid4(),
                lookup=stretch_member_code(admitted, keyring).lookup,
                state=ApplicationState.ADMITTED,
                applied_on=days(-3),
                proof_on=days(-3),
                epoch=1,
                profile=b"",
                decided_on=TODAY,
            )
        )
    answers = set()
    for code in (never, suspended, gone, admitted):
        for text in (words(code), to_digits(code)):
            before = keyring.stretcher.calls
            answers.add(try_code(visit, text))
            assert keyring.stretcher.calls == before + 1
            visit.address = f"198.51.100.{len(answers) + secrets.randbelow(200)}"
    assert len(answers) == 1


def test_a_mistyped_code_is_refused_before_any_stretching(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    _id, code = make_member(database, keyring)
    good = to_words(code, "nl")
    before = keyring.stretcher.calls
    swapped = [good[1], good[0], *good[2:]]
    for text in (" ".join([*good[:6], "zzzz"]), "1234 " * 6, "", " ".join(good[:6]), "x" * 5000):
        try_code(visit, text)
    if swapped != good:
        try_code(visit, " ".join(swapped))
    # one swap in 32 has fitting check bits and is then stretched like any other code
    assert keyring.stretcher.calls - before <= 1


def test_words_digits_and_sloppy_typing_all_open(
    database: Database, keyring: Keyring, app: Flask
) -> None:
    _id, code = make_member(database, keyring)
    spellings = (
        words(code),
        to_digits(code),
        ", ".join(word[:4].upper() for word in to_words(code, "en")),
    )
    for spelling in spellings:
        visit = Visitor(app)
        visit.get("/en/m")
        visit.submit({"code": spelling}, form="/m")
        visit.follow()
        assert "What do you want to do?" in visit.last.text


def test_a_code_of_a_report_and_a_code_of_a_member_have_nothing_in_common(
    keyring: Keyring,
) -> None:
    code = make_code(secrets.token_bytes(9))
    assert stretch(code, keyring).lookup != stretch_member_code(code, keyring).lookup


def test_a_session_ends_with_the_member(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    member_id, code = make_member(database, keyring)
    sign_in(visit, code)
    visit.get("/nl/m/settings")
    with database.writing() as session:
        delete_member(session, member_id, keyring=keyring)
    visit.get("/nl/m/settings", status=303)
    visit.get("/nl/m/k", status=303)


@pytest.fixture
def invitation(database: Database, keyring: Keyring) -> Code:
    """A code that an organisation may hand out."""
    code = make_code(secrets.token_bytes(9))
    organisation = Organisation(id=uuid4(), name="Huis", state="active", created_on=TODAY)
    with database.writing() as session:
        session.add(organisation)
        session.flush()
        session.add(
            Invitation(
                id=uuid4(),
                organisation_id=organisation.id,
                code_mac=invitation_mac(code, keyring),
                made_on=TODAY,
                expires_on=days(30),
            )
        )
    return code


def use(visit: Visitor, code: Code, *, status: int) -> str:
    visit.get("/nl/m/join/code")
    visit.submit({"code": words(code)}, button=("go", "send"), status=status)
    return visit.last.text


def test_an_invitation_works_once_and_every_other_answers_alike(
    database: Database, keyring: Keyring, visit: Visitor, invitation: Code, clock: Clock
) -> None:
    never = use(visit, make_code(secrets.token_bytes(9)), status=422)
    assert "Dit is je code" in use(visit, invitation, status=200)
    answers = {use(visit, invitation, status=422)}
    with database.writing() as session:
        session.execute(update(Invitation).values(used_on=None))
        session.execute(update(Organisation).values(state="suspended"))
    answers.add(use(visit, invitation, status=422))
    with database.writing() as session:
        session.execute(update(Organisation).values(state="active"))
    clock.now += timedelta(days=30)
    answers.add(use(visit, invitation, status=422))
    assert answers == {never}


def test_with_an_invitation_she_is_in_at_once_with_a_code_of_her_own(
    visit: Visitor, invitation: Code
) -> None:
    use(visit, invitation, status=200)
    own = " ".join(
        visit.last.text.split("Dit is je code")[1].split("voor je terugvinden. ")[1].split()[:7]
    )
    assert own != words(invitation)
    visit.submit({"words": " ".join(own.split()[-2:])}, button=("go", "words"), status=200)
    assert "Je bent lid" in visit.last.text
    visit.get("/nl/m")
    visit.submit({"code": own}, form="/m")
    visit.follow()
    assert "Een klant checken" in visit.last.text


def test_the_same_form_shows_its_code_again_for_ten_minutes_and_never_after(
    visit: Visitor, invitation: Code, clock: Clock
) -> None:
    visit.get("/nl/m/join/code")
    form = visit.last
    use_again = {"code": words(invitation)}
    visit.submit(use_again, button=("go", "send"), status=200)
    first = visit.last.text
    visit.last = form
    visit.submit(use_again, button=("go", "send"), status=200)
    assert visit.last.text == first
    code_page = visit.last
    clock.now += timedelta(minutes=11)
    visit.last = form
    visit.submit(use_again, button=("go", "send"), status=200)
    assert "We hebben je formulier" in visit.last.text
    visit.last = code_page
    visit.submit({"words": "a b"}, button=("go", "stay"), status=200)
    assert "We hebben je formulier" in visit.last.text
