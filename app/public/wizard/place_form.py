"""Where it was: a municipality typed in any spelling, or only the police region, or nothing."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.public.wizard.forms import StepForm, raise_problem
from app.public.wizard.state import D
from app.web.current import locale, reference
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MOST_MATCHES = 12


class PlaceForm(StepForm[D]):
    """Type, press go on, choose: works without script. `region` is what came of it."""

    place = StringField(_l("In which town or municipality?"), [Length(max=80)])
    match = RadioField(_l("Which one do you mean?"), validate_choice=False)
    unit = SelectField(_l("Or only the region"), validate_choice=False)

    def __init__(self, said: D, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        data = reference()
        self.unit.choices = [
            SelectChoice("", _("I do not want to say")),
            *(
                SelectChoice(one.code, data.region_label(one.code, locale()))
                for one in data.police_units
                if one.is_region
            ),
        ]
        self.match.choices = []
        self.region = ""

    def validate_place(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        self.region = self.unit.data or ""
        if not typed:
            return
        found = reference().municipality_meant(typed)
        if len(found) == 1:
            self.region = found[0].code
            return
        self.match.choices = [SelectChoice(one.code, one.name) for one in found[:MOST_MATCHES]]
        if self.match.data in {one.code for one in found}:
            self.region = self.match.data or ""
        elif not found:
            raise_problem(_("We do not know this municipality. Choose the region below instead."))
        else:
            raise_problem(_("There are more of that name. Choose one of them."))

    def fill_region(self, region: str) -> None:
        if region.startswith("GM"):
            self.place.data = reference().region_label(region, locale())
        else:
            self.unit.data = region
