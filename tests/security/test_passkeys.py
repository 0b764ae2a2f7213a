"""T10 for passkeys: one answer to one question, of one's own key, unlocked, at this desk only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.factory import create_app
from app.models.audit import AuditLine
from app.models.outbox import Alarm
from app.models.staff import Passkey, Staff
from app.models.web_session import StoredSession
from app.services.web_session import start_web_session, take_from_web_session
from app.settings import Settings
from moderation.decisions.invite_staff import reset_staff
from moderation.decisions.passkeys import CHALLENGE, CLONED_ALARM, new_challenge
from moderation.rules.second_factors import MOST_PASSKEYS
from tests.authenticator import Authenticator
from tests.conftest import Clock
from tests.desk_people import STEP, EnrolledPerson, enrol, pin, sign_in_page
from tests.passkeys import HALF_PAGE, NEW_PAGE, ORIGIN, asked, asked_new, half_open, with_passkey
from tests.visitor import Visitor


@pytest.fixture
def desk(settings: Settings, database: Database, keyring: Keyring, clock: Clock) -> Flask:
    """A house whose desk has a name, so that it offers passkeys."""
    named = replace(settings, desk_origin=ORIGIN)
    return create_app(named, keyring=keyring, database=database, clock=clock)


@pytest.fixture
def iris(desk: Flask, database: Database, keyring: Keyring, clock: Clock) -> EnrolledPerson:
    iris = enrol(database, keyring, "Iris", "lead", clock.now)
    pin(database, keyring, iris.person, clock.now)
    return iris


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))


def test_a_passkey_is_added_and_signs_in_and_proves_it_again(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock
) -> None:
    first, key = with_passkey(desk, iris, clock)
    assert "mijn laptop" in first.get("/nl/desk/account").text
    second = half_open(desk, iris)
    assert first.get("/nl/desk/account")  # half a sign-in ends nobody's session
    second.submit({"answer": key.answers(asked(second))}, form="passkey")
    assert second.response.headers["Location"] == "/nl/desk/"
    second.follow()
    first.get("/nl/desk/account", status=303)  # a whole one does
    clock.now += timedelta(minutes=6)
    second.get("/nl/desk/team/new-key", status=303)
    second.follow()
    second.submit({"answer": key.answers(asked(second))}, form="again")
    assert second.response.headers["Location"] == "/nl/desk/team/new-key"
    second.follow()
    assert actions(database)[-3:] == ["passphrase_accepted", "signed_in", "proved_again"]


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://localhost"},
        {"rp_id": "evil.example"},
        {"verifies": False},
    ],
    ids=["another origin", "another scheme", "another site", "not unlocked"],
)
def test_what_is_not_of_this_desk_or_not_unlocked_is_refused(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock, change: dict[str, object]
) -> None:
    first, key = with_passkey(desk, iris, clock)
    wrong = replace(key, **change)  # type: ignore[arg-type]
    visit = half_open(desk, iris)
    visit.submit({"answer": wrong.answers(asked(visit))}, form="passkey", status=422)
    assert actions(database)[-1] == "sign_in_refused"
    fresh = replace(wrong, credential_id=b"another" * 4)
    first.get(NEW_PAGE)
    first.submit({"name": "x", "answer": fresh.enrols(asked_new(first))}, form="new", status=422)
    with database.reading() as session:
        assert len(session.scalars(select(Passkey)).all()) == 1


def test_an_answer_counts_once_and_in_its_own_session(
    desk: Flask, iris: EnrolledPerson, clock: Clock
) -> None:
    _first, key = with_passkey(desk, iris, clock)
    visit, other = half_open(desk, iris), half_open(desk, iris)
    answer = key.answers(asked(visit))
    other.submit({"answer": answer}, form="passkey", status=422)  # asked of somebody else
    visit.submit({"answer": answer}, form="passkey")
    clock.now += timedelta(minutes=6)
    visit.get("/nl/desk/again")
    proof = key.answers(asked(visit))
    visit.submit({"answer": proof}, form="again")
    clock.now += timedelta(minutes=6)
    visit.get("/nl/desk/again")
    visit.submit({"answer": proof}, form="again", status=422)
    visit.submit({"answer": answer}, form="again", status=422)


def test_a_question_that_was_answered_wrongly_is_dead(
    desk: Flask, iris: EnrolledPerson, clock: Clock
) -> None:
    _first, key = with_passkey(desk, iris, clock)
    visit = half_open(desk, iris)
    answer = key.answers(asked(visit))
    visit.submit({"answer": "{}"}, form="passkey", status=422)
    visit.submit({"answer": answer}, form="passkey", status=422)


def test_a_question_counts_once_under_the_lock(database: Database, clock: Clock) -> None:
    """Two answers that come at once have both read the session with the question in it."""
    with database.writing() as session:
        kept = new_challenge(clock.now).to_session()
        opened = start_web_session(session, "half", uuid4(), kept, now=clock.now)
    found = []
    for _ in range(2):
        with database.writing() as session:
            taken = take_from_web_session(session, opened, CHALLENGE)
            assert taken is not None
            found.append(taken[1])
    assert [one is None for one in found] == [False, True]


def test_a_question_holds_for_five_minutes(desk: Flask, iris: EnrolledPerson, clock: Clock) -> None:
    visit, key = with_passkey(desk, iris, clock)
    visit.get("/nl/desk/again")
    answer = key.answers(asked(visit))
    clock.now += timedelta(minutes=5)
    visit.submit({"answer": answer}, form="again", status=422)
    half = half_open(desk, iris)
    answer = key.answers(asked(half))
    clock.now += timedelta(minutes=5)
    half.submit({"answer": answer}, form="passkey", status=403)  # the half session is over
    half.get(HALF_PAGE, status=303)
    assert half.response.headers["Location"] == "/nl/desk/sign-in"


def test_another_persons_passkey_opens_nothing(
    desk: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, clock: Clock
) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", clock.now)
    _hers, key_of_iris = with_passkey(desk, iris, clock)
    _his, _own = with_passkey(desk, noor, clock)
    visit = half_open(desk, noor)
    visit.submit({"answer": key_of_iris.answers(asked(visit))}, form="passkey", status=422)
    with database.writing() as session:  # also not when the row is moved to her
        session.execute(update(Passkey).values(staff_id=noor.person.staff_id))
    visit.submit({"answer": key_of_iris.answers(asked(visit))}, form="passkey", status=422)


def test_a_copied_passkey_is_refused_and_somebody_is_told(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock
) -> None:
    _first, key = with_passkey(desk, iris, clock, counter=7)
    visit = half_open(desk, iris)
    key.counter = 9
    visit.submit({"answer": key.answers(asked(visit))}, form="passkey")
    visit = half_open(desk, iris)
    key.counter = 8
    visit.submit({"answer": key.answers(asked(visit))}, form="passkey", status=422)
    assert actions(database)[-2:] == ["passkey_cloned", "sign_in_refused"]
    with database.reading() as session:
        assert CLONED_ALARM in session.scalars(select(Alarm.code)).all()
    key.counter = 10
    visit.submit({"answer": key.answers(asked(visit))}, form="passkey")


def test_a_half_open_session_reaches_one_page_and_dies_after_five_wrong(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock
) -> None:
    _first, _key = with_passkey(desk, iris, clock)
    visit = half_open(desk, iris)
    for path in ("/nl/desk/", "/nl/desk/account", "/nl/desk/team", NEW_PAGE):
        visit.get(path, status=303)
        assert visit.response.headers["Location"] == HALF_PAGE
    visit.get(HALF_PAGE)
    for _ in range(4):
        visit.submit({"answer": "{}"}, form="passkey", status=422)
        clock.now += timedelta(seconds=20)  # the limit of a minute is another one
    visit.submit({"answer": "{}"}, form="passkey")
    assert visit.response.headers["Location"] == "/nl/desk/sign-in"
    with database.reading() as session:
        kinds = session.scalars(select(StoredSession.kind)).all()
    assert "half" not in kinds


def test_without_a_passkey_or_with_a_wrong_passphrase_nothing_is_told(
    desk: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, clock: Clock
) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", clock.now)
    with_passkey(desk, iris, clock)
    pages = []
    for name, passphrase in (
        ("Noor", noor.passphrase), ("Noor", "wrong"), ("Iris", "wrong"), ("Nobody", "wrong"),
    ):  # fmt: skip
        visit = Visitor(desk, address="198.51.100.8")
        visit.get("/nl/desk/sign-in")
        visit.submit({"name": name, "passphrase": passphrase}, form="sign-in", status=422)
        pages.append(visit.last.text.replace(name, ""))
    assert len(set(pages)) == 1


def test_a_code_of_the_app_always_does(desk: Flask, iris: EnrolledPerson, clock: Clock) -> None:
    with_passkey(desk, iris, clock)
    visit = half_open(desk, iris)
    visit.submit({"code": iris.code(clock.now)}, form="passkey")
    assert visit.response.headers["Location"] == "/nl/desk/"
    clock.now += STEP
    other = Visitor(desk, address="198.51.100.9")
    sign_in_page(other, iris, clock.now)
    other.get("/nl/desk/account")


def test_the_last_second_factor_stays(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock
) -> None:
    visit, _key = with_passkey(desk, iris, clock)
    with database.writing() as session:
        passkey_id = session.scalars(select(Passkey.id)).one()
        seed = session.scalars(select(Staff.totp_sealed).where(Staff.name == "Iris")).one()
        session.execute(update(Staff).where(Staff.name == "Iris").values(totp_sealed=None))
    page = f"/nl/desk/account/passkeys/{passkey_id}/remove"
    visit.get(page)
    visit.submit(form="remove", status=422)
    with database.writing() as session:
        session.execute(update(Staff).where(Staff.name == "Iris").values(totp_sealed=seed))
    visit.submit(form="remove")
    visit.get(page, status=404)
    assert actions(database)[-1] == "passkey_removed"


def test_there_is_a_most_and_one_device_is_taken_once(
    desk: Flask, database: Database, iris: EnrolledPerson, clock: Clock
) -> None:
    visit, key = with_passkey(desk, iris, clock)
    visit.get(NEW_PAGE)
    visit.submit({"name": "again", "answer": key.enrols(asked_new(visit))}, form="new", status=422)
    visit.submit({"name": "", "answer": ""}, form="new", status=422)
    for number in range(1, MOST_PASSKEYS):
        visit.get(NEW_PAGE)
        other = Authenticator(ORIGIN)
        visit.submit({"name": f"{number}", "answer": other.enrols(asked_new(visit))}, form="new")
    visit.get(NEW_PAGE)
    other = Authenticator(ORIGIN)
    visit.submit({"name": "6", "answer": other.enrols(asked_new(visit))}, form="new", status=422)


def test_a_new_beginning_takes_the_passkeys_away(
    desk: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, clock: Clock
) -> None:
    with_passkey(desk, iris, clock)
    with database.writing() as session:
        reset_staff(session, "Iris", even_if_last=True, keyring=keyring, now=clock.now)
    with database.reading() as session:
        assert session.scalars(select(Passkey)).all() == []


def test_only_pages_that_ask_may_ask_the_browser(
    desk: Flask, iris: EnrolledPerson, clock: Clock
) -> None:
    def allowed(visit: Visitor) -> list[str]:
        policy = visit.response.headers["Permissions-Policy"].split(", ")
        return [one for one in policy if not one.endswith("=()")]

    visit, _key = with_passkey(desk, iris, clock)
    visit.get("/nl/desk/account")
    assert allowed(visit) == []
    visit.get(NEW_PAGE)
    assert allowed(visit) == ["publickey-credentials-create=(self)"]
    visit.get("/nl/desk/again")
    assert allowed(visit) == ["publickey-credentials-get=(self)"]
    half = half_open(desk, iris)
    assert allowed(half) == ["publickey-credentials-get=(self)"]
    half.get("/nl/desk/sign-out", status=405)
    assert allowed(half) == []


def test_at_another_address_of_the_desk_there_are_codes_only(
    settings: Settings, database: Database, keyring: Keyring, iris: EnrolledPerson, clock: Clock
) -> None:
    named = replace(settings, desk_origin="https://desk.example.org")
    elsewhere = create_app(named, keyring=keyring, database=database, clock=clock)
    visit = Visitor(elsewhere)
    sign_in_page(visit, iris, clock.now)
    assert "data-passkey" not in visit.get(NEW_PAGE).text
