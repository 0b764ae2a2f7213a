"""Reference data: what the app knows beforehand, read once at start from `data/` and frozen.

Everything is checked while it is read: codes stand once, labels exist in every language, and what a
row points to exists. A file that does not fit stops the start (`BadReferenceData`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from app.adapters.protocol_file import load_protocol
from app.adapters.reference_institutions import (
    read_institution_types,
    read_institutions,
    read_ombudsmen,
)
from app.adapters.reference_lists import (
    Lists,
    read_answer_templates,
    read_incidents,
    read_lists,
)
from app.adapters.reference_places import (
    read_help_lines,
    read_municipalities,
    read_police_units,
)
from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import AnswerTemplate, CodeEntry, UnknownCode
from app.domain.help_line import HelpLine
from app.domain.incidents import Incident, UnknownKind
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
from app.domain.places import (
    UNKNOWN_REGION,
    Municipality,
    PoliceUnit,
    Region,
    find_municipalities,
)
from app.domain.protocol import Protocol


@dataclass(frozen=True)
class ReferenceData:
    """Closed lists, places, institutions, help addresses and the protocol.

    Every mapping is by code. `institutions` holds municipalities and police units too.
    """

    lists: Mapping[str, Mapping[str, CodeEntry]]
    incidents: Mapping[str, Incident]
    answer_templates: tuple[AnswerTemplate, ...]
    municipalities: tuple[Municipality, ...]
    police_units: tuple[PoliceUnit, ...]
    regions: Mapping[str, Region]
    help_lines: tuple[HelpLine, ...]
    institution_types: Mapping[str, InstitutionType]
    institutions: Mapping[str, Institution]
    ombudsmen: Mapping[str, Ombudsman]
    protocol: Protocol

    def codes(self, list_name: str) -> tuple[CodeEntry, ...]:
        """The entries of a list in their order; raises `UnknownCode` for a list that is not."""
        try:
            return tuple(self.lists[list_name].values())
        except KeyError:
            raise UnknownCode(list_name, "") from None

    def children(self, list_name: str, parent: str) -> tuple[CodeEntry, ...]:
        """The entries of a list under one parent ("incident" under a category …)."""
        return tuple(entry for entry in self.codes(list_name) if entry.parent == parent)

    def has(self, list_name: str, code: str) -> bool:
        """Whether `code` may be stored for this list; "region" holds every place and "unknown"."""
        if list_name == "region" and code in self.regions:
            return True
        return code in self.lists.get(list_name, {})

    def entry(self, list_name: str, code: str) -> CodeEntry:
        """One entry; raises `UnknownCode`."""
        try:
            return self.lists[list_name][code]
        except KeyError:
            raise UnknownCode(list_name, code) from None

    def label(self, list_name: str, code: str, lang: str) -> str:
        """What a code is called; raises `UnknownCode`, `LanguageMissing`."""
        return self.entry(list_name, code).label(lang)

    def text(self, list_name: str, code: str, lang: str) -> str:
        """The plain sentence that belongs to a code, empty when it has none."""
        return self.entry(list_name, code).text(lang)

    def incident(self, code: str) -> Incident:
        """One kind of incident; raises `UnknownKind`."""
        try:
            return self.incidents[code]
        except KeyError:
            raise UnknownKind(code) from None

    @property
    def incidents_by_category(self) -> tuple[tuple[CodeEntry, tuple[Incident, ...]], ...]:
        """Each category with its kinds, in the order in which they are offered."""
        return tuple(
            (category, tuple(i for i in self.incidents.values() if i.category == category.code))
            for category in self.codes("incident_category")
        )

    def region(self, code: str) -> Region:
        """A municipality or a regional police unit; raises `UnknownCode`, also for "unknown"."""
        try:
            return self.regions[code]
        except KeyError:
            raise UnknownCode("region", code) from None

    def has_region(self, code: str) -> bool:
        """Whether `code` names a place ("unknown" does not)."""
        return code in self.regions

    def region_label(self, code: str, lang: str) -> str:
        """What a region is called; "unknown" has a label too. Raises `UnknownCode`."""
        if code == UNKNOWN_REGION:
            return self.label("region", code, lang)
        region = self.region(code)
        return region.label_nl if lang == "nl" else region.label_en

    def regions_of(self, municipality: str) -> tuple[str, ...]:
        """The region codes that cover a municipality: itself and its police unit."""
        region = self.region(municipality)
        return (region.code,) if region.kind == "police_unit" else (region.code, region.police_unit)

    def find_municipality(self, text: str) -> list[Municipality]:
        """Municipalities whose name, former name or town begins with `text`; best first."""
        return find_municipalities(text, self.municipalities)

    def help_for(self, *needs: str, police_unit: str = "") -> tuple[HelpLine, ...]:
        """Help addresses that suit any of `needs` near `police_unit`: urgent ones first."""
        suiting = [h for h in self.help_lines if h.suits(*needs, police_unit=police_unit)]
        return tuple(sorted(suiting, key=lambda h: not h.urgent))

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


def load_reference_data(folder: Path, protocol_file: Path | None = None) -> ReferenceData:
    """Reads and checks everything in `folder`; the protocol may stand elsewhere (its setting)."""
    lists = read_lists(folder / "taxonomy.csv", folder / "codes.csv")
    units = read_police_units(folder / "police_units.csv")
    municipalities = read_municipalities(
        folder / "municipalities.csv", folder / "places.csv", units
    )
    needs = frozenset(
        code for name in ("incident_category", "theme", "culprit_role") for code in lists[name]
    )
    protocol = load_protocol(protocol_file or folder / "protocol.toml")
    _check_protocol(protocol, lists)
    types = read_institution_types(
        folder / "institution_types.csv", lists, lists.get("complaint_route", {})
    )
    return ReferenceData(
        lists=MappingProxyType({name: MappingProxyType(rows) for name, rows in lists.items()}),
        incidents=MappingProxyType(read_incidents(lists)),
        answer_templates=read_answer_templates(folder / "answer_templates.csv"),
        municipalities=tuple(sorted(municipalities.values(), key=lambda m: m.slug)),
        police_units=tuple(units.values()),
        regions=MappingProxyType(_regions(units, municipalities)),
        help_lines=read_help_lines(folder / "help_lines.csv", units, needs),
        institution_types=MappingProxyType(types),
        institutions=MappingProxyType(
            _institutions(folder / "institutions.csv", types, lists, units, municipalities)
        ),
        ombudsmen=MappingProxyType(read_ombudsmen(folder / "ombudsmen.csv", municipalities, lists)),
        protocol=protocol,
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


def _regions(
    units: Mapping[str, PoliceUnit], municipalities: Mapping[str, Municipality]
) -> dict[str, Region]:
    regions = {
        unit.code: Region(unit.code, unit.label_nl, unit.label_en, "police_unit", unit.code)
        for unit in units.values()
        if unit.is_region
    }
    for place in municipalities.values():
        regions[place.code] = Region(
            place.code, place.name, place.name, "municipality", place.police_unit
        )
    return regions


def _check_protocol(protocol: Protocol, lists: Mapping[str, Mapping[str, CodeEntry]]) -> None:
    for list_name, codes in (
        ("alert_field", protocol.allowed_fields),
        ("criterion", frozenset(protocol.criteria)),
    ):
        unknown = sorted(codes - set(lists.get(list_name, {})))
        if unknown:
            raise BadReferenceData("protocol", f"{list_name} {unknown[0]}")
