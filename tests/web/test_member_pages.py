"""Every page of a member, opened as a browser does; small, in both languages, neutral."""

from __future__ import annotations

import gzip
from typing import Any

from sqlalchemy import event

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.settings import PROJECT
from tests.members import make_member, publish, sign_in, tell
from tests.rows import days
from tests.visitor import Visitor

BUDGET_BYTES = 14 * 1024
WORDS = "Stapte niet uit de auto en hield haar vast."


def test_every_page_opens_in_both_languages_within_the_budget(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    member_id, code = make_member(database, keyring, regions=("GM0363", "GM0344"))
    alerts = [
        publish(
            database,
            keyring,
            ("phone", f"061234{number:04d}"),
            ("email", f"iemand{number}@voorbeeld.nl"),
            published_on=days(-number),
            words=WORDS,
        )
        for number in range(12)
    ]
    tell(database, member_id, alerts[0])
    style = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes()))
    open_paths = ["m", "m/join", "m/join/apply", "m/join/code"]
    own_paths = ["m", "m/a", "m/a?page=2", f"m/a/{alerts[1]}", "m/k", "m/settings"]
    for language in ("nl", "en"):
        for path in open_paths:
            visit.get(f"/{language}/{path}")
            assert len(gzip.compress(visit.response.data)) + style <= BUDGET_BYTES, path
    sign_in(visit, code)
    for language in ("nl", "en"):
        for path in own_paths:
            page = visit.get(f"/{language}/{path}")
            assert "seks" not in page.title.lower()
            assert "sex" not in page.title.lower()
            assert len(visit.response.data) + style <= BUDGET_BYTES, path  # sent as it is


def test_opening_pages_writes_nothing_and_a_button_says_what_she_has_seen(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    member_id, code = make_member(database, keyring)
    alert_id = publish(database, keyring, ("phone", "0612345678"))
    tell(database, member_id, alert_id)
    sign_in(visit, code)
    written: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and "web_session" not in statement:
            written.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    for path in ("m", "m/a", f"m/a/{alert_id}", "m/a/f", "m/k", "m/settings"):
        visit.get(f"/nl/{path}")
    assert written == []
    assert "1 nieuwe voor jou" in visit.get("/nl/m").text
    visit.get("/nl/m/a")
    visit.submit(form="/m/a")
    page = visit.follow()
    assert len(written) == 1
    assert "Ik heb gezien wat nieuw is" not in page.text
    assert "Niets nieuws voor jou." in visit.get("/nl/m").text


def test_a_signed_in_member_reports_through_the_anonymous_form_like_everyone(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    _id, code = make_member(database, keyring)
    sign_in(visit, code)
    visit.get("/nl/f")
    visit.submit({}, button=("go", "next"), status=200)
    assert "Wat is er gebeurd?" in visit.last.text
    for path in ("/nl/m/join/apply", "/nl/m/join/code", "/nl/c"):
        visit.get(path)
