"""A warning that stays longer: why, since which incident, and until when; then a second person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.dictionary import load_dictionary
from app.domain.months import first_of_month, months_before
from app.domain.states import AlertState
from app.web.current import keyring, now, reference
from app.web.locale import format_date, format_month
from app.web.roles import open_to
from app.web.unit_of_work import writing
from moderation.decisions.extend_alert import (
    NEW_INCIDENT,
    WrittenExtension,
    extended_until,
    propose_extension,
)
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.read_alerts import AlertView
from moderation.desk.alert_form import as_day, as_month
from moderation.desk.blueprint import desk
from moderation.desk.case import reasons
from moderation.desk.look import alert_view, card
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.words import problem_sentences
from moderation.rules.outcomes import REASONS, Outcome
from moderation.rules.publication_bar import INFORMED

Answer = Response | tuple[str, int]


@desk.route("/alerts/<uuid:alert_id>/extend", methods=["GET", "POST"])
@open_to(*READERS)
def extend(alert_id: UUID) -> Answer:
    """It stays as it is until a colleague has agreed."""
    view = alert_view(alert_id)
    if view.row.state is not AlertState.PUBLISHED or view.row.is_correction:
        return redirect(url_for("desk.alert", alert_id=alert_id), 303)
    if request.method == "GET":
        return _page(view)
    written = WrittenExtension(
        reason=request.form.get("reason", ""),
        month=as_month(request.form.get("month", "")),
        review_on=as_day(request.form.get("review_on", "")),
    )
    if written.reason not in REASONS[Outcome.EXTEND]:
        return _page(view, missing=True)
    try:
        with writing() as session:
            waiting = propose_extension(
                session,
                person(),
                alert_id,
                written,
                keyring=keyring(),
                reference=reference(),
                dictionary=load_dictionary(),
                now=now(),
            )
    except NotReady as refused:
        return _page(view, problems=refused.codes)
    return redirect(url_for("desk.alert", alert_id=waiting), 303)


def _page(
    view: AlertView, *, missing: bool = False, problems: tuple[str, ...] = ()
) -> tuple[str, int]:
    form = request.form
    inform = None if view.review is None else view.review.inform
    page = render_template(
        "desk/alert_extend.html",
        desk_section="alerts",
        view=view,
        card=card(view),
        until=format_date(view.row.expires_on) if view.row.expires_on else "",
        motivated_until=format_date(_until("motivated", view, view.row.month)),
        reasons=[(code, name, "") for code, name in reasons(Outcome.EXTEND)],
        chosen=form.get("reason", ""),
        months=_months(view, form.get("month", "")),
        asks_review=inform is not None and inform.choice != INFORMED,
        review_on=form.get("review_on", ""),
        missing=missing,
        problems=problem_sentences(problems),
        back=url_for("desk.alert", alert_id=view.row.alert_id),
    )
    return page, 422 if missing or problems else 200


def _until(reason: str, view: AlertView, month: date) -> date:
    return extended_until(reason, view.row.severity, month, reference().protocol, now().date())


def _months(view: AlertView, chosen: str) -> list[dict[str, Any]]:
    """Every month after the last incident until now, with the day until which it would stay."""
    found, month = [], first_of_month(now().date())
    while month > view.row.month:
        found.append(
            {
                "value": month.isoformat()[:7],
                "name": format_month(month),
                "until": format_date(_until(NEW_INCIDENT, view, month)),
                "chosen": chosen == month.isoformat()[:7],
            }
        )
        month = months_before(month, 1)
    return found
