"""Whether the listed person was told: looked at again when its day has come."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.web.current import keyring, locale, now, reference
from app.web.roles import open_to
from app.web.unit_of_work import writing
from moderation.decisions.informing import LIVES, record_informing
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.read_alerts import AlertView
from moderation.desk.alert_form import field_errors, read_inform
from moderation.desk.blueprint import desk
from moderation.desk.look import alert_view, card
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.words import problem_sentences

Answer = Response | tuple[str, int]


@desk.route("/alerts/<uuid:alert_id>/inform", methods=["GET", "POST"])
@open_to(*READERS)
def inform(alert_id: UUID) -> Answer:
    """The warning itself does not change, so one person is enough."""
    view = alert_view(alert_id)
    if view.row.state not in LIVES or view.row.is_correction or view.review is None:
        return redirect(url_for("desk.alert", alert_id=alert_id), 303)
    if request.method == "GET":
        return _page(view)
    try:
        with writing() as session:
            record_informing(
                session, person(), alert_id, read_inform(),
                keyring=keyring(), reference=reference(), now=now(),
            )  # fmt: skip
    except NotReady as refused:
        return _page(view, refused.codes)
    return redirect(url_for("desk.alert", alert_id=alert_id), 303)


def _page(view: AlertView, codes: tuple[str, ...] = ()) -> tuple[str, int]:
    form = request.form
    stands = None if view.review is None else view.review.inform
    chosen = form.get("inform", "") if codes or stands is None else stands.choice
    page = render_template(
        "desk/inform.html",
        desk_section="alerts",
        card=card(view),
        choices=[
            (one.code, one.label(locale()), one.code == chosen)
            for one in reference().codes("inform_choice")
        ],
        informed_on=form.get("informed_on", ""),
        review_on=form.get("review_on", ""),
        errors=field_errors(codes, problem_sentences(codes)),
        back=url_for("desk.alert", alert_id=view.row.alert_id),
    )
    return page, 422 if codes else 200
