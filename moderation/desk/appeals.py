"""What a member says against being shut out: read once, decided by another person."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.web.current import database, keyring, now
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.decide_appeal import (
    SHOWN,
    NoSuchAppeal,
    OwnSuspension,
    decide_appeal,
    open_an_appeal,
    require_appeal,
)
from moderation.desk.again import needs_fresh
from moderation.desk.applications import ADMITTERS
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.refused import refuse
from moderation.desk.show import logged
from moderation.desk.words import label
from moderation.rules.outcomes import Outcome

Answer = Response | tuple[str, int]
WISHES = {"grant": True, "refuse": False}


@desk.post("/members/appeals/<uuid:suspension_id>/open")
@open_to(*ADMITTERS)
def open_appeal(suspension_id: UUID) -> Response:
    return redirect(url_for("desk.appeal", suspension_id=suspension_id), 303)


@desk.route("/members/appeals/<uuid:suspension_id>", methods=["GET", "POST"])
@open_to(*ADMITTERS)
@needs_fresh
def appeal(suspension_id: UUID) -> Answer:
    """Her words after their line in the log, then the decision."""
    wish = request.form.get("go", "")
    if request.method == "POST" and wish in WISHES:
        with database().writing() as session:
            decide_appeal(
                session,
                person(),
                suspension_id,
                granted=WISHES[wish],
                keyring=keyring(),
                now=now(),
            )
        return redirect(url_for("desk.members", d=f"appeal-{wish}"), 303)
    with database().reading() as session:
        require_appeal(session, person(), suspension_id)
    line = logged(SHOWN, suspension_id)
    with database().reading() as session:
        opened = open_an_appeal(session, person(), suspension_id, line, keyring=keyring())
    page = render_template(
        "desk/appeal.html",
        desk_section="members",
        opened=opened,
        reason=label(Outcome.SUSPEND_MEMBER.value, opened.reason),
    )
    return page, 200


@desk.errorhandler(NoSuchAppeal)
def _no_appeal(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("Nothing waits here any more"),
        _("A colleague decided about it, or she was let in again. What she wrote is deleted."),
        404,
    )


@desk.errorhandler(OwnSuspension)
def _same_person(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("Somebody else must do this"),
        _(
            "You shut this member out yourself. A colleague has to look at what she says against "
            "it."
        ),
        403,
    )
