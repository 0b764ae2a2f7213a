"""Becoming a member with the invitation of an organisation: its code in, her own code out."""

from __future__ import annotations

from flask import render_template, request
from wtforms import StringField

from app.domain.code import CodeMistyped, CodeUnreadable, parse
from app.domain.shown_again import AlreadyReceived
from app.public.members.blueprint import members
from app.public.members.code_page import after_code, show_code
from app.services.use_invitation import InvitationRefused, prepare_member, use_invitation
from app.web.csrf import anonymous_form, form_expired, form_token, keeps_text
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm, refuse_code
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

Answer = str | tuple[str, int]


class InvitationForm(HouseForm):
    """One field for words and digits."""

    code = StringField(_l("The code of your invitation"))


@members.route("/m/join/code", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text()
def invitation() -> Answer:
    """One answer for every invitation that does not work (security.md 3.5)."""
    if request.method == "POST" and request.form.get("step") == "code":
        return after_code()
    if request.method == "GET":
        return _page(InvitationForm(formdata=None))
    form = InvitationForm()
    if form_expired():
        return _refused(form, _("This page was open too long. Send it once more."))
    if request.form.get("go") == "stay":
        return _page(form)
    spend("join")
    try:
        return _join(form)
    except (CodeMistyped, CodeUnreadable):
        return _refused(form, _("One word or digit is mistyped. Look at your note again."))
    except InvitationRefused:
        return _refused(form, _("This invitation does not work. Ask the organisation for another."))
    except AlreadyReceived:
        return render_template("public/members/already.html")


def _join(form: InvitationForm) -> str:
    token = form_token()
    assert token is not None  # an expired form never comes here
    moment = now()
    prepared = prepare_member(
        parse(form.code.data or ""),
        raw_token=token.raw16,
        language=locale(),
        keyring=keyring(),
        now=moment,
    )
    with database().writing() as session:
        code = use_invitation(session, prepared, keyring=keyring(), now=moment)
    return show_code(code, way="invitation")


def _refused(form: InvitationForm, sentence: str) -> Answer:
    refuse_code(form, sentence)
    return _page(form), 422


def _page(form: InvitationForm) -> str:
    return render_template("public/members/invitation.html", form=form)
