"""A member's door: her code in; her pages, or how long she still waits, out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from app.domain.code import CodeMistyped, CodeUnreadable
from app.domain.membership import Standing, reminder
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, gone, opened_member
from app.services.appeal_suspension import NotBarred, barred
from app.services.member_code import MemberCode, sign_of_code
from app.services.member_settings import NoMember, unseen_notices
from app.services.sign_in_member import (
    SESSION_DATA,
    CodeUnknown,
    Refused,
    SignedInMember,
    Waiting,
    sign_in_member,
    stretch_typed,
    withdraw_application,
)
from app.web import session_cookie
from app.web.current import database, keyring, locale, now, reference
from app.web.forms import HouseForm, refuse_code
from app.web.page_store import same_for_everyone
from app.web.rate_guard import limit
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class CodeForm(HouseForm):
    """One field for words and digits; it is judged as a whole."""

    code = StringField(_l("Your seven words, or your 24 digits"))


@members.route("/m", methods=["GET", "POST"])
@open_to("anyone", sign_in_for="member")
@limit("member_sign_in")
@same_for_everyone
def home() -> Answer:
    """The box for who has no session; the way on for who has one."""
    if request.method == "POST":
        return _answer(CodeForm())
    opened = current_session()
    if opened is None or opened.kind != "member":
        done = request.args.get("d", "")
        return render_template("public/members/sign_in.html", form=CodeForm(formdata=None), d=done)
    try:
        member = opened_member()
    except NoMember:
        return gone()
    if member.standing is not Standing.OPEN:
        return redirect(url_for("members.settings"), 303)
    with database().reading() as session:
        unseen = unseen_notices(session, member, now=now())
    return render_template(
        "public/members/home.html",
        unseen=unseen,
        reminder=reminder(member.renew_by, now().date()),
        renew_by=member.renew_by,
    )


@members.post("/m/out")
@open_to("member")
def sign_out() -> Response:
    session_cookie.end()
    return session_cookie.away(url_for("members.home", d="o"))


def _answer(form: CodeForm) -> Answer:
    try:
        member_code = stretch_typed(form.code.data or "", keyring())
    except CodeMistyped:
        return _refused(form, _mistyped())
    except CodeUnreadable as error:
        return _refused(form, _mistyped() if error.reason == "unknown_word" else _opens_nothing())
    try:
        if request.form.get("go") == "withdraw":
            return _withdraw(member_code)
        found = _sign_in(member_code)
    except CodeUnknown:
        return _barred(member_code) or _refused(form, _opens_nothing())
    if isinstance(found, SignedInMember):
        return redirect(url_for("members.home"), 303)
    return _waits(found, sign_of_code(member_code.code, keyring()))


def _sign_in(member_code: MemberCode) -> SignedInMember | Waiting | Refused:
    moment = now()
    with database().writing() as session:
        found = sign_in_member(session, member_code, now=moment)
        if isinstance(found, SignedInMember):
            session_cookie.start(session, "member", found.member_id, SESSION_DATA, moment)
    return found


def _withdraw(member_code: MemberCode) -> Response:
    with database().writing() as session:
        withdraw_application(session, member_code)
    return redirect(url_for("members.home", d="w"), 303)


def _barred(member_code: MemberCode) -> str | None:
    """Who is shut out reads why, in answer to the POST itself; it starts no session."""
    try:
        with database().reading() as session:
            found = barred(session, member_code, keyring=keyring())
    except NotBarred:
        return None
    return render_template(
        "public/members/barred.html",
        found=found,
        sentence=reference().text("member_suspend_reason", found.reason, locale()),
    )


def _waits(found: Waiting | Refused, sign: str) -> str:
    """In answer to the POST itself: the code is in no address, cookie or table (decisions 6)."""
    reason, sentence = "", ""
    if isinstance(found, Refused):
        reason = reference().label("application_refusal", found.reason, locale())
        sentence = reference().text("application_refusal", found.reason, locale())
    return render_template(
        "public/members/waiting.html",
        waiting=found if isinstance(found, Waiting) else None,
        reason=reason,
        sentence=sentence,
        sign=sign,
        form=CodeForm(formdata=None),
    )


def _refused(form: CodeForm, sentence: str) -> Answer:
    """What she typed stays in the field, so that she can correct it."""
    refuse_code(form, sentence)
    return render_template("public/members/sign_in.html", form=form, d=""), 422


def _mistyped() -> str:
    return _("One word or digit is mistyped. Look at your note again.")


def _opens_nothing() -> str:
    return _("This code opens nothing here. Are these all seven words, or all 24 digits?")
