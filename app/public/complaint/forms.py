"""The questions of the complaint, one form a step: each reads what she told and changes it.

Only the kind of institution and a subject are needed: "I do not know" is a real answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.complaint import DISCRIMINATED, FIRST_DAY, MAX_STORY_CHARS, MAX_SUBJECTS
from app.domain.complaint_parts import COMPLAINT_CONSENTS, ComplaintConsents, Letter
from app.domain.report_parts import WhenKnown
from app.public.complaint.telling import Telling
from app.public.wizard.days import written_day
from app.public.wizard.forms import (
    Boxes,
    ContactForm,
    StepForm,
    day_typed,
    labels,
    one_kind_of_line_end,
    raise_problem,
)
from app.public.wizard.place_form import PlaceForm
from app.web.current import locale, reference
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class StartForm(StepForm[Telling]):
    """For whom is it."""

    on_behalf = BooleanField(_l("I complain for somebody else and give the code to her"))

    def fill(self, draft: Telling) -> None:
        self.on_behalf.data = draft.draft.on_behalf

    def change(self, draft: Telling) -> Telling:
        return draft.said(on_behalf=bool(self.on_behalf.data))


class LetterForm(StepForm[Telling]):
    """A letter with a decision starts six hard weeks, so it is asked first (Awb 6:7)."""

    got = RadioField(_l("Did you get a letter with a decision?"), validate_choice=False)
    dated = StringField(_l("Which date is on the letter? For example 21-11-2026"), [Length(max=40)])

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.got.choices = labels("yes_no_unknown")
        self.read: date | None = None

    def validate_dated(self, field: StringField) -> None:
        self.read = day_typed(field.data, first=FIRST_DAY, too_early=_before_1990())

    def fill(self, draft: Telling) -> None:
        self.got.data = draft.draft.letter.got
        self.dated.data = written_day(draft.draft.letter.dated)

    def change(self, draft: Telling) -> Telling:
        got = self.got.data or ("yes" if self.read else "")
        return draft.said(letter=Letter(got, self.read if got == "yes" else None))


class SubjectForm(StepForm[Telling]):
    """What it is about: one to three subjects, and of several the most important one."""

    subjects = Boxes(_l("What is it about?"))
    foremost = RadioField(_l("Which of these is the most important?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.subjects.choices = labels("subject")
        self._offer(list(self.subjects.data or ()))

    def validate_subjects(self, field: Boxes) -> None:
        chosen = field.data or []
        if not chosen:
            raise_problem(_("Choose at least one subject. “Something else” is one too."))
        if len(chosen) > MAX_SUBJECTS:
            raise_problem(_("Choose three at most: what matters most to you."))

    def validate_foremost(self, field: RadioField) -> None:
        chosen = self.subjects.data or []
        if 1 < len(chosen) <= MAX_SUBJECTS and field.data not in chosen:
            raise_problem(_("You chose more than one. Say which is the most important."))

    def fill(self, draft: Telling) -> None:
        self.subjects.data = list(draft.draft.subjects)
        self._offer(self.subjects.data)
        self.foremost.data = draft.draft.subject

    def change(self, draft: Telling) -> Telling:
        chosen = list(dict.fromkeys(self.subjects.data or ()))
        first = [code for code in chosen if code == self.foremost.data]
        return draft.said(subjects=(*first, *(code for code in chosen if code not in first)))

    def _offer(self, chosen: list[str]) -> None:
        several = chosen if 1 < len(chosen) <= MAX_SUBJECTS else []
        self.foremost.choices = [
            SelectChoice(code, reference().label("subject", code, locale()))
            for code in several
            if reference().has("subject", code)
        ]


class UnequalForm(StepForm[Telling]):
    """Discrimination goes across all subjects."""

    discrimination = RadioField(
        _l("Were you treated worse because of who you are?"), validate_choice=False
    )
    grounds = Boxes(_l("Because of what?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.discrimination.choices = labels("discrimination")
        self.grounds.choices = labels("discrimination_ground")

    def fill(self, draft: Telling) -> None:
        self.discrimination.data = draft.draft.discrimination
        self.grounds.data = list(draft.draft.grounds)

    def change(self, draft: Telling) -> Telling:
        grounds = tuple(dict.fromkeys(self.grounds.data or ()))
        said = self.discrimination.data or (DISCRIMINATED if grounds else "")
        return draft.said(discrimination=said, grounds=grounds if said != "no" else ())


class WhenForm(PlaceForm[Telling]):
    """A day or roughly when, and where."""

    day = StringField(_l("Which day? For example 21-11-2026"), [Length(max=40)])
    about = RadioField(_l("Or about when?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.about.choices = labels("when_about")
        self.read: date | None = None

    def validate_day(self, field: StringField) -> None:
        self.read = day_typed(field.data, first=FIRST_DAY, too_early=_before_1990())

    def fill(self, draft: Telling) -> None:
        when = draft.draft.when
        self.day.data, self.about.data = written_day(when.day), when.about
        codes = (one.code for one in draft.draft.about)
        municipality = next((code for code in codes if code.startswith("GM")), "")
        self.fill_region(draft.draft.region or municipality)

    def change(self, draft: Telling) -> Telling:
        when = WhenKnown(about=self.about.data or "", day=self.read)
        return draft.said(when=when, region=self.region)


class StoryForm(StepForm[Telling]):
    """Her own words, in any language."""

    never_left_out = True

    story = TextAreaField(
        _l("What happened, in your own words?"),
        [Length(max=MAX_STORY_CHARS, message=_l("Keep this under 8,000 characters."))],
        filters=[one_kind_of_line_end],
    )

    def fill(self, draft: Telling) -> None:
        self.story.data = draft.draft.story

    def change(self, draft: Telling) -> Telling:
        return draft.said(story=self.story.data or "")


class FilesForm(StepForm[Telling]):
    """A photo, a screenshot or a PDF; the door takes and parks it."""

    photo = FileField(_l("Choose a photo, a screenshot or a PDF"))


class WishesForm(StepForm[Telling]):
    """What must come of it, and what the desk shall do."""

    wishes = Boxes(_l("What do you want from them?"), validate_choice=False)
    way = RadioField(_l("What shall the desk do?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.wishes.choices = labels("wish")
        self.way.choices = labels("complaint_wish_way")

    def fill(self, draft: Telling) -> None:
        self.wishes.data = list(draft.draft.wishes)
        self.way.data = draft.draft.way

    def change(self, draft: Telling) -> Telling:
        wishes = tuple(dict.fromkeys(self.wishes.data or ()))
        return draft.said(wishes=wishes, way=self.way.data or "")


class AllowForm(ContactForm[Telling]):
    """What she allows, each thing apart and nothing ticked for her; and how to reach her."""

    consents = Boxes(_l("What may we do with your complaint?"))
    do_not_show_back = BooleanField(_l("Do not show me what I wrote when I look with my code"))

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.consents.choices = labels("complaint_consent")

    def fill(self, draft: Telling) -> None:
        self.consents.data = list(draft.draft.consents.given)
        self.do_not_show_back.data = draft.draft.do_not_show_back
        self.fill_contact(draft.draft.contact)

    def change(self, draft: Telling) -> Telling:
        chosen = set(self.consents.data or ())
        return draft.said(
            consents=ComplaintConsents.of([one for one in COMPLAINT_CONSENTS if one in chosen]),
            do_not_show_back=bool(self.do_not_show_back.data),
            contact=self.contact(),
        )


class ReviewForm(StepForm[Telling]):
    """Whether both desks may know that two stories are one: off unless she ticks it."""

    from_report = BooleanField(
        _l("I also told the warnings desk. You may know that these belong together.")
    )

    def fill(self, draft: Telling) -> None:
        self.from_report.data = draft.draft.from_report

    def change(self, draft: Telling) -> Telling:
        return draft.said(from_report=bool(self.from_report.data))


def _before_1990() -> str:
    return _("This is before 1990. Which day was it?")
