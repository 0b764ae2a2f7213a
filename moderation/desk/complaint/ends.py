"""Acts on a complaint with a page of their own that says what follows: standing aside, opening
again; and all cases of somebody who leaves.
"""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.states import ComplaintState
from app.web.current import database, keyring, now
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.complaint.ending import reopen_complaint
from moderation.decisions.complaint.owner import (
    NoSuchColleague,
    colleagues,
    hand_over_all,
    owners,
    recuse,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.complaint.case import view_of
from moderation.desk.complaint.step_cards import case_address
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person

Answer = Response | tuple[str, int]


@desk.route("/k/case/<uuid:complaint_id>/recuse", methods=["GET", "POST"])
@open_to(*READERS)
def stand_aside(complaint_id: UUID) -> Answer:
    """From here on the case does not exist for this person."""
    if request.method == "POST" and request.form.get("sure") == "1":
        with writing() as session:
            recuse(session, person(), complaint_id, keyring=keyring(), now=now())
        return redirect(url_for("desk.board"), 303)
    view = view_of(complaint_id)
    missing = request.method == "POST"
    with database().reading() as session:
        alone = len(colleagues(session, person())) < 2
    page = render_template(
        "desk/complaint/recuse.html",
        desk_section="board",
        view=view,
        alone=alone,
        missing=missing,
        back=case_address(complaint_id),
    )
    return page, 422 if missing else 200


@desk.route("/k/case/<uuid:complaint_id>/reopen", methods=["GET", "POST"])
@open_to(*READERS)
def reopen_case(complaint_id: UUID) -> Answer:
    if request.method == "POST":
        with writing() as session:
            reopen_complaint(session, person(), complaint_id, keyring=keyring(), now=now())
        return redirect(case_address(complaint_id), 303)
    view = view_of(complaint_id)
    if view.state is not ComplaintState.CLOSED:
        return redirect(case_address(complaint_id), 303)
    page = render_template(
        "desk/complaint/reopen.html",
        desk_section="board",
        view=view,
        closed="" if view.closed_on is None else format_date(view.closed_on),
        expires=format_date(view.expires_on),
        back=case_address(complaint_id),
    )
    return page, 200


@desk.route("/k/leaver/<uuid:staff_id>", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def leaver(staff_id: UUID) -> Answer:
    """Every open case of one person to another."""
    somebody = person()
    with database().reading() as session:
        found = next((one for one in owners(session, somebody) if one.staff_id == staff_id), None)
        team = colleagues(session, somebody)
    if found is None:
        abort(404)
    problem = ""
    if request.method == "POST":
        try:
            with writing() as session:
                to = UUID(request.form.get("to", ""))
                if to == staff_id:
                    raise NoSuchColleague
                hand_over_all(session, somebody, staff_id, to, keyring=keyring(), now=now())
            taker = "mine" if to == somebody.staff_id else str(to)
            return redirect(url_for("desk.board", owner=taker), 303)
        except (NoSuchColleague, ValueError):
            problem = _("Choose who gets the cases.")
    page = render_template(
        "desk/complaint/leaver.html",
        desk_section="team",
        leaver=found,
        takers=[(one, name) for one, name in team if one != staff_id],
        problem=problem,
    )
    return page, 422 if problem else 200
