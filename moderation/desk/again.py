"""Showing again that it is you, before an act that cannot be undone (security.md 3.13).

`@needs_fresh` goes below `@open_to`: within five minutes of a proof the page opens, otherwise
this page comes first. The proof gives the session a new secret.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField

from app.web import session_cookie
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import lazy as _l
from moderation.decisions.desk_person import freshness, is_fresh
from moderation.decisions.reauthenticate import (
    reauthenticate,
    salt_of,
    stretch_if_passphrase,
)
from moderation.desk.blueprint import desk
from moderation.desk.person import home_of, person

View = TypeVar("View", bound=Callable[..., Any])


class AgainForm(HouseForm):
    """Either proof fits in one field: they look nothing alike."""

    proof = PasswordField(_l("A new code from your app, or your passphrase"))
    next = HiddenField()


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
    somebody = person()
    form = AgainForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        return render_template("desk/again.html", form=form, refused=False), 200
    spend("staff_sign_in", f"again/{somebody.staff_id}")
    proof, moment = form.proof.data or "", now()
    with database().reading() as session:
        salt = salt_of(session, somebody.staff_id)
    stretched = stretch_if_passphrase(proof, salt, keyring=keyring())
    with database().writing() as session:
        right = reauthenticate(
            session, somebody.staff_id, proof, stretched, keyring=keyring(), now=moment
        )
        if right:
            session_cookie.renew(session, freshness(moment), moment)
        elif right is None:
            session_cookie.end(session)
    if right is None:
        return redirect(url_for("desk.sign_in"), 303)
    if not right:
        return render_template("desk/again.html", form=form, refused=True), 422
    return redirect(_back_to(form.next.data or "", home_of(somebody)), 303)


def _back_to(wanted: str, home: str) -> str:
    """Only to a page of the desk itself: an address from a form is anybody's."""
    own = f"/{locale()}/desk/"
    plain = wanted.isascii() and wanted.isprintable() and not set(wanted) & set("\\?#")
    return wanted if plain and wanted.startswith(own) and ".." not in wanted else home
