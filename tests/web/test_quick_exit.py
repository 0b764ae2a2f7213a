"""The quick exit (T22, the server's half): it always leaves, and ends only the caller's session."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.adapters.database import Database
from tests.web.browsing import Browser

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("site", ["same-origin", "none", None])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", ["reporter", "member", "staff"])
def test_leaving_ends_the_session_on_the_server(
    browser: Browser, kind: str, method: str, site: str | None
) -> None:
    secret = browser.sign_in(kind)
    answer = browser.open(method, "/x", headers={} if site is None else {"Sec-Fetch-Site": site})
    assert answer.headers["Clear-Site-Data"] == '"cookies"'
    if method == "GET":
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("https://")
    else:
        assert answer.status_code == 204  # a beacon must not follow anywhere
    assert browser.secret is None
    browser.secret = secret
    assert not browser.is_signed_in()


def test_somebody_without_a_session_leaves_too(browser: Browser) -> None:
    assert browser.get("/x").status_code == 303


def test_a_database_that_is_away_does_not_keep_her_here(
    browser: Browser, database: Database
) -> None:
    browser.sign_in("member")

    def refuse(*_: object) -> None:
        raise OperationalError("gone", {}, Exception("gone"))

    event.listen(database.engine, "before_cursor_execute", refuse)
    answer = browser.get("/x")
    assert answer.status_code == 303
    assert browser.secret is None
    assert browser.get("/health").status_code == 503
    assert browser.get("/health").get_data() == b"unavailable"
