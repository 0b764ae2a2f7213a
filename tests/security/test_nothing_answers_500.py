"""Whatever is sent to whatever address, by whomever: never a 500 (T40 in the small)."""

from __future__ import annotations

import io
import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from app.public.complaint.steps import STEPS as COMPLAINT
from app.public.report.steps import STEPS as REPORT
from app.web.numbers import LARGEST
from tests.visitor import Page, Visitor

SEED = 20261123
STRANGE = [
    "", " ", "0", "-1", "null", "a" * 9000, "\x00",
    "🙂" * 50, "'; DROP TABLE report; --", "{{7*7}}", "%(n)s", "../../etc/passwd", "<script>",
    "\u202e\u200b", "９" * 30, "[]", '{"a": 1}', "2026-02-30", "1" * 400,
]  # fmt: skip
NAMES = [
    "go", "step", "state", "csrf_token", "kinds", "day", "about", "place", "unit", "match", "story",
    "phones-0", "phones-99999", "profiles-0-name", "code", "words", "text", "number", "query",
    "name", "passphrase", "totp", "consents", "way", "region", "regions", "kind", "period", "page",
    "severity", "month", "identifiers", "reason", "needs", "proof", "photo", "filter", "until",
]  # fmt: skip


def addresses(app: Flask, chance: random.Random) -> list[tuple[str, str]]:
    """Every address of the house with made-up parts, and the methods it takes."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        parts = rule.arguments - set(rule.defaults or ())
        values = {name: part(rule, name, chance) for name in parts}
        found += [
            (method, adapter.build(rule.endpoint, values, method=method))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]
    return found


def part(rule: Rule, name: str, chance: random.Random) -> Any:
    if name == "lang":
        return chance.choice(["nl", "en"])
    if name in (rule.defaults or {}):
        return (rule.defaults or {})[name]
    converter = rule._converters[name]
    if type(converter).__name__ == "UUIDConverter":
        return uuid4()
    if isinstance(converter, AnyConverter):
        return chance.choice(sorted(converter.items))
    if isinstance(converter, IntegerConverter):
        return chance.choice([chance.randrange(10**6), LARGEST])
    return chance.choice(["x", "safety", "..", "a" * 300, "é"])


@pytest.mark.parametrize("turn", range(3))
def test_random_forms_to_every_address_get_an_answer(app: Flask, turn: int) -> None:
    chance = random.Random(SEED + turn)
    visitor = Visitor(app)
    token = visitor.get("/nl/f").forms[-1].fields["csrf_token"][0]
    wrong = []
    for method, path in addresses(app, chance):
        for _ in range(2):
            fields: dict[str, Any] = {
                chance.choice(NAMES): chance.choice(STRANGE) for _ in range(chance.randrange(9))
            }
            if chance.random() < 0.8:
                fields["csrf_token"] = token
            if chance.random() < 0.2:
                fields["photo"] = (io.BytesIO(chance.randbytes(300)), "a\r\nb.jpg")
            headers = {
                "Sec-Fetch-Site": "same-origin",
                "Accept-Language": chance.choice(["nl", "*", "x" * 500, "en;q=z"]),
            }
            if method == "GET":
                answer = visitor.client.get(path, query_string=_text_only(fields), headers=headers)
            else:
                answer = visitor.client.post(path, data=fields, headers=headers)
            if answer.status_code in (500, 501, 502):
                wrong.append((method, path, {k: str(v)[:40] for k, v in fields.items()}))
    assert not wrong


def _text_only(fields: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if isinstance(value, str)}


@pytest.mark.usefixtures("institutions_team")
@pytest.mark.parametrize(
    ("path", "steps"),
    [("/nl/f", REPORT.names), ("/nl/k", COMPLAINT.names)],
    ids=["report", "complaint"],
)
@pytest.mark.parametrize("turn", range(2))
def test_random_answers_at_every_step_of_a_wizard_get_a_page(
    app: Flask, turn: int, path: str, steps: tuple[str, ...]
) -> None:
    chance = random.Random(SEED * 2 + turn)
    visitor = Visitor(app)
    page = visitor.get(path)
    token = page.forms[-1].fields["csrf_token"][0]
    wishes = ["next", "back", "skip", "stay", "add", "add:phones", "add:csrf_token", "remove:x",
              "remove:0", "change:0", "change:9", "change:story", "change:start", "send", "words",
              "done", "", "::"]  # fmt: skip
    for step in (*steps, "code", "done"):
        for wish in wishes:
            fields: dict[str, Any] = {
                chance.choice(NAMES): chance.choice(STRANGE) for _ in range(chance.randrange(6))
            }
            fields |= {"csrf_token": token, "step": step, "go": wish}
            if chance.random() < 0.3:
                fields |= {"photo": (io.BytesIO(chance.randbytes(99)), "é.png")}
            answer = visitor.client.post(
                path, data=fields, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert answer.status_code in (200, 429), (step, wish, fields)


@pytest.mark.usefixtures("institutions_team")
@pytest.mark.parametrize(
    ("path", "steps"),
    [("/nl/f", REPORT.names), ("/nl/k", COMPLAINT.names)],
    ids=["report", "complaint"],
)
@pytest.mark.parametrize("token", ["", "x" * 70, "old"])
def test_a_form_that_is_not_good_any_more_gets_its_page_at_every_step(
    app: Flask, path: str, steps: tuple[str, ...], token: str
) -> None:
    visitor = Visitor(app)
    fields = visitor.get(path).forms[-1].fields
    if token != "old":
        fields["csrf_token"] = [token]
    else:
        app.extensions["house"].clock.now += timedelta(hours=49)
    for step in (*steps, "code", "done"):
        for state in ("", "x"):
            visitor.post(path, {**fields, "step": step, "state": state, "go": "next"}, status=200)


@pytest.mark.usefixtures("institutions_team")
def test_a_complaint_told_at_random_is_never_lost_in_a_500(app: Flask) -> None:
    """As above with the state that our own pages gave, so that the steps see real answers."""
    chance = random.Random(SEED * 3)
    visitor = Visitor(app)
    kinds = [*app.extensions["house"].reference.institution_types, "x"]
    fields: dict[str, Any] = dict(visitor.get("/nl/k").forms[-1].fields)
    for _ in range(120):
        wish = chance.choice(
            ["next", "next", "next", "skip", "back", "add", "change:0", "change:about", "remove:0",
             "send", "stay"]
        )  # fmt: skip
        told = {
            "kind": chance.choice(kinds),
            "name": chance.choice(["Rotterdam", "B", "\x00", "", "ING"]),
            "match": chance.choice(["another", "GM0599", "x"]),
            "account": chance.choice(["private", "x"]),
            "subjects": chance.choice([["anders"], ["anders", "specialist"], ["x"]]),
            "foremost": chance.choice(["anders", "x"]),
            "got": chance.choice(["yes", "x"]),
            "dated": chance.choice(["1-9-2026", "2-11-2026", "x"]),
        }
        answer = visitor.client.post(
            "/nl/k", data={**fields, **told, "go": wish}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 200, (wish, told)
        page = Page(answer.get_data(as_text=True), "/nl/k")
        sent = "state" not in "".join(name for one in page.forms for name in one.fields)
        page = visitor.get("/nl/k") if sent else page
        fields = dict(page.forms[-1].fields)
