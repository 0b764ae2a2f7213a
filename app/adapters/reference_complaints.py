"""What a complaint needs to know beforehand: institutions, ombudsmen, routes and their terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from app.adapters.reference_institutions import (
    read_institution_types,
    read_institutions,
    read_ombudsmen,
)
from app.adapters.reference_lists import Lists
from app.adapters.reference_routes import read_routes
from app.adapters.reference_rows import BadReferenceData
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


@dataclass(frozen=True)
class ComplaintReference:
    """Every mapping is by code; `institutions` holds municipalities and police units too."""

    municipalities: tuple[Municipality, ...]
    institution_types: Mapping[str, InstitutionType]
    institutions: Mapping[str, Institution]
    ombudsmen: Mapping[str, Ombudsman]
    routes: Mapping[str, Route]

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
    return ComplaintReference(
        municipalities=tuple(sorted(municipalities.values(), key=lambda m: m.slug)),
        institution_types=MappingProxyType(types),
        institutions=MappingProxyType(
            _institutions(folder / "institutions.csv", types, lists, units, municipalities)
        ),
        ombudsmen=MappingProxyType(read_ombudsmen(folder / "ombudsmen.csv", municipalities, lists)),
        routes=MappingProxyType(routes),
    )


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
