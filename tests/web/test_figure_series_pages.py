"""The pages of reports, of what was done with warnings, and of checks: each in its own words."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.adapters.database import Database
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import SERIES
from app.public.figures.building import a_year_ago
from app.web.figure_middle import middle_words
from app.web.figure_page_words import NOTES, PAGES, counted_of, notes_of
from app.web.figure_series_words import COUNTS, FEW, NOUNS, OF_RELEASE, OVERVIEWS, SHARES, TOTALS
from app.web.figure_words import DIMENSIONS
from tests.figures import some_others, some_publications
from tests.unit.statistics.published import Cells, a_publication
from tests.visitor import Visitor
from tests.web.figure_house import with_figures

OTHERS = ("warnings", "moderation", "checks")
NAMES = {
    "": "Cijfers over klachten",
    "/warnings": "Cijfers over meldingen",
    "/moderation": "Cijfers over wat er met waarschuwingen gebeurde",
    "/checks": "Cijfers over nakijken",
}


def test_every_series_has_all_its_words() -> None:
    for words in (COUNTS, FEW, NOUNS, OF_RELEASE, OVERVIEWS, SHARES, TOTALS, PAGES):
        assert set(words) == set(SERIES)
    assert {series for series, _dimension in NOTES} == set(SERIES)
    assert {dimension for _series, dimension in NOTES} <= set(DIMENSIONS)


def test_every_sentence_finds_its_numbers_in_the_parameters(app: Flask) -> None:
    with app.test_request_context("/nl/"):
        for series in SERIES:
            said = counted_of(series, PARAMETERS)
            for dimension in ("", *DIMENSIONS):
                said += notes_of(series, dimension, PARAMETERS)
            assert all("%(" not in one for one in said)


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("path", NAMES)
def test_each_overview_leads_to_the_others_and_says_what_is_not_out(
    visit: Visitor, database: Database, path: str, *, published: bool
) -> None:
    if published:
        with_figures(database, *some_publications(tier=1), *some_others())
    page = visit.get(f"/nl/figures{path}")
    others = page.text[page.text.index("Andere cijfers") :]
    for other, name in NAMES.items():
        if other != path:
            assert f"/nl/figures{other}" in page.links
            assert name in others
    assert others.count("Nog niet gepubliceerd.") == (0 if published else 3)


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ("warnings", "Over hoeveel meldingen we besloten"),
        ("moderation", "Hoe vaak een waarschuwing langer bleef staan"),
        ("checks", "Hoeveel leden in elk kwartaal iets nakeken"),
    ],
)
def test_before_its_first_release_a_series_says_what_will_come(
    visit: Visitor, database: Database, series: str, words: str
) -> None:
    with_figures(database)  # of complaints
    page = visit.get(f"/nl/figures/{series}")
    assert "Er zijn nog geen cijfers gepubliceerd" in page.text
    assert words in page.text
    assert "klacht" not in page.text[: page.text.index("Andere cijfers")]


def main_of(html: str) -> str:
    """What is on the page but for the ways to the other series and its frame."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r'<section id="others".*?</section>', "", main, flags=re.DOTALL)


@pytest.mark.parametrize("tier", [1, 2])
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("series", OTHERS)
def test_no_page_of_another_series_speaks_of_complaints(
    visit: Visitor, database: Database, series: str, lang: str, tier: int
) -> None:
    with_figures(database, *some_others(tier=tier))
    start, word = f"/{lang}/figures/{series}", {"nl": "klacht", "en": "complain"}[lang]
    paths = [start, f"{start}/2025"]
    paths += sorted(
        link
        for link in visit.get(f"{start}/2025").links
        if link.startswith(f"{start}/2025/") and "?" not in link and not link.endswith(".zip")
    )
    assert len(paths) > 6
    for path in paths:
        if re.search(r"\.\w+$", path):
            continue
        visit.get(path)
        assert word not in main_of(visit.response.get_data(as_text=True)).lower(), path


def test_reports_are_shown_by_all_that_is_counted_of_them(
    visit: Visitor, database: Database
) -> None:
    with_figures(database, *some_others())
    page = visit.get("/nl/figures/warnings/2025")
    assert {
        "severity", "incident-category", "blackmail", "police-consent", "province",
        "report-decision", "decision-reason", "decided-within",
    } <= set(page.ids)  # fmt: skip
    assert "Zet je de meldingen op volgorde van kort naar lang" in page.text
    assert visit.response.get_data(as_text=True).count('class="tile') == 12
    own = visit.get("/nl/figures/warnings/2025/report_decision/closed")
    assert "Afgesloten zonder waarschuwing: In 2025 is over ongeveer" in own.text
    assert "van alle meldingen waarover in 2025 is besloten" in own.text


def test_the_quarters_of_checks_stand_in_its_year_beside_those_of_the_year_before(
    visit: Visitor, database: Database
) -> None:
    with_figures(database, *some_others())
    page = visit.get("/nl/figures/checks/2025")
    assert {"quarter", "check-result"} <= set(page.ids)
    assert "/nl/figures/checks/2025/quarter/2025Q1" in page.links
    assert "/nl/figures/checks/2025Q1" not in page.links
    quarter = visit.get("/nl/figures/checks/2025/quarter/2025Q1")
    assert "In 2024 waren het er" in quarter.text
    assert "Er was een waarschuwing" in quarter.text
    assert "elk één keer per kwartaal" in quarter.text


def test_the_same_quarter_of_a_year_ago() -> None:
    assert a_year_ago({"quarter": "2025Q3", "check_result": "hit"}) == {
        "quarter": "2024Q3",
        "check_result": "hit",
    }
    assert a_year_ago({"check_result": "hit"}) == {"check_result": "hit"}


def test_the_middle_is_said_only_of_a_whole_that_is_large_enough(app: Flask) -> None:
    name: tuple[str, ...] = ("report_decision", "decided_within")
    leaves: Cells = {
        ("published", "week"): 30, ("published", "longer"): 20,
        ("closed", "week"): 0, ("closed", "longer"): 45,
    }  # fmt: skip
    enough = a_publication("2025", (name, leaves), series="warnings")
    with app.test_request_context("/nl/"):
        first, second = middle_words(enough, "decided_within", {})
        assert first.endswith("“Langer dan 3 maanden”.")
        assert second == "Bij “Waarschuwing geplaatst” was dat: “Hoogstens 1 week”."
        assert middle_words(enough, "decided_within", {"report_decision": "closed"}) == ()
        assert middle_words(enough, "report_decision", {}) == ()
        few = {cell: count for cell, count in leaves.items() if cell[0] == "closed"}
        less = a_publication("2025", (name, few), series="warnings")
        assert middle_words(less, "decided_within", {}) == ()


def test_the_method_counts_every_series_and_its_ledger_holds_all(
    visit: Visitor, database: Database
) -> None:
    with_figures(database, *some_publications(tier=1), *some_others())
    for path in ("/nl/figures/method", "/nl/figures/checks/method"):
        page = visit.get(path)
        for words in (
            "Klachten van sekswerkers over instanties", "Meldingen van sekswerkers over klanten",
            "Leden die een nummer nakeken", "Meldingen: 2025", "Klachten: 2024",
        ):  # fmt: skip
            assert words in page.text, words
        assert {"/nl/figures/2025", "/nl/figures/moderation/2024"} <= set(page.links)


@pytest.mark.parametrize("series", OTHERS)
@pytest.mark.parametrize("kind", ["xlsx", "ods", "pdf", "csv.zip"])
def test_a_release_of_every_series_can_be_taken_along(
    visit: Visitor, client: FlaskClient, database: Database, series: str, kind: str
) -> None:
    with_figures(database, *some_others())
    url = f"/nl/figures/{series}/2025/2025.{kind}"
    assert url in visit.get(f"/nl/figures/{series}/2025").links
    answer = client.get(url)
    assert answer.status_code == 200
    assert len(answer.get_data()) > 1000


def test_what_another_series_never_published_is_not_there(
    client: FlaskClient, database: Database
) -> None:
    with_figures(database, *some_publications(tier=1), *some_others())
    for path in ("checks/2025Q1", "warnings/1999", "warnings/2025/theme", "nothing/2025"):
        assert client.get(f"/nl/figures/{path}").status_code == 404, path


def test_the_catalogue_holds_every_series(client: FlaskClient, database: Database) -> None:
    with_figures(database, *some_others())
    answer = client.get("/figures/catalog.jsonld")
    assert answer.status_code == 200
    for series in OTHERS:
        assert f"/figures/{series}/2025" in answer.get_data(as_text=True)
