"""T24: whatever stands on a phone, in its history or at a maker of browsers says nothing of us."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.settings import PROJECT
from app.web.notice_words import TEXTS
from tests.members import make_member, publish, sign_in, tell
from tests.visitor import Visitor
from tests.workbench import catalogues

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

FORBIDDEN = re.compile(
    "seks|sex|escort|prostitu|klant|client|customer|geweld|violen|verkracht|rape|abus|misbruik"
    "|dreig|threat|melding|report|waarschuw|warning|alert|danger|gevaar|politie|police|slachtoffer"
    "|victim|chant|blackmail|klacht|complain",
    re.IGNORECASE,
)
WORDS = "Reed weg zonder te betalen."


def none_of_it(text: str) -> bool:
    return FORBIDDEN.search(text) is None


def test_the_texts_of_messages_are_neutral_in_every_language(engine_url: str) -> None:
    texts = [catalogues().gettext(one, text) for one in ("nl", "en") for text in TEXTS.values()]
    assert len(set(texts)) == len(texts)
    assert all(none_of_it(text) and len(text) <= 30 for text in texts)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_installed_on_a_phone_is_neutral(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/w").get_data(as_text=True)
    assert none_of_it(page)
    answer = client.get(f"/{language}/w/app.json")
    assert answer.mimetype == "application/manifest+json"
    found = json.loads(answer.data)
    assert none_of_it(answer.get_data(as_text=True))
    assert (found["name"], found["short_name"], found["start_url"], found["scope"]) == (
        "Luwte", "Luwte", f"/{language}/w", "/",
    )  # fmt: skip
    for icon in found["icons"]:
        with client.get(icon["src"]) as picture:
            data = picture.data
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        assert data[16:24] == b"".join(
            int(side).to_bytes(4, "big") for side in icon["sizes"].split("x")
        )


def test_the_worker_says_the_text_she_chose_and_whatever_else_is_asked_says_one_of_ours(
    client: FlaskClient,
) -> None:
    said = {}
    for text in (*TEXTS, "9", "x", "%3Cscript%3E"):
        for language in ("nl", "en", "de"):
            answer = client.get(f"/w.js?l={language}&t={text}&s=1")
            assert answer.mimetype == "text/javascript"
            script = answer.get_data(as_text=True)
            assert none_of_it(script.replace("self.clients.", ""))  # a name of the browser
            said[text, language] = json.loads(re.findall(r"WORDS = (.*);", script)[0])
    assert said["2", "nl"] == said["2", "de"] == "Iets nieuws"
    assert said["2", "en"] == "Something new"
    assert said["x", "nl"] == said["%3Cscript%3E", "nl"] == said["1", "nl"] == "1 nieuw bericht"
    assert len({said[text, "en"] for text in TEXTS}) == len(TEXTS)


def test_names_of_files_that_a_browser_keeps_are_neutral(engine_url: str) -> None:
    files = [path.relative_to(PROJECT).as_posix() for path in (PROJECT / "static").rglob("*")]
    assert [name for name in files if not none_of_it(name)] == []


def test_addresses_that_stand_in_the_history_of_a_phone_are_neutral(app: Flask) -> None:
    """Doors of reporters and members; pages of information say what they are."""
    doors = (
        "report",
        "follow",
        "complaint",
        "own_complaint",
        "members",
        "listed",
        "shell",
        "leave",
    )
    kept = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in doors and "GET" in (rule.methods or ())
    }
    assert len(kept) > 30
    fixed = {rule: re.sub(r"<[^>]*>", "", rule) for rule in kept}
    assert sorted(rule for rule, text in fixed.items() if not none_of_it(text)) == []


def test_titles_of_a_members_pages_are_neutral(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    member, code = make_member(database, keyring)
    alert = publish(database, keyring, ("phone", "0612345678"), words=WORDS)
    tell(database, member, alert)
    sign_in(visit, code)
    titles = {
        visit.get(f"/{language}/{path}").title
        for language in ("nl", "en")
        for path in ("m", "m/settings", "m/ways", "m/ways/device", "w")
    }
    assert sorted(title for title in titles if not none_of_it(title)) == []
