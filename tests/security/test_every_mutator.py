"""T9 over the whole house: every route, with every kind of session, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.models.registry import all_tables
from app.services import web_session as service
from tests.conftest import NOON
from tests.web.browsing import Browser
from tests.web.demo_pages import PERSON, ROLES, blueprint

KINDS = ("reporter", "member", "staff")


@pytest.fixture
def demo(app: Flask) -> Flask:
    app.register_blueprint(blueprint)
    return app


def everything_stored(database: Database) -> list[tuple[str, object]]:
    """All rows of all tables."""
    with database.reading() as session:
        return [
            (table.name, tuple(row))
            for table in all_tables().sorted_tables
            for row in session.execute(select(table).order_by(*table.primary_key)).all()
        ]


@pytest.mark.parametrize("attack", ["cross-site", "without a token"])
@pytest.mark.parametrize("kind", ["nobody", *KINDS])
def test_no_route_that_changes_something_obeys_another_site(
    demo: Flask, database: Database, kind: str, attack: str
) -> None:
    """Every POST of the whole house, with a real session in the cookie."""
    browser = Browser(demo)
    if kind != "nobody":
        browser.sign_in(kind)
    secret = browser.secret
    before = everything_stored(database)
    headers = {"Sec-Fetch-Site": "cross-site" if attack == "cross-site" else "same-origin"}
    for rule in demo.url_map.iter_rules():
        view = demo.view_functions[rule.endpoint]
        keeps_text = getattr(view, "keeps_text", None) is not None
        if "POST" not in (rule.methods or ()) or rule.endpoint == "leave.exit_at_once":
            continue
        values = {
            name: "nl" if name == "lang" else _some_value(rule, name) for name in rule.arguments
        }
        with demo.test_request_context():
            path = demo.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
        browser.secret = secret
        response = browser.post(path, headers=headers)
        refused = {400, 403, 404}
        if keeps_text and attack != "cross-site":
            refused |= {200, 422}  # the page comes back with her text
        assert response.status_code in refused, (path, response.status_code)
    assert everything_stored(database) == before


def _some_value(rule: object, name: str) -> object:
    converter = getattr(rule, "_converters", {}).get(name)
    kind = type(converter).__name__
    if kind == "UUIDConverter":
        return PERSON
    if kind == "IntegerConverter":
        return 1
    return "403" if name == "kind" else "x"


def test_no_get_changes_anything_but_the_exit(demo: Flask, database: Database) -> None:
    browser = Browser(demo)
    browser.sign_in("staff")
    with database.writing() as session:
        service.start_web_session(session, "reporter", None, {"roles": list(ROLES)}, now=NOON)
    before = everything_stored(database)
    for rule in demo.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"lang"} and rule.rule != "/x":
            with demo.test_request_context():
                path = demo.url_map.bind("localhost").build(
                    rule.endpoint, {"lang": "nl"} if rule.arguments else {}
                )
            browser.get(path)
    after = [row for row in everything_stored(database) if row[0] != "audit"]
    assert after == [row for row in before if row[0] != "audit"]
