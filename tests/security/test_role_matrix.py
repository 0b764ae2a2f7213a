"""T12: every route × everybody × own and foreign things, out of the url map and the role table.

Each test gathers all that is wrong before it fails: one run shows the whole hole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web.roles import STAFF_ROLES, declared_roles, undeclared_endpoints
from moderation.rules.roles import Role
from tests.everybody import EVERYBODY, STAFF, World
from tests.security.conftest import furnish_in
from tests.security.role_table import (
    ANYONE,
    COLLEAGUES,
    FILLED_IN,
    NOT_THEIRS,
    PAGES,
    SENDS_TO_A_DOOR,
    let_in,
    refusal,
)
from tests.security.test_every_mutator import everything_stored

EXIT = "leave.exit_at_once"  # ends the caller's own session by GET; has tests of its own
UNDERSTOOD = frozenset({200, 303, 409, 422})  # the page, a way on, or what is wrong with the form
MORE_THAN_ONE = {"anyone": frozenset(EVERYBODY), "staff": COLLEAGUES}


def answered(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "")


def token_for(tokens: Mapping[str, str], who: str, page: str) -> str:
    """Pages for anybody take the token of an anonymous form, also from who is signed in."""
    return tokens["anonymous" if PAGES[page] == ANYONE else who]


def ends_nowhere(world: World, who: str, answer: TestResponse) -> bool:
    """404, at once or where the answer sends her: `look` and `open` only point to the page."""
    for _hop in range(2):
        if answer.status_code == 303:
            answer = world.follow(who, answer)
    return answer.status_code == 404


def test_every_page_stands_in_the_table_and_says_the_same_itself(app: Flask) -> None:
    views = set(app.view_functions)
    assert undeclared_endpoints(app) == [], "these views need `@open_to(...)`"
    assert sorted(views - set(PAGES)) == [], (
        "new pages: say in tests/security/role_table.py who may open them, under the permission "
        "that they need"
    )
    assert sorted(set(PAGES) - views) == [], "pages that are gone: take them out of the role table"
    differing = {}
    for page, people in PAGES.items():
        declared = declared_roles(app, page) or frozenset()
        meant = {one for role in declared for one in MORE_THAN_ONE.get(role, {role})}
        if meant != people:
            differing[page] = f"open to {sorted(meant)}, the table says {sorted(people)}"
    assert differing == {}


def test_a_page_that_no_longer_says_who_may_open_it_is_closed_to_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    still_open, tried = [], 0
    for way in world.ways():
        page = way.rule.endpoint
        if way.method != "GET" or PAGES[page] == ANYONE:  # those may be kept ready made
            continue
        with monkeypatch.context() as without:
            without.delattr(world.app.view_functions[page], "open_to")
            for who in ("anonymous", min(PAGES[page])):
                got = world.ask(who, way).status_code
                tried += 1
                if got != 404:
                    still_open.append(f"{who}: {way}: {got}")
    assert still_open == [], "\n".join(still_open)
    assert tried > 60


def test_the_matrix_knows_every_role_of_the_desk() -> None:
    assert set(STAFF) == STAFF_ROLES == {role.value for role in Role}


def test_whoever_is_not_let_in_gets_the_same_answer_whatever_she_names(world: World) -> None:
    """Nothing of the page, nothing about what is there, and nothing is written down."""
    tokens = {who: world.token_of(who) for who in EVERYBODY}
    before = everything_stored(world.database)
    wrong, tried = [], 0
    for way in (*world.ways(), *world.ways(foreign=True)):
        for who in EVERYBODY:
            if let_in(who, way.rule.endpoint):
                continue
            got = answered(world.ask(who, way, tokens[who]))
            tried += 1
            if got != refusal(who, way.rule.endpoint, way.method):
                wrong.append(f"{who}: {way}: {got}")
    assert wrong == [], "\n".join(wrong)
    assert everything_stored(world.database) == before
    assert tried > 500


def test_whoever_is_let_in_reads_the_page(world: World) -> None:
    wrong, pages = [], dict.fromkeys(EVERYBODY, 0)
    for way in world.ways():
        page = way.rule.endpoint
        for who in sorted(PAGES[page]):
            if way.method != "GET" or page == EXIT:
                continue
            got, address = answered(world.ask(who, way))
            if who in NOT_THEIRS.get(page, ()):
                right = got == 404
            else:
                right = got in (200, 303) and not _is_a_door(address)
            if not right:
                wrong.append(f"{who}: {way}: {got} {address}")
            pages[who] += got == 200
    assert wrong == [], "\n".join(wrong)
    assert min(pages.values()) >= 10


def test_what_is_not_hers_or_not_there_is_404_and_never_403(world: World) -> None:
    tokens = {who: world.token_of(who) for who in EVERYBODY}
    wrong, tried = [], 0
    for way in world.ways(foreign=True):
        for who in sorted(PAGES[way.rule.endpoint]):
            answer = world.ask(who, way, token_for(tokens, who, way.rule.endpoint))
            tried += 1
            if not ends_nowhere(world, who, answer):
                wrong.append(f"{who}: {way}: {answered(answer)}")
    assert wrong == [], "\n".join(wrong)
    assert tried > 100


def test_whoever_is_let_in_may_send_its_form(tmp_path: Path, sqlite_template: Path) -> None:
    """On SQLite, whose file is put back after each: the guard asks no database who may what."""
    stored = tmp_path / "house.sqlite3"
    shutil.copy(sqlite_template, stored)
    world = furnish_in(tmp_path, f"sqlite:///{stored}")
    tokens = {who: world.token_of(who) for who in EVERYBODY}
    world.database.dispose()
    kept = stored.read_bytes()
    wrong, tried = [], 0
    for way in world.ways():
        page = way.rule.endpoint
        for who in sorted(PAGES[page]):
            if way.method != "POST" or page == EXIT:
                continue
            token, fields = token_for(tokens, who, page), FILLED_IN.get(page, {})
            got, address = answered(world.ask(who, way, token, **fields))
            tried += 1
            theirs = who not in NOT_THEIRS.get(page, ())
            good = got in UNDERSTOOD and (page in SENDS_TO_A_DOOR or not _is_a_door(address))
            if not (good if theirs else got == 404):
                wrong.append(f"{who}: {way}: {got} {address}")
            world.database.dispose()
            stored.write_bytes(kept)
    assert wrong == [], "\n".join(wrong)
    assert tried > 100


def _is_a_door(address: str) -> bool:
    return address.endswith(("/sign-in", "/desk/enrol"))
