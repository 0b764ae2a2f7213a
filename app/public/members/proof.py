"""Showing again that she does this work: her proof is deleted after a week, her place is not."""

from __future__ import annotations

from wtforms import StringField

from app.public.members.apply import ProofForm
from app.public.members.blueprint import members
from app.public.members.own_page import Answer
from app.public.members.with_code import take_words
from app.services.renew_proof import renew_proof
from app.services.sign_in_member import stretch_typed
from app.web.csrf import anonymous_form, keeps_text
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
    nobody = _("No waiting application belongs to this code. Look at your note again.")
    return take_words(AgainForm, "public/members/again.html", _send, nobody=nobody, done="p")


def _send(form: AgainForm) -> None:
    member_code = stretch_typed(form.code.data or "", keyring())
    with writing() as session:
        renew_proof(
            session,
            member_code,
            way=form.way.data,
            words=(form.words.data or "").strip(),
            keyring=keyring(),
            now=now(),
        )
