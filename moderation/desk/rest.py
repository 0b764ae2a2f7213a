"""Letting a warning rest, at once and alone; letting it out again, by a colleague."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.states import AlertState
from app.web.current import keyring, now
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.rest_alert import let_out_again, rest_alert
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.case import reasons
from moderation.desk.look import decide_page
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.refused import refuse
from moderation.rules.four_eyes import SamePerson
from moderation.rules.outcomes import DESK_RESTS, Outcome

Answer = Response | tuple[str, int]


@desk.route("/alerts/<uuid:alert_id>/rest", methods=["GET", "POST"])
@open_to(*READERS)
def rest(alert_id: UUID) -> Answer:
    """No proof is asked for again: what may be wrong must be gone within the minute."""
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in DESK_RESTS:
        with writing() as session:
            rest_alert(session, person(), alert_id, reason, keyring=keyring(), now=now())
        return redirect(url_for("desk.alerts", d="rested"), 303)
    return decide_page(
        alert_id,
        title=_("Let the warning rest for now"),
        consequence=_(
            "At once no member sees it and no check finds it. Who had it is told that it does not "
            "count for now. Nothing is erased. A colleague looks again and lets it out."
        ),
        button=_("Let it rest"),
        offered=[(code, name, "") for code, name in reasons(Outcome.SUSPEND) if code in DESK_RESTS],
    )


@desk.route("/alerts/<uuid:alert_id>/out", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def let_out(alert_id: UUID) -> Answer:
    if request.method == "POST":
        try:
            with writing() as session:
                became = let_out_again(session, person(), alert_id, keyring=keyring(), now=now())
        except SamePerson:
            return refuse(
                _("A colleague has to do this"),
                _("You let it rest. Somebody else looks at it before members see it again."),
                403,
            )
        done = "let_out" if became is AlertState.PUBLISHED else "rests_on"
        return redirect(url_for("desk.alerts", d=done), 303)
    return decide_page(
        alert_id,
        title=_("Let the warning out again"),
        consequence=_(
            "You looked at it again and it is right as it stands. Members see it again and checks "
            "find it. Who had it is told. Is something wrong in it? Then correct it instead."
        ),
        button=_("Let it out again"),
    )
