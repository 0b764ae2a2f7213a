"""Where she types her code: words or digits, typed in any way (security.md 2.3, 3.5).

A typing error that the check bits show is said at once. Every other wrong code gets one and the
same answer after one stretching: never given out, withdrawn and past its term cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField

from app.adapters.vault.boxes import Damaged
from app.domain.code import CodeMistyped, CodeUnreadable
from app.public.follow.blueprint import follow
from app.public.follow.own_page import damaged, session_data, show
from app.public.listed.own_page import subject_session
from app.public.own_complaint.own_page import complaint_session
from app.services.open_report import CodeUnknown, open_by_code, stretch_code
from app.services.own_complaint import OwnComplaint
from app.services.own_report import OwnKey
from app.services.own_subject_request import OwnRequest
from app.web import session_cookie
from app.web.csrf import anonymous_form, form_expired, keeps_text
from app.web.current import database, keyring, now
from app.web.forms import HouseForm, refuse_code
from app.web.page_store import same_for_everyone
from app.web.rate_guard import limit
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class CodeForm(HouseForm):
    """One field for words and digits; it is judged as a whole."""

    code = StringField(_l("Your seven words, or your 24 digits"))


@follow.route("/c", methods=["GET", "POST"])
@open_to("anyone", sign_in_for="reporter")
@anonymous_form
@keeps_text()
@same_for_everyone
@limit("receipt")
def box() -> AnyResponse:
    """The box, and what comes of it."""
    opened = current_session()
    if request.method == "GET":
        if opened is not None and opened.kind == "reporter":
            return redirect(_own_page(opened.data), 303)
        return Response(render_template("public/follow/box.html", form=CodeForm(formdata=None)))
    form = CodeForm()
    if form_expired():
        return show("box", form=_refused(form, _("Please send it once more: this page was old.")))
    try:
        data = _sign_in(form.code.data or "")
    except CodeMistyped:
        return show("box", 422, form=_refused(form, _mistyped()))
    except CodeUnreadable as error:
        sentence = _mistyped() if error.reason == "unknown_word" else _opens_nothing()
        return show("box", 422, form=_refused(form, sentence))
    except CodeUnknown:
        return show("box", 422, form=_refused(form, _opens_nothing()))
    except Damaged:
        return damaged()
    return redirect(_own_page(data), 303)


def _sign_in(typed: str) -> Mapping[str, Any]:
    receipt = stretch_code(typed, keyring())
    with database().reading() as session:
        own = open_by_code(session, receipt)
    data = _session_of(own)
    with database().writing() as session:
        session_cookie.start(session, "reporter", None, data, now())
    return data


def _session_of(own: OwnKey | OwnComplaint | OwnRequest) -> Mapping[str, Any]:
    if isinstance(own, OwnKey):
        return session_data(own)
    return complaint_session(own) if isinstance(own, OwnComplaint) else subject_session(own)


def _own_page(data: Mapping[str, Any]) -> str:
    """Where a code leads: to the page of what it opened."""
    if "subject_request_id" in data:
        return url_for("listed.status")
    return url_for("own_complaint.status" if "complaint_id" in data else "follow.status")


def _mistyped() -> str:
    return _("One word or digit is mistyped. Look at your note again.")


def _opens_nothing() -> str:
    return _("This code opens nothing. Are these all seven words, or all 24 digits?")


def _refused(form: CodeForm, sentence: str) -> CodeForm:
    """What she typed stays in the field, so that she can correct it."""
    refuse_code(form, sentence)
    return form
