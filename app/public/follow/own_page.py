"""What all pages of a report share: whose it is, how they are sent, what damage looks like."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.adapters.vault.boxes import Damaged
from app.services.own_report import REPORT_DAMAGED, OwnKey, ReportGone
from app.services.raise_alarm import raise_alarm
from app.web import session_cookie
from app.web.compression import uncompressed
from app.web.csrf import form_expired
from app.web.current import database, now
from app.web.refusals import FormTooOld
from app.web.session_cookie import current_session

SIZE_STEP_BYTES = 4096
SMALLEST_BYTES = 2 * SIZE_STEP_BYTES  # room for her messages (messages.py): one size for all

View = Callable[[OwnKey], AnyResponse]


def on_her_report(view: View) -> Callable[[], AnyResponse]:
    """Gives a view the report of this session; a withdrawn one ends the session at once."""

    @functools.wraps(view)
    def opened() -> AnyResponse:
        try:
            return view(_own_key())
        except ReportGone:
            if form_expired():
                raise FormTooOld from None
            session_cookie.end()
            return redirect(url_for("follow.box"), 303)
        except Damaged:
            return damaged()

    return opened


def session_data(own: OwnKey) -> dict[str, Any]:
    """What the session keeps, sealed under the secret in her cookie."""
    return {"report_id": str(own.report_id), "dek": own.dek}


def show(template: str, status: int = 200, **values: Any) -> Response:
    """A page of a report; see `show_page`."""
    return show_page(f"public/follow/{template}.html", status, **values)


def show_page(template: str, status: int = 200, **values: Any) -> Response:
    """A page whose size says little about what stands on it: whole steps, never compressed."""
    uncompressed()
    html = render_template(template, **values)
    return Response(padded(html.encode("utf-8")), status, content_type="text/html; charset=utf-8")


def padded(page: bytes) -> bytes:
    """The page with a comment behind it, up to the next whole step."""
    opening, closing = b"<!--", b"-->\n"
    bare = len(page) + len(opening) + len(closing)
    size = max(-(-bare // SIZE_STEP_BYTES) * SIZE_STEP_BYTES, SMALLEST_BYTES)
    return page + opening + b" " * (size - bare) + closing


def damaged() -> Response:
    """Something does not open: nothing of it is shown, and somebody at the desk is told."""
    if not form_expired():
        with database().writing() as session:
            raise_alarm(session, REPORT_DAMAGED, now=now())
    return show("damaged", 409, signed_in=current_session() is not None)


def _own_key() -> OwnKey:
    opened = current_session()
    data = {} if opened is None else opened.data
    try:
        return OwnKey(UUID(data["report_id"]), data["dek"])
    except (KeyError, ValueError):
        raise ReportGone from None
