"""Reading back what she sent, closing the page, and taking everything back."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.adapters.vault.boxes import Damaged
from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.public.follow.words import becomes_of
from app.public.report.review import rows_of
from app.services.follow_report import follow_report
from app.services.own_report import OwnKey
from app.services.sent_report import sent_report
from app.services.withdraw_report import withdraw_report
from app.web import session_cookie
from app.web.current import database, now
from app.web.roles import open_to
from app.web.unit_of_work import writing


@follow.get("/c/t")
@open_to("reporter")
@on_her_report
def sent(own: OwnKey) -> Response:
    """Behind a link of its own: who looks over her shoulder at the status sees none of it."""
    with database().reading() as session:
        draft = sent_report(session, own)
    if draft is None:
        return redirect(url_for("follow.status"), 303)
    return show("sent", rows=[{"label": row.label, "answer": row.answer} for row in rows_of(draft)])


@follow.get("/c/x")
@open_to("reporter")
@on_her_report
def before_withdrawing(own: OwnKey) -> Response:
    """The consequence in words, before the button."""
    try:
        with database().reading() as session:
            alert = follow_report(session, own, now=now()).alert
    except Damaged:
        alert = None  # what does not open must not keep her from going
    return show("withdraw", warning=becomes_of(alert))


@follow.post("/c/x")
@open_to("reporter")
@on_her_report
def withdraw(own: OwnKey) -> Response:
    with writing() as session:
        withdraw_report(session, own, now=now())
        session_cookie.end(session)
    return session_cookie.away(url_for("follow.gone"))


@follow.get("/c/g")
@open_to("anyone")
def gone() -> Response:
    """The same page for everybody: it knows nothing of a report."""
    return show("gone")


@follow.post("/c/o")
@open_to("reporter", "complainant")
def close() -> Response:
    session_cookie.end()
    return session_cookie.away(url_for("start.start"))
