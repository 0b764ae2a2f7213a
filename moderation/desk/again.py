"""Showing again that it is you, before an act that cannot be undone (security.md 3.13).

`@needs_fresh` goes below `@open_to`: within five minutes of a proof the page opens, otherwise
this page comes first. The proof gives the session a new secret.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField

from app.adapters.passkeys import Site
from app.web import session_cookie
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm
from app.web.headers import asks_passkey
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import lazy as _l
from moderation.decisions.desk_person import DeskPerson, freshness, is_fresh
from moderation.decisions.passkeys import CHALLENGE, Challenge
from moderation.decisions.reauthenticate import (
    reauthenticate,
    reauthenticate_with_passkey,
    salt_of,
    stretch_if_passphrase,
)
from moderation.desk.blueprint import desk
from moderation.desk.passkey_asking import site_of
from moderation.desk.person import home_of, person

View = TypeVar("View", bound=Callable[..., Any])


class AgainForm(HouseForm):
    """Either proof fits in one field: they look nothing alike."""

    proof = PasswordField(_l("A new code from your app, or your passphrase"))
    next = HiddenField()
    answer = HiddenField()  # of a passkey; the script fills it in


def needs_fresh(view: View) -> View:
    """Mark a view of a dangerous act; it must answer GET, since that is where one comes back."""

    @functools.wraps(view)
    def around(*args: Any, **kwargs: Any) -> Any:
        if not is_fresh(person(), now()):
            return redirect(url_for("desk.again", next=request.path), 303)
        return view(*args, **kwargs)

    return cast("View", around)


@desk.route("/again", methods=["GET", "POST"])
@open_to("staff")
def again() -> Response | tuple[str, int]:
    somebody, place, moment = person(), site_of(person()), now()
    if place is not None:
        asks_passkey()
    form = AgainForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        return _page(form, refused=False, passkey=place is not None), 200
    spend("staff_sign_in", f"again/{somebody.staff_id}")
    if form.answer.data and place is not None:
        right = _by_passkey(somebody, form.answer.data, place, moment)
    else:
        right = _by_proof(somebody, form.proof.data or "", moment)
    if right is None:
        return redirect(url_for("desk.sign_in"), 303)
    if not right:
        form.answer.data = ""
        return _page(form, refused=True, passkey=place is not None), 422
    return redirect(_back_to(form.next.data or "", home_of(somebody)), 303)


def _page(form: AgainForm, *, refused: bool, passkey: bool) -> str:
    return render_template("desk/again.html", form=form, refused=refused, passkey=passkey)


def _by_passkey(somebody: DeskPerson, answer: str, place: Site, moment: datetime) -> bool | None:
    with database().writing() as session:
        challenge = Challenge.from_session(session_cookie.take(session, CHALLENGE))
        right = reauthenticate_with_passkey(
            session,
            somebody.staff_id,
            challenge,
            answer,
            site=place,
            keyring=keyring(),
            now=moment,
        )
        _rise_or_end(session, right, moment)
    return right


def _by_proof(somebody: DeskPerson, proof: str, moment: datetime) -> bool | None:
    with database().reading() as session:
        salt = salt_of(session, somebody.staff_id)
    stretched = stretch_if_passphrase(proof, salt, keyring=keyring())
    with database().writing() as session:
        right = reauthenticate(
            session, somebody.staff_id, proof, stretched, keyring=keyring(), now=moment
        )
        _rise_or_end(session, right, moment)
    return right


def _rise_or_end(session: Session, right: bool | None, moment: datetime) -> None:
    if right:
        session_cookie.renew(session, freshness(moment), moment)
    elif right is None:
        session_cookie.end(session)


def _back_to(wanted: str, home: str) -> str:
    """Only to a page of the desk itself: an address from a form is anybody's."""
    own = f"/{locale()}/desk/"
    plain = wanted.isascii() and wanted.isprintable() and not set(wanted) & set("\\?#")
    return wanted if plain and wanted.startswith(own) and ".." not in wanted else home
