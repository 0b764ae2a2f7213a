"""Reads kinds of institution, institutions and ombudsmen, and checks what they point to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from app.adapters.reference_lists import Lists
from app.adapters.reference_rows import BadReferenceData, read_rows
from app.domain.institutions import (
    MILITARY_POLICE,
    MUNICIPALITY,
    POLICE,
    Institution,
    InstitutionType,
    Ombudsman,
    OmbudsmanKind,
    PublicBody,
)
from app.domain.places import Municipality

TYPE_COLUMNS = (
    "code", "label_nl", "label_en", "public_body", "routes", "theme", "always_routes", "source",
    "certainty",
)  # fmt: skip
INSTITUTION_COLUMNS = (
    "code", "type", "name", "area", "website", "website_certainty", "search_names", "iban_code",
    "source", "certainty",
)  # fmt: skip
OMBUDSMAN_COLUMNS = (
    "code", "kind", "name", "municipality", "perhaps_in_province", "website", "source",
    "certainty",
)  # fmt: skip

PUBLIC_BODY = frozenset({"yes", "no", "partly", "unknown"})
OWN_FILES = frozenset({MUNICIPALITY, POLICE, MILITARY_POLICE})
"""Kinds whose institutions stand in the files of places."""
IBAN_CODE = re.compile(r"[A-Z]{4}")
WEBSITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def read_institution_types(
    file: Path, lists: Lists, routes: Collection[str]
) -> dict[str, InstitutionType]:
    """Kinds by code. Their routes are among `routes`; the subjects of `lists` name only kinds."""
    themes = frozenset(lists.get("theme", {}))
    found: dict[str, InstitutionType] = {}
    for row in read_rows(file, TYPE_COLUMNS):
        code = row.needed("code")
        if code in found:
            raise row.bad(f"{code} stands twice")
        usual, always = row.several("routes"), row.several("always_routes")
        if not usual:
            raise row.bad("routes is empty")
        unknown = sorted({*usual, *always} - set(routes))
        if unknown:
            raise row.bad(f"no such route: {', '.join(unknown)}")
        row.needed("source")
        found[code] = InstitutionType(
            code=code,
            labels=row.both_languages("label"),
            public_body=cast("PublicBody", row.one_of("public_body", PUBLIC_BODY)),
            routes=usual,
            theme=row.one_of("theme", themes),
            always_routes=always,
            confirmed=row.is_confirmed(),
        )
    for subject in lists.get("subject", {}).values():
        kinds = subject.facts.get("institution_types", "").split("|")
        if set(kinds) - set(found):
            raise BadReferenceData(f"subject {subject.code}", f"institution_types {kinds}")
    return found


def read_institutions(
    file: Path, types: Mapping[str, InstitutionType], lists: Lists, taken: Collection[str]
) -> dict[str, Institution]:
    """Institutions by code; `taken` are codes of municipalities and police units."""
    areas = frozenset(lists.get("institution_area", {}))
    kinds = frozenset(types) - OWN_FILES
    found: dict[str, Institution] = {}
    for row in read_rows(file, INSTITUTION_COLUMNS):
        code, kind = row.needed("code"), row.one_of("type", kinds)
        if code in found or code in taken:
            raise row.bad(f"{code} stands twice")
        iban_code, website = row.optional("iban_code"), row.optional("website")
        if iban_code and (kind != "bank" or not IBAN_CODE.fullmatch(iban_code)):
            raise row.bad(f"iban_code {iban_code!r}")
        if website and not WEBSITE.fullmatch(website):
            raise row.bad(f"website {website!r}")
        row.needed("source")
        found[code] = Institution(
            code=code,
            type=kind,
            name=row.needed("name"),
            area=row.one_of("area", areas),
            website=website,
            website_confirmed=row.is_confirmed("website_certainty") and bool(website),
            search_names=row.several("search_names"),
            iban_code=iban_code,
            confirmed=row.is_confirmed(),
        )
    return found


def read_ombudsmen(
    file: Path, municipalities: Mapping[str, Municipality], lists: Lists
) -> dict[str, Ombudsman]:
    """Ombudsmen by code: one national, and at most one for each municipality."""
    kinds = frozenset(lists.get("ombudsman_kind", {}))
    provinces = frozenset({"", *(place.province for place in municipalities.values())})
    places = frozenset({"", *municipalities})
    found: dict[str, Ombudsman] = {}
    for row in read_rows(file, OMBUDSMAN_COLUMNS):
        code, kind = row.needed("code"), row.one_of("kind", kinds)
        place = row.one_of("municipality", places)
        if code in found or (place and place in {o.municipality for o in found.values()}):
            raise row.bad(f"{code} or {place} stands twice")
        perhaps_in = row.one_of("perhaps_in_province", provinces)
        if (kind == "national") == bool(place or perhaps_in):
            raise row.bad("the national one serves no place, every other one does")
        row.needed("source")
        found[code] = Ombudsman(
            code=code,
            kind=cast("OmbudsmanKind", kind),
            name=row.needed("name"),
            municipality=place,
            perhaps_in=perhaps_in,
            website=row.optional("website"),
            confirmed=row.is_confirmed(),
        )
    if sum(o.kind == "national" for o in found.values()) != 1:
        raise BadReferenceData(file.name, "needs one national ombudsman")
    return found
