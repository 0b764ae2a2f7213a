"""The questions of the report, one form a step: each reads a draft and gives back a changed one.

Everything but the kinds of incident may stay empty: "I do not know" is a real answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.consent import CONSENTS, Consents
from app.domain.report import MAX_POINTS_CHARS, MAX_STORY_CHARS, ReportDraft
from app.domain.report_parts import WhenKnown
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
from app.web.current import locale, reference, today
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

YEARS_BACK = 10


class StartForm(StepForm[ReportDraft]):
    """Is she safe, and for whom is it."""

    on_behalf = BooleanField(_l("I report for somebody else and give the code to her"))

    def fill(self, draft: ReportDraft) -> None:
        self.on_behalf.data = draft.on_behalf

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, on_behalf=bool(self.on_behalf.data))


class KindsForm(StepForm[ReportDraft]):
    """What happened: kinds of the taxonomy, several allowed."""

    kinds = Boxes(_l("What happened?"))

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        data = reference()
        self.kinds.choices = [
            SelectChoice(one.code, data.label("incident", one.code, locale()))
            for _category, incidents in data.incidents_by_category
            for one in incidents
        ]

    def validate_kinds(self, field: Boxes) -> None:
        if not field.data:
            raise_problem(_("Choose at least one thing that happened."))

    def fill(self, draft: ReportDraft) -> None:
        self.kinds.data = list(draft.kinds)

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, kinds=tuple(self.kinds.data or ()))


class WhenForm(StepForm[ReportDraft]):
    """A day, or roughly when."""

    day = StringField(_l("Which day? For example 21-11-2026"), [Length(max=40)])
    about = RadioField(_l("Or about when?"), validate_choice=False)

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.about.choices = labels("when_about")
        self.read: date | None = None

    def validate_day(self, field: StringField) -> None:
        self.read = day_typed(
            field.data,
            first=date(today().year - YEARS_BACK, 1, 1),
            too_early=_("This is more than ten years ago. Choose: longer ago."),
        )

    def fill(self, draft: ReportDraft) -> None:
        self.day.data = written_day(draft.when.day)
        self.about.data = draft.when.about

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, when=WhenKnown(about=self.about.data or "", day=self.read))


class StoryForm(StepForm[ReportDraft]):
    """Her own words, in any language; and whether it goes on."""

    never_left_out = True

    story = TextAreaField(
        _l("What happened, in your own words?"),
        [Length(max=MAX_STORY_CHARS, message=_l("Keep this under 8,000 characters."))],
        filters=[one_kind_of_line_end],
    )
    points_to_me = TextAreaField(
        _l("Is there something in it by which he could know it is you?"),
        [
            Length(
                max=MAX_POINTS_CHARS,
                message=_l("Keep this under 1,000 characters."),
            )
        ],
        filters=[one_kind_of_line_end],
    )
    still_active = RadioField(_l("Does it still go on?"), validate_choice=False)

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.still_active.choices = labels("still_active")

    def fill(self, draft: ReportDraft) -> None:
        self.story.data = draft.story
        self.points_to_me.data = draft.points_to_me
        self.still_active.data = draft.still_active

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(
            draft,
            story=self.story.data or "",
            points_to_me=self.points_to_me.data or "",
            still_active=self.still_active.data or "",
        )


class PhotoForm(StepForm[ReportDraft]):
    """A photo or screenshot; the door cleans and parks it."""

    photo = FileField(_l("Choose a photo or screenshot"))


class WishesForm(ContactForm[ReportDraft]):
    """What she allows, each thing apart and nothing ticked for her; and how to reach her."""

    consents = Boxes(_l("What may we do with your report?"))
    publish_at_once = BooleanField(
        _l("Warn at once when the desk approves it, without waiting 48 hours")
    )
    do_not_show_back = BooleanField(_l("Do not show me what I wrote when I look with my code"))

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.consents.choices = labels("consent")

    def validate_publish_at_once(self, field: BooleanField) -> None:
        if field.data and "warn" not in (self.consents.data or ()):
            raise_problem(_("To warn at once, also choose that we may warn other people."))

    def fill(self, draft: ReportDraft) -> None:
        self.consents.data = list(draft.consents.given)
        self.publish_at_once.data = draft.publish_at_once
        self.do_not_show_back.data = draft.do_not_show_back
        self.fill_contact(draft.contact)

    def change(self, draft: ReportDraft) -> ReportDraft:
        chosen = set(self.consents.data or ())
        return replace(
            draft,
            consents=Consents.of([code for code in CONSENTS if code in chosen]),
            publish_at_once=bool(self.publish_at_once.data),
            do_not_show_back=bool(self.do_not_show_back.data),
            contact=self.contact(),
        )


class ReviewForm(StepForm[ReportDraft]):
    """Whether both desks may know that two stories are one: off unless she ticks it."""

    from_complaint = BooleanField(
        _l("I also told the complaints desk. You may know that these belong together.")
    )

    def fill(self, draft: ReportDraft) -> None:
        self.from_complaint.data = draft.from_complaint

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, from_complaint=bool(self.from_complaint.data))
