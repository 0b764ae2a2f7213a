"""The layers around Flask: the proxy in front, transport security, static files, HEAD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app.adapters.assets import HASHED_NAME, URL_PREFIX
from app.web.headers import static_headers, strict_transport
from app.web.house import House
from app.web.page_store import PageStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class StrictTransport:
    """Adds Strict-Transport-Security; static files do not pass through Flask, so it is here."""

    def __init__(self, inside: WSGIApplication, onion_host: str | None) -> None:
        self._inside = inside
        self._onion_host = onion_host

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        value = strict_transport(
            environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), self._onion_host
        )

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if value is not None:
                headers.append(("Strict-Transport-Security", value))
            return start_response(status, headers, *rest)

        return self._inside(environ, start)


class HeadAsGet:
    """Answers HEAD with what GET would say, without the body.

    Views that take a form at their own address ask for the method; none of them has to think of
    a link previewer or a monitor, which would else send an empty form.
    """

    def __init__(self, inside: WSGIApplication) -> None:
        self._inside = inside

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._inside(environ, start_response)
        body = self._inside({**environ, "REQUEST_METHOD": "GET"}, start_response)
        if hasattr(body, "close"):
            body.close()
        return []


def wrap(app: Flask, house: House) -> None:
    """Put the layers around the application, outermost last."""
    served = WhiteNoise(
        HeadAsGet(PageStore(app.wsgi_app, app, house)),
        root=str(house.assets.folder),
        prefix=URL_PREFIX,
        allow_all_origins=False,
        add_headers_function=static_headers,
        immutable_file_test=HASHED_NAME.pattern,
    )
    layered: WSGIApplication = StrictTransport(served, house.settings.onion_host)
    depth = house.settings.trusted_proxies
    if depth:
        # exactly this many proxies are ours: what stands further left was written by the client
        layered = ProxyFix(layered, x_for=depth, x_proto=depth, x_host=0)
    app.wsgi_app = layered  # type: ignore[assignment,method-assign]
