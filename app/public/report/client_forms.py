"""What she knows of the client: where it was, who he was, how to recognise him."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms import FieldList, FormField, RadioField, SelectField, StringField
from wtforms.form import Form
from wtforms.validators import Length

from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.matching import normalise
from app.domain.report import ReportDraft
from app.domain.report_parts import MAX_IDENTIFIERS_PER_KIND, Place, Profile
from app.public.wizard.forms import Boxes, StepForm, labels, raise_problem, select_of
from app.public.wizard.place_form import PlaceForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

LISTS = ("phones", "emails", "plates", "profiles")


class WhereForm(PlaceForm[ReportDraft]):
    """A municipality, or only the police region, or nothing; and the kind of place."""

    kind = RadioField(_l("What kind of place was it?"), validate_choice=False)

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.kind.choices = labels("place_kind")

    def fill(self, draft: ReportDraft) -> None:
        self.fill_region(draft.place.region)
        self.kind.data = draft.place.kind

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, place=Place(region=self.region, kind=self.kind.data or ""))


class WhoForm(StepForm[ReportDraft]):
    """Who did it: a client, somebody else, or an official."""

    culprit_role = RadioField(_l("Who did it?"), validate_choice=False)

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.culprit_role.choices = labels("culprit_role")

    def fill(self, draft: ReportDraft) -> None:
        self.culprit_role.data = draft.culprit_role

    def change(self, draft: ReportDraft) -> ReportDraft:
        return replace(draft, culprit_role=self.culprit_role.data or "")


class ProfileForm(Form):
    """A name on a site or app."""

    name = StringField(_l("Name or nickname there"), [Length(max=120)])
    site = StringField(_l("On which site or app?"), [Length(max=120)])


class KnownForm(StepForm[ReportDraft]):
    """Numbers, addresses, names and plates: each not required, several allowed."""

    phones = FieldList(StringField(_l("Phone number"), [Length(max=120)]), min_entries=1)
    emails = FieldList(StringField(_l("E-mail address"), [Length(max=120)]), min_entries=1)
    profiles = FieldList(FormField(ProfileForm), min_entries=1)
    plates = FieldList(StringField(_l("Number plate"), [Length(max=120)]), min_entries=1)
    nickname = StringField(_l("What he calls himself"), [Length(max=120)])

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.as_typed: frozenset[str] | None = frozenset()
        self.unread = False

    def leave_as_typed(self, draft: ReportDraft, *, everything: bool) -> None:
        """What cannot be read as a number or address stands: what she kept before, or all.

        A part of a number is worth something to the desk, and must not keep her from going on.
        """
        client = draft.client
        kept = frozenset((*client.phones, *client.emails, *client.plates))
        self.as_typed = None if everything else kept

    def validate_phones(self, field: Any) -> None:
        self._judge(
            field, "phone", _("This is not a whole phone number. Look at the digits again.")
        )

    def validate_emails(self, field: Any) -> None:
        self._judge(field, "email", _("This is not a whole e-mail address, like name@example.com."))

    def validate_plates(self, field: Any) -> None:
        self._judge(
            field,
            "plate",
            _("This does not look like a number plate. Check each letter and digit."),
        )

    def _judge(self, field: Any, kind: str, sentence: str) -> None:
        """Each entry must be readable as its kind: a check can only find what is exact."""
        if self.as_typed is None:
            return
        for entry in field:
            typed = _trimmed(entry.data)
            if typed and typed not in self.as_typed and not _can_be_found(kind, typed):
                entry.errors = [*entry.errors, sentence]
                self.unread = True
        if any(entry.errors for entry in field):
            raise_problem(sentence)

    def add(self, name: str) -> None:
        """One more empty field of that kind."""
        if name not in LISTS:
            return
        entries: Any = self[name]
        if len(entries) < MAX_IDENTIFIERS_PER_KIND:
            entries.append_entry()

    def fill(self, draft: ReportDraft) -> None:
        client = draft.client
        for name, values in (
            ("phones", client.phones),
            ("emails", client.emails),
            ("plates", client.plates),
        ):
            _refill(self[name], values)
        _refill(self.profiles, [{"name": one.name, "site": one.site} for one in client.profiles])
        self.nickname.data = client.nickname

    def change(self, draft: ReportDraft) -> ReportDraft:
        profiles = (
            Profile(_trimmed(entry.form.name.data), _trimmed(entry.form.site.data))
            for entry in self.profiles
        )
        client = replace(
            draft.client,
            phones=_filled(self.phones),
            emails=_filled(self.emails),
            plates=_filled(self.plates),
            profiles=tuple(one for one in profiles if one.name)[:MAX_IDENTIFIERS_PER_KIND],
            nickname=_trimmed(self.nickname.data),
        )
        return replace(draft, client=client)


class LooksForm(StepForm[ReportDraft]):
    """How to recognise him, from closed lists; and his car."""

    appearance = Boxes(_l("How did he look?"), validate_choice=False)
    accent = StringField(_l("How did he speak? Language or accent"), [Length(max=200)])
    number_country = StringField(_l("From which country was his number?"), [Length(max=120)])
    car_type = SelectField(_l("What kind of car?"), validate_choice=False)
    car_colour = SelectField(_l("Which colour was the car?"), validate_choice=False)

    def __init__(self, said: ReportDraft, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.appearance.choices = labels("appearance")
        self.car_type.choices = select_of("car_type")
        self.car_colour.choices = select_of("car_colour")

    def fill(self, draft: ReportDraft) -> None:
        client = draft.client
        self.appearance.data = list(client.appearance)
        self.accent.data = client.accent
        self.number_country.data = client.number_country
        self.car_type.data = client.car_type
        self.car_colour.data = client.car_colour

    def change(self, draft: ReportDraft) -> ReportDraft:
        client = replace(
            draft.client,
            appearance=tuple(self.appearance.data or ()),
            accent=_trimmed(self.accent.data),
            number_country=_trimmed(self.number_country.data),
            car_type=self.car_type.data or "",
            car_colour=self.car_colour.data or "",
        )
        return replace(draft, client=client)


def _can_be_found(kind: str, text: str) -> bool:
    try:
        normalise(kind, text)
    except NotAnIdentifier:
        return False
    return True


def _filled(field: Any) -> tuple[str, ...]:
    values = (_trimmed(entry.data) for entry in field)
    return tuple(value for value in values if value)[:MAX_IDENTIFIERS_PER_KIND]


def _refill(field: Any, values: Any) -> None:
    while field.entries:
        field.pop_entry()
    for value in values or [None]:
        field.append_entry(value)


def _trimmed(text: str | None) -> str:
    return (text or "").strip()
