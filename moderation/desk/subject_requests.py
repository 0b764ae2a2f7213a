"""Requests of listed persons: the list with its clocks, one of them, and the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.code_lists import UnknownCode
from app.domain.states import SubjectState
from app.domain.subject_answer import AnswerValues
from app.web.current import database, keyring, now, reference, speaking, today
from app.web.locale import format_date, format_month, shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.subject_request.answer import (
    LONGER_REASONS,
    answer_request,
    draft_answer,
    take_longer,
)
from moderation.decisions.subject_request.lift import REASONS as LIFT_REASONS
from moderation.decisions.subject_request.lift import confirm_lift, propose_lift
from moderation.decisions.subject_request.read import (
    SHOWN,
    ListedAlert,
    OpenedRequest,
    open_request,
    read_requests,
)
from moderation.decisions.subject_request.rows import NoSuchRequest, RequestOver
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.refused import refuse
from moderation.desk.show import logged
from moderation.desk.words import label, labels, region_label, severity_label, visible
from moderation.rules.roles import Permission, roles_with
from moderation.rules.subject_request import (
    REMIND_DAYS,
    NotIndependent,
    OutcomeNotAllowed,
    TooLateForLonger,
)

Answer = Response | str | tuple[str, int]
ANSWERERS = tuple(sorted(roles_with(Permission.ANSWER_SUBJECTS)))
SECTION = "alerts"


@desk.get("/listed")
@open_to(*ANSWERERS)
def subject_requests() -> str:
    with database().reading() as session:
        found = read_requests(session, person(), today=today())
    return render_template(
        "desk/listed/list.html",
        desk_section=SECTION,
        rows=[
            {
                "request_id": one.request_id,
                "right": label("subject_right", one.right),
                "state": label("subject_state", one.state.value),
                "open": one.state is not SubjectState.ANSWERED,
                "arrived": format_date(one.arrived_on),
                "due": format_date(one.due_on),
                "days": one.days_left,
                "near": one.days_left <= max(REMIND_DAYS),
                "outcome": label("subject_outcome", one.outcome) if one.outcome else "",
                "by": one.by,
            }
            for one in found
        ],
        done=request.args.get("d", ""),
    )


@desk.post("/listed/<uuid:request_id>/open")
@open_to(*ANSWERERS)
def open_subject_request(request_id: UUID) -> Response:
    return redirect(url_for("desk.subject_request", request_id=request_id), 303)


@desk.get("/listed/<uuid:request_id>")
@open_to(*ANSWERERS)
def subject_request(request_id: UUID) -> str:
    return _page(_opened(request_id))


@desk.route("/listed/<uuid:request_id>/answer", methods=["GET", "POST"])
@open_to(*ANSWERERS)
@needs_fresh
def answer_subject(request_id: UUID) -> Answer:
    """First the answer as he will read it, then the button that sends it."""
    opened = _opened(request_id)
    if request.method == "GET" or not opened.may_answer or opened.answer:
        return _page(opened)
    outcome = request.form.get("outcome", "")
    if outcome not in opened.outcomes:
        return _page(opened, missing="outcome"), 422
    values = _values(opened, with_region=bool(request.form.get("region")))
    if request.form.get("go") != "send":
        said = draft_answer(opened.asked, outcome, values, reference=reference())
        return _page(opened, outcome=outcome, said=said, region=bool(values.region))
    with database().writing() as session:
        answer_request(
            session, person(), request_id, outcome, values,
            keyring=keyring(), reference=reference(), now=now(),
        )  # fmt: skip
    return redirect(url_for("desk.subject_requests", d=outcome), 303)


@desk.post("/listed/<uuid:request_id>/longer")
@open_to(*ANSWERERS)
@shown_on("desk.subject_request")
def subject_longer(request_id: UUID) -> Answer:
    try:
        with database().writing() as session:
            take_longer(
                session, person(), request_id, request.form.get("longer", ""),
                keyring=keyring(), reference=reference(), now=now(),
            )  # fmt: skip
    except UnknownCode:
        return _page(_opened(request_id), missing="longer"), 422
    return redirect(url_for("desk.subject_requests", d="longer"), 303)


@desk.route("/listed/<uuid:request_id>/lift/<uuid:alert_id>", methods=["GET", "POST"])
@open_to(*ANSWERERS)
@needs_fresh
def lift_suspension(request_id: UUID, alert_id: UUID) -> Answer:
    """Propose, or confirm what a colleague proposed."""
    if request.method == "GET":
        opened = _opened(request_id)
        if alert_id not in {one.alert_id for one in opened.alerts}:
            raise NoSuchRequest
        return _page(opened)
    try:
        with database().writing() as session:
            if request.form.get("go") == "confirm":
                confirm_lift(session, person(), request_id, alert_id, keyring=keyring(), now=now())
            else:
                propose_lift(
                    session, person(), request_id, alert_id, request.form.get("lift", ""),
                    keyring=keyring(), reference=reference(), now=now(),
                )  # fmt: skip
    except UnknownCode:
        return _page(_opened(request_id), missing="lift"), 422
    return redirect(url_for("desk.subject_requests", d="lift"), 303)


@desk.errorhandler(NoSuchRequest)
def _not_here(_error: Exception) -> ResponseReturnValue:
    return current_app.handle_http_exception(NotFound())


@desk.errorhandler(RequestOver)
def _over(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("This has changed meanwhile"),
        _("Somebody else has decided about it, or it has ended. Look again how it stands."),
    )


@desk.errorhandler(NotIndependent)
def _not_independent(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("A colleague has to answer this"),
        _("You worked on the warning that it is about. Nobody decides about her own work."),
        403,
    )


@desk.errorhandler(OutcomeNotAllowed)
@desk.errorhandler(TooLateForLonger)
def _not_now(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("This cannot be done"),
        _("It does not fit what was asked, or the first month is over. Look at it again."),
        422,
    )


def _opened(request_id: UUID) -> OpenedRequest:
    line = logged(SHOWN, request_id)
    with database().reading() as session:
        return open_request(session, person(), request_id, line, keyring=keyring(), today=today())


def _values(opened: OpenedRequest, *, with_region: bool) -> AnswerValues:
    """In the language in which he asked; the region only where the moderator said so."""
    regions = {one.region for one in opened.alerts}
    with speaking(opened.asked.language):
        return AnswerValues(
            identifier=opened.asked.masked,
            day=format_date(opened.line.arrived_on),
            controller=reference().protocol.controller,
            region=region_label(regions.pop()) if with_region and len(regions) == 1 else "",
        )


def _page(
    opened: OpenedRequest,
    *,
    outcome: str = "",
    said: tuple[str, ...] = (),
    region: bool = False,
    missing: str = "",
) -> str:
    line, asked = opened.line, opened.asked
    return render_template(
        "desk/listed/request.html",
        desk_section=SECTION,
        opened=opened,
        right=label("subject_right", asked.right),
        ground=label("subject_ground", asked.ground),
        state=label("subject_state", line.state.value),
        words=visible(asked.words),
        alerts=[_alert(one) for one in opened.alerts],
        outcomes=[(code, label("subject_outcome", code)) for code in opened.outcomes],
        longer_reasons=_choices(LONGER_REASONS),
        lift_reasons=_choices(LIFT_REASONS),
        may_take_longer=line.state is SubjectState.RECEIVED and line.days_left >= 0,
        longer_reason=label(LONGER_REASONS, opened.longer_reason) if opened.longer_reason else "",
        answered=label("subject_outcome", line.outcome) if line.outcome else "",
        outcome=outcome,
        said=said,
        region=region,
        missing=missing,
        may_say_region=len({one.region for one in opened.alerts}) == 1,
        me=person().staff_id,
    )


def _alert(one: ListedAlert) -> dict[str, Any]:
    return {
        "alert_id": one.alert_id,
        "level": one.severity,
        "severity": severity_label(one.severity),
        "kinds": ", ".join(labels("incident", one.kinds)),
        "place": region_label(one.region),
        "month": format_month(one.month),
        "state": label("alert_state", one.state.value),
        "text": visible(one.text),
        "may_lift": one.may_lift,
        "proposed_by": one.lift_proposed_by,
        "lift_reason": label(LIFT_REASONS, one.lift_reason) if one.lift_reason else "",
    }


def _choices(list_name: str) -> list[tuple[str, str]]:
    return [(one.code, label(list_name, one.code)) for one in reference().codes(list_name)]
