"""Whose complaint it is, and what happens when it is gone or damaged."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.adapters.vault.boxes import Damaged
from app.domain.strict_json import Malformed
from app.public.follow.own_page import damaged
from app.services.own_complaint import OwnComplaint, asks_for_training
from app.services.own_report import ReportGone
from app.web import session_cookie
from app.web.csrf import form_expired
from app.web.current import database
from app.web.refusals import FormTooOld
from app.web.session_cookie import current_session

View = Callable[[OwnComplaint], Response]


def on_her_complaint(view: View) -> Callable[[], Response]:
    """Gives a view the complaint of this session; a withdrawn one ends the session at once."""

    @functools.wraps(view)
    def opened() -> Response:
        try:
            return view(_own_key())
        except ReportGone:
            if form_expired():
                raise FormTooOld from None
            session_cookie.end()
            return redirect(url_for("follow.box"), 303)
        except (Damaged, Malformed):
            return damaged()

    return opened


def of_a_complaint_only(view: View) -> View:
    """A request for a training has no letter, no outcome and no consents: back to its page."""

    @functools.wraps(view)
    def looked(own: OwnComplaint) -> Response:
        with database().reading() as session:
            if asks_for_training(session, own):
                return redirect(url_for("own_complaint.status"), 303)
        return view(own)

    return looked


def complaint_session(own: OwnComplaint) -> dict[str, Any]:
    """What the session keeps, sealed under the secret in her cookie."""
    return {"complaint_id": str(own.complaint_id), "dek": own.dek}


def _own_key() -> OwnComplaint:
    opened = current_session()
    data = {} if opened is None else opened.data
    try:
        return OwnComplaint(UUID(data["complaint_id"]), data["dek"])
    except (KeyError, ValueError):
        raise ReportGone from None
