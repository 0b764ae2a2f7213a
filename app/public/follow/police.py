"""The exact text that the desk wants to give the police, and her yes or no to it."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.police_information import (
    AlreadyHandedOver,
    NoConsent,
    NotAgreed,
    TextChanged,
)
from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.services.own_report import OwnKey
from app.services.police_information import answer_information, own_information
from app.web.current import database, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing


@follow.get("/c/i")
@open_to("reporter")
@on_her_report
def police(own: OwnKey) -> Response:
    return _page(own)


@follow.post("/c/i")
@open_to("reporter")
@on_her_report
def answer_police(own: OwnKey) -> Response:
    """Her answer holds for the words she read, and no others."""
    try:
        with writing() as session:
            answer_information(
                session, own, request.form.get("answer", ""), request.form.get("seen", ""),
                now=now(),
            )  # fmt: skip
    except NoConsent:
        return _page(own, _("First allow anonymous information to the police, on your page."), 409)
    except (TextChanged, NotAgreed):
        return _page(own, _("The text has changed. Read it again before you answer."), 409)
    except AlreadyHandedOver:
        return _page(own, _("The police already have it. We cannot take it back."), 409)
    return redirect(url_for("follow.police"), 303)


def _page(own: OwnKey, problem: str = "", status: int = 200) -> Response:
    with database().reading() as session:
        found = own_information(session, own)
    if found is None and not problem:
        return redirect(url_for("follow.status"), 303)
    unit = next((one for one in reference().police_units if found and one.code == found.unit), None)
    return show(
        "police",
        status,
        found=found,
        problem=problem,
        unit="" if unit is None else unit.label_nl if locale() == "nl" else unit.label_en,
        given_on=format_date(found.given_on) if found and found.given_on else "",
    )
