"""Parts of a complaint that open one at a time: a file, and how she can be reached.

Our own JPEG may be seen in the page; a PDF is as she sent it, so it only ever leaves as bytes with
a neutral name (security.md 2.11).
"""

from __future__ import annotations

from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.training_request import OF_AN_INSTITUTION
from app.web import session_cookie
from app.web.current import database, keyring, now
from app.web.headers import sandboxed
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.complaint.contact import (
    CONTACT_SHOWN,
    ask_for_complaint_contact,
    reveal_complaint_contact,
)
from moderation.decisions.complaint.open import FILE_SHOWN, show_complaint_file
from moderation.decisions.complaint.rows import find_complaint
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.complaint.step_cards import case_address
from moderation.desk.complaint.words import READERS
from moderation.desk.contact import how_page, why_page
from moderation.desk.person import person
from moderation.desk.show import logged
from moderation.rules.outcomes import REASONS, Outcome

Answer = Response | tuple[str, int]
REVEALED = "contact_of_complaint"
PICTURE = "jpeg"


@desk.get("/k/case/<uuid:complaint_id>/file/<int:number>")
@open_to(*READERS)
def complaint_file(complaint_id: UUID, number: int) -> FlaskResponse:
    line = logged(FILE_SHOWN, complaint_id, {"number": number})
    with database().reading() as session:
        content, about = show_complaint_file(session, person(), complaint_id, number, line)
    sandboxed()
    if about.get("kind") == PICTURE:
        response = FlaskResponse(content, mimetype="image/jpeg")
        response.headers["Content-Disposition"] = f"inline; filename=file-{number}.jpg"
        return response
    # her own name for it may name her, and a known type may be opened by the browser
    response = FlaskResponse(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename=file-{number}.pdf"
    return response


@desk.route("/k/case/<uuid:complaint_id>/contact", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def complaint_contact(complaint_id: UUID) -> Answer:
    """Why first, written down; only then, on the next page, how she can be reached."""
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[Outcome.REVEAL_CONTACT]:
        with writing() as session:
            ask_for_complaint_contact(
                session, person(), complaint_id, reason, keyring=keyring(), now=now()
            )
            session_cookie.update_data(session, {REVEALED: str(complaint_id)})
        return redirect(url_for("desk.complaint_contact_shown", complaint_id=complaint_id), 303)
    with database().reading() as session:
        case = find_complaint(session, person(), complaint_id)
        if case.contact is None:
            abort(404)  # nobody is asked why about what is not there
    return why_page(
        "board",
        missing=request.method == "POST",
        back=case_address(complaint_id),
        organisation=case.institution_kind == OF_AN_INSTITUTION,
    )


@desk.get("/k/case/<uuid:complaint_id>/contact/shown")
@open_to(*READERS)
@needs_fresh
def complaint_contact_shown(complaint_id: UUID) -> Answer:
    opened = current_session()
    if opened is None or opened.data.get(REVEALED) != str(complaint_id):
        return redirect(url_for("desk.complaint_contact", complaint_id=complaint_id), 303)
    line = logged(CONTACT_SHOWN, complaint_id)
    with database().reading() as session:
        found = reveal_complaint_contact(session, person(), complaint_id, line, now=now())
    return how_page(
        "board", found, back=case_address(complaint_id), back_label=_("Back to the complaint")
    )
