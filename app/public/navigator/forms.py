"""The days and facts with which the navigator can say her last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.complaint import FIRST_DAY
from app.domain.complaint_parts import Letter
from app.domain.institutions import InstitutionType
from app.domain.route_choice import BY_ACCOUNT
from app.public.wizard.forms import day_typed, labels
from app.web.current import locale, reference
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class DaysForm(HouseForm):
    """Did she get a letter, when was it, what is it about; every answer may be missing."""

    letter = RadioField(_l("Did you get a letter with a decision?"), validate_choice=False)
    dated = StringField(_l("Which date is on the letter?"), [Length(max=40)])
    happened = StringField(_l("When did it happen?"), [Length(max=40)])
    account = RadioField(_l("What kind of account is it?"), validate_choice=False)
    subject = SelectField(_l("What is it about?"), validate_choice=False)
    discriminated = BooleanField(_l("I was treated differently because of who I am"))

    def __init__(self, kind: InstitutionType, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days: dict[str, date] = {}
        self.letter.choices = labels("yes_no_unknown")
        self.account.choices = labels("account_kind")
        self.has_account = any(route in BY_ACCOUNT for route in kind.routes)
        if not self.has_account:
            del self.account
        self.subject.choices = [SelectChoice("", _("I do not want to say")), *_subjects_of(kind)]

    def validate_dated(self, field: StringField) -> None:
        self._read("dated", field)

    def validate_happened(self, field: StringField) -> None:
        self._read("happened", field)

    @property
    def told_letter(self) -> Letter:
        """What she said about a letter; a date without an answer is a letter."""
        dated = self.days.get("dated")
        got = self.letter.data or ("yes" if dated else "")
        return Letter(got=got if got in ("yes", "no", "unknown") else "", dated=dated)

    @property
    def told_account(self) -> str:
        account = self.account.data if self.has_account else ""
        return account if account in ("private", "business") else ""

    @property
    def told_subjects(self) -> tuple[str, ...]:
        chosen = self.subject.data or ""
        return (chosen,) if reference().has("subject", chosen) else ()

    def _read(self, name: str, field: StringField) -> None:
        day = day_typed(
            field.data, first=FIRST_DAY, too_early=_("This is before 1990. Which day was it?")
        )
        if day is not None:
            self.days[name] = day


def _subjects_of(kind: InstitutionType) -> list[SelectChoice]:
    """Subjects that belong to this kind of institution."""
    return [
        SelectChoice(entry.code, entry.label(locale()))
        for entry in reference().codes("subject")
        if kind.code in entry.facts.get("institution_types", "").split("|")
    ]
