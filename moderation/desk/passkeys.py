"""One's own passkeys: adding one on this device, and taking one away."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from app.web import session_cookie
from app.web.current import database, keyring, now
from app.web.forms import HouseForm
from app.web.headers import asks_passkey
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.passkeys import (
    CHALLENGE,
    Challenge,
    LastFactor,
    ListedPasskey,
    TooMany,
    add_passkey,
    list_passkeys,
    remove_passkey,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.passkey_asking import site
from moderation.desk.person import person
from moderation.rules.second_factors import LONGEST_NAME, MOST_PASSKEYS


class NewPasskeyForm(HouseForm):
    name = StringField(_l("A name for it, such as “my laptop”"))
    answer = HiddenField()


@desk.route("/account/passkeys/new", methods=["GET", "POST"])
@open_to("staff")
@needs_fresh
def new_passkey() -> Response | tuple[str, int]:
    place = site()
    if place is None:
        return render_template("desk/passkey_elsewhere.html", desk_section="team"), 200
    asks_passkey(new=True)
    form, somebody, moment, problem = NewPasskeyForm(), person(), now(), ("", "")
    if form.validate_on_submit():
        name = " ".join((form.name.data or "").split())
        with database().writing() as session:
            challenge = Challenge.from_session(session_cookie.take(session, CHALLENGE))
            if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
                problem = (form.name.id, _("Give it a name of at most 40 signs."))
            elif not form.answer.data:
                problem = (form.name.id, _("Your browser made no passkey. Try again."))
            else:
                try:
                    taken = add_passkey(
                        session, somebody.staff_id, name, challenge, form.answer.data,
                        site=place, keyring=keyring(), now=moment,
                    )  # fmt: skip
                    if not taken:
                        problem = (form.name.id, _("This passkey was not taken. Try again."))
                except TooMany:
                    problem = (form.name.id, _too_many())
        if not problem[1]:
            return redirect(url_for("desk.account"), 303)
    form.answer.data = ""
    page = render_template("desk/passkey_new.html", desk_section="team", form=form, problem=problem)
    return page, 422 if problem[1] else 200


@desk.route("/account/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
@open_to("staff")
@needs_fresh
def remove_own_passkey(passkey_id: UUID) -> Response | tuple[str, int]:
    form, somebody, problem = HouseForm(), person(), ""
    found = _mine(passkey_id)
    if form.validate_on_submit():
        try:
            with database().writing() as session:
                remove_passkey(session, somebody.staff_id, passkey_id, keyring=keyring(), now=now())
            return redirect(url_for("desk.account"), 303)
        except LastFactor:
            problem = _("This is the last thing with which you can show that it is you.")
    page = render_template(
        "desk/passkey_remove.html", desk_section="team", form=form, one=found, problem=problem
    )
    return page, 422 if problem else 200


def _mine(passkey_id: UUID) -> ListedPasskey:
    with database().reading() as session:
        mine = list_passkeys(session, person().staff_id, keyring=keyring())
    found = next((one for one in mine if one.passkey_id == passkey_id), None)
    if found is None:
        abort(404)
    return found


def _too_many() -> str:
    return _("You have %(n)s passkeys already. Take one away first.", n=MOST_PASSKEYS)
