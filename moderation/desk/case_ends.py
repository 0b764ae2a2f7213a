"""Decisions about a case, each on a page of its own that says what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.retention import longer_until
from app.web import session_cookie
from app.web.current import database, keyring, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.end_report import close_report, reject_report, reopen_report
from moderation.decisions.extend_alert import NOT_LONGER
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.merge_report import NOT_NEW, Merging, merge_report
from moderation.decisions.show_parts import (
    CONTACT_SHOWN,
    ask_for_contact,
    reveal_contact,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.case import must_be_here, reasons, view_of
from moderation.desk.contact import how_page, why_page
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.show import logged
from moderation.desk.words import (
    label,
    labels,
    problem_sentences,
    region_label,
    severity_label,
    visible,
)
from moderation.rules.outcomes import REASONS, Outcome

Answer = Response | tuple[str, int]
REVEALED = "contact_of"


@dataclass(frozen=True)
class Ending:
    """A decision that ends or reopens a case: its page in words, and what does it.

    `done` is what the queue says afterwards (see done.py); empty where the case comes back.
    """

    outcome: Outcome
    title: Any
    consequence: Any
    button: Any
    danger: bool
    do: Any
    done: str


ENDINGS = {
    "reject": Ending(
        Outcome.REJECT,
        _l("Make no warning of this"),
        _l(
            "The reporter reads the reason with her code. What she told is erased %(days)s days "
            "from now. She can still add something; then it comes back."
        ),
        _l("Make no warning"),
        True,
        reject_report,
        "rejected",
    ),
    "close": Ending(
        Outcome.CLOSE,
        _l("Close this report"),
        _l(
            "The reporter reads the reason with her code. What she told is erased %(days)s days "
            "from now. A warning that is out stays out."
        ),
        _l("Close the report"),
        True,
        close_report,
        "closed",
    ),
    "reopen": Ending(
        Outcome.REOPEN,
        _l("Open this report again"),
        _l("It comes back into the queue, with you. The reporter sees that it is being read."),
        _l("Open it again"),
        False,
        reopen_report,
        "",
    ),
}


@desk.route("/case/<uuid:report_id>/end/<how>", methods=["GET", "POST"])
@open_to(*READERS)
def end(report_id: UUID, how: str) -> Answer:
    """Rejecting, closing, reopening."""
    ending = ENDINGS.get(how)
    if ending is None:
        abort(404)
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[ending.outcome]:
        with writing() as session:
            ending.do(
                session,
                person(),
                report_id,
                reason,
                keyring=keyring(),
                reference=reference(),
                now=now(),
            )
        if not ending.done:
            return redirect(url_for("desk.case", report_id=report_id), 303)
        return redirect(url_for("desk.queue", d=ending.done), 303)
    must_be_here(report_id)
    missing = request.method == "POST"
    page = render_template(
        "desk/decide.html",
        desk_section="queue",
        title=str(ending.title),
        consequence=str(ending.consequence % {"days": _days()}),
        button_label=str(ending.button),
        danger=ending.danger,
        reasons=[
            (code, name, _told(ending.outcome, code)) for code, name in reasons(ending.outcome)
        ],
        missing=missing,
        back=url_for("desk.case", report_id=report_id),
    )
    return page, 422 if missing else 200


@desk.route("/case/<uuid:report_id>/merge/<uuid:alert_id>", methods=["GET", "POST"])
@open_to(*READERS)
def merge(report_id: UUID, alert_id: UUID) -> Answer:
    """The one question that only a person can answer: is this another woman?"""
    reason, other = request.form.get("reason", ""), request.form.get("other", "")
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        errors = {
            "reason": [] if reason in REASONS[Outcome.MERGE] else [_("Choose a reason.")],
            "other": [] if other in ("yes", "no") else [_("Choose yes or no.")],
        }
        if not any(errors.values()):
            codes = _merge(report_id, alert_id, reason, independent=other == "yes")
            if not codes:
                return redirect(url_for("desk.queue", d="merged"), 303)
            errors["longer"] = problem_sentences(codes)
    view = view_of(report_id)
    alert = next((one for one in view.alerts if one.alert_id == alert_id), None)
    if alert is None:
        abort(404)
    until = longer_until(
        alert.severity, view.draft.when.month(view.arrived_on), alert.expires_on,
        reference().protocol,
    )  # fmt: skip
    page = render_template(
        "desk/merge.html",
        desk_section="queue",
        view=view,
        kinds=", ".join(labels("incident", alert.kinds)),
        level=alert.severity,
        severity=severity_label(alert.severity),
        region=region_label(alert.region),
        identifiers=[
            (one.key, label("identifier_kind", one.kind), visible(one.typed))
            for one in view.identifiers
            if one.identifier is not None
        ],
        reasons=[(code, name, _told(Outcome.MERGE, code)) for code, name in reasons(Outcome.MERGE)],
        errors={name: found for name, found in errors.items() if found},
        chosen={
            "reason": reason,
            "other": other,
            "longer": bool(request.form.get("longer")),
            "identifiers": request.form.getlist("identifier"),
        },
        until=format_date(until) if until is not None and alert.is_out else "",
        days=_days(),
        back=url_for("desk.case", report_id=report_id),
    )
    return page, 422 if any(errors.values()) else 200


def _merge(report_id: UUID, alert_id: UUID, reason: str, *, independent: bool) -> tuple[str, ...]:
    """Codes of what stands in the way of the longer term; of anything else the desk says itself."""
    merging = Merging(
        reason,
        independent,
        tuple(request.form.getlist("identifier")),
        longer=bool(request.form.get("longer")),
    )
    try:
        with writing() as session:
            merge_report(
                session, person(), report_id, alert_id, merging,
                keyring=keyring(), reference=reference(), now=now(),
            )  # fmt: skip
    except NotReady as refused:
        if not set(refused.codes) <= {NOT_NEW, NOT_LONGER}:
            raise
        return refused.codes
    return ()


@desk.route("/case/<uuid:report_id>/contact", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def contact(report_id: UUID) -> Answer:
    """Why first, written down; only then, on the next page, how she can be reached."""
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[Outcome.REVEAL_CONTACT]:
        with writing() as session:
            ask_for_contact(session, person(), report_id, reason, keyring=keyring(), now=now())
            session_cookie.update_data(session, {REVEALED: str(report_id)})
        return redirect(url_for("desk.contact_shown", report_id=report_id), 303)
    must_be_here(report_id)
    back = url_for("desk.case", report_id=report_id)
    return why_page("queue", missing=request.method == "POST", back=back)


@desk.get("/case/<uuid:report_id>/contact/shown")
@open_to(*READERS)
@needs_fresh
def contact_shown(report_id: UUID) -> Answer:
    opened = current_session()
    if opened is None or opened.data.get(REVEALED) != str(report_id):
        return redirect(url_for("desk.contact", report_id=report_id), 303)
    line = logged(CONTACT_SHOWN, report_id)
    with database().reading() as session:
        found = reveal_contact(session, person(), report_id, line, now=now())
    back = url_for("desk.case", report_id=report_id)
    return how_page("queue", found, back=back, back_label=_("Back to the report"))


def _told(outcome: Outcome, code: str) -> str:
    """The sentence the reporter reads for a reason."""
    return reference().text(outcome.value, code, locale())


def _days() -> int:
    """How long her words are kept once the desk is done with them."""
    return reference().protocol.report_after_closing_days
