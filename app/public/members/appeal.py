"""Who is shut out says once what she has against it, with her code."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.public.members.blueprint import members
from app.public.members.own_page import Answer
from app.public.members.with_code import take_words
from app.public.wizard.forms import one_kind_of_line_end, raise_problem
from app.services.appeal_suspension import MAX_APPEAL_CHARS, appeal_suspension
from app.services.sign_in_member import stretch_typed
from app.web.csrf import anonymous_form, keeps_text
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
    nobody = _("No member who is shut out belongs to this code. Look at your note again.")
    return take_words(AppealForm, "public/members/appeal.html", _send, nobody=nobody, done="a")


def _send(form: AppealForm) -> None:
    member_code = stretch_typed(form.code.data or "", keyring())
    words = (form.words.data or "").strip()
    with writing() as session:
        appeal_suspension(session, member_code, words, keyring=keyring(), now=now())
