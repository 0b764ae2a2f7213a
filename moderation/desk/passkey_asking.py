"""Putting the question to a browser: where passkeys are offered, and a new question each time.

The script of a page asks for the question by POST: showing a page changes nothing.
"""

from __future__ import annotations

from flask import Response, abort, current_app, request

from app.adapters.passkeys import Site, enrolment_options, question
from app.web import session_cookie
from app.web.current import database, keyring, now, settings
from app.web.roles import open_to
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.passkeys import credential_ids, has_passkeys, new_challenge
from moderation.desk.blueprint import desk
from moderation.desk.person import person


@desk.post("/passkey/question")
@open_to("staff", "half")
def passkey_question() -> Response:
    """What navigator.credentials.get wants; the question before this one is dead."""
    place = site()
    if place is None:
        abort(404)
    challenge = new_challenge(now())
    with database().writing() as session:
        session_cookie.update_data(session, challenge.to_session())
    return _json(question(place, challenge.value))


@desk.post("/account/passkeys/question")
@open_to("staff")
def new_passkey_question() -> Response:
    """What navigator.credentials.create wants, within five minutes of a proof of presence."""
    place, somebody, moment = site(), person(), now()
    if place is None or not is_fresh(somebody, moment):
        abort(404)
    challenge = new_challenge(moment)
    with database().writing() as session:
        present = credential_ids(session, somebody.staff_id, keyring=keyring())
        session_cookie.update_data(session, challenge.to_session())
    user = (somebody.staff_id.bytes, somebody.name)
    return _json(enrolment_options(place, challenge.value, user, present))


def site() -> Site | None:
    """The desk as passkeys know it; None without the setting, or when reached by another name.

    A passkey is bound to one name: over the onion address the codes of the app are there.
    """
    origin = settings().desk_origin
    if origin is None or request.host != origin.partition("://")[2]:
        return None
    return Site(origin)


def site_of(somebody: DeskPerson) -> Site | None:
    """As site, and only for who has a passkey."""
    place = site()
    if place is None:
        return None
    with database().reading() as session:
        return place if has_passkeys(session, somebody.staff_id) else None


def _json(text: str) -> Response:
    return current_app.response_class(text, mimetype="application/json")
