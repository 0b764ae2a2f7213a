"""What she sends never touches a disk on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request
from werkzeug import formparser
from werkzeug.wrappers import Response

from app.adapters.images import MOST_BYTES
from app.web.roles import open_to
from tests.web.browsing import Browser

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)


def test_a_large_upload_stays_in_memory(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[type] = []

    @open_to("anyone")
    def take() -> Response:
        kinds.append(type(request.files["photo"].stream))
        return Response(str(len(request.files["photo"].read())))

    take.anonymous_form = True  # type: ignore[attr-defined]
    demo.add_url_rule("/take", view_func=take, methods=["POST"])

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr(formparser, "SpooledTemporaryFile", forbidden)
    browser = Browser(demo)
    data = {
        "csrf_token": browser.token("/nl/t/f"),
        "photo": (BytesIO(b"x" * 3_000_000), "a.jpg"),
    }
    answer = browser.post("/take", data, content_type="multipart/form-data")
    assert answer.get_data() == b"3000000"
    assert len(kinds) == 1
    assert issubclass(kinds[0], BytesIO)


@pytest.mark.parametrize("chunked", [False, True])
def test_of_a_file_that_is_too_large_no_more_is_kept_than_shows_that_it_is(
    demo: Flask, chunked: bool
) -> None:
    @open_to("anyone")
    def take() -> Response:
        sizes = [len(one.read()) for one in request.files.getlist("photo")]
        return Response(f"{sizes} {request.form['story']}")

    take.anonymous_form = True  # type: ignore[attr-defined]
    demo.add_url_rule("/take", view_func=take, methods=["POST"])
    browser = Browser(demo)
    inside = demo.wsgi_app

    def unsized(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if chunked:  # as gunicorn hands on a body whose length nobody said
            del environ["CONTENT_LENGTH"]
            environ["wsgi.input_terminated"] = True
        return inside(environ, start_response)

    token = browser.token("/nl/t/f")
    demo.wsgi_app = unsized  # type: ignore[method-assign]
    data = {
        "csrf_token": token,
        "story": "hier",
        "photo": [(BytesIO(b"x" * 45_000_000), "a.jpg"), (BytesIO(b"x" * 9_000_000), "b.jpg")],
    }
    answer = browser.post("/take", data, content_type="multipart/form-data")
    assert answer.get_data(as_text=True) == f"[{MOST_BYTES + 1}, 0] hier"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_text_beyond_any_story_is_refused_in_both_kinds_of_form(demo: Flask, kind: str) -> None:
    browser = Browser(demo)
    data = {"csrf_token": browser.token("/nl/t/f"), "story": "x" * (600 * 1024)}
    assert browser.post("/nl/t/f", data, content_type=kind).status_code == 413


def test_a_form_with_ten_thousand_fields_is_refused(demo: Flask) -> None:
    browser = Browser(demo)
    data = {"csrf_token": browser.token("/nl/t/f"), **{f"f{n}": "" for n in range(10_000)}}
    assert browser.post("/nl/t/f", data, content_type="multipart/form-data").status_code == 413
