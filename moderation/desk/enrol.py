"""Enrolment: the one-time link, then one page until passphrase and second factor are confirmed.

Somebody in between reaches this page, its square code and signing out, and nothing else.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast
from uuid import UUID

import segno
from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from app.web import session_cookie
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.desk_person import to_session
from moderation.decisions.enrol import (
    Enrolment,
    begin_enrolment,
    confirm_second_factor,
    find_invitation,
)
from moderation.decisions.second_factor import address_of
from moderation.desk.blueprint import desk
from moderation.desk.person import home_of

SQUARE_SCALE = 5  # pixels a module: about 250 pixels wide


class ConfirmForm(HouseForm):
    """Two words of the passphrase and a code; the labels name the words asked for."""

    first = StringField()
    second = StringField()
    code = StringField(_l("Code from your app: six digits"))

    def ask_for(self, asked: tuple[int, ...]) -> None:
        self.first.label.text = _("Word %(n)s", n=asked[0])
        self.second.label.text = _("Word %(n)s", n=asked[1])


@desk.route("/enrol/<token>", methods=["GET", "POST"])
@open_to("anyone")
def invitation(token: str) -> Response | tuple[str, int]:
    """Opening the link uses nothing up; the button does."""
    moment = now()
    if request.method == "GET":
        with database().reading() as session:
            name = find_invitation(session, token, keyring=keyring(), now=moment)
        if name is None:
            return render_template("desk/enrol_over.html"), 404
        return render_template("desk/enrol_begin.html", name=name, form=HouseForm()), 200
    with database().writing() as session:
        enrolment = begin_enrolment(session, token, locale(), keyring=keyring(), now=moment)
        if enrolment is not None:
            session_cookie.start(
                session, "staff", enrolment.staff_id, enrolment.to_session(), moment
            )
    if enrolment is None:
        return render_template("desk/enrol_over.html"), 404
    return redirect(url_for("desk.enrol"), 303)


@desk.route("/enrol", methods=["GET", "POST"])
@open_to("enrolling", sign_in_for="enrolling")
def enrol() -> Response | tuple[str, int]:
    enrolment = _enrolment()
    form = ConfirmForm()
    form.ask_for(enrolment.asked)
    wrong = ""
    if form.validate_on_submit():
        moment = now()
        with database().writing() as session:
            outcome = confirm_second_factor(
                session,
                enrolment,
                [form.first.data or "", form.second.data or ""],
                form.code.data or "",
                keyring=keyring(),
                now=moment,
            )
            if outcome.enrolled is not None:
                somebody = outcome.enrolled.person
                session_cookie.start(
                    session, "staff", somebody.staff_id, to_session(somebody), moment
                )
            elif outcome.over:
                session_cookie.end(session)
        if outcome.enrolled is not None:
            if outcome.enrolled.made_team_key:
                return redirect(url_for("desk.team"), 303)
            return redirect(home_of(outcome.enrolled.person), 303)
        if outcome.over:
            return render_template("desk/enrol_over.html"), 403
        wrong, form.code.data = outcome.wrong, ""
    page = render_template(
        "desk/enrol.html",
        form=form,
        wrong=wrong,
        words=enrolment.passphrase.split(),
        seed=_in_fours(enrolment.seed),
    )
    return page, 422 if wrong else 200


@desk.get("/enrol-code.png")
@open_to("enrolling")
def enrol_code() -> Response:
    """The square code that the app reads; black on white in both colour schemes."""
    enrolment = _enrolment()
    picture = BytesIO()
    square = segno.make(address_of(enrolment.seed, enrolment.name, _issuer()), micro=False)
    square.save(picture, kind="png", scale=SQUARE_SCALE, border=4)
    return current_app.response_class(picture.getvalue(), mimetype="image/png")


def _enrolment() -> Enrolment:
    session = current_session()
    if session is None or "seed" not in session.data:
        abort(404)
    return Enrolment.from_session(cast("UUID", session.owner_id), session.data)


def _issuer() -> str:
    """The site's name stands in one place only."""
    brand = current_app.jinja_env.get_template("components/brand.html").module
    return str(vars(brand)["site_name"])


def _in_fours(seed: str) -> str:
    return " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))
