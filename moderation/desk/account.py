"""One's own account: the words of one's own key, passkeys, and a new passphrase."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from app.domain.code import six_words
from app.web import session_cookie
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.desk_person import to_session
from moderation.decisions.new_passphrase import (
    NextPassphrase,
    confirm_passphrase,
    prepare_passphrase,
    propose_passphrase,
)
from moderation.decisions.passkeys import list_passkeys
from moderation.decisions.reauthenticate import salt_of, stretch_if_passphrase
from moderation.decisions.team_overview import own_fingerprint
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.person import person


class PresentForm(HouseForm):
    passphrase = PasswordField(_l("Your present passphrase"))


class TwoWordsForm(HouseForm):
    first = StringField()
    second = StringField()


@desk.get("/account")
@open_to("staff")
def account() -> str:
    with database().reading() as session:
        fingerprint = own_fingerprint(session, person().staff_id)
        passkeys = list_passkeys(session, person().staff_id, keyring=keyring())
    words = [] if fingerprint is None else list(six_words(fingerprint, locale()))
    return render_template("desk/account.html", desk_section="team", words=words, passkeys=passkeys)


@desk.route("/account/passphrase", methods=["GET", "POST"])
@open_to("staff")
@needs_fresh
def passphrase() -> Response | tuple[str, int]:
    """Shows nothing yet: who knows the present passphrase gets a new one."""
    form = PresentForm()
    if not form.validate_on_submit():
        return render_template("desk/passphrase.html", form=form, refused=False), 200
    somebody, typed, moment = person(), form.passphrase.data or "", now()
    spend("staff_sign_in", f"again/{somebody.staff_id}")
    with database().reading() as session:
        salt = salt_of(session, somebody.staff_id)
    stretched = stretch_if_passphrase(typed, salt, keyring=keyring())
    with database().writing() as session:
        pending = propose_passphrase(
            session, somebody.staff_id, stretched, locale(), keyring=keyring(), now=moment
        )
        if pending is not None:
            session_cookie.update_data(session, pending.to_session())
    if pending is None:
        return render_template("desk/passphrase.html", form=form, refused=True), 422
    return redirect(url_for("desk.passphrase_words"), 303)


@desk.route("/account/passphrase/words", methods=["GET", "POST"])
@open_to("staff")
def passphrase_words() -> Response | tuple[str, int]:
    opened = current_session()
    pending = None if opened is None else NextPassphrase.from_session(opened.data)
    if pending is None:
        return redirect(url_for("desk.account"), 303)
    form, refused = TwoWordsForm(), False
    form.first.label.text = _("Word %(n)s", n=pending.asked[0])
    form.second.label.text = _("Word %(n)s", n=pending.asked[1])
    if form.validate_on_submit():
        somebody, moment = person(), now()
        typed = [form.first.data or "", form.second.data or ""]
        stored = prepare_passphrase(pending, typed, somebody.staff_id, keyring=keyring())
        if stored is not None:
            with database().writing() as session:
                confirm_passphrase(
                    session, somebody.staff_id, stored, keyring=keyring(), now=moment
                )
                session_cookie.start(
                    session, "staff", somebody.staff_id, to_session(somebody), moment
                )
            return redirect(url_for("desk.account"), 303)
        refused = True
    page = render_template(
        "desk/passphrase_words.html", form=form, refused=refused, words=pending.words.split()
    )
    return page, 422 if refused else 200
