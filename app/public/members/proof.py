"""Showing again that she does this work: her proof is deleted after a week, her place is not."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from wtforms import StringField

from app.domain.code import LONGEST_TEXT, CodeMistyped, CodeUnreadable
from app.public.members.apply import ProofForm
from app.public.members.blueprint import members
from app.public.members.own_page import Answer
from app.services.file_report import DeskClosed
from app.services.member_code import MemberCode
from app.services.renew_proof import renew_proof
from app.services.sign_in_member import CodeUnknown, stretch_typed
from app.web.csrf import anonymous_form, form_expired, keeps_text
from app.web.current import keyring, now
from app.web.rate_guard import limit
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing


class AgainForm(ProofForm):
    """Her code, and the same two questions as the first time."""

    code = StringField(_l("Your seven words, or your 24 digits"))


@members.route("/m/again", methods=["GET", "POST"])
@open_to("anyone")
@limit("member_sign_in")
@anonymous_form
@keeps_text("words")
def again() -> Answer:
    """One answer for every code that does not wait."""
    if request.method == "GET":
        return _page(AgainForm(formdata=None))
    form = AgainForm()
    if form_expired():
        return _page(form, notice=_("This page was open too long. Nothing was sent."))
    if request.form.get("go") == "stay":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        _send(form, stretch_typed(form.code.data or "", keyring()))
    except CodeMistyped:
        return _refused(form, _("One word or digit is mistyped. Look at your note again."))
    except (CodeUnreadable, CodeUnknown):
        return _refused(
            form, _("No waiting application belongs to this code. Look at your note again.")
        )
    except DeskClosed:
        return render_template("public/members/closed.html"), 503
    return redirect(url_for("members.home", d="p"), 303)


def _send(form: AgainForm, member_code: MemberCode) -> None:
    with writing() as session:
        renew_proof(
            session,
            member_code,
            way=form.way.data,
            words=(form.words.data or "").strip(),
            keyring=keyring(),
            now=now(),
        )


def _refused(form: AgainForm, sentence: str) -> Answer:
    if len(form.code.data or "") > LONGEST_TEXT:
        form.code.data = ""
    form.code.errors = [sentence]
    return _page(form), 422


def _page(form: AgainForm, *, notice: str = "") -> str:
    return render_template("public/members/again.html", form=form, notice_text=notice)
