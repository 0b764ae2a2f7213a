"""Her warning, exactly as members see it, and the button that stops it."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.public.follow.words import hour_in_words
from app.services.own_report import OwnKey
from app.services.preview_alert import NothingToRead, preview_alert
from app.services.veto_alert import NothingToStop, veto_alert
from app.web.alert_card import card_of
from app.web.current import database, keyring, now
from app.web.roles import open_to
from app.web.unit_of_work import writing


@follow.get("/c/w")
@open_to("reporter")
@on_her_report
def preview(own: OwnKey) -> Response:
    try:
        with database().reading() as session:
            found = preview_alert(session, own, keyring=keyring())
    except NothingToRead:
        return redirect(url_for("follow.status"), 303)
    waits = found.stop_until is not None and found.stop_until > now()
    return show(
        "warning",
        preview=found,
        card=card_of(
            kinds=found.kinds,
            severity=found.severity,
            region=found.region,
            month=found.month,
            words=found.words,
            identifiers=found.identifiers,
        ),
        stop_until=hour_in_words(found.stop_until) if waits and found.stop_until else "",
    )


@follow.post("/c/w")
@open_to("reporter")
@on_her_report
def stop(own: OwnKey) -> Response:
    try:
        with writing() as session:
            veto_alert(session, own, now=now())
    except NothingToStop:
        return redirect(url_for("follow.status", d="l"), 303)
    return redirect(url_for("follow.status", d="w"), 303)
