"""Signing in and out at the desk: one page, one answer for everything that is wrong (T14)."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from app.web import session_cookie
from app.web.current import database, keyring, now
from app.web.forms import HouseForm
from app.web.headers import asks_passkey
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.session_cookie import current_session
from app.web.texts import lazy as _l
from moderation.decisions.attempts import DEVICE_DAYS
from moderation.decisions.desk_person import to_session
from moderation.decisions.half_open import (
    HalfOpen,
    begin_half_open,
    finish_with_code,
    finish_with_passkey,
)
from moderation.decisions.passkeys import CHALLENGE, Challenge
from moderation.decisions.sign_in import (
    SignedIn,
    complete_sign_in,
    find_candidate,
    try_passphrase,
)
from moderation.desk.blueprint import desk
from moderation.desk.passkey_asking import site
from moderation.desk.person import home_of, signed_in_person

DEVICE_SECONDS = DEVICE_DAYS * 24 * 60 * 60


class SignInForm(HouseForm):
    """No field refuses by itself: an answer per field would tell what was right."""

    name = StringField(_l("Your name at the desk"))
    passphrase = PasswordField(_l("Your passphrase: six words"))
    code = StringField(_l("Code from your app: six digits"))


class PasskeyForm(HouseForm):
    """Either the script fills in the answer, or she types a code."""

    answer = HiddenField()
    code = StringField(_l("Code from your app: six digits"))


@desk.route("/sign-in", methods=["GET", "POST"])
@open_to("anyone", sign_in_for="staff")
def sign_in() -> Response | tuple[str, int]:
    form = SignInForm()
    if request.method == "GET":
        somebody = signed_in_person()
        if somebody is not None:
            return redirect(home_of(somebody), 303)
        return _page(form, refused=False), 200
    found = _try(form)
    if found is None:
        form.code.data = ""  # it counts once, so it is not shown again
        return _page(form, refused=True), 422
    if isinstance(found, HalfOpen):
        return redirect(url_for("desk.sign_in_passkey"), 303)
    return _welcome(found)


@desk.route("/sign-in/passkey", methods=["GET", "POST"])
@open_to("half", sign_in_for="half")
def sign_in_passkey() -> Response | tuple[str, int]:
    """The second step, for who has a passkey."""
    place = site()
    opened = current_session()
    if opened is None or place is None:
        abort(404)
    asks_passkey()
    form, moment = PasskeyForm(), now()
    refused = form.is_submitted() and not form.validate()
    if form.is_submitted() and not refused:
        half = HalfOpen.from_session(cast("UUID", opened.owner_id), opened.data)
        spend("staff_sign_in", f"half/{half.staff_id}")
        with database().writing() as session:
            challenge = Challenge.from_session(session_cookie.take(session, CHALLENGE))
            answer, code = form.answer.data or "", form.code.data or ""
            if answer:
                done = finish_with_passkey(
                    session, half, challenge, answer, site=place, keyring=keyring(), now=moment
                )
            else:
                done = finish_with_code(session, half, code, keyring=keyring(), now=moment)
            if done.signed_in is not None:
                somebody = done.signed_in.person
                session_cookie.start(
                    session, "staff", somebody.staff_id, to_session(somebody), moment
                )
            elif done.over:
                session_cookie.end(session)
            else:
                session_cookie.update_data(session, {"wrong": half.wrong + 1})
        if done.signed_in is not None:
            return _welcome(done.signed_in)
        if done.over:
            return redirect(url_for("desk.sign_in"), 303)
        refused, form.answer.data, form.code.data = True, "", ""
    page = render_template("desk/sign_in_passkey.html", form=form, refused=refused)
    return page, 422 if refused else 200


@desk.post("/sign-out")
@open_to("staff", "enrolling", "half")
def sign_out() -> Response:
    session_cookie.end()
    response = redirect(url_for("desk.sign_in"), 303)
    # not "cookies": the mark of this device is what keeps a stranger from locking us out
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(form: SignInForm, *, refused: bool) -> str:
    passkeys = site() is not None
    return render_template("desk/sign_in.html", form=form, refused=refused, passkeys=passkeys)


def _welcome(found: SignedIn) -> Response:
    response = redirect(home_of(found.person), 303)
    _remember_device(response, found.device)
    return response


def _try(form: SignInForm) -> SignedIn | HalfOpen | None:
    name, passphrase = form.name.data or "", form.passphrase.data or ""
    moment = now()
    with database().reading() as session:
        candidate = find_candidate(
            session, name, request.cookies.get(_device_cookie(), ""), keyring=keyring(), now=moment
        )
    # a browser that has signed in before has windows of its own (security.md 3.9)
    folded = " ".join(name.casefold().split())
    spend("staff_sign_in", f"known/{folded}" if candidate.knows_device else folded)
    tried = try_passphrase(candidate, passphrase, keyring=keyring())
    code = form.code.data or ""
    if site() is not None and not code.strip():
        with database().writing() as session:
            half = begin_half_open(session, tried, keyring=keyring(), now=moment)
            if half is not None:
                session_cookie.start(session, "half", half.staff_id, half.to_session(), moment)
        return half
    with database().writing() as session:
        signed_in = complete_sign_in(session, tried, code, keyring=keyring(), now=moment)
        if signed_in is not None:
            somebody = signed_in.person
            session_cookie.start(session, "staff", somebody.staff_id, to_session(somebody), moment)
    return signed_in


def _device_cookie() -> str:
    return session_cookie.cookie_name()[:-1] + "d"


def _remember_device(response: Response, mark: str) -> None:
    name = _device_cookie()
    response.set_cookie(
        name,
        mark,
        max_age=DEVICE_SECONDS,
        path="/",
        secure=name.startswith("__Host-"),
        httponly=True,
        samesite="Strict",
    )
