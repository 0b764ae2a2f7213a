"""The search over pages, places and addresses: without script, and nothing of it is kept."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
from flask import Flask

from app.adapters import editorial
from app.adapters.editorial import page_names
from app.adapters.reference_data import load_reference_data
from app.public.information import finding
from app.public.information.pages import TITLES
from app.settings import PROJECT
from tests.visitor import Page, Visitor

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
DATA = load_reference_data(PROJECT / "data")
INJECTIONS = (
    "<script>alert(1)</script>", '"><img src=x onerror=1>', "' OR 1=1 --", "{{ 7*7 }}",
    "%(asked)s", "%s%n", "../../etc/passwd", "\\", "javascript:alert(1)",
)  # fmt: skip


def ask(visit: Visitor, text: str, path: str = "/nl/info") -> Page:
    return visit.get(f"{path}?q={quote(text, safe='')}")


def found(page: Page) -> list[str]:
    """Places and addresses among the results: they stand nowhere else on the page."""
    return [link for link in page.links if "/info/municipality/" in link or "/help#" in link]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_index_lists_every_page_once_and_may_be_kept(visit: Visitor, lang: str) -> None:
    page = visit.get(f"/{lang}/info")
    main = [link for link in page.links if link.startswith(f"/{lang}/info/")]
    for name in page_names(lang):
        assert f"/{lang}/info/{name}" in main
    assert visit.response.headers["Cache-Control"].startswith("public, max-age=")
    assert len(TITLES) == 4


def test_the_form_asks_by_get_and_is_labelled(visit: Visitor) -> None:
    forms = [form for form in visit.get("/nl/info").forms if form.method == "get"]
    assert [(form.action, form.fields) for form in forms] == [("/nl/info", {"q": [""]})]


def test_a_place_an_address_and_a_page_are_found(visit: Visitor) -> None:
    assert "/nl/info/municipality/amsterdam" in found(ask(visit, "Amstredam"))
    assert "/nl/info/municipality/sudwest-fryslan" in found(ask(visit, "sudwest fryslan"))
    assert "/nl/help#h-kifid" in found(ask(visit, "KIFID"))
    assert ask(visit, "belsating").links.count("/nl/info/tax") == 2  # found, and in the list


def test_what_was_typed_is_shown_again(visit: Visitor) -> None:
    page = ask(visit, "Amstredam")
    assert page.forms[0].fields == {"q": ["Amstredam"]}


@pytest.mark.parametrize("path", ["/nl/info", "/nl/info/municipality", "/en/info"])
@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_and_patterns_are_shown_as_they_were_typed(
    visit: Visitor, text: str, path: str
) -> None:
    page = ask(visit, text, path)
    assert f"“{text}”" in page.text
    assert page.forms[0].fields == {"q": [text]}


@pytest.mark.parametrize("text", ["", "   ", "\0\u202e"])
def test_an_empty_question_says_what_to_do(visit: Visitor, text: str) -> None:
    assert "Er is niets ingevuld" in ask(visit, text).text


def test_no_hit_helps_on(visit: Visitor) -> None:
    page = ask(visit, "qqqqqq")
    assert "Niets gevonden" in page.text
    assert "/nl/help" in page.links
    assert "/nl/info/rights" in page.links


def test_ten_thousand_characters_are_cut(visit: Visitor) -> None:
    page = ask(visit, "x" * 10_000)
    assert page.forms[0].fields == {"q": ["x" * 100]}


def test_an_answer_is_kept_by_nobody_and_never_stored(app: Flask, visit: Visitor) -> None:
    ask(visit, "utrecht")
    assert visit.response.headers["Cache-Control"] == "no-store"
    assert visit.response.headers["X-Robots-Tag"] == "noindex"
    other = Visitor(app).get("/nl/info")
    assert "utrecht" not in other.text.lower()


def test_no_question_is_logged(visit: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(visit, "geheimwoord")
    assert "geheimwoord" not in caplog.text


def test_a_changed_page_is_found_by_its_new_words(
    app: Flask, visit: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(visit, "amsterdam")
    first = app.extensions["search"]["nl"]
    ask(visit, "utrecht")
    assert app.extensions["search"]["nl"] is first
    monkeypatch.setattr(editorial, "page_versions", lambda _lang: (("new", 1),))
    ask(visit, "utrecht")
    assert app.extensions["search"]["nl"] is not first


def test_everything_that_can_be_found_exists(app: Flask, visit: Visitor) -> None:
    with app.test_request_context("/nl/info"):
        entries = [entry for source in finding.ENTRY_SOURCES for entry in source("nl", DATA)]
    routes = app.url_map.bind("localhost")
    ids = set(visit.get("/nl/help").ids)
    for entry in entries:
        path, _, part = entry.url.partition("#")
        assert routes.test(path, "GET"), entry.url
        assert not part or part in ids
    assert len({entry.url for entry in entries}) == len(entries)


# The way to the steps of a complaint


def test_a_page_offers_the_steps_that_belong_to_it(visit: Visitor) -> None:
    links = visit.get("/nl/info/bank").links
    assert {"/nl/route/bank", "/nl/route/betaaldienst"} <= set(links)
    assert "/en/route/politie" in visit.get("/en/info/municipality/utrecht").links


def test_steps_are_found_by_the_kind_and_by_the_name_of_an_institution(app: Flask) -> None:
    visit = Visitor(app)
    for typed in ("bank", "rabobank", "Triodso"):
        assert "/nl/route/bank" in ask(visit, typed).links
    assert "/nl/route/gemeente" in ask(visit, "gemeente").links
