"""What she sends never touches a disk on its way in."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug import formparser
from werkzeug.wrappers import Response

from app.web.roles import open_to
from tests.web.browsing import Browser

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
    assert kinds == [BytesIO]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_text_beyond_any_story_is_refused_in_both_kinds_of_form(demo: Flask, kind: str) -> None:
    browser = Browser(demo)
    data = {"csrf_token": browser.token("/nl/t/f"), "story": "x" * (600 * 1024)}
    assert browser.post("/nl/t/f", data, content_type=kind).status_code == 413


def test_a_form_with_ten_thousand_fields_is_refused(demo: Flask) -> None:
    browser = Browser(demo)
    data = {"csrf_token": browser.token("/nl/t/f"), **{f"f{n}": "" for n in range(10_000)}}
    assert browser.post("/nl/t/f", data, content_type="multipart/form-data").status_code == 413
