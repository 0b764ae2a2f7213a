"""What the forms of both wizards share: a step, choices out of the code lists, how to reach her."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Generic

from wtforms import FormField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.report_parts import Contact
from app.domain.strict_json import is_readable
from app.public.wizard.days import DayUnreadable, read_day
from app.public.wizard.state import D
from app.web.current import locale, reference, today
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MOST_WORDS_CHARS = 200  # shown again


class Boxes(SelectMultipleField):
    """Several answers as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StepForm(HouseForm, Generic[D]):
    """A step: `fill` shows what the draft says, `change` writes the answers into it.

    `said` is what she told before this page: some questions depend on it. A page that is
    `never_left_out` is not skipped while something on it is wrong: a whole story is too much to
    lose.
    """

    never_left_out: ClassVar[bool] = False

    def __init__(self, said: D, **kwargs: Any) -> None:
        self.said = said
        super().__init__(**kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses signs that no text can hold: the sealed answers would not open again."""
        complete = bool(super().validate(extra_validators))
        unreadable = [_mark_unreadable(field) for field in self]
        return complete and not any(unreadable)

    def fill(self, draft: D) -> None:
        """Shows what she answered before."""

    def change(self, draft: D) -> D:
        """The draft with this step's answers; only after `validate`."""
        return draft


class ContactForm(StepForm[D]):
    """Whether she wants to talk to somebody, and how that is safe."""

    way = RadioField(
        _l("Do you want to talk to somebody? How is that safe for you?"), validate_choice=False
    )
    value = StringField(_l("Your number, address or name there"), [Length(max=120)])
    safe_times = Boxes(_l("When is it safe?"))

    def __init__(self, said: D, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.way.choices = [
            SelectChoice("", _("No, I do not want to talk")),
            *labels("contact_way"),
        ]
        self.safe_times.choices = labels("safe_time")
        self.way.data = self.way.data or ""

    def validate_value(self, field: StringField) -> None:
        if self.way.data not in ("", None, "in_app") and not (field.data or "").strip():
            raise_problem(_("Fill in how we can reach you, or choose another way."))

    def fill_contact(self, contact: Contact | None) -> None:
        self.way.data = contact.way if contact else ""
        self.value.data = contact.value if contact else ""
        self.safe_times.data = list(contact.safe_times) if contact else []

    def contact(self) -> Contact | None:
        """What she answered; nothing when she does not want to talk."""
        if not self.way.data:
            return None
        return Contact(
            way=self.way.data,
            value="" if self.way.data == "in_app" else (self.value.data or "").strip(),
            safe_times=tuple(self.safe_times.data or ()),
        )


class WordsForm(HouseForm):
    """The last two words of the code, to be sure that she has it."""

    words = StringField(_l("The last two words (or the last four digits)"))

    def refuse(self) -> None:
        """They are not hers; what she typed stays, so that she can compare it with her note."""
        self.words.data = (self.words.data or "")[:MOST_WORDS_CHARS]
        self.words.errors = [_("These are not the last two words. Look at your note again.")]


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


def day_typed(text: str | None, *, first: date, too_early: str) -> date | None:
    """The day she typed, or None for nothing; refuses the field with a sentence.

    `too_early` is what to do about a day before `first`.
    """
    if not (text or "").strip():
        return None
    try:
        return read_day(text or "", today=today(), first=first)
    except DayUnreadable as refusal:
        sentence = {
            "in_future": _("This day is in the future. Which day was it?"),
            "too_long_ago": too_early,
        }.get(refusal.reason, _("We cannot read this day. Write it like 21-11-2026."))
        raise ValidationError(sentence) from refusal


def one_kind_of_line_end(text: str | None) -> str:
    """Browsers send CRLF; lengths and marks count one sign a line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


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
