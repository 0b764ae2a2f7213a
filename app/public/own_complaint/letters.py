"""What the desk sent in her case, word for word: it was promised when she filed."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.domain.attorney_sheet import TITLE
from app.domain.letter import ENCLOSURES_TITLE
from app.public.follow.own_page import show_page
from app.public.own_complaint.blueprint import own_complaint
from app.public.own_complaint.own_page import on_her_complaint
from app.services.follow_complaint import follow_complaint
from app.services.own_complaint import OwnComplaint
from app.web.current import database, now, reference
from app.web.roles import open_to


@own_complaint.get("/z/b")
@open_to("complainant")
@on_her_complaint
def letters(own: OwnComplaint) -> Response:
    """Behind a link of its own, as what she sent herself: it may hold her name."""
    with database().reading() as session:
        complaint = follow_complaint(session, own, known=reference(), now=now())
    if not complaint.letters:
        return redirect(url_for("own_complaint.status"), 303)
    return show_page(
        "public/own_complaint/letters.html",
        letters=complaint.letters,
        enclosures_title=ENCLOSURES_TITLE,
        sheet_title=TITLE,
    )
