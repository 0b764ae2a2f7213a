"""T16 header_contract: the exact set on every answer, page or error, clearnet or onion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.factory import create_app
from app.settings import Settings
from tests.conftest import Clock
from tests.header_contract import expected_headers
from tests.web.browsing import Browser
from tests.web.demo_pages import blueprint

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

ONION = "a" * 56 + ".onion"
HSTS = "max-age=63072000; includeSubDomains"
ALLOWED_NAMES = {
    "allow",
    "cache-control",
    "clear-site-data",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "last-modified",
    "location",
    "onion-location",
    "permissions-policy",
    "referrer-policy",
    "retry-after",
    "set-cookie",
    "strict-transport-security",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-robots-tag",
}
PLACES = {
    "http": "http://localhost",
    "https": "https://localhost",
    "onion": f"http://{ONION}",
    "onion https": f"https://{ONION}",
}
PAGES = [
    ("GET", "/", 303),
    ("GET", "/nl/t/", 200),
    ("HEAD", "/nl/t/", 200),
    ("GET", "/en/t/info", 200),
    ("GET", "/nl/t/f", 200),
    ("GET", "/health", 200),
    ("GET", "/x", 303),
    ("POST", "/nl/t/plain", 400),
    ("GET", "/nl/t/fail/403", 403),
    ("GET", "/nl/nothing-here", 404),
    ("GET", "/static/nothing-here.css", 404),
    ("GET", "/nl/t/lead", 303),
    ("PUT", "/nl/t/f", 405),
    ("OPTIONS", "/nl/t/f", 200),
    ("GET", "/nl/t/fail/413", 413),
    ("GET", "/nl/t/fail/415", 415),
    ("GET", "/nl/t/fail/500", 500),
    ("GET", "/nl/t/fail/503", 503),
    ("GET", "/nl/t/fail/database", 503),
]


@pytest.fixture
def onion_house(settings: Settings, database: Database, keyring: Keyring, clock: Clock) -> Flask:
    app = create_app(
        replace(settings, onion_host=ONION), keyring=keyring, database=database, clock=clock
    )
    app.register_blueprint(blueprint)
    return app


def check(response: TestResponse, expected: dict[str, str | None]) -> None:
    for name, value in expected.items():
        assert response.headers.get(name) == value, name
    assert {name.lower() for name, _ in response.headers} <= ALLOWED_NAMES
    assert "unsafe-" not in str(response.headers)
    features = response.headers["Permissions-Policy"].split(", ")
    assert all(feature.endswith("=()") for feature in features)
    for denied in ("camera", "microphone", "geolocation", "clipboard-read", "usb", "payment"):
        assert f"{denied}=()" in features


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("method", "path", "status"), PAGES)
def test_every_answer_carries_exactly_our_headers(
    onion_house: Flask, place: str, method: str, path: str, status: int
) -> None:
    browser = Browser(onion_house, base_url=PLACES[place])
    response = browser.open(method, path, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == status
    expected = expected_headers(response)
    if place == "https":
        expected["Strict-Transport-Security"] = HSTS
        # HEAD carries what GET would (RFC 9110, 9.3.2)
        if method in ("GET", "HEAD") and response.mimetype == "text/html":
            expected["Onion-Location"] = f"http://{ONION}{path}"
    assert expected["Cache-Control"] == ("public, max-age=3600" if "info" in path else "no-store")
    check(response, expected)


def test_the_429_page_carries_them_too_and_says_when_to_come_back(onion_house: Flask) -> None:
    browser = Browser(onion_house)
    data = {"csrf_token": browser.token("/nl/t/f")}
    answers = [browser.post("/nl/t/limited", data) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    check(answers[-1], expected_headers(answers[-1]))


def test_the_onion_address_carries_no_query(onion_house: Flask) -> None:
    browser = Browser(onion_house, base_url="https://localhost")
    response = browser.get("/nl/t/?secret=1")
    assert response.headers["Onion-Location"] == f"http://{ONION}/nl/t/"


def test_without_an_onion_nothing_is_offered(demo_house: Flask) -> None:
    response = Browser(demo_house, base_url="https://localhost").get("/nl/t/")
    assert "Onion-Location" not in response.headers
    assert response.headers["Strict-Transport-Security"] == HSTS


@pytest.fixture
def demo_house(app: Flask) -> Flask:
    app.register_blueprint(blueprint)
    return app


@pytest.mark.parametrize("place", ["http", "https", "onion"])
def test_static_files_carry_the_same_set_and_live_for_ever(onion_house: Flask, place: str) -> None:
    css = onion_house.extensions["house"].assets.url("css/app.css")
    browser = Browser(onion_house, base_url=PLACES[place])
    response = browser.get(css, headers={"Accept-Encoding": "br"})
    response.close()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["Content-Encoding"] == "br"
    assert "Access-Control-Allow-Origin" not in response.headers
    expected = expected_headers(response)
    expected["Cache-Control"] = "max-age=315360000, public, immutable"
    expected["X-Robots-Tag"] = None
    expected["Strict-Transport-Security"] = HSTS if place == "https" else None
    check(response, expected)


def test_a_file_of_somebody_is_shown_in_a_sandbox(demo_house: Flask) -> None:
    response = Browser(demo_house).get("/nl/t/file")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_for_everybody_is_kept_and_has_an_etag(demo_house: Flask) -> None:
    browser = Browser(demo_house)
    first = browser.get("/nl/t/info")
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert {"Cookie", "Accept-Encoding"} <= set(first.vary.as_set(preserve_casing=True))
    again = browser.get("/nl/t/info", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_a_page_for_everybody_is_not_kept_for_somebody_with_a_session(demo_house: Flask) -> None:
    browser = Browser(demo_house)
    browser.sign_in("member")
    assert browser.get("/nl/t/info").headers["Cache-Control"] == "no-store"


def test_a_page_with_a_form_is_never_kept_whatever_it_says(demo_house: Flask) -> None:
    """Two visitors with one form token would be given one receipt."""
    response = Browser(demo_house).get("/nl/t/info-with-form")
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_are_compressed_only_where_they_hold_nothing_secret(demo_house: Flask) -> None:
    browser = Browser(demo_house)

    def encoding(path: str, accepted: str = "gzip") -> str | None:
        return browser.get(path, headers={"Accept-Encoding": accepted}).headers.get(
            "Content-Encoding"
        )

    assert encoding("/nl/t/info") == "gzip"
    assert encoding("/nl/t/info", "identity") is None
    assert encoding("/nl/t/info", "gzip;q=0") is None
    assert encoding("/nl/t/code") is None
    browser.sign_in("member")
    assert encoding("/nl/t/info") == "gzip"  # the same for everybody: nothing to leak
    assert encoding("/nl/t/info-with-form") is None  # it holds the token of her session
    assert encoding("/nl/t/words") is None
