"""The catalogue for portals of open data: DCAT-AP-NL, judged by SHACL and followed link by link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD
from rdflib.term import Literal

from app.adapters.database import Database
from app.domain.statistics.publication import WARNINGS, Frozen
from tests.figures import publish, some_publications
from tests.header_contract import expected_headers

# rdflib's own reader of JSON-LD uses what rdflib itself gives up
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

PATH = "/figures/catalog.jsonld"
SHAPES = Path(__file__).resolve().parents[1] / "vectors" / "dcat_ap_nl.ttl"
HOST = "http://localhost"
COMPLAINTS = URIRef(f"{HOST}{PATH}#complaints")
WRITTEN = (".xlsx", ".ods", ".pdf")  # take a second each, and have tests of their own
EU = "http://publications.europa.eu/resource/authority"


@pytest.fixture
def frozen(database: Database) -> tuple[Frozen, ...]:
    with database.writing() as session:
        return publish(session, *some_publications())


@cache
def shapes() -> Graph:
    return Graph().parse(SHAPES)


def described(client: FlaskClient) -> Graph:
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    return Graph().parse(data=answer.get_data(as_text=True), format="json-ld")


def wrong_in(graph: Graph) -> str:
    conforms, _results, text = pyshacl.validate(graph, shacl_graph=shapes())
    return "" if conforms else str(text)


def test_it_is_what_the_profile_asks_for(client: FlaskClient, frozen: tuple[Frozen, ...]) -> None:
    graph = described(client)
    assert wrong_in(graph) == ""
    for kind, many in ((DCAT.Catalog, 1), (DCAT.Dataset, 1), (DCAT.DataService, 1)):
        assert len(set(graph.subjects(RDF.type, kind))) == many
    assert len(set(graph.objects(COMPLAINTS, DCAT.distribution))) >= len(frozen) * 3


REMOVALS: dict[str, Callable[[Graph], object]] = {
    "no publisher": lambda one: one.remove((COMPLAINTS, DCTERMS.publisher, None)),
    "no access rights": lambda one: one.remove((COMPLAINTS, DCTERMS.accessRights, None)),
    "no licence": lambda one: one.remove((None, DCTERMS.license, None)),
    "no access url": lambda one: one.remove((None, DCAT.accessURL, None)),
    "no theme": lambda one: one.remove((COMPLAINTS, DCAT.theme, None)),
    "no contact": lambda one: one.remove((None, DCAT.contactPoint, None)),
    "no name": lambda one: one.remove((None, FOAF.name, None)),
    "no description of the api": lambda one: one.remove((None, DCAT.endpointDescription, None)),
    "two identifiers": lambda one: one.add((COMPLAINTS, DCTERMS.identifier, Literal("x"))),
    "a theme of our own": lambda one: one.add((COMPLAINTS, DCAT.theme, URIRef("urn:x"))),
}


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_the_shapes_see_what_is_missing(client: FlaskClient, frozen: tuple[Frozen, ...]) -> None:
    """So that "conforms" means something."""
    text = client.get(PATH).get_data(as_text=True)
    for name, change in REMOVALS.items():
        graph = Graph().parse(data=text, format="json-ld")
        change(graph)
        assert wrong_in(graph), name


def test_it_says_of_which_time_and_place_and_how_often(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    graph = described(client)
    (period,) = graph.objects(COMPLAINTS, DCTERMS.temporal)
    for edge, day in ((DCAT.startDate, date(2024, 1, 1)), (DCAT.endDate, date(2025, 12, 31))):
        assert list(graph.objects(period, edge)) == [Literal(day, datatype=XSD.date)]
    assert list(graph.objects(COMPLAINTS, DCTERMS.spatial)) == [URIRef(f"{EU}/country/NLD")]
    assert list(graph.objects(COMPLAINTS, DCTERMS.accrualPeriodicity)) == [
        URIRef(f"{EU}/frequency/QUARTERLY")
    ]
    assert list(graph.objects(COMPLAINTS, DCTERMS.accessRights)) == [
        URIRef(f"{EU}/access-right/PUBLIC")
    ]
    titles = {one.language for one in graph.objects(COMPLAINTS, DCTERMS.title)}  # type: ignore[attr-defined]
    assert titles == {"nl", "en"}


def test_every_address_in_it_leads_somewhere(
    client: FlaskClient, frozen: tuple[Frozen, ...]
) -> None:
    graph = described(client)
    ours = {
        str(node).partition("#")[0]
        for edge in (
            DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription,
        )
        for node in graph.objects(None, edge)
    }  # fmt: skip
    assert len(ours) > len(frozen) * 3
    asked = [one for one in ours if not one.endswith(WRITTEN)]
    dead = [one for one in asked if client.get(one.removeprefix(HOST)).status_code != 200]
    assert dead == []
    assert all(one.startswith(HOST) for one in ours)


def test_before_the_first_release_it_says_what_will_come(client: FlaskClient) -> None:
    graph = described(client)
    assert wrong_in(graph) == ""
    assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [COMPLAINTS]
    assert list(graph.subjects(RDF.type, DCAT.Distribution)) == []


def test_a_series_is_a_data_set_from_its_first_release_on(
    client: FlaskClient, database: Database
) -> None:
    year = replace(some_publications()[-1], series=WARNINGS)
    with database.writing() as session:
        publish(session, year)
    graph = described(client)
    assert wrong_in(graph) == ""
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == {
        COMPLAINTS, URIRef(f"{HOST}{PATH}#warnings"),
    }  # fmt: skip


def test_it_may_be_kept(client: FlaskClient, frozen: tuple[Frozen, ...]) -> None:
    answer = client.get(PATH)
    for header, value in expected_headers(answer).items():
        assert answer.headers.get(header) == value, header
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    etag = answer.headers["ETag"]
    assert client.get(PATH, headers={"If-None-Match": etag}).status_code == 304
