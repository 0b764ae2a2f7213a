"""Signing in and out at the desk: one page, one answer for everything that is wrong (T14)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from app.web import session_cookie
from app.web.current import database, keyring, now
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import lazy as _l
from moderation.decisions.attempts import DEVICE_DAYS
from moderation.decisions.desk_person import to_session
from moderation.decisions.sign_in import (
    SignedIn,
    complete_sign_in,
    find_candidate,
    try_passphrase,
)
from moderation.desk.blueprint import desk
from moderation.desk.person import home_of, signed_in_person

DEVICE_SECONDS = DEVICE_DAYS * 24 * 60 * 60


class SignInForm(HouseForm):
    """No field refuses by itself: an answer per field would tell what was right."""

    name = StringField(_l("Your name at the desk"))
    passphrase = PasswordField(_l("Your passphrase: six words"))
    code = StringField(_l("Code from your app: six digits"))


@desk.route("/sign-in", methods=["GET", "POST"])
@open_to("anyone", sign_in_for="staff")
def sign_in() -> Response | tuple[str, int]:
    form = SignInForm()
    if request.method == "GET":
        somebody = signed_in_person()
        if somebody is not None:
            return redirect(home_of(somebody), 303)
        return render_template("desk/sign_in.html", form=form, refused=False), 200
    signed_in = _try(form)
    if signed_in is None:
        form.code.data = ""  # it counts once, so it is not shown again
        return render_template("desk/sign_in.html", form=form, refused=True), 422
    response = redirect(home_of(signed_in.person), 303)
    _remember_device(response, signed_in.device)
    return response


@desk.post("/sign-out")
@open_to("staff", "enrolling")
def sign_out() -> Response:
    session_cookie.end()
    response = redirect(url_for("desk.sign_in"), 303)
    # not "cookies": the mark of this device is what keeps a stranger from locking us out
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _try(form: SignInForm) -> SignedIn | None:
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
    with database().writing() as session:
        signed_in = complete_sign_in(
            session, tried, form.code.data or "", keyring=keyring(), now=moment
        )
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
