"""What a phone keeps of this site: a neutral page to begin with, and a worker that shows one text.

The worker keeps this page and its look, and never a page of anybody. Only a member's own page
about her device registers it (`app.public.members.device`).
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.catalogues import DEFAULT_LANGUAGE
from app.web.current import assets, catalogues
from app.web.locale import PREFIX
from app.web.notice_words import FIRST, TEXTS
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

blueprint = Blueprint("shell", __name__)
LOOK = ("css/app.css", "js/leave.js", "img/icon-192.png")


@blueprint.get(f"{PREFIX}/w")
@open_to("anyone")
@same_for_everyone
def opening() -> str:
    """Where the installed site begins, and what a message opens: the same for everybody."""
    return render_template("public/shell/opening.html")


@blueprint.get(f"{PREFIX}/w/app.json")
@open_to("anyone")
@same_for_everyone
def manifest() -> Response:
    """Name and icons for a home screen."""
    body = render_template("public/shell/manifest.json")
    return Response(body, content_type="application/manifest+json")


@blueprint.get("/w.js")
@open_to("anyone")
def worker() -> Response:
    """The worker of one browser: text, language and silence stand in its own address.

    So nothing has to be stored in the browser, and a message can stay empty.
    """
    asked = request.args
    language = asked.get("l", "")
    language = language if language in catalogues().languages else DEFAULT_LANGUAGE
    words = TEXTS.get(asked.get("t", ""), TEXTS[FIRST])
    start = url_for("shell.opening", lang=language)
    shell = [start, *(assets().url(name) for name in LOOK)]
    body = render_template(
        "public/shell/worker.js",
        words=catalogues().gettext(language, words),
        language=language,
        silent=asked.get("s") == "1",
        start=start,
        icon=assets().url("img/icon-192.png"),
        shell=shell,
        version=hashlib.sha256(" ".join(shell).encode()).hexdigest()[:8],
    )
    return Response(body, content_type="text/javascript; charset=utf-8")
