"""What a listed person fills in: what he asks, the number it is about, the code, his words."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from app.domain.identifiers.guess import guess
from app.domain.identifiers.kinds import MAX_LENGTH, Identifier
from app.domain.identifiers.phone import takes_messages
from app.domain.subject_request import CONTROLLED, MAX_WORDS, RIGHTS
from app.public.wizard.forms import labels, one_kind_of_line_end, raise_problem
from app.web.current import mail, reference, sms
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

BEGIN_NEW = _l("This took too long. For your safety the code works for 15 minutes. Ask a new one.")


class WhereForm(HouseForm):
    """What he asks, and the number or address that it is about."""

    right = RadioField(_l("What do you want?"), validate_choice=False)
    value = StringField(_l("Your phone number or e-mail address"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.right.choices = labels("subject_right")
        self.identifier: Identifier | None = None

    def validate_right(self, field: RadioField) -> None:
        if field.data not in RIGHTS:
            raise_problem(_("Choose what you want."))

    def validate_value(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        if len(typed) > MAX_LENGTH:
            field.data = ""
        meant = [one for one in guess(typed) if one.kind in CONTROLLED]
        if not meant:
            raise_problem(
                _("We cannot read this as a phone number or an e-mail address. Look at it again.")
            )
        self.identifier = meant[0]
        if self.identifier.kind == "phone" and not takes_messages(self.identifier.value):
            raise_problem(_("We send no code to a service number or a paid number. Write to us."))
        if not (sms() if self.identifier.kind == "phone" else mail()).works:
            raise_problem(
                _("We cannot send a code to a phone now. Write to us, see below.")
                if self.identifier.kind == "phone"
                else _("We cannot send a code by e-mail now. Write to us, see below.")
            )


class CodeForm(HouseForm):
    """The code that was sent there."""

    proof = StringField(_l("The code that you got"))


class WordsForm(HouseForm):
    """Why, and in his own words."""

    ground = RadioField(_l("What is the matter?"), validate_choice=False)
    words = TextAreaField(
        _l("Do you want to explain it?"),
        [Length(max=MAX_WORDS, message=_l("This is too long. Keep it under 4,000 characters."))],
        filters=[one_kind_of_line_end],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ground.choices = labels("subject_ground")

    def validate_ground(self, field: RadioField) -> None:
        if not reference().has("subject_ground", field.data or ""):
            raise_problem(_("Choose what is the matter. “Something else” is possible too."))

    def validate_words(self, field: TextAreaField) -> None:
        if any(ord(one) < 32 and one not in "\n\t" for one in field.data or ""):
            raise_problem(_("We cannot read a sign in your text. Type it again."))
