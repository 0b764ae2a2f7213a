"""Reads municipalities, police units and help addresses, and checks what they point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from app.adapters.reference_rows import Row, read_rows
from app.domain.help_line import ANONYMITY, HelpLine
from app.domain.opening_hours import BadHours, OpeningHours, read_hours
from app.domain.places import Municipality, PoliceUnit

MUNICIPALITY_COLUMNS = (
    "code", "name_cbs", "name", "slug", "search_names", "province_code", "province",
    "safety_region_code", "safety_region", "police_unit", "year", "source", "certainty",
)  # fmt: skip
PLACE_COLUMNS = ("name", "municipality", "kind", "source", "certainty")
UNIT_COLUMNS = (
    "code", "kind", "label_nl", "label_en", "name", "provinces", "safety_regions",
    "municipality_count", "complaint_to", "source", "certainty",
)  # fmt: skip
HELP_COLUMNS = (
    "slug", "name_nl", "name_en", "phone", "phone_certainty", "website", "purpose_nl",
    "purpose_en", "audience_nl", "audience_en", "region_nl", "region_en", "police_unit",
    "reachable_nl", "reachable_en", "open", "costs_nl", "costs_en", "anonymous", "urgent", "fits",
    "note", "source", "certainty",
)  # fmt: skip

# what a help address may suit beside incident categories, themes and culprit roles
OWN_NEEDS = frozenset(
    {"all", "severity-4", "police-report", "complaint", "discrimination", "privacy", "alert"}
)


def read_police_units(file: Path) -> dict[str, PoliceUnit]:
    """Police units by code."""
    found: dict[str, PoliceUnit] = {}
    for row in read_rows(file, UNIT_COLUMNS):
        code = row.needed("code")
        if code in found:
            raise row.bad(f"{code} stands twice")
        labels = row.both_languages("label")
        found[code] = PoliceUnit(
            code=code,
            name=row.needed("name"),
            kind=cast(
                "Literal['regional', 'national']",
                row.one_of("kind", frozenset({"regional", "national"})),
            ),
            label_nl=labels["nl"],
            label_en=labels["en"],
            confirmed=row.is_confirmed(),
        )
    return found


def read_municipalities(
    file: Path, places: Path, units: Mapping[str, PoliceUnit]
) -> dict[str, Municipality]:
    """Municipalities by code, with the towns and former names by which people look for them."""
    other_names: dict[str, list[str]] = defaultdict(list)
    kinds = frozenset({"town", "old_municipality"})
    place_rows = list(read_rows(places, PLACE_COLUMNS))
    for row in place_rows:
        row.one_of("kind", kinds)
        other_names[row.needed("municipality")].append(row.needed("name"))
    found: dict[str, Municipality] = {}
    slugs: set[str] = set()
    for row in read_rows(file, MUNICIPALITY_COLUMNS):
        code, slug, unit = row.needed("code"), row.needed("slug"), row.needed("police_unit")
        if code in found or slug in slugs:
            raise row.bad(f"{code} or {slug} stands twice")
        if unit not in units or not units[unit].is_region:
            raise row.bad(f"police_unit {unit!r}")
        slugs.add(slug)
        names = dict.fromkeys(
            [row.needed("name_cbs"), *row.several("search_names"), *other_names.pop(code, [])]
        )
        name = row.needed("name")
        names.pop(name, None)
        found[code] = Municipality(
            code, name, slug, row.needed("province"), unit, tuple(names), row.is_confirmed()
        )
    if other_names:
        raise place_rows[0].bad(f"no such municipality: {', '.join(sorted(other_names))}")
    return found


def read_help_lines(
    file: Path, units: Mapping[str, PoliceUnit], needs: frozenset[str]
) -> tuple[HelpLine, ...]:
    """Help addresses in the order of the file; `needs` are the codes that `fits` may name."""
    found: dict[str, HelpLine] = {}
    for row in read_rows(file, HELP_COLUMNS):
        slug, unit, fits = row.needed("slug"), row.optional("police_unit"), row.several("fits")
        if slug in found:
            raise row.bad(f"{slug} stands twice")
        if unit and unit not in units:
            raise row.bad(f"police_unit {unit!r}")
        unknown = set(fits) - needs - OWN_NEEDS
        if unknown:
            raise row.bad(f"fits {', '.join(sorted(unknown))}")
        row.needed("source")
        phone = row.optional("phone")
        found[slug] = HelpLine(
            slug=slug,
            names=row.both_languages("name"),
            phone=phone,
            phone_confirmed=row.is_confirmed("phone_certainty") and bool(phone),
            website=row.optional("website"),
            purposes=row.both_languages("purpose"),
            regions=row.both_languages("region", may_be_empty=True),
            police_unit=unit,
            hours=row.both_languages("reachable", may_be_empty=True),
            open_hours=_hours(row),
            prices=row.both_languages("costs", may_be_empty=True),
            anonymous=row.one_of("anonymous", ANONYMITY),
            urgent=row.one_of("urgent", frozenset({"yes", "no"})) == "yes",
            fits=frozenset(fits),
            confirmed=row.is_confirmed(),
        )
    return tuple(found.values())


def _hours(row: Row) -> OpeningHours | None:
    text = row.optional("open")
    if not text:
        return None
    if not row.optional("reachable_nl"):
        raise row.bad("open without reachable")
    try:
        return read_hours(text)
    except BadHours:
        raise row.bad(f"open is {text!r}") from None
