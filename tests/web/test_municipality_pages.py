"""A page for each of the 342 municipalities, made from data, and the list of them."""

from __future__ import annotations

import pytest

from app.adapters.reference_data import load_reference_data
from app.settings import PROJECT
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
DATA = load_reference_data(PROJECT / "data")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_municipality_has_a_page_that_names_its_police(visit: Visitor, lang: str) -> None:
    units = {unit.code: unit.name for unit in DATA.police_units}
    assert len(DATA.municipalities) == 342
    for place in DATA.municipalities:
        page = visit.get(f"/{lang}/info/municipality/{place.slug}")
        assert page.title.startswith(place.name)
        assert units[place.police_unit] in page.text
        assert place.province in page.text
        assert {"nl": "De ombudsman hier:", "en": "The ombudsman here:"}[lang] in page.text
    assert visit.response.headers["Cache-Control"].startswith("public, max-age=")


def test_the_list_holds_all_of_them(visit: Visitor) -> None:
    links = set(visit.get("/nl/info/municipality").links)
    assert {f"/nl/info/municipality/{place.slug}" for place in DATA.municipalities} <= links


def test_the_list_finds_old_names_and_only_places(visit: Visitor) -> None:
    page = visit.get("/nl/info/municipality?q=uden")
    assert "Maashorst" in page.text.split("Per provincie")[0]
    assert "Niets gevonden" in visit.get("/nl/info/municipality?q=kifid").text


def test_an_unsure_police_unit_says_so(visit: Visitor) -> None:
    unsure = [place for place in DATA.municipalities if not place.confirmed]
    assert len(unsure) == 9
    for place in DATA.municipalities:
        if place in unsure[:2] or place.name in ("Utrecht", "Rotterdam"):
            page = visit.get(f"/nl/info/municipality/{place.slug}")
            before = page.text.split("Een klacht over de gemeente")[0]
            assert ("nog na te kijken" in before) == (place in unsure)


@pytest.mark.parametrize("slug", ["nergens", "Utrecht", "utrecht.html", "x" * 500])
def test_a_municipality_that_is_none_is_not_found(visit: Visitor, slug: str) -> None:
    visit.get(f"/nl/info/municipality/{slug}", status=404)


def test_help_near_is_of_its_own_region(visit: Visitor) -> None:
    assert "Belle" in visit.get("/nl/info/municipality/utrecht").text
    page = visit.get("/nl/info/municipality/maastricht")
    assert "Belle" not in page.text
    assert "nog geen adres" in page.text


def test_the_ombudsman_is_named_and_one_that_is_not_sure_says_so(visit: Visitor) -> None:
    def part(slug: str) -> str:
        page = visit.get(f"/nl/info/municipality/{slug}")
        return page.text.split("De ombudsman hier:")[1].split("Hulp in de buurt")[0]

    assert part("rotterdam").strip().startswith("Gemeentelijke Ombudsman Rotterdam")
    assert "nog na te kijken" not in part("rotterdam")
    assert "nog na te kijken" in part("groningen")
    assert "Ombudsman Groningen" in part("groningen")
    assert "De Zeeuwse Ombudsman" in part("middelburg")
    assert "Nationale ombudsman" in part("utrecht")
