"""What is asked of somebody who asks for a training: a sex worker without a name, an institution
with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.complaint import MAX_STORY_CHARS, ComplaintDraft
from app.domain.identifiers.email import normalise_email
from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.report_parts import MAX_IDENTIFIER_CHARS, Contact
from app.domain.training_request import (
    INSTITUTION,
    MAX_ORGANISATION_CHARS,
    MAX_WHEN_CHARS,
    MOST_PEOPLE,
    WORKER,
    TrainingRequest,
)
from app.public.wizard.forms import (
    ContactForm,
    StepForm,
    labels,
    one_kind_of_line_end,
    raise_problem,
)
from app.public.wizard.place_form import PlaceForm
from app.services.trainings import AnnouncedTraining
from app.web.current import locale, reference
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.training_words import dated_title, training_words, when_words

OTHER = "other"
TOO_LONG = _l("This is too long. Make it shorter.")


class AskForm(StepForm[ComplaintDraft]):
    """Which training: one that is announced, or another one in their own words."""

    training = RadioField(_l("Which training?"), validate_choice=False)
    wishes = TextAreaField(
        _l("What are you looking for?"),
        [Length(max=MAX_STORY_CHARS, message=_l("Keep this under 8,000 characters."))],
        filters=[one_kind_of_line_end],
    )

    def __init__(self, said: ComplaintDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.titles: dict[str, str] = {}
        self.whens: dict[str, str] = {}

    def offer(self, announced: Sequence[AnnouncedTraining], wanted: str = "") -> None:
        """The trainings one can choose; `wanted` is the one that she came for."""
        self.titles = {str(one.training_id): dated_title(one.training) for one in announced}
        self.training.choices = [
            *(
                SelectChoice(str(one.training_id), training_words(one.training).title)
                for one in announced
            ),
            SelectChoice(OTHER, _("Another training, or another day")),
        ]
        self.whens = {str(one.training_id): when_words(one.training) for one in announced}
        if wanted in self.titles:
            self.training.data = wanted
        elif not announced and not self.training.data:
            self.training.data = OTHER

    def validate_training(self, field: RadioField) -> None:
        if field.data and field.data != OTHER and field.data not in self.titles:
            raise_problem(_("This training is not in the list any more. Choose another one."))
        if not field.data:
            raise_problem(_("Choose a training. “Another training” is possible too."))

    def validate_wishes(self, field: TextAreaField) -> None:
        if self.training.data == OTHER and not (field.data or "").strip():
            raise_problem(_("Write what you are looking for. A few words are enough."))

    def request(self, **more: Any) -> TrainingRequest:
        """What was chosen; only after `validate`."""
        chosen = self.training.data or OTHER
        if chosen == OTHER:
            return TrainingRequest(**more)
        return TrainingRequest(training=chosen, title=self.titles[chosen], **more)


class WorkerForm(AskForm, PlaceForm[ComplaintDraft], ContactForm[ComplaintDraft]):
    """Without a name: her language, her region, and a safe way to reach her if she likes."""

    language = SelectField(_l("In which language?"), validate_choice=False)

    def __init__(self, said: ComplaintDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.language.choices = labels("language")
        if not reference().has("language", self.language.data or ""):
            self.language.data = locale()

    def change(self, draft: ComplaintDraft) -> ComplaintDraft:
        return replace(
            draft,
            training=self.request(who=WORKER),
            region=self.region,
            story=(self.wishes.data or "").strip(),
            language=self.language.data,
            contact=self.contact(),
        )


class InstitutionForm(AskForm):
    """With a name, since it is an organisation that is answered by mail."""

    people = StringField(_l("For how many people?"), [Length(max=20, message=TOO_LONG)])
    when = StringField(
        _l("When would it suit you?"), [Length(max=MAX_WHEN_CHARS, message=TOO_LONG)]
    )
    organisation = StringField(
        _l("Name of your organisation"), [Length(max=MAX_ORGANISATION_CHARS, message=TOO_LONG)]
    )
    kind = SelectField(_l("What kind of organisation is it?"), validate_choice=False)
    name = StringField(_l("Your name"), [Length(max=MAX_IDENTIFIER_CHARS, message=TOO_LONG)])
    mail = StringField(
        _l("Your e-mail address"), [Length(max=MAX_IDENTIFIER_CHARS, message=TOO_LONG)]
    )
    phone = StringField(
        _l("Your telephone number"), [Length(max=MAX_IDENTIFIER_CHARS, message=TOO_LONG)]
    )

    def __init__(self, said: ComplaintDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.kind.choices = [
            SelectChoice("", _("choose")),
            *(
                SelectChoice(one.code, one.label(locale()))
                for one in reference().institution_types.values()
            ),
        ]

    def validate_organisation(self, field: StringField) -> None:
        _needed(field, _("Fill in what your organisation is called."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in reference().institution_types:
            raise_problem(_("Choose what kind of organisation it is."))

    def validate_name(self, field: StringField) -> None:
        _needed(field, _("Fill in your name, so that we know who we write to."))

    def validate_mail(self, field: StringField) -> None:
        _needed(field, _("Fill in your e-mail address: we answer by mail."))
        try:
            normalise_email(field.data or "")
        except NotAnIdentifier:
            raise_problem(_("We cannot read this e-mail address. Write it like name@example.nl."))

    def validate_people(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        if typed and not (typed.isdecimal() and 1 <= int(typed) <= MOST_PEOPLE):
            raise_problem(_("Write a whole number, such as 12. Leave it empty if you do not know."))

    def change(self, draft: ComplaintDraft) -> ComplaintDraft:
        return replace(
            draft,
            training=self.request(
                who=INSTITUTION,
                organisation=(self.organisation.data or "").strip(),
                institution_kind=self.kind.data,
                people=int((self.people.data or "").strip() or 0),
                when=(self.when.data or "").strip(),
            ),
            story=(self.wishes.data or "").strip(),
            language=locale(),
            contact=Contact(
                "email",
                (self.mail.data or "").strip(),
                name=(self.name.data or "").strip(),
                phone=(self.phone.data or "").strip(),
            ),
        )


def _needed(field: StringField, sentence: str) -> None:
    if not (field.data or "").strip():
        raise_problem(sentence)
