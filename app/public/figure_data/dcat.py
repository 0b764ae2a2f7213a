"""The words of DCAT-AP-NL 3.0 that the catalogue is written in, as JSON-LD.

The value lists are those that the profile prescribes (Publications Office of the EU, IANA).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.code_lists import LANGUAGES
from app.domain.publisher import Publisher

Node = dict[str, Any]
EU = "http://publications.europa.eu/resource/authority"
MEDIA = "https://www.iana.org/assignments/media-types"
LANGUAGE_IRI = {"nl": f"{EU}/language/NLD", "en": f"{EU}/language/ENG"}
THEMES = ("SOCI", "JUST")  # population and society; justice and public safety
CONTEXT: Mapping[str, Any] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": ("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    "pdf": ("PDF", "application/pdf"),
    "json": ("JSON", "application/json"),
}
"""Kind of file → its EU file type and its media type."""


def typed(iri: str, kind: str) -> Node:
    """A value of a list, with the class that the profile asks for."""
    return {"@id": iri, "@type": kind}


def words(labels: Mapping[str, str]) -> list[Node]:
    """A text in every language."""
    return [{"@value": labels[language], "@language": language} for language in LANGUAGES]


def day(value: date) -> Node:
    return {"@value": value.isoformat(), "@type": "xsd:date"}


def address(iri: str) -> Node:
    return {"@id": iri}


def resource(iri: str) -> Node:
    """An address for which DCAT-AP asks the widest class of all; validators do not infer it."""
    return typed(iri, "rdfs:Resource")


def document(iri: str) -> Node:
    return typed(iri, "foaf:Document")


def language(code: str) -> Node:
    return typed(LANGUAGE_IRI[code], "dct:LinguisticSystem")


def languages() -> list[Node]:
    return [language(code) for code in LANGUAGES]


def themes() -> list[Node]:
    return [typed(f"{EU}/data-theme/{code}", "skos:Concept") for code in THEMES]


def licence(publisher: Publisher) -> Node:
    return typed(publisher.licence_iri, "dct:LicenseDocument")


def public() -> Node:
    return typed(f"{EU}/access-right/PUBLIC", "dct:RightsStatement")


def period(first: date, last: date) -> Node:
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": day(first), "dcat:endDate": day(last)}


def file_format(kind: str) -> Node:
    """`dct:format` and `dcat:mediaType` of a kind of file."""
    file_type, media = FORMATS[kind]
    return {
        "dct:format": typed(f"{EU}/file-type/{file_type}", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": typed(f"{MEDIA}/{media}", "dct:MediaType"),
    }


def agent(publisher: Publisher) -> Node:
    """Who publishes, and made it."""
    return {
        "@id": publisher.website,
        "@type": "foaf:Agent",
        "foaf:name": words(publisher.name),
        "foaf:homepage": document(publisher.website),
        "dct:type": typed(publisher.type_iri, "skos:Concept"),
    }


def contact(publisher: Publisher) -> Node:
    """Where one can ask."""
    found: Node = {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": words(publisher.name),
        "vcard:hasURL": address(publisher.website),
    }
    if publisher.email:
        found["vcard:hasEmail"] = address(f"mailto:{publisher.email}")
    return found
