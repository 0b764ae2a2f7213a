"""What she allows, one thing at a time; what takes a warning away has a page of its own first."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.consent import CONSENTS
from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.public.follow.status import show_status
from app.public.follow.words import AT_ONCE, becomes_of, goes_with_consent, stays_stopped
from app.services.change_at_once import NeedsWarn, change_at_once
from app.services.change_consents import change_consent
from app.services.follow_report import FollowedReport, follow_report
from app.services.own_report import OwnKey
from app.web.current import database, now, reference
from app.web.locale import shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing

NO_MORE_WARNING = "warn:no"


@follow.get("/c/n")
@open_to("reporter")
@on_her_report
def before_no_more_warning(own: OwnKey) -> Response:
    """The consequence in words, before the button: a warning that goes does not come back."""
    report = _report(own)
    if not goes_with_consent(report):
        return redirect(url_for("follow.status"), 303)
    return show("no_more_warning", becomes=becomes_of(report.alert), change=NO_MORE_WARNING)


@follow.post("/c/k")
@open_to("reporter")
@shown_on("follow.status")
@on_her_report
def change(own: OwnKey) -> Response:
    """One wish; the button says which and what it shall be, so twice is the same as once."""
    asked = request.form.get("change", "")
    code, _colon, wish = asked.partition(":")
    if code not in (*CONSENTS, AT_ONCE) or wish not in ("yes", "no"):
        abort(400)
    given, protocol = wish == "yes", reference().protocol
    if asked == NO_MORE_WARNING and "sure" not in request.form and goes_with_consent(_report(own)):
        return redirect(url_for("follow.before_no_more_warning"), 303)
    try:
        with writing() as session:
            if code == AT_ONCE:
                change_at_once(session, own, given=given, now=now())
            else:
                change_consent(session, own, code, given=given, protocol=protocol, now=now())
    except NeedsWarn:
        return show_status(own, code=409, problem=_("First allow that we warn other people."))
    again = code == "warn" and given and stays_stopped(_report(own).alert)
    return redirect(url_for("follow.status", d="a" if again else "k"), 303)


def _report(own: OwnKey) -> FollowedReport:
    with database().reading() as session:
        return follow_report(session, own, now=now())
