"""What his code opens: where his request stands, and the answer."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.adapters.vault.boxes import Damaged
from app.domain.strict_json import Malformed
from app.domain.subject_request import LONGER_MONTHS
from app.public.follow.own_page import damaged, show_page
from app.public.listed.blueprint import listed
from app.public.listed.own_page import own_key
from app.services.own_subject_request import RequestGone, follow_subject_request
from app.web import session_cookie
from app.web.current import database, locale, reference
from app.web.roles import open_to


@listed.get("/y/s")
@open_to("subject")
def status() -> Response:
    """The same size with and without an answer."""
    try:
        with database().reading() as session:
            found = follow_subject_request(session, own_key())
    except RequestGone:
        session_cookie.end()
        return redirect(url_for("follow.box"), 303)
    except (Damaged, Malformed):
        return damaged()
    words = reference()
    return show_page(
        "public/listed/status.html",
        found=found,
        right=words.label("subject_right", found.asked.right, locale()),
        state=words.label("subject_state", found.state.value, locale()),
        reason=words.label("subject_longer_reason", found.longer_reason, locale())
        if found.longer_reason
        else "",
        months=LONGER_MONTHS,
    )


@listed.post("/y/o")
@open_to("subject")
def close() -> Response:
    """Signing out."""
    session_cookie.end()
    return session_cookie.away(url_for("follow.box"))
