"""T9 csrf_every_mutator: what another site sends changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask

from app.web import session_cookie
from tests.conftest import Clock
from tests.web.browsing import Browser
from tests.web.demo_pages import blueprint

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

FOREIGN: Mapping[str, Mapping[str, str]] = {
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "a sister site": {"Sec-Fetch-Site": "same-site"},
    "an unknown word": {"Sec-Fetch-Site": "SAME-ORIGIN "},
    "cross-site with a good origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://localhost",
    },
    "a null origin": {"Origin": "null"},
    "another origin": {"Origin": "https://evil.example"},
    "a look-alike origin": {"Origin": "http://localhost.evil.example"},
    "another port": {"Origin": "http://localhost:8080"},
    "a foreign referrer": {"Referer": "https://evil.example/http://localhost/"},
}
OURS: Mapping[str, Mapping[str, str]] = {
    "same-origin": {"Sec-Fetch-Site": "same-origin"},
    "typed in": {"Sec-Fetch-Site": "none"},
    "our origin": {"Origin": "http://localhost"},
    "our referrer": {"Referer": "http://localhost/nl/t/f"},
}
KINDS = ("reporter", "member", "staff")


@pytest.fixture
def demo(app: Flask) -> Flask:
    app.register_blueprint(blueprint)
    return app


@pytest.fixture
def browser(demo: Flask) -> Browser:
    return Browser(demo)


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("path", ["/nl/t/f", "/nl/t/plain"])
def test_a_form_from_elsewhere_is_refused_even_with_a_good_token(
    browser: Browser, headers: Mapping[str, str], path: str
) -> None:
    data = {"csrf_token": browser.token(path), "story": "x"}
    response = browser.post(path, data, headers=dict(headers))
    assert response.status_code == 400
    assert "Dit kwam niet van onze eigen pagina" in response.get_data(as_text=True)


@pytest.mark.parametrize("headers", OURS.values(), ids=OURS.keys())
def test_our_own_forms_are_accepted(browser: Browser, headers: Mapping[str, str]) -> None:
    data = {"csrf_token": browser.token("/nl/t/plain"), "story": "x"}
    response = browser.post("/nl/t/plain", data, headers=dict(headers))
    assert 'id="note">done' in response.get_data(as_text=True)


def test_a_browser_that_says_nothing_may_send_only_the_anonymous_forms(browser: Browser) -> None:
    data = {"csrf_token": browser.token("/nl/t/f"), "story": "x"}
    assert 'id="note">done' in browser.post("/nl/t/f", data, headers={}).get_data(as_text=True)
    assert browser.post("/nl/t/plain", data, headers={}).status_code == 400


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("token", ["", "x", "A" * 43, "anonymous", "other"])
def test_a_signed_in_page_accepts_only_its_own_sessions_token(
    demo: Flask, browser: Browser, kind: str, token: str
) -> None:
    if token == "anonymous":
        token = browser.token("/nl/t/f")
    if token == "other":
        stranger = Browser(demo)
        stranger.sign_in("reporter")
        token = stranger.token("/nl/t/mine")
    browser.sign_in(kind)
    response = browser.post("/nl/t/out", {"csrf_token": token})
    assert response.status_code == 400
    assert browser.is_signed_in()


@pytest.mark.parametrize("kind", KINDS)
def test_an_anonymous_form_takes_its_own_token_only_and_never_the_sessions(
    demo: Flask, browser: Browser, kind: str
) -> None:
    """Its view makes the code out of the form's token: without one there is nothing to make."""
    browser.sign_in(kind)
    token = browser.token("/nl/t/mine")
    page = browser.post("/nl/t/f", {"csrf_token": token, "story": "x"})
    assert 'id="note">expired' in page.get_data(as_text=True)
    for path in ("/nl/m/join/code", "/nl/m/join/apply"):
        filled = {"csrf_token": token, "way": "advert", "words": "x", "code": "x"}
        assert browser.post(path, filled).status_code in (200, 422)


def test_the_token_may_travel_in_a_header_but_not_in_the_address(browser: Browser) -> None:
    browser.sign_in("member")
    token = browser.token("/nl/t/mine")
    assert browser.post(f"/nl/t/out?csrf_token={token}").status_code == 400
    sent = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": token}
    assert browser.post("/nl/t/out", headers=sent).status_code == 303


def test_an_old_form_gives_her_text_back_and_does_nothing(browser: Browser, clock: Clock) -> None:
    token = browser.token("/nl/t/f")
    clock.now += timedelta(hours=25)
    page = browser.post("/nl/t/f", {"csrf_token": token, "story": "mijn woorden"})
    seen = page.get_data(as_text=True)
    assert page.status_code == 200
    assert 'id="note">expired' in seen
    assert 'value="mijn woorden"' in seen
    assert token not in seen  # a fresh token stands in the form


def test_a_form_stays_good_for_a_day(browser: Browser, clock: Clock) -> None:
    token = browser.token("/nl/t/f")
    clock.now += timedelta(hours=24)
    page = browser.post("/nl/t/f", {"csrf_token": token, "story": "x"})
    assert 'id="note">done' in page.get_data(as_text=True)


def test_an_old_form_without_a_promise_says_so_plainly(browser: Browser, clock: Clock) -> None:
    token = browser.token("/nl/t/plain")
    clock.now += timedelta(hours=25)
    page = browser.post("/nl/t/plain", {"csrf_token": token, "story": "x"})
    assert page.status_code == 400
    assert "Deze pagina stond te lang open" in page.get_data(as_text=True)


def test_a_wizard_keeps_one_token_from_first_to_last_step(browser: Browser) -> None:
    token = browser.token("/nl/t/f")
    shown = browser.post("/nl/t/f", {"csrf_token": token, "story": ""}).get_data(as_text=True)
    assert token in shown


def test_an_ended_session_never_costs_an_anonymous_report(browser: Browser, clock: Clock) -> None:
    browser.sign_in("member")
    token = browser.token("/nl/t/f")
    clock.now += timedelta(minutes=40)
    page = browser.post("/nl/t/f", {"csrf_token": token, "story": "x"})
    assert 'id="note">done' in page.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/x"])
def test_another_site_cannot_use_the_quick_exit_to_sign_somebody_out(
    browser: Browser, path: str
) -> None:
    browser.sign_in("member")
    for site in ("cross-site", "same-site"):
        for method in ("GET", "POST"):
            response = browser.open(method, path, headers={"Sec-Fetch-Site": site})
            assert "Clear-Site-Data" not in response.headers
            assert browser.is_signed_in()


def test_only_the_quick_exit_is_free_of_the_token(demo: Flask) -> None:
    free = {
        name for name, view in demo.view_functions.items() if getattr(view, "without_token", False)
    }
    assert free == {"leave.exit_at_once"}


def test_flasks_own_session_cannot_be_used(demo: Flask) -> None:
    assert demo.secret_key is None
    assert session_cookie.SECRET_BYTES == 32
