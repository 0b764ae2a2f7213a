"""Error pages: in her language, in our voice, with her words, asking nothing that may be broken."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.adapters.database import Database
from tests.conftest import Clock
from tests.visitor import Page, Visitor
from tests.web.browsing import Browser
from tests.web.demo_pages import SECRET_MESSAGE

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

WORDS = "Hij had een mes <b>bij zich</b>"


@pytest.mark.parametrize("code", [403, 413, 415, 500, 503])
def test_every_error_page_keeps_what_all_pages_promise(demo: Flask, code: int) -> None:
    visitor = Visitor(demo)
    dutch = visitor.get(f"/nl/t/fail/{code}", status=code)
    english = visitor.get(f"/en/t/fail/{code}", status=code)
    assert dutch.lang == "nl"
    assert english.lang == "en"
    assert dutch.title != english.title
    assert "/x" in dutch.links


@pytest.mark.parametrize(
    ("path", "wish", "language"),
    [
        ("/en/nothing", "nl", "en"),
        ("/nl/nothing", "en", "nl"),
        ("/nothing", "en-GB,en;q=0.9,nl;q=0.5", "en"),
        ("/nothing", "fr, en;q=0.3", "en"),
        ("/nothing", "fr", "nl"),
        ("/nothing", "", "nl"),
        ("/de/nothing", "en", "en"),
    ],
)
def test_an_unknown_page_speaks_the_language_of_the_path_else_of_the_browser(
    demo: Flask, path: str, wish: str, language: str
) -> None:
    page = Visitor(demo).get(path, status=404, headers={"Accept-Language": wish})
    assert page.lang == language


def test_an_error_page_asks_no_database_even_with_a_session(
    demo: Flask, database: Database
) -> None:
    browser = Browser(demo)
    browser.sign_in("member")
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert browser.get("/nl/nothing").status_code == 404
    assert browser.open("DELETE", "/nl/t/f").status_code == 405
    assert seen == []


def test_a_database_that_is_away_is_a_503_that_says_when_to_come_back(
    demo: Flask, database: Database
) -> None:
    browser = Browser(demo)
    browser.sign_in("member")

    def refuse(*_: object) -> None:
        raise OperationalError("gone", {}, Exception("gone"))

    event.listen(database.engine, "before_cursor_execute", refuse)
    answer = browser.get("/nl/t/mine")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Probeer het over een minuut opnieuw." in answer.get_data(as_text=True)


def test_an_unexpected_error_tells_nobody_anything(
    demo: Flask, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = Browser(demo).get("/nl/t/fail/500?secret=query-value")
    assert SECRET_MESSAGE not in page.get_data(as_text=True)
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("kind", ["500", "503", "database"])
def test_when_we_fail_she_gets_her_words_back_and_a_button_that_sends_them_again(
    demo: Flask, kind: str
) -> None:
    visitor = Visitor(demo)
    token = Browser(demo).token("/nl/t/f")
    status = 500 if kind == "500" else 503
    page = visitor.post(
        f"/nl/t/fail/{kind}",
        {"csrf_token": token, "story": WORDS, "state": "sealed-state"},
        status=status,
    )
    assert WORDS in page.text
    again = page.forms[0]
    assert again.action == f"/nl/t/fail/{kind}"
    assert again.fields == {"csrf_token": [token], "story": [WORDS], "state": ["sealed-state"]}


def test_a_step_without_words_can_be_sent_again_too(demo: Flask) -> None:
    token = Browser(demo).token("/nl/t/f")
    data = {"csrf_token": token, "story": " ", "state": "sealed-state"}
    page = Visitor(demo).post("/nl/t/fail/503", data, status=503)
    assert page.forms[0].fields["state"] == ["sealed-state"]


def test_too_often_gives_her_words_back_too(demo: Flask) -> None:
    visitor = Visitor(demo)
    data = {"csrf_token": Browser(demo).token("/nl/t/f"), "story": WORDS}
    for _ in range(10):
        visitor.client.post(
            "/nl/t/limited", data=data, environ_overrides={"REMOTE_ADDR": visitor.address}
        )
    page = visitor.post("/nl/t/limited", data, status=429)
    assert WORDS in page.text
    assert "Probeer het over een minuut opnieuw." in page.text


def test_an_ended_session_gives_her_words_back_without_sending_anything(
    demo: Flask, clock: Clock
) -> None:
    browser = Browser(demo)
    browser.sign_in("member")
    token = browser.token("/nl/t/mine")
    clock.now += timedelta(hours=1)
    answer = browser.post("/nl/t/member", {"csrf_token": token, "story": WORDS})
    page = Page(answer.get_data(as_text=True), "/nl/t/member")
    assert answer.status_code == 403
    assert page.problems == []
    assert WORDS in page.text
    assert "We hebben je pagina gesloten" in page.text
    assert page.forms == []


def test_a_view_that_forgets_the_expired_form_still_writes_nothing(
    demo: Flask, clock: Clock
) -> None:
    browser = Browser(demo)
    browser.sign_in("member")
    answer = browser.post("/nl/t/mine", {"csrf_token": "old", "story": WORDS})
    assert answer.status_code == 400
    assert "Hij had een mes" in answer.get_data(as_text=True)
    assert "member - 00ff" in browser.get("/nl/t/mine").get_data(as_text=True)


def test_a_broken_error_page_is_still_an_answer(
    demo: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.jinja_env, "get_or_select_template", lambda *_: 1 / 0)
    answer = Browser(demo).get("/nl/nothing")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>404</h1>" in answer.get_data(as_text=True)


def test_a_request_that_is_too_large_is_refused_before_it_is_read(demo: Flask) -> None:
    browser = Browser(demo)
    data = {"csrf_token": browser.token("/nl/t/f"), "story": "x" * (600 * 1024)}
    assert browser.post("/nl/t/f", data).status_code == 413


def test_the_wrong_way_names_the_right_ones(demo: Flask) -> None:
    answer = Browser(demo).open("PUT", "/nl/t/lead")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
