"""The form in which the desk announces a training, and the sentence for whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.domain.report import Problem
from app.domain.training import (
    AUDIENCES,
    MAX_PLACE_CHARS,
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    MOST_DAYS,
    MOST_SEATS,
    Training,
    written_time,
)
from app.web.current import locale, reference
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.training_words import AUDIENCE_LABELS
from moderation.desk.complaint.days import read_desk_day

MOST_MATCHES = 6
TYPED = (
    "title_nl", "text_nl", "title_en", "text_en", "first_on", "last_on", "begins", "ends", "place",
    "municipality", "seats",
)  # fmt: skip
NO_DAY = date(1990, 1, 1)  # stands where a day could not be read; its field says so


class TrainingForm(HouseForm):
    """All that is announced; days come from a date field or are typed."""

    audience = RadioField(_l("For whom is it?"), validate_choice=False)
    title_nl = StringField(_l("Title in Dutch"))
    text_nl = TextAreaField(_l("What it is, in Dutch"))
    title_en = StringField(_l("Title in English"))
    text_en = TextAreaField(_l("What it is, in English"))
    first_on = StringField(_l("On which day?"))
    last_on = StringField(_l("Until which day?"))
    begins = StringField(_l("It begins at"))
    ends = StringField(_l("It ends at"))
    place = StringField(_l("Place"))
    municipality = StringField(_l("Municipality"))
    online = BooleanField(_l("One can take part online"))
    language = SelectField(_l("In which language is it given?"), validate_choice=False)
    seats = StringField(_l("For how many people?"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.audience.choices = [
            SelectChoice(code, str(AUDIENCE_LABELS[code])) for code in AUDIENCES
        ]
        self.language.choices = [
            SelectChoice(one.code, one.label(locale())) for one in reference().codes("language")
        ]

    def fill(self, training: Training) -> None:
        """Shows what is announced now."""
        for field in (
            "audience", "title_nl", "text_nl", "title_en", "text_en", "begins", "ends", "place",
            "online", "language",
        ):  # fmt: skip
            self[field].data = getattr(training, field)
        self.first_on.data = training.first_on.isoformat()
        if training.last_on != training.first_on:
            self.last_on.data = training.last_on.isoformat()
        if training.municipality:
            self.municipality.data = reference().region_label(training.municipality, locale())
        self.seats.data = "" if training.seats is None else str(training.seats)

    def read(self) -> Training:
        """What was filled in; a field that cannot be read has its sentence then."""
        first = self._day("first_on", needed=True)
        last = self._day("last_on", needed=False)
        return Training(
            audience=self.audience.data or "",
            title_nl=self._text("title_nl"),
            text_nl=self._text("text_nl"),
            title_en=self._text("title_en"),
            text_en=self._text("text_en"),
            first_on=first or NO_DAY,
            last_on=last or first or NO_DAY,
            begins=self._time("begins"),
            ends=self._time("ends"),
            place=self._text("place"),
            municipality=self._municipality(),
            online=bool(self.online.data),
            language=self.language.data or "",
            seats=self._seats(),
        )

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Says each at its field, unless the field says already that it cannot be read."""
        for problem in problems:
            field = self[problem.field]
            if not field.errors:
                field.errors = [_sentence(problem)]

    @property
    def is_wrong(self) -> bool:
        return any(field.errors for field in self)

    def _text(self, name: str) -> str:
        return (self[name].data or "").replace("\r\n", "\n").strip()  # browsers send CRLF

    def _day(self, name: str, *, needed: bool) -> date | None:
        typed = self._text(name)
        day = read_desk_day(typed)
        if day is None and (typed or needed):
            self[name].errors = [_("Fill in a day, like 23-11-2026.")]
        return day

    def _time(self, name: str) -> str:
        time = written_time(self._text(name))
        if time is None:
            self[name].errors = [_("Write a time like 13:30, or leave it empty.")]
        return time or ""

    def _municipality(self) -> str:
        typed = self._text("municipality")
        found = reference().municipality_meant(typed) if typed else []
        if len(found) == 1:
            return found[0].code
        if found:
            names = ", ".join(one.name for one in found[:MOST_MATCHES])
            self.municipality.errors = [_("There are more of that name: %(names)s.", names=names)]
        elif typed:
            self.municipality.errors = [
                _("We do not know this municipality. Leave it empty and write the place above.")
            ]
        return ""

    def _seats(self) -> int | None:
        typed = self._text("seats")
        if not typed:
            return None
        return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


def without_its_days(training: Training) -> Training:
    """For judging the rest of a form whose day could not be read."""
    return replace(training, first_on=date.max, last_on=date.max)


def _sentence(problem: Problem) -> str:
    most = {"title": MAX_TITLE_CHARS, "text": MAX_TEXT_CHARS, "place": MAX_PLACE_CHARS}
    if problem.code == "too_long":
        name = problem.field.partition("_")[0]
        return _("This is too long. Use at most %(most)s signs.", most=most[name])
    if problem.code == "unreadable":
        return _("We cannot read a sign in your text. Type it again.")
    found = {
        ("audience", "required"): _("Choose for whom it is."),
        ("title_nl", "required"): _("Give it a title in Dutch."),
        ("text_nl", "required"): _("Write in a few sentences what it is."),
        ("first_on", "in_past"): _("This day is over. Choose today or later."),
        ("last_on", "before_first"): _("The last day is before the first one."),
        ("last_on", "too_far"): _("It can last %(most)s days at most.", most=MOST_DAYS),
        ("begins", "required"): _("Write when it begins too."),
        ("ends", "before_begin"): _("It ends before it begins."),
        ("place", "required"): _("Write where it is, or say that one can take part online."),
        ("seats", "not_a_number"): _("Write a whole number from 1 to %(most)s.", most=MOST_SEATS),
    }.get((problem.field, problem.code))
    return found or _("Choose one of these.")
