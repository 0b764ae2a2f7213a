"""What a complaint needs to know beforehand: institutions, ombudsmen, routes and their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app.adapters.reference_institutions import (
    read_institution_types,
    read_institutions,
    read_ombudsmen,
)
from app.adapters.reference_letters import LetterWords, read_letters
from app.adapters.reference_lists import Lists
from app.adapters.reference_routes import read_routes
from app.adapters.reference_rows import BadReferenceData, read_rows
from app.domain.code_lists import UnknownCode
from app.domain.complaint_routes import Route, RouteStep
from app.domain.institutions import (
    Institution,
    InstitutionType,
    Ombudsman,
    ServingOmbudsman,
    find_institutions,
    of_municipality,
    of_police_unit,
    serving,
)
from app.domain.places import Municipality, PoliceUnit
from app.domain.terms.legal_calendar import LegalCalendar

NAMED_COLUMNS = ("code", "reason", "source", "certainty")
EQUATED_COLUMNS = ("day", "source", "certainty")


@dataclass(frozen=True)
class ComplaintReference:
    """Every mapping is by code; `institutions` holds municipalities and police units too."""

    municipalities: tuple[Municipality, ...]
    institution_types: Mapping[str, InstitutionType]
    institutions: Mapping[str, Institution]
    ombudsmen: Mapping[str, Ombudsman]
    routes: Mapping[str, Route]
    calendar: LegalCalendar
    letters: LetterWords
    named_institutions: frozenset[str]
    """Codes that the organisation approved beforehand to be named in figures."""

    def institution_type(self, code: str) -> InstitutionType:
        """One kind of institution; raises `UnknownCode`."""
        try:
            return self.institution_types[code]
        except KeyError:
            raise UnknownCode("institution_type", code) from None

    def has_institution(self, code: str) -> bool:
        """Whether `code` names an institution, a municipality or a police unit."""
        return code in self.institutions

    def institution(self, code: str) -> Institution:
        """An institution, a municipality ("GM0599") or a police unit; raises `UnknownCode`."""
        try:
            return self.institutions[code]
        except KeyError:
            raise UnknownCode("institution", code) from None

    def find_institution(self, text: str, kind: str = "") -> list[Institution]:
        """Institutions of which a word begins with `text`, best first; `kind` is a type.

        A police unit is found by every municipality and town it covers.
        """
        return find_institutions(text, self.institutions.values(), kind)

    def only_one_of(self, kind: InstitutionType) -> Institution | None:
        """The institution, where a kind of public body has just one (the Chamber of Commerce)."""
        known = [one for one in self.institutions.values() if one.type == kind.code]
        return known[0] if kind.public_body == "yes" and len(known) == 1 else None

    def ombudsman_of(self, code: str) -> ServingOmbudsman | None:
        """The ombudsman after an institution: local or national for a municipality, national for
        other public bodies, none for what is not public. Raises `UnknownCode`."""
        institution = self.institution(code)
        place = next((m for m in self.municipalities if m.code == code), None)
        public_body = self.institution_type(institution.type).public_body
        if public_body not in ("yes", "partly"):
            return None
        found = serving(place, self.ombudsmen.values())
        return found if public_body == "yes" else replace(found, certain=False)

    def route(self, code: str) -> Route:
        """One complaint route; raises `UnknownCode`."""
        try:
            return self.routes[code]
        except KeyError:
            raise UnknownCode("complaint_route", code) from None

    def route_step(self, key: str) -> RouteStep:
        """One step by its key ("awb-klacht:1"); raises `UnknownCode`."""
        code, _, number = key.partition(":")
        if not re.fullmatch(r"[1-9][0-9]?", number):
            raise UnknownCode("route_step", key)
        return self.route(code).step(int(number))

    def routes_of(self, institution_type: str) -> tuple[Route, ...]:
        """What is open against a kind of institution, usual routes first; raises `UnknownCode`."""
        kind = self.institution_type(institution_type)
        codes = dict.fromkeys([*kind.routes, *kind.always_routes])
        return tuple(self.routes[code] for code in codes)


def read_complaint_reference(
    folder: Path,
    lists: Lists,
    units: Mapping[str, PoliceUnit],
    municipalities: Mapping[str, Municipality],
) -> ComplaintReference:
    """Reads and checks the files of complaints in `folder` against lists and places."""
    routes = read_routes(folder / "route_steps.csv", folder / "route_terms.csv", lists)
    types = read_institution_types(folder / "institution_types.csv", lists, routes)
    institutions = _institutions(folder / "institutions.csv", types, lists, units, municipalities)
    return ComplaintReference(
        municipalities=tuple(sorted(municipalities.values(), key=lambda m: m.slug)),
        institution_types=MappingProxyType(types),
        institutions=MappingProxyType(institutions),
        ombudsmen=MappingProxyType(read_ombudsmen(folder / "ombudsmen.csv", municipalities, lists)),
        routes=MappingProxyType(routes),
        calendar=LegalCalendar(_confirmed_days(folder / "equated_days.csv")),
        letters=read_letters(
            folder / "letters.toml",
            [step.key for route in routes.values() for step in route.steps],
            lists["wish"],
        ),
        named_institutions=frozenset(_approved(folder / "named_institutions.csv", institutions)),
    )


def _confirmed_days(file: Path) -> Iterator[date]:
    """Days that a decree treats like a holiday; what is not confirmed moves no term."""
    for row in read_rows(file, EQUATED_COLUMNS):
        row.needed("source")
        try:
            day = date.fromisoformat(row.needed("day"))
        except ValueError:
            raise row.bad("day is no date") from None
        if row.is_confirmed():
            yield day


def _approved(file: Path, institutions: Mapping[str, Institution]) -> Iterator[str]:
    """Institutions that may be named in figures; a row that nobody confirmed names none."""
    for row in read_rows(file, NAMED_COLUMNS):
        row.needed("reason")
        row.needed("source")
        if row.needed("code") not in institutions:
            raise row.bad("no such institution")
        if row.is_confirmed():
            yield row.needed("code")


def _institutions(
    file: Path,
    types: Mapping[str, InstitutionType],
    lists: Lists,
    units: Mapping[str, PoliceUnit],
    municipalities: Mapping[str, Municipality],
) -> dict[str, Institution]:
    places = tuple(municipalities.values())
    by_place = [of_municipality(place) for place in places]
    by_place += [of_police_unit(unit, places) for unit in units.values()]
    taken = {institution.code: institution for institution in by_place}
    for institution in by_place:
        if institution.type not in types:
            raise BadReferenceData(file.name, f"no such type: {institution.type}")
    return taken | read_institutions(file, types, lists, taken)
