"""What she fills in on the page of her complaint."""

from __future__ import annotations

from wtforms import FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.complaint_papers import MAX_NAME_CHARS, MAX_WORDS_CHARS, MOST_STARS
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class FileForm(HouseForm):
    """A photo, screenshot or PDF."""

    photo = FileField(_l("Choose a photo, screenshot or PDF"))


class AttorneyForm(HouseForm):
    """Her name under the power of attorney, and how she signs it."""

    name = StringField(_l("Your name, as it may stand in the letter"), [Length(max=MAX_NAME_CHARS)])
    how = RadioField(_l("How do you sign?"), validate_choice=False)

    def __init__(self, formdata: object = None, **kwargs: object) -> None:
        super().__init__(formdata=formdata, **kwargs)
        self.how.choices = [
            SelectChoice("screen", _("Here: my typed name is my signature")),
            SelectChoice("paper", _("On paper: I print it, sign it and give it to the desk")),
        ]


class HowItWasForm(HouseForm):
    """How content she is; words only if she likes."""

    stars = RadioField(_l("How content are you?"), validate_choice=False)
    words = TextAreaField(_l("Do you want to say why?"), [Length(max=MAX_WORDS_CHARS)])

    def __init__(self, formdata: object = None, **kwargs: object) -> None:
        super().__init__(formdata=formdata, **kwargs)
        words = (
            _("not at all"), _("a little"), _("so-so"), _("rather"), _("very"),
        )  # fmt: skip
        self.stars.choices = [
            SelectChoice(str(n), f"{n} · {words[n - 1]}") for n in range(1, MOST_STARS + 1)
        ]
