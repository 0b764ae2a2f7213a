"""Lays this floor into an application: the order matters, so it is written in one place."""

from __future__ import annotations

from flask import Flask
from werkzeug.wrappers import Response

from app.web import (
    csrf,
    errors,
    front,
    headers,
    leave,
    locale,
    numbers,
    page_store,
    rate_guard,
    roles,
    session_cookie,
    templating,
    texts,
    wsgi_layers,
)
from app.web.compression import compress
from app.web.house import House
from app.web.request import HouseRequest


def install(app: Flask, house: House) -> None:
    """Call it before any blueprint is registered: addresses use the language converter.

    There is no Flask session: SECRET_KEY stays unset, so nobody can begin to use one.
    """
    app.extensions["house"] = house
    app.config["SECRET_KEY"] = None
    app.request_class = HouseRequest
    templating.install(app)
    texts.install(app)
    locale.install(app)
    numbers.install(app)
    rate_guard.install(app)
    errors.install(app)
    app.before_request(roles.guard)
    app.before_request(csrf.guard)
    app.after_request(_finish)
    app.register_blueprint(front.blueprint)
    app.register_blueprint(leave.blueprint)
    wsgi_layers.wrap(app, house)


def _finish(response: Response) -> Response:
    """Cookie first: whether a page may be kept or compressed depends on it."""
    session_cookie.send_cookie(response)
    headers.finish(response)
    plain = b"" if response.is_streamed else response.get_data()
    return page_store.store(compress(response), plain)
