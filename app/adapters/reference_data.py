"""Reference data: what the app knows beforehand, read once at start from `data/` and frozen.

Everything is checked while it is read: codes stand once, labels exist in every language, and what a
row points to exists. A file that does not fit stops the start (`BadReferenceData`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from app.adapters.protocol_file import load_protocol
from app.adapters.publisher_file import load_publisher
from app.adapters.reference_complaints import ComplaintReference, read_complaint_reference
from app.adapters.reference_lists import (
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
from app.adapters.reference_sources import read_sources
from app.adapters.retention_file import load_keeping
from app.adapters.subject_answers_file import read_subject_answers
from app.domain.code_lists import AnswerTemplate, CodeEntry, UnknownCode
from app.domain.complaint_import.words import Vocabulary, vocabulary_of
from app.domain.help_line import HelpLine
from app.domain.incidents import Incident, UnknownKind
from app.domain.keeping import Keeping
from app.domain.places import (
    UNKNOWN_REGION,
    Municipality,
    PoliceUnit,
    Region,
    find_municipalities,
    municipalities_meant,
)
from app.domain.protocol import Protocol
from app.domain.publisher import Publisher
from app.domain.source import Source
from app.domain.subject_answer import SubjectAnswers


@dataclass(frozen=True)
class ReferenceData(ComplaintReference):
    """Closed lists, places, help addresses, the protocol, and what a complaint needs.

    Every mapping is by code.
    """

    lists: Mapping[str, Mapping[str, CodeEntry]]
    incidents: Mapping[str, Incident]
    answer_templates: tuple[AnswerTemplate, ...]
    police_units: tuple[PoliceUnit, ...]
    regions: Mapping[str, Region]
    help_lines: tuple[HelpLine, ...]
    sources: Mapping[str, Source]
    protocol: Protocol
    keeping: Keeping
    publisher: Publisher
    subject_answers: SubjectAnswers

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
        of_files: Mapping[str, Mapping[str, object]] = {
            "region": self.regions,
            "institution": self.institutions,
            "institution_type": self.institution_types,
        }
        if code in of_files.get(list_name, {}):
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

    def answers_for(self, desk: str) -> tuple[AnswerTemplate, ...]:
        """The answers that a desk ("alerts", "complaints", "trainings") can start from."""
        return tuple(one for one in self.answer_templates if one.desk == desk)

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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What an older list of the desk may call our codes."""
        return vocabulary_of(
            subjects=self.codes("subject"),
            outcomes=self.codes("outcome"),
            kinds=self.institution_types.values(),
            institutions=self.institutions.values(),
            municipalities=self.municipalities,
            regions=self.regions.values(),
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

    def municipality_meant(self, text: str) -> list[Municipality]:
        """The one of exactly this name, or all that begin with it; best first."""
        return municipalities_meant(text, self.municipalities)

    def help_for(self, *needs: str, police_unit: str = "") -> tuple[HelpLine, ...]:
        """Help addresses that suit any of `needs` near `police_unit`: urgent ones first."""
        suiting = [h for h in self.help_lines if h.suits(*needs, police_unit=police_unit)]
        return tuple(sorted(suiting, key=lambda h: not h.urgent))


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
    complaints = read_complaint_reference(folder, lists, units, municipalities)
    return ReferenceData(
        lists=MappingProxyType({name: MappingProxyType(rows) for name, rows in lists.items()}),
        incidents=MappingProxyType(read_incidents(lists)),
        answer_templates=read_answer_templates(folder / "answer_templates.csv"),
        municipalities=complaints.municipalities,
        institution_types=complaints.institution_types,
        institutions=complaints.institutions,
        ombudsmen=complaints.ombudsmen,
        routes=complaints.routes,
        calendar=complaints.calendar,
        letters=complaints.letters,
        named_institutions=complaints.named_institutions,
        police_units=tuple(units.values()),
        regions=MappingProxyType(_regions(units, municipalities)),
        help_lines=read_help_lines(folder / "help_lines.csv", units, needs),
        sources=MappingProxyType(read_sources(folder / "sources.csv")),
        protocol=protocol,
        keeping=load_keeping(folder / "retention.toml"),
        publisher=load_publisher(folder / "publisher.toml"),
        subject_answers=read_subject_answers(
            folder / "subject_answers.toml", lists.get("subject_outcome", {})
        ),
    )


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
