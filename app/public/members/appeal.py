"""Who is shut out says once what she has against it, with her code."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.domain.code import LONGEST_TEXT, CodeMistyped, CodeUnreadable
from app.public.members.blueprint import members
from app.public.members.own_page import Answer
from app.public.wizard.forms import one_kind_of_line_end, raise_problem
from app.services.appeal_suspension import MAX_APPEAL_CHARS, NotBarred, appeal_suspension
from app.services.file_report import DeskClosed
from app.services.sign_in_member import stretch_typed
from app.web.csrf import anonymous_form, form_expired, keeps_text
from app.web.current import keyring, now
from app.web.forms import HouseForm
from app.web.rate_guard import limit
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing


class AppealForm(HouseForm):
    """Her code and her words."""

    code = StringField(_l("Your seven words, or your 24 digits"))
    words = TextAreaField(
        _l("What is not right?"),
        [
            Length(
                max=MAX_APPEAL_CHARS,
                message=_l("This is too long. Keep it under 2,000 characters."),
            )
        ],
        filters=[one_kind_of_line_end],
    )

    def validate_words(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise_problem(_("Write what is not right."))


@members.route("/m/against", methods=["GET", "POST"])
@open_to("anyone")
@limit("member_sign_in")
@anonymous_form
@keeps_text("words")
def appeal() -> Answer:
    """One answer for every code that is not shut out."""
    if request.method == "GET":
        return _page(AppealForm(formdata=None))
    form = AppealForm()
    if form_expired():
        return _page(form, notice=_("This page was open too long. Nothing was sent."))
    if request.form.get("go") == "stay":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        _send(form)
    except CodeMistyped:
        return _refused(form, _("One word or digit is mistyped. Look at your note again."))
    except (CodeUnreadable, NotBarred):
        return _refused(
            form, _("No member who is shut out belongs to this code. Look at your note again.")
        )
    except DeskClosed:
        return render_template("public/members/closed.html"), 503
    return redirect(url_for("members.home", d="a"), 303)


def _send(form: AppealForm) -> None:
    member_code = stretch_typed(form.code.data or "", keyring())
    words = (form.words.data or "").strip()
    with writing() as session:
        appeal_suspension(session, member_code, words, keyring=keyring(), now=now())


def _refused(form: AppealForm, sentence: str) -> Answer:
    if len(form.code.data or "") > LONGEST_TEXT:
        form.code.data = ""
    form.code.errors = [sentence]
    return _page(form), 422


def _page(form: AppealForm, *, notice: str = "") -> str:
    return render_template("public/members/appeal.html", form=form, notice_text=notice)
