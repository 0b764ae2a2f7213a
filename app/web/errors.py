"""Error pages: in the visitor's language, in our voice, asking nothing that may be broken.

No page here reads the session or the database. Where she was sending something, her words
come back on the page with a button that sends the same form again: same form, same receipt.
"""

from __future__ import annotations

import logging

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    ServiceUnavailable,
)
from werkzeug.wrappers import Response

from app.adapters.vault.stretching import Busy
from app.web.current import home, settings
from app.web.error_texts import ELSEWHERE, SIGNED_OUT, TEXTS, TOO_OLD, ErrorText, waiting
from app.web.problems import KIND, for_machines, problem_body
from app.web.refusals import CameFromElsewhere, FormTooOld
from app.web.texts import gettext as _

log = logging.getLogger(__name__)

BUSY_RETRY_SECONDS = 5
DATABASE_RETRY_SECONDS = 30
CAN_RESEND = frozenset({429, 500, 503})


def install(app: Flask) -> None:
    """Every error ends here."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Busy, _busy)
    for kind in (OperationalError, InterfaceError, PoolExhausted):
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: HTTPException) -> Response:
    retry_after = getattr(error, "retry_after", None)
    response = _answer(error, retry_after if isinstance(retry_after, int) else None)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _busy(_error: Exception) -> Response:
    return _refused(ServiceUnavailable(retry_after=BUSY_RETRY_SECONDS))


def _database_away(error: Exception) -> Response:
    log.error("the database does not answer", exc_info=error)
    return _refused(ServiceUnavailable(retry_after=DATABASE_RETRY_SECONDS))


def _unexpected(error: Exception) -> Response:
    if current_app.testing and not current_app.config.get("SHOW_ERROR_PAGES"):
        raise error  # a test wants to see it; the tests of this page switch it on
    log.error("unexpected error", exc_info=error)
    return _refused(InternalServerError())


def _text_for(error: HTTPException) -> ErrorText:
    if isinstance(error, FormTooOld):
        return TOO_OLD
    if isinstance(error, CameFromElsewhere):
        return ELSEWHERE
    if isinstance(error, Forbidden) and g.get("signed_out", False):
        return SIGNED_OUT
    code = error.code or 500
    return TEXTS.get(code, TEXTS[400 if code < 500 else 500])


def _answer(error: HTTPException, retry_after: int | None) -> Response:
    g.answering_error = True  # from here on nobody may ask the database for a session
    g.pop("cacheable", None)
    g.pop("sandboxed", None)
    status = error.code or 500
    if for_machines(request.path):
        response = Response(problem_body(error), status, content_type=KIND)
    else:
        page = _html(status, _text_for(error), retry_after)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _html(status: int, text: ErrorText, retry_after: int | None) -> str:
    try:
        sentence = str(text.sentence)
        if retry_after is not None:
            sentence = f"{sentence} {waiting(retry_after)}"
        kept, fields = _her_words(status)
        return render_template(
            "errors/kept.html" if kept or fields else "errors/error.html",
            status=status,
            title=str(text.title),
            sentence=sentence,
            links=_ways_on(),
            kept=kept,
            fields=fields,
        )
    except Exception:
        log.exception("the error page itself failed")
        return f"<!doctype html><title>{status}</title><h1>{status}</h1>"


def _ways_on() -> list[tuple[str, str]]:
    """Only to pages that this process has: the desk's door has no help page."""
    ways = [(_("To the start page"), home())]
    if settings().doors != "desk":
        ways.append((_("Help near you"), f"{home()}help"))
    return ways


def _her_words(status: int) -> tuple[list[str], list[tuple[str, str]]]:
    """What she typed, and the whole form if sending it again can help."""
    names = getattr(current_app.view_functions.get(request.endpoint or ""), "keeps_text", None)
    may_resend = status in CAN_RESEND
    lost_otherwise = may_resend or g.get("signed_out", False) or g.get("form_expired", False)
    if names is None or request.method != "POST" or not lost_otherwise:
        return [], []
    try:
        sent: MultiDict[str, str] = request.form
    except HTTPException:  # too large or broken: there is nothing to show
        return [], []
    kept = [value for name in names for value in sent.getlist(name) if value.strip()]
    fields = list(sent.items(multi=True)) if may_resend else []
    return kept, fields
