"""The questions of the report, one form a step: each reads a draft and gives back a changed one.

Everything but the kinds of incident may stay empty: "I do not know" is a real answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.consent import CONSENTS, Consents
from app.domain.report import MAX_POINTS_CHARS, MAX_STORY_CHARS, ReportDraft
from app.domain.report_parts import Contact, WhenKnown
from app.domain.strict_json import is_readable
from app.public.report.days import DayUnreadable, read_day, written_day
from app.web.current import locale, reference, today
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MOST_WORDS_CHARS = 200  # shown again


class Boxes(SelectMultipleField):
    """Several answers as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def one_kind_of_line_end(text: str | None) -> str:
    """Browsers send CRLF; lengths and marks count one sign a line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


class StepForm(HouseForm):
    """A step: `fill` shows what the draft says, `change` writes the answers into it."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses signs that no text can hold: the sealed answers would not open again."""
        complete = bool(super().validate(extra_validators))
        unreadable = [_mark_unreadable(field) for field in self]
        return complete and not any(unreadable)

    def fill(self, draft: ReportDraft) -> None:
        """Shows what she answered before."""

    def change(self, draft: ReportDraft) -> ReportDraft:
        """The draft with this step's answers; only after `validate`."""
        return draft


class StartForm(StepForm):
    """Is she safe, and for whom is it."""

    on_behalf = BooleanField(_l("I report for somebody else and give the code to her"))

    def fill(self, draft: ReportDraft) -> None:
        self.on_behalf.data = draft.on_behalf

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, on_behalf=bool(self.on_behalf.data))


class KindsForm(StepForm):
    """What happened: kinds of the taxonomy, several allowed."""

    kinds = Boxes(_l("What happened?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


class WhenForm(StepForm):
    """A day, or roughly when."""

    day = StringField(_l("Which day? For example 21-11-2026"), [Length(max=40)])
    about = RadioField(_l("Or about when?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about.choices = labels("when_about")
        self.read: date | None = None

    def validate_day(self, field: StringField) -> None:
        if not (field.data or "").strip():
            return
        try:
            self.read = read_day(field.data or "", today=today())
        except DayUnreadable as refusal:
            raise_problem(day_sentence(refusal.reason))

    def fill(self, draft: ReportDraft) -> None:
        self.day.data = written_day(draft.when.day)
        self.about.data = draft.when.about

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, when=WhenKnown(about=self.about.data or "", day=self.read))


class StoryForm(StepForm):
    """Her own words, in any language; and whether it goes on."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


class PhotoForm(StepForm):
    """A photo or screenshot; the door cleans and parks it."""

    photo = FileField(_l("Choose a photo or screenshot"))


class ReachForm(StepForm):
    """How to reach her, and when that is safe."""

    way = RadioField(
        _l("Do you want to talk to somebody? How is that safe for you?"), validate_choice=False
    )
    value = StringField(_l("Your number, address or name there"), [Length(max=120)])
    safe_times = Boxes(_l("When is it safe?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = labels("contact_way")
        self.safe_times.choices = labels("safe_time")

    def validate_value(self, field: StringField) -> None:
        if self.way.data not in ("", None, "in_app") and not (field.data or "").strip():
            raise_problem(_("Fill in how we can reach you, or choose another way."))

    def show_contact(self, contact: Contact | None) -> None:
        self.way.data = contact.way if contact else ""
        self.value.data = contact.value if contact else ""
        self.safe_times.data = list(contact.safe_times) if contact else []

    def contact(self) -> Contact | None:
        """What she filled in; None when she chose no way. Only after `validate`."""
        if not self.way.data:
            return None
        return Contact(
            way=self.way.data,
            value="" if self.way.data == "in_app" else (self.value.data or "").strip(),
            safe_times=tuple(self.safe_times.data or ()),
        )


class WishesForm(ReachForm):
    """What she allows, each thing apart and nothing ticked for her; and how to reach her."""

    consents = Boxes(_l("What may we do with your report?"))
    publish_at_once = BooleanField(
        _l("Warn at once when the desk approves it, without waiting 48 hours")
    )
    do_not_show_back = BooleanField(_l("Do not show me what I wrote when I look with my code"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents.choices = labels("consent")
        self.way.choices = [
            SelectChoice("", _("No, I do not want to talk")),
            *labels("contact_way"),
        ]
        self.way.data = self.way.data or ""

    def validate_publish_at_once(self, field: BooleanField) -> None:
        if field.data and "warn" not in (self.consents.data or ()):
            raise_problem(_("To warn at once, also choose that we may warn other people."))

    def fill(self, draft: ReportDraft) -> None:
        self.consents.data = list(draft.consents.given)
        self.publish_at_once.data = draft.publish_at_once
        self.do_not_show_back.data = draft.do_not_show_back
        self.show_contact(draft.contact)

    def change(self, draft: ReportDraft) -> ReportDraft:
        chosen = set(self.consents.data or ())
        return replace(
            draft,
            consents=Consents.of([code for code in CONSENTS if code in chosen]),
            publish_at_once=bool(self.publish_at_once.data),
            do_not_show_back=bool(self.do_not_show_back.data),
            contact=self.contact(),
        )


class WordsForm(HouseForm):
    """The last two words of the code, to be sure that she has it."""

    words = StringField(_l("The last two words (or the last four digits)"))

    def refuse(self) -> None:
        """They are not hers; what she typed stays, so that she can compare it with her note."""
        self.words.data = (self.words.data or "")[:MOST_WORDS_CHARS]
        self.words.errors = [_("These are not the last two words. Look at your note again.")]


def _mark_unreadable(field: Any) -> bool:
    """Says at each text with such a sign that it cannot be read; whether there was one."""
    inside = getattr(field, "entries", None) or getattr(field, "form", None)
    if isinstance(field, StringField):
        found = not is_readable(field.data or "")
    else:
        marks = [_mark_unreadable(one) for one in inside or ()]  # each of them, not the first
        found = any(marks)
    if found and not isinstance(field, FormField):  # its errors are those of its fields
        field.errors = [*field.errors, _("We cannot read a sign in your text. Type it again.")]
    return found


def labels(list_name: str) -> list[SelectChoice]:
    """Codes of a list with their words in her language, for choices."""
    return [
        SelectChoice(entry.code, entry.label(locale())) for entry in reference().codes(list_name)
    ]


def select_of(list_name: str) -> list[SelectChoice]:
    """As `labels`, with an empty first choice."""
    return [SelectChoice("", _("I do not know")), *labels(list_name)]


def raise_problem(sentence: str) -> None:
    """Refuses a field with a sentence in her language."""
    raise ValidationError(sentence)


def day_sentence(reason: str) -> str:
    """What to do about a day that cannot be read."""
    return {
        "in_future": _("This day is in the future. Which day was it?"),
        "too_long_ago": _("This is more than ten years ago. Choose: longer ago."),
    }.get(reason, _("We cannot read this day. Write it like 21-11-2026."))
