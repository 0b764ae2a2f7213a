"""Asking to become a member: one page, then the code, shown once."""

from __future__ import annotations

from flask import render_template, request
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.adapters.form_token import read_form_token
from app.domain.code import Code
from app.domain.shown_again import AlreadyReceived
from app.public.members.blueprint import members
from app.public.members.code_page import after_code, show_code
from app.public.wizard.forms import one_kind_of_line_end, raise_problem
from app.services.apply_for_membership import (
    MAX_WORDS_CHARS,
    WAYS,
    Applying,
    apply_for_membership,
    prepare_application,
)
from app.services.file_report import TEAM, DeskClosed
from app.services.member_code import code_of_form, sign_of_code
from app.web.csrf import (
    anonymous_form,
    csrf_token,
    form_expired,
    form_key,
    form_token,
    keeps_text,
)
from app.web.current import keyring, locale, now
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing

Answer = str | tuple[str, int]


class ProofForm(HouseForm):
    """How she can be verified, and the words for it."""

    way = RadioField(
        _l("How can we see that you do this work?"),
        choices=[
            SelectChoice("advert", _l("I have a public advert")),
            SelectChoice("outreach", _l("An organisation or outreach worker knows me")),
        ],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("Link or text of your advert, or who knows you"),
        [
            Length(
                max=MAX_WORDS_CHARS,
                message=_l("This is too long. Keep it under 1,000 characters."),
            )
        ],
        filters=[one_kind_of_line_end],
    )

    def validate_way(self, field: RadioField) -> None:
        if field.data not in WAYS:
            raise_problem(_("Choose one of the two."))

    def validate_words(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise_problem(_("Fill in where we can see your advert, or who knows you."))


class ApplyForm(ProofForm):
    """The whole application: nothing else is asked."""


@members.route("/m/join/apply", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text("words")
def apply() -> Answer:
    """The page, the code page and what comes after it: one address (decisions 6)."""
    if request.method == "POST" and request.form.get("step") == "code":
        return after_code()
    if keyring().pinned_team_key(TEAM) is None:
        return render_template("public/members/closed.html"), 503
    if request.method == "GET":
        return _page(ApplyForm(formdata=None))
    form = ApplyForm()
    if form_expired():
        return _page(form, notice=_("This page was open too long. Nothing was sent."))
    if request.form.get("go") == "stay":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    spend("join")
    try:
        code = _send(form)
    except AlreadyReceived:
        return render_template("public/members/already.html")
    except DeskClosed:
        return render_template("public/members/closed.html"), 503
    return show_code(code, way=form.way.data)


def _send(form: ApplyForm) -> Code:
    token = form_token()
    assert token is not None  # an expired form never comes here
    moment = now()
    applying = Applying(
        way=form.way.data,
        words=(form.words.data or "").strip(),
        language=locale(),
    )
    prepared = prepare_application(applying, raw_token=token.raw16, keyring=keyring(), now=moment)
    with writing() as session:
        applied = apply_for_membership(session, prepared, keyring=keyring(), now=moment)
    return applied.code


def _page(form: ApplyForm, *, notice: str = "") -> str:
    raw = read_form_token(csrf_token(), form_key(), now()).raw16
    return render_template(
        "public/members/apply.html",
        form=form,
        sign=sign_of_code(code_of_form(raw, keyring()), keyring()),
        notice_text=notice,
    )
