"""Language: in the path, else the browser's wish; texts, dates and links follow it."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

import pytest
from flask import Flask, render_template_string, url_for
from markupsafe import escape

from app.web.locale import format_date, format_month, format_number, language_links
from app.web.texts import gettext, gettext_in, lazy, ngettext
from tests.security.test_nothing_answers_500 import SEED, addresses
from tests.web.browsing import Browser

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("wish", "target"),
    [
        ("nl", "/nl/"),
        ("en-US,en;q=0.8", "/en/"),
        ("fr-BE,nl;q=0.4,en;q=0.2", "/nl/"),
        ("ro", "/nl/"),
        (None, "/nl/"),
    ],
)
def test_the_bare_address_leads_to_the_browsers_language(
    browser: Browser, wish: str | None, target: str
) -> None:
    answer = browser.get("/", headers={"Accept-Language": wish} if wish else {})
    assert (answer.status_code, answer.headers["Location"]) == (303, target)
    assert "Accept-Language" in answer.vary


def test_a_language_we_do_not_have_is_an_unknown_page(browser: Browser) -> None:
    assert browser.get("/fr/t/").status_code == 404


def test_addresses_keep_the_language_of_the_page(demo: Flask) -> None:
    with demo.test_request_context("/en/t/"):
        demo.preprocess_request()
        assert url_for("demo.info") == "/en/t/info"
        assert url_for("demo.info", lang="nl") == "/nl/t/info"
        assert url_for("front.health") == "/health"


def test_the_language_switch_leads_to_this_same_page(demo: Flask) -> None:
    with demo.test_request_context("/nl/t/in/member?x=1"):
        demo.preprocess_request()
        assert [tuple(link) for link in language_links()] == [
            ("nl", "Nederlands", "/nl/t/in/member", True),
            ("en", "English", "/en/t/in/member", False),
        ]
    with demo.test_request_context("/nl/t/out", method="GET"):
        assert language_links()[1].url == "/en/"


def test_after_a_refused_form_the_switch_leads_to_the_page_it_stood_on(app: Flask) -> None:
    case = UUID("11111111-1111-4111-8111-111111111111")
    for sent, page in (
        ("/nl/c/m", "/en/c/s"),
        ("/nl/c/photo", "/en/c/s"),
        ("/nl/c/w", "/en/c/w"),
        ("/nl/m/k", "/en/m/k"),
        (f"/nl/desk/case/{case}/write", f"/en/desk/case/{case}"),
    ):
        with app.test_request_context(sent, method="POST"):
            assert language_links()[1].url == page, sent


def test_every_form_of_the_house_has_a_page_to_go_to_in_another_language(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    chance = random.Random(SEED)
    for method, sent in addresses(app, chance):
        if method != "POST" or sent.count("/") < 3:
            continue
        with app.test_request_context(sent, method="POST"):
            for link in language_links():
                assert link.url != f"/{link.code}/", sent
                endpoint, values = adapter.match(link.url, method="GET")
                assert values["lang"] == link.code, (sent, endpoint)


def test_labels_are_translated_when_shown_and_escaped_like_any_text(demo: Flask) -> None:
    label = lazy("Your text")
    with demo.test_request_context("/nl/"):
        assert str(label) == "Je tekst"
    with demo.test_request_context("/en/"):
        assert str(label) == "Your text"
        hostile = lazy("<b>%(name)s</b>", name="<i>")
        assert escape(hostile) == "&lt;b&gt;&lt;i&gt;&lt;/b&gt;"
        assert render_template_string("{{ text }}", text=hostile) == escape(hostile)
        assert str(lazy("%(n)d left") % {"n": 3}) == "3 left"


def test_values_in_translated_templates_are_escaped(demo: Flask) -> None:
    with demo.test_request_context("/nl/"):
        source = "{{ _('Number of this message: %(status)s', status=value) }}"
        assert "&lt;b&gt;" in render_template_string(source, value="<b>")


def test_counts_follow_the_languages_plural(demo: Flask) -> None:
    one, many = "Try again in %(n)s minute.", "Try again in %(n)s minutes."
    with demo.test_request_context("/nl/"):
        assert ngettext(one, many, 1) == "Probeer het over 1 minuut opnieuw."
        assert ngettext(one, many, 5) == "Probeer het over 5 minuten opnieuw."
        assert gettext("100 % of nothing translated") == "100 % of nothing translated"
        assert gettext_in("en", "Your text") == "Your text"


def test_dates_and_numbers_are_written_as_the_language_writes_them(demo: Flask) -> None:
    day = date(2026, 11, 3)
    with demo.test_request_context("/nl/"):
        assert (format_date(day), format_month(day)) == ("3 november 2026", "november 2026")
        assert format_number(1200) == "1.200"
    with demo.test_request_context("/en/"):
        assert (format_date(day), format_number(1200)) == ("3 November 2026", "1,200")


def test_a_forms_own_sentences_are_in_her_language(browser: Browser) -> None:
    data = {"csrf_token": browser.token("/nl/t/f"), "story": "x" * 41}
    assert "Gebruik hoogstens 40 tekens." in browser.post("/nl/t/f", data).get_data(as_text=True)
    data["story"] = ""
    assert "Vul dit in." in browser.post("/nl/t/f", data).get_data(as_text=True)
