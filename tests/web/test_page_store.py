"""Pages from memory: the same bytes and headers, and never one token for two visitors."""

from __future__ import annotations

import re

from flask import Flask

from app.adapters.form_token import read_form_token
from app.adapters.keyring import Keyring
from tests.conftest import Clock

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def test_every_visitor_of_a_stored_form_has_a_token_of_her_own(
    app: Flask, keyring: Keyring, clock: Clock
) -> None:
    client = app.test_client()
    tokens = [TOKEN.findall(client.get("/nl/f").get_data(as_text=True)) for _ in range(5)]
    assert all(len(found) == 1 for found in tokens)
    assert len({found[0] for found in tokens}) == 5
    assert keyring.k_form is not None
    raw = {read_form_token(found[0], keyring.k_form, clock()).raw16 for found in tokens}
    assert len(raw) == 5


def test_a_stored_page_goes_out_exactly_as_the_first_time(app: Flask) -> None:
    client = app.test_client()
    for path in ("/nl/", "/nl/info", "/en/info/data", "/nl/f"):
        for encoding in ("gzip", "identity"):
            first = client.get(path, headers={"Accept-Encoding": encoding})
            again = client.get(path, headers={"Accept-Encoding": encoding})
            assert dict(first.headers).keys() == dict(again.headers).keys(), path
            if path != "/nl/f":
                assert first.data == again.data
                assert dict(first.headers) == dict(again.headers)


def test_who_brings_a_cookie_is_not_answered_from_memory(app: Flask) -> None:
    client = app.test_client()
    client.get("/nl/")
    client.set_cookie("s", "x" * 43)
    answer = client.get("/nl/")
    assert "Content-Encoding" not in answer.headers


def test_a_query_or_another_host_is_another_page(app: Flask) -> None:
    client = app.test_client()
    client.get("/nl/help")
    assert client.get("/nl/help", headers={"Host": "other.example"}).status_code in (200, 400)
    assert client.get("/nl/help?x=1").status_code == 200
