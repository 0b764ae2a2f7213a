"""The quick exit: one link that leaves, on every page, with and without script.

It may end the caller's own session although it is a GET: the Strict cookie does not travel
with a request another site starts, and `Sec-Fetch-Site` is looked at as well. It must always
leave, also when the database does not answer.
"""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.web.csrf import without_token
from app.web.current import settings
from app.web.roles import open_to
from app.web.session_cookie import end, has_session_cookie

blueprint = Blueprint("leave", __name__)
log = logging.getLogger(__name__)


@blueprint.route("/x", methods=["GET", "POST"])
@open_to("anyone")
@without_token
def exit_at_once() -> Response:
    """GET leaves; POST is the script's beacon, which only ends the session."""
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    if ours and has_session_cookie():
        try:
            end()
        except SQLAlchemyError:
            log.warning("a session could not be ended at the quick exit", exc_info=True)
    away = Response(status=204) if request.method == "POST" else redirect(settings().exit_url, 303)
    if ours:
        away.headers["Clear-Site-Data"] = '"cookies"'
    return away
