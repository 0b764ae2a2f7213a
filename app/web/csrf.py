"""Foreign forms are refused: by where a request comes from, and by the token in the form.

Signed-in pages carry a token bound to the session, anonymous ones the signed form token
(decisions 8). The guard runs before every view, so no view can forget it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, g, request
from wtforms import ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField

from app.adapters.form_token import (
    FormExpired,
    FormForged,
    FormToken,
    new_form_token,
    read_form_token,
)
from app.adapters.vault.boxes import equal, mac, subkey
from app.services.web_session import WebSession
from app.web.compression import uncompressed
from app.web.current import keyring, now
from app.web.refusals import CameFromElsewhere, FormTooOld
from app.web.roles import ANYONE, declared_roles
from app.web.session_cookie import current_session

View = TypeVar("View", bound=Callable[..., Any])

FIELD = "csrf_token"
HEADER = "X-Form-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def anonymous_form(view: View) -> View:
    """Mark a form for people without a session (report, complaint, follow).

    Its pages always carry the signed form token, also for somebody who is signed in, so an
    ended session never costs her text; and it is accepted from a browser that sends neither
    Sec-Fetch-Site nor Origin nor Referer.
    """
    cast("Any", view).anonymous_form = True
    return view


def keeps_text(*fields: str) -> Callable[[View], View]:
    """Mark a view that must not lose what she typed.

    An expired or forged form reaches the view with `g.form_expired = True`, and its form does
    not validate, so the page shows the text again with a fresh token. `database().writing()`
    refuses in such a request, so a view that forgets to look still does nothing. If her session
    is over, or we fail, the floor shows the text of `fields` back to her on the page that says so.
    """

    def mark(view: View) -> View:
        cast("Any", view).keeps_text = fields
        return view

    return mark


def without_token(view: View) -> View:
    """Only for the quick exit: it can do nothing but end the caller's own session."""
    cast("Any", view).without_token = True
    return view


def form_key() -> bytes:
    """Key of anonymous form tokens; the desk's own process has none of the public secrets."""
    keys = keyring()
    if keys.k_form is not None:
        return keys.k_form
    if keys.k_audit is None:
        raise RuntimeError("this process has no key for its forms")
    return subkey(keys.k_audit, "desk/form")


def csrf_token() -> str:
    """The token for a form on this page.

    A wizard that shows its next step keeps the token it came with: the whole form is one form.
    """
    if not _is("anonymous_form"):
        session = current_session()
        if session is not None:
            uncompressed()  # this token stays the same for as long as the session lasts
            return session_token(session)
    if "form_token_text" not in g:
        g.form_token_text = new_form_token(form_key(), now())
    return cast("str", g.form_token_text)


def begin_another_form() -> None:
    """From here on this page's form is another than the one it came with.

    A form's token is the seed of its code: two stories must never come out of one form.
    """
    g.form_token_text = new_form_token(form_key(), now())


def session_token(session: WebSession) -> str:
    """The token of every form of one session."""
    return base64.urlsafe_b64encode(mac(session.csrf, "form")).decode("ascii").rstrip("=")


def form_token() -> FormToken | None:
    """The verified form token of this anonymous POST; the seed of a receipt."""
    return cast("FormToken | None", g.get("form_token"))


def form_expired() -> bool:
    """The form she sent was open too long: show her text again, do nothing else."""
    return bool(g.get("form_expired", False))


def guard() -> None:
    """Before every unsafe request."""
    if request.endpoint is None or request.method in SAFE_METHODS or _is("without_token"):
        return
    _check_origin()
    token = request.form.get(FIELD) or request.headers.get(HEADER, "")
    if _token_is_good(token):
        g.token_checked = True
        return
    if _is("keeps_text"):
        g.form_expired = True
        return
    raise FormTooOld


def _check_origin() -> None:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise CameFromElsewhere
        return
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is not None:
        if urlsplit(source).netloc != request.host:  # `null` has no host
            raise CameFromElsewhere
        return
    if not _is("anonymous_form"):
        raise CameFromElsewhere


def _token_is_good(token: str) -> bool:
    session = current_session()
    if session is not None and equal(session_token(session).encode(), token.encode()):
        return not _is("anonymous_form")  # its view asks for the form's own token
    if ANYONE not in (declared_roles(current_app, request.endpoint or "") or ()):
        return False
    try:
        g.form_token = read_form_token(token, form_key(), now())
    except (FormExpired, FormForged):
        return False
    g.form_token_text = token
    return True


def _is(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, mark, None) is not None


class FormTokenCSRF(CSRF):
    """WTForms' side of it: writes the token into the form, and believes only the guard."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:  # noqa: ARG002
        return csrf_token()

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:  # noqa: ARG002
        if not g.get("token_checked", False):
            raise ValidationError("expired")
