"""T9 over the whole house: every route, with every kind of session, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from app.adapters.database import Database
from app.models.registry import all_tables
from app.models.web_session import StoredSession
from tests.everybody import EVERYBODY
from tests.security.conftest import furnish_in
from tests.web.browsing import Browser
from tests.web.demo_pages import PERSON, blueprint

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


@pytest.mark.usefixtures("institutions_team")
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
    if isinstance(converter, IntegerConverter):
        return 1
    return "403" if name == "kind" else "x"


# Decisions 12: session times and lines of the log are what a GET may write. Which sessions there
# are is not among them: no GET but the exit signs anybody in or out.
WRITTEN_BY_A_GET = frozenset({"audit_line", "web_session"})


def test_no_get_changes_anything_but_the_exit(
    tmp_path: Path, engine_url: str, database: Database
) -> None:
    """Every page, with things that are there and with others, as everybody who is signed in."""
    world = furnish_in(tmp_path, engine_url)  # fresh: what changes only once must be seen here
    before, changed = _what_may_not_change(database), []
    seen = dict.fromkeys(EVERYBODY, 0)
    for way in (*world.ways(), *world.ways(foreign=True)):
        page = way.rule.endpoint
        if way.method != "GET" or page == "leave.exit_at_once":
            continue
        for who in EVERYBODY:
            seen[who] += world.ask(who, way).status_code == 200
        after = _what_may_not_change(database)
        differing = {name for name, rows in after.items() if rows != before[name]}
        changed += [f"{way}: {name}" for name in differing]
        before = after
    world.database.dispose()
    assert changed == [], "\n".join(changed)
    assert min(seen.values()) >= 10


def test_what_may_not_change_by_a_get_is_nearly_everything() -> None:
    """The names of the exceptions are names of tables: one that matches nothing hides nothing."""
    names = {table.name for table in all_tables().sorted_tables}
    assert names > WRITTEN_BY_A_GET


def _what_may_not_change(database: Database) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {
        table.name: set()
        for table in all_tables().sorted_tables
        if table.name not in WRITTEN_BY_A_GET
    }
    for name, row in everything_stored(database):
        if name in found:
            found[name].add(row)
    with database.reading() as session:
        found["sessions that there are"] = set(session.scalars(select(StoredSession.id)))
    return found
