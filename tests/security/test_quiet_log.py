"""T33, the formatter's half: a log line cannot tell on anybody."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from enum import StrEnum
from uuid import uuid4

import pytest
from flask import Flask

from app.adapters.quiet_log import QuietFormatter, Word
from tests.web.browsing import Browser
from tests.web.demo_pages import SECRET_MESSAGE, blueprint

MARKER = "canary-7f3a"


class Colour(StrEnum):
    RED = "red"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process would write, all loggers at debug level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_our_lines_show_counts_enums_and_our_own_words(written: io.StringIO) -> None:
    logging.getLogger("app.jobs").warning(
        "task %s took %d s, %s, %.1f", Word("tell_members"), 3, Colour.RED, 0.5
    )
    assert "WARNING app.jobs: task tell_members took 3 s, red, 0.5" in written.getvalue()


def test_everything_else_in_our_lines_is_hidden(written: io.StringIO) -> None:
    log = logging.getLogger("app.public")
    log.info("said %s, by %s, id %s", MARKER, {"phone": MARKER}, uuid4())
    log.info("phone %d", 612345678)
    log.info("%(one)s %(two)s", {"one": MARKER, "two": Word("fine")})
    seen = written.getvalue()
    assert MARKER not in seen
    assert "612345678" not in seen
    assert "said (hidden), by (hidden), id (hidden)" in seen
    assert "(hidden) fine" in seen


def test_a_librarys_line_shows_its_place_and_not_its_words(written: io.StringIO) -> None:
    logging.getLogger("somelibrary.http").error(f"GET /{MARKER} from 198.51.100.7")  # noqa: G004 - what libraries do
    assert MARKER not in written.getvalue()
    assert "ERROR somelibrary.http: test_quiet_log:" in written.getvalue()


def test_an_error_shows_types_and_our_frames_but_no_values(written: io.StringIO) -> None:
    local_value = MARKER
    try:
        try:
            raise KeyError(local_value)
        except KeyError as cause:
            raise ValueError(f"could not read {local_value}") from cause
    except ValueError:
        logging.getLogger("app.web").exception("page failed")
    seen = written.getvalue()
    assert MARKER not in seen
    assert "builtins.ValueError" in seen
    assert "builtins.KeyError" in seen
    assert "tests/security/test_quiet_log.py" in seen


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_no_request_leaves_a_trace_of_itself(app: Flask, written: io.StringIO) -> None:
    app.register_blueprint(blueprint)
    browser = Browser(
        app,
        headers={"User-Agent": MARKER, "X-Any": MARKER, "Referer": f"http://localhost/{MARKER}"},
    )
    data = {"csrf_token": browser.token("/nl/t/f"), "story": MARKER}
    for kind in ("403", "413", "415", "500", "503", "database"):
        browser.post(f"/nl/t/fail/{kind}?q={MARKER}", data)
    browser.get(f"/nl/{MARKER}")
    browser.post("/nl/t/plain", {"csrf_token": MARKER})
    browser.secret = MARKER
    browser.get("/nl/t/mine")
    seen = written.getvalue()
    assert "RuntimeError" in seen
    for forbidden in (MARKER, SECRET_MESSAGE, "198.51.100.7", data["csrf_token"]):
        assert forbidden not in seen
