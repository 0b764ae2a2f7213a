"""Whom it is about: the kind, then which one. A name that we do not know is never refused."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.complaint import MAX_IDENTIFIER_CHARS
from app.domain.complaint_parts import About
from app.domain.institutions import Institution, InstitutionType, is_called
from app.domain.route_choice import BY_ACCOUNT
from app.public.complaint.telling import Telling
from app.public.wizard.forms import StepForm, labels, raise_problem
from app.public.wizard.place_form import MOST_MATCHES
from app.web.current import reference
from app.web.institution_words import kind_words
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

ANOTHER = "another"


class KindForm(StepForm[Telling]):
    """Which kind of institution."""

    kind = RadioField(_l("Whom is it about?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.kind.choices = [
            SelectChoice(one.code, kind_words(one))
            for one in reference().institution_types.values()
        ]

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in reference().institution_types:
            raise_problem(_("Choose who it is about. “Another institution” is possible too."))

    def fill(self, draft: Telling) -> None:
        self.kind.data = draft.one.kind

    def change(self, draft: Telling) -> Telling:
        if self.kind.data == draft.one.kind:
            return draft
        only = reference().only_one_of(reference().institution_type(self.kind.data))
        return draft.with_one(About(self.kind.data, only.code if only else ""))


class WhichForm(StepForm[Telling]):
    """Which one: type, press go on, choose. For a bank also which account (Kifid)."""

    name = StringField(_l("What is it called?"), [Length(max=MAX_IDENTIFIER_CHARS)])
    match = RadioField(_l("Which one do you mean?"), validate_choice=False)
    account = RadioField(_l("What kind of account is it?"), validate_choice=False)

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.match.choices = []
        self.account.choices = labels("account_kind")
        self.asks_account = has_accounts(reference().institution_types.get(said.one.kind))
        self.answer = said.one

    def validate_name(self, field: StringField) -> None:
        kind, typed = self.said.one.kind, (field.data or "").strip()
        self.answer = About(kind, "", typed)
        found = reference().find_institution(typed, kind) if typed else []
        named = [one for one in found if is_called(one, typed)]
        if len(named) == 1:
            self.answer = About(kind, named[0].code)
        elif found:
            self._choose(found, typed)

    def fill(self, draft: Telling) -> None:
        self.name.data = name_of(draft.one)
        self.account.data = draft.draft.account

    def change(self, draft: Telling) -> Telling:
        changed = draft.with_one(self.answer)
        return changed.said(account=self.account.data or "") if self.asks_account else changed

    def _choose(self, found: list[Institution], typed: str) -> None:
        none = _("None of these: %(name)s", name=typed)
        self.match.choices = [
            *(SelectChoice(one.code, one.name) for one in found[:MOST_MATCHES]),
            SelectChoice(ANOTHER, none),
        ]
        if self.match.data in {one.code for one in found}:
            self.answer = About(self.said.one.kind, self.match.data or "")
        elif self.match.data != ANOTHER:
            raise_problem(_("Which of these do you mean? If yours is not there, choose the last."))


class AboutForm(StepForm[Telling]):
    """The list of whom it is about; its buttons add, change and take away."""


def has_accounts(kind: InstitutionType | None) -> bool:
    """Whether it matters if the account is private or business: Kifid only helps with one."""
    return kind is not None and any(code in BY_ACCOUNT for code in kind.routes)


def name_of(one: About) -> str:
    """Its own name, or as she typed it; may be empty."""
    return reference().institution(one.code).name if one.code else one.name


def said_as(one: About) -> str:
    """What a list calls it: its name; what we do not know goes with its kind."""
    kind = reference().institution_types.get(one.kind)
    if one.code or kind is None:
        return name_of(one)
    label = kind_words(kind)
    return f"{label}: {one.name}" if one.name else label
