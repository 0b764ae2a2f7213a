"""T8 session_fixation_and_expiry, and what a stolen or altered session table is worth (T7)."""

from __future__ import annotations

import base64
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from app.adapters.database import Database
from app.models.web_session import StoredSession
from app.services import web_session as service
from tests.conftest import NOON, Clock
from tests.web.browsing import Browser
from tests.web.demo_pages import PERSON

KINDS = ("staff", "member", "voucher", "reporter")
IDLE = {"staff": 20, "member": 30, "voucher": 30, "reporter": 15}
ABSOLUTE = {"staff": 8 * 60, "member": 12 * 60, "voucher": 8 * 60, "reporter": 60}


def rows(database: Database) -> list[StoredSession]:
    with database.reading() as session:
        return list(session.scalars(select(StoredSession)))


def test_a_visitor_without_a_session_gets_no_cookie_and_costs_no_query(
    browser: Browser, database: Database
) -> None:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for path in ("/nl/t/", "/nl/t/f", "/nl/t/mine", "/nl/nothing-here", "/x"):
        assert "Set-Cookie" not in browser.get(path).headers
    assert seen == []


def test_a_cookie_brought_before_sign_in_is_not_adopted(browser: Browser) -> None:
    planted = base64.urlsafe_b64encode(b"p" * 32).decode().rstrip("=")
    browser.secret = planted
    assert browser.sign_in("member") != planted
    assert browser.is_signed_in()
    browser.secret = planted
    assert not browser.is_signed_in()


def test_signing_in_again_ends_the_session_the_browser_brought(
    browser: Browser, database: Database
) -> None:
    first = browser.sign_in("member")
    second = browser.sign_in("member")
    assert first != second
    assert len(rows(database)) == 1
    browser.secret = first
    assert not browser.is_signed_in()


def test_a_rise_in_privilege_changes_the_secret_and_the_form_token(browser: Browser) -> None:
    half = browser.sign_in("staff", half="yes")
    token = browser.token("/nl/t/second")
    assert browser.post("/nl/t/second", {"csrf_token": token}).status_code == 204
    assert browser.secret != half
    assert browser.token("/nl/t/mine") != token
    assert browser.is_signed_in()
    assert browser.get("/nl/t/second").status_code == 403  # enrolment is over
    browser.secret = half
    assert not browser.is_signed_in()


@pytest.mark.parametrize("kind", KINDS)
def test_an_idle_session_ends_and_does_not_come_back(
    browser: Browser, clock: Clock, database: Database, kind: str
) -> None:
    secret = browser.sign_in(kind)
    clock.now += timedelta(minutes=IDLE[kind] - 1)
    assert browser.is_signed_in()
    clock.now += timedelta(minutes=IDLE[kind] - 1)
    assert browser.is_signed_in()  # the page before has moved the limit
    clock.now += timedelta(minutes=IDLE[kind])
    assert not browser.is_signed_in()
    assert rows(database) == []
    clock.now = NOON
    browser.secret = secret
    assert not browser.is_signed_in()


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_in_constant_use_ends_at_its_absolute_limit(
    browser: Browser, clock: Clock, kind: str
) -> None:
    browser.sign_in(kind)
    step = IDLE[kind] - 1
    for _ in range(step, ABSOLUTE[kind], step):
        clock.now += timedelta(minutes=step)
        assert browser.is_signed_in()
    clock.now = NOON + timedelta(minutes=ABSOLUTE[kind])
    assert not browser.is_signed_in()


def test_renewing_does_not_stretch_the_absolute_limit(database: Database) -> None:
    with database.writing() as session:
        first = service.start_web_session(session, "staff", PERSON, {}, now=NOON)
        later = NOON + timedelta(hours=7, minutes=50)
        risen = service.renew_web_session(session, first, {"second_factor": True}, now=later)
    assert risen is not None
    assert risen.started == NOON
    assert risen.is_over(NOON + timedelta(hours=8))


def test_a_clock_that_went_back_ends_sessions_instead_of_keeping_them_for_ever(
    browser: Browser, clock: Clock
) -> None:
    browser.sign_in("reporter")
    clock.now -= timedelta(hours=3)
    assert not browser.is_signed_in()


def test_signing_out_is_a_post_and_kills_the_secret(browser: Browser) -> None:
    secret = browser.sign_in("member")
    assert browser.get("/nl/t/out").status_code == 405
    token = browser.token("/nl/t/mine")
    assert browser.post("/nl/t/out", {"csrf_token": token}).status_code == 303
    assert browser.secret is None
    browser.secret = secret
    assert not browser.is_signed_in()


def test_staff_have_one_session_each_and_the_newest_wins(demo: Flask) -> None:
    office, home = Browser(demo), Browser(demo)
    office.sign_in("staff")
    home.sign_in("staff")
    assert home.is_signed_in()
    assert not office.is_signed_in()


def test_ending_all_sessions_of_a_person_reaches_every_device(
    demo: Flask, database: Database
) -> None:
    phone, laptop = Browser(demo), Browser(demo)
    phone.sign_in("member")
    laptop.sign_in("member")
    with database.writing() as session:
        assert service.end_all_for(session, PERSON) == 2
    assert not phone.is_signed_in()
    assert not laptop.is_signed_in()


def test_an_ended_session_does_not_come_back_with_a_late_answer(database: Database) -> None:
    with database.writing() as session:
        opened = service.start_web_session(session, "member", PERSON, {}, now=NOON)
    with database.writing() as session:
        assert service.end_web_session(session, opened.secret)
    with database.writing() as session:
        assert service.update_web_session(session, opened, {"late": 1}) is None
        assert service.touch_web_session(session, opened, now=NOON) is None
        assert service.renew_web_session(session, opened, {}, now=NOON) is None
    assert rows(database) == []


def test_two_tabs_that_write_at_once_lose_nothing(database: Database) -> None:
    with database.writing() as session:
        opened = service.start_web_session(session, "member", PERSON, {}, now=NOON)
    with database.writing() as session:
        service.update_web_session(session, opened, {"one": 1})
    with database.writing() as session:  # the second tab still holds the first state
        service.update_web_session(session, opened, {"two": b"\x02"})
        service.touch_web_session(session, opened, now=NOON + timedelta(minutes=2))
    with database.reading() as session:
        present = service.open_web_session(session, opened.secret)
    assert present is not None
    assert present.data == {"one": 1, "two": b"\x02"}


def test_a_session_is_touched_at_most_once_a_minute(
    browser: Browser, clock: Clock, database: Database
) -> None:
    browser.sign_in("member")
    before = rows(database)[0].sealed
    clock.now += timedelta(seconds=59)
    browser.get("/nl/t/mine")
    assert rows(database)[0].sealed == before
    clock.now += timedelta(seconds=1)
    browser.get("/nl/t/mine")
    assert rows(database)[0].sealed != before


def test_a_stolen_table_opens_nothing(browser: Browser, database: Database) -> None:
    secret = base64.urlsafe_b64decode(browser.sign_in("staff") + "=")
    row = rows(database)[0]
    for stolen in (row.id, row.id * 2, row.sealed[:32]):
        with database.reading() as session:
            assert service.open_web_session(session, stolen.ljust(32, b"\0")) is None
    pieces = [secret[start : start + 8] for start in range(len(secret) - 7)]
    for plain in (*pieces, secret.hex().encode(), b"moderator", b"second_factor", b"csrf"):
        assert plain not in row.id + row.sealed
    assert row.purge_on == NOON.date() + timedelta(days=1)


def test_sessions_cannot_be_swapped_or_given_to_somebody_else(
    demo: Flask, database: Database
) -> None:
    hers, his = Browser(demo), Browser(demo)
    hers.sign_in("reporter")
    his.sign_in("member")
    one, two = rows(database)
    with database.writing() as session:
        for target, source in ((one, two), (two, one)):
            session.execute(
                update(StoredSession)
                .where(StoredSession.id == target.id)
                .values(sealed=source.sealed)
            )
    assert not hers.is_signed_in()
    assert not his.is_signed_in()


def test_a_session_whose_owner_was_rewritten_is_nobodys(
    browser: Browser, database: Database
) -> None:
    browser.sign_in("member")
    with database.writing() as session:
        session.execute(update(StoredSession).values(owner_id=UUID(int=7)))
    assert not browser.is_signed_in()


def test_bytes_in_a_session_survive_and_their_tag_cannot_be_forged(database: Database) -> None:
    data = {"keys": {"alerts/1": b"\x00" * 32}, "list": [b"a", "b", None, 3]}
    with database.writing() as session:
        opened = service.start_web_session(session, "member", None, data, now=NOON)
        present = service.open_web_session(session, opened.secret)
        assert present is not None
        assert present.data == data
        with pytest.raises(ValueError, match="reserved"):
            service.start_web_session(session, "member", None, {"$bytes": "AA=="}, now=NOON)


def test_rows_past_their_last_day_are_purged(browser: Browser, database: Database) -> None:
    browser.sign_in("member")
    with database.writing() as session:
        assert service.purge_web_sessions(session, today=NOON.date() + timedelta(days=1)) == 0
        assert service.purge_web_sessions(session, today=NOON.date() + timedelta(days=2)) == 1


def test_the_cookie_is_a_host_cookie_over_https_and_has_no_lifetime(demo: Flask) -> None:
    secure = Browser(demo, base_url="https://localhost", cookie_name="__Host-s")
    path = "/nl/t/in/member"
    response = secure.post(path, {"csrf_token": secure.token(path)})
    name, _, attributes = response.headers["Set-Cookie"].partition("=")
    assert name == "__Host-s"
    assert {part.strip() for part in attributes.split(";")[1:]} == {
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
    }
    assert secure.is_signed_in()


@pytest.mark.parametrize("text", ["", "x", "a" * 43, "!" * 43, "A" * 44, "é" * 43, "A" * 42 + "B"])
def test_a_broken_cookie_is_no_session_and_no_error(browser: Browser, text: str) -> None:
    browser.secret = text
    assert browser.get("/nl/t/").status_code == 200
    assert browser.get("/nl/t/mine").status_code in (303, 404)
