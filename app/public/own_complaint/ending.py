"""Signing, saying how it was, reading back what she sent, and taking everything back."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.domain.complaint_papers import PaperRefused, attorney_of, satisfaction_of
from app.public.complaint.review import rows_of
from app.public.follow.own_page import show_page
from app.public.own_complaint.blueprint import own_complaint
from app.public.own_complaint.forms import AttorneyForm, HowItWasForm
from app.public.own_complaint.own_page import of_a_complaint_only, on_her_complaint
from app.services.complaint_papers import (
    NotNow,
    say_how_it_was,
    sign_attorney,
    take_back_attorney,
)
from app.services.follow_complaint import FollowedComplaint, follow_complaint
from app.services.own_complaint import OwnComplaint
from app.services.withdraw_complaint import withdraw_complaint
from app.web import session_cookie
from app.web.attorney_text import attorney_text
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, locale, now, reference, today
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing


@own_complaint.route("/z/v", methods=["GET", "POST"])
@open_to("complainant")
@keeps_text("name")
@on_her_complaint
@of_a_complaint_only
def attorney(own: OwnComplaint) -> AnyResponse:
    """Her power of attorney: what it says, her name, and how she signs."""
    if request.method != "POST" or form_expired():
        return _attorney_page(own, AttorneyForm())
    if request.form.get("go") == "end":
        with writing() as session:
            take_back_attorney(session, own, now=now())
        return redirect(url_for("own_complaint.status", d="u"), 303)
    form = AttorneyForm(formdata=request.form)
    try:
        signed = attorney_of(
            form.name.data or "",
            today(),
            how=form.how.data or "",
            words=attorney_text("nl"),
            today=today(),
        )
    except PaperRefused as refused:
        field = form.how if refused.reason == "not_a_choice" else form.name
        field.errors = [_paper_sentence(refused.reason)]
        return _attorney_page(own, form, 422)
    with writing() as session:
        sign_attorney(session, own, signed, now=now())
    return redirect(url_for("own_complaint.status", d="v"), 303)


@own_complaint.route("/z/e", methods=["GET", "POST"])
@open_to("complainant")
@keeps_text("words")
@on_her_complaint
@of_a_complaint_only
def how_it_was(own: OwnComplaint) -> AnyResponse:
    """How content she is; apart from any outcome, and only when the case is closed."""
    if request.method != "POST" or form_expired():
        return _how_page(own, HowItWasForm())
    form = HowItWasForm(formdata=request.form)
    stars = form.stars.data or ""
    try:
        said = satisfaction_of(int(stars) if stars.isdecimal() else 0, form.words.data or "")
        with writing() as session:
            say_how_it_was(session, own, said, now=now())
    except PaperRefused as refused:
        field = form.stars if refused.reason == "not_a_choice" else form.words
        field.errors = [_paper_sentence(refused.reason)]
        return _how_page(own, form, 422)
    except NotNow:
        return redirect(url_for("own_complaint.status"), 303)
    return redirect(url_for("own_complaint.status", d="e"), 303)


@own_complaint.get("/z/t")
@open_to("complainant")
@on_her_complaint
def sent(own: OwnComplaint) -> AnyResponse:
    """Behind a link of its own: who looks over her shoulder at the status sees none of it."""
    complaint = _followed(own)
    if not complaint.shows_text:
        return redirect(url_for("own_complaint.status"), 303)
    rows = [{"label": row.label, "answer": row.answer} for row in rows_of(complaint.draft)]
    return show_page("public/own_complaint/sent.html", rows=rows)


@own_complaint.route("/z/x", methods=["GET", "POST"])
@open_to("complainant")
@on_her_complaint
def withdraw(own: OwnComplaint) -> AnyResponse:
    """The consequence in words, before the button; then everything goes."""
    if request.method != "POST":
        case = _followed(own)
        sent_out = any(step.record.sent_on is not None for step in case.steps)
        return show_page(
            "public/own_complaint/withdraw.html", sent_out=sent_out, is_training=case.is_training
        )
    with writing() as session:
        withdraw_complaint(session, own, now=now())
        session_cookie.end(session)
    return session_cookie.away(url_for("follow.gone"))


def _followed(own: OwnComplaint) -> FollowedComplaint:
    with database().reading() as session:
        return follow_complaint(session, own, known=reference(), now=now())


def _attorney_page(own: OwnComplaint, form: AttorneyForm, code: int = 200) -> Response:
    """What she signed as it stood then; what it says in her language only while it says that."""
    complaint, wording = _followed(own), attorney_text("nl")  # the paper is for who reads Dutch
    signed = complaint.attorney.words if complaint.attorney else ""
    return show_page(
        "public/own_complaint/attorney.html",
        code,
        form=form,
        complaint=complaint,
        in_dutch=signed or wording,
        in_her_language=attorney_text(locale()) if signed in ("", wording) else "",
    )


def _how_page(own: OwnComplaint, form: HowItWasForm, code: int = 200) -> Response:
    return show_page(
        "public/own_complaint/how_it_was.html", code, form=form, complaint=_followed(own)
    )


def _paper_sentence(reason: str) -> str:
    return {
        "name_needed": _("Type your name."),
        "too_long": _("This is too long. Make it shorter."),
        "unreadable": _("We cannot read a sign in your text. Type it again."),
        "not_a_choice": _("Choose one of these."),
    }.get(reason, _("Look at this again."))
