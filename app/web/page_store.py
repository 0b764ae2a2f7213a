"""Pages that are the same for everybody, rendered once a minute instead of once a visit.

A layer in front of Flask: an anonymous GET without a cookie is answered from memory with the very
headers the page had. A form token is never shared: two visitors with one token would get one
receipt, so the stored page has gaps and each visitor a token of her own.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from app.adapters.form_token import new_form_token
from app.web.csrf import form_key
from app.web.current import now
from app.web.house import House

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
KEPT_SECONDS = 60.0
MOST_PAGES = 256
MOST_COUNTED_DOWN = 300  # seconds; of what is kept for an hour a minute more or less is nothing
LEVEL = 4  # of pages whose token is filled in at each visit
NEVER_FROM_STORE = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE")


def same_for_everyone(view: View) -> View:
    """Marks a view whose GET says the same to every anonymous visitor in that language."""
    cast("Any", view).same_for_everyone = True
    return view


@dataclass(frozen=True)
class StoredPage:
    """A page as it went out; `parts` are what stands between the gaps for a token.

    It stands from `since` for `seconds`. `max_age` is what its own header allows others.
    """

    headers: list[tuple[str, str]]
    parts: tuple[bytes, ...]
    packed: bool
    since: datetime
    seconds: float
    max_age: int | None

    def stands(self, now: datetime) -> bool:
        """Not when the clock went back either: then nobody knows how old it is."""
        return 0 <= (now - self.since).total_seconds() < self.seconds

    def headers_at(self, now: datetime) -> list[tuple[str, str]]:
        """What may be kept for less than a page is kept here may be kept for less and less."""
        if self.max_age is None or self.max_age > MOST_COUNTED_DOWN:
            return self.headers
        left = self.max_age - int((now - self.since).total_seconds())
        return [
            (name, value.replace(f"max-age={self.max_age}", f"max-age={left}"))
            if name == "Cache-Control"
            else (name, value)
            for name, value in self.headers
        ]


class PageStore:
    """The layer; one per process, in memory, dropped whole when it is full."""

    def __init__(self, inside: WSGIApplication, app: Flask, house: House) -> None:
        self._inside = inside
        self._app = app
        self._house = house
        self._pages: dict[tuple[str, ...], StoredPage] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is not None:
            page = self._pages.get(key)
            now = self._house.clock()
            if page is not None and page.stands(now):
                return self._answer(page, now, start_response)
            environ["house.store"] = lambda stored: self._keep(key, stored)
        return self._inside(environ, start_response)

    def _answer(
        self, page: StoredPage, now: datetime, start_response: StartResponse
    ) -> Iterable[bytes]:
        body = page.parts[0]
        if len(page.parts) > 1:
            with self._app.app_context():
                token = new_form_token(form_key(), now)
            body = token.encode("ascii").join(page.parts)
            if page.packed:
                body = gzip.compress(body, LEVEL, mtime=0)
        start_response("200 OK", [*page.headers_at(now), ("Content-Length", str(len(body)))])
        return [body]

    def _keep(self, key: tuple[str, ...], page: StoredPage) -> None:
        with self._lock:
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            self._pages[key] = page


def key_of(environ: WSGIEnvironment) -> tuple[str, ...] | None:
    """What a stored page depends on, or None for a request that must reach the application."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
        return None
    if any(name in environ for name in NEVER_FROM_STORE):
        return None
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        "gzip" if packed else "",
    )


def store(response: Response, plain: bytes) -> Response:
    """After the page is dressed: keeps it for the next visitor, when its view allows that.

    `plain` is the body before compression.
    """
    keep = request.environ.get("house.store")
    view = current_app.view_functions.get(request.endpoint or "")
    if keep is None or response.status_code != 200 or "Set-Cookie" in response.headers:
        return response
    if not getattr(view, "same_for_everyone", False):
        return response
    packed = response.headers.get("Content-Encoding") == "gzip"
    token = g.get("form_token_text")
    parts = (response.get_data(),) if token is None else tuple(plain.split(token.encode()))
    headers = [(name, value) for name, value in response.headers if name != "Content-Length"]
    # what says that it is true for less than a minute is kept for less
    max_age = response.cache_control.max_age
    seconds = KEPT_SECONDS if max_age is None else min(KEPT_SECONDS, max_age)
    keep(StoredPage(headers, parts, packed, now(), seconds, max_age))
    return response
