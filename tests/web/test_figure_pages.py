"""The public figures: what a page says, and what it says when it has nothing to say."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.adapters.database import Database
from app.models.figures import FigureCorrection
from app.models.staff import Staff
from app.public.figures.overview import first_day
from tests.conftest import Clock
from tests.figures import publish, some_publications
from tests.visitor import Visitor
from tests.web.figure_house import with_figures

FIGURES = "/nl/figures"


def correct(database: Database, release: str, nl: str, en: str) -> None:
    """Words beside a release, as two people of the desk would write them."""
    with database.writing() as session:
        who = session.scalars(select(Staff.id)).first()
        assert who is not None
        session.add(
            FigureCorrection(
                id=uuid4(), series="complaints", release=release,
                words=json.dumps({"nl": nl, "en": en}), written_by=who,
                written_on=date(2026, 5, 4),
            )
        )  # fmt: skip


def test_before_the_first_release_the_page_says_what_will_come_and_when(visit: Visitor) -> None:
    page = visit.get(FIGURES)
    assert "Er zijn nog geen cijfers gepubliceerd" in page.text
    assert "Die van 2026 kunnen hier staan vanaf 31 maart 2027" in page.text
    assert "/nl/figures/method" in page.links
    assert "No figures have been published yet" in visit.get("/en/figures").text


def test_figures_of_a_year_come_a_quarter_after_it_ends() -> None:
    assert first_day(date(2026, 1, 1)) == first_day(date(2026, 12, 31)) == date(2027, 3, 31)


def test_the_question_of_a_policy_maker_is_answered_on_the_first_page_and_the_next(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    page = visit.get(FIGURES)
    assert page.text.index("In 2025 zijn ongeveer 605 klachten afgesloten.") < 600
    assert "Bank 160 25 % 125 35 meer" in page.text
    assert "/nl/figures/2025/institution_type/bank" in page.links
    bank = visit.get("/nl/figures/2025/institution_type/bank")
    assert (
        "Bank: In 2025 zijn ongeveer 160 klachten afgesloten. In 2024 waren het er ongeveer 125: "
        "nu 35 meer. Dat is 25 % van alles wat in 2025 is afgesloten."
    ) in bank.text
    assert "Zakelijke dienstverlening 45 30 % 25 20 meer" in bank.text
    assert "Luwte, “Klachten in 2025, Bank”, gepubliceerd op 31 maart 2026" in bank.text
    assert "http://localhost/nl/figures/2025/institution_type/bank" in bank.text


def test_a_year_has_a_figure_of_every_dimension_with_an_anchor_and_a_link_to_it(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    page = visit.get("/nl/figures/2025")
    for anchor in (
        "institution-type", "theme", "outcome", "handling-time", "province", "subject",
        "institution", "quarter",
    ):  # fmt: skip
        assert anchor in page.ids
        assert f"#{anchor}" in page.links
    assert page.text.count("Zo lees je dit") == 8
    assert "ABN AMRO 70" in page.text


def test_a_drawing_has_a_title_a_description_and_a_table_and_hides_what_is_small(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    visit.get("/nl/figures/2025/institution_type")
    html = visit.response.get_data(as_text=True)
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert 'role="img"' in drawing
    assert '<title id="c-institution-type-t">Klachten in 2025: soort instantie</title>' in drawing
    assert '<desc id="c-institution-type-d">' in drawing
    assert '<rect class="now few" x="0"' in drawing
    assert 'fill="url(#c-institution-type-p)"' in drawing
    assert 'width="0' not in drawing.replace('width="0.5em"', "")
    assert "<table" in html
    assert "style=" not in html


def test_the_map_has_a_tile_for_each_province_and_says_unknown_in_the_table(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    page = visit.get("/nl/figures/2025/province")
    html = visit.response.get_data(as_text=True)
    assert html.count('class="tile') == 12
    assert "Onbekend of heel Nederland" in page.text


def test_a_quarter_is_compared_with_the_same_quarter_of_the_year_before(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    page = visit.get("/nl/figures/2025Q3")
    assert "kwartaal 3 van 2025 zijn ongeveer 150 klachten" in page.text
    assert "In kwartaal 3 van 2024 waren het er ongeveer 165: nu 15 minder." in page.text
    assert "/nl/figures/2025Q3/table/institution_type_theme_to_date" in page.links
    table = visit.get("/nl/figures/2025Q3/table/institution_type_theme_to_date")
    assert "Soort instantie × Thema, het jaar tot nu toe" in table.text
    assert "Soort instantie Thema Aantal Alle Alle 445" in table.text


def test_a_year_of_the_lowest_tier_shows_the_tables_it_has(
    visit: Visitor, database: Database
) -> None:
    with_figures(database, *some_publications(tier=1))
    page = visit.get("/nl/figures/2025")
    assert {"institution-type", "theme", "outcome", "province"} <= set(page.ids)
    assert not {"subject", "institution", "quarter"} & set(page.ids)
    bank = visit.get("/nl/figures/2025/institution_type/bank")
    assert "Bank: In 2025 zijn ongeveer 160 klachten afgesloten." in bank.text
    assert "<svg" not in visit.response.get_data(as_text=True)


def test_before_there_is_a_year_the_newest_quarter_is_the_first_page(
    visit: Visitor, database: Database
) -> None:
    with_figures(database, *some_publications()[:2])
    assert "Klachten in kwartaal 2 van 2024" in visit.get(FIGURES).text


def test_a_choice_is_answered_by_a_published_table(visit: Visitor, database: Database) -> None:
    with_figures(database)
    page = visit.get("/nl/figures/2025/choose?institution_type=bank&theme=zorg&outcome=")
    assert "Bank, Zorg: In 2025 zijn ongeveer 30 klachten afgesloten." in page.text
    assert "Precies dit getal is niet gepubliceerd" not in page.text
    form = page.forms[-1]
    assert form.fields["theme"] == ["zorg"]
    assert form.method == "get"


def test_what_no_table_answers_gets_the_nearest_number_and_says_so(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    asked = "institution_type=bank&theme=zorg&province=utrecht"
    page = visit.get(f"/nl/figures/2025/choose?{asked}")
    assert "Precies dit getal is niet gepubliceerd" in page.text
    assert "zonder: Provincie: Utrecht" in page.text
    assert "Bank, Zorg: In 2025 zijn ongeveer 30 klachten afgesloten." in page.text
    assert page.forms[-1].fields["province"] == ["utrecht"]
    # the source that is cited is that of the number, not of the question
    assert "choose?institution_type=bank&theme=zorg" in page.text
    assert (
        "This exact number was not published" in visit.get(f"/en/figures/2025/choose?{asked}").text
    )


@pytest.mark.parametrize(
    "path",
    [
        "1999", "2025Q5", "nothing", "2025/weather", "2025/theme/weather", "2025/table/weather",
        "2025/institution/ing", "2025/choose?theme=weather", "1999/choose", "2025Q1/quarter",
        "2025/year", "2025/institution_type/%3Cb%3E",
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_was_never_published_is_not_there_and_there_is_a_way_back(
    client: FlaskClient, database: Database, path: str, lang: str
) -> None:
    with_figures(database)
    answer = client.get(f"/{lang}/figures/{path}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    words = {"nl": "Dit cijfer hebben we niet", "en": "We have no such figure"}[lang]
    html = answer.get_data(as_text=True)
    assert words in html
    assert f'href="/{lang}/figures"' in html
    assert f'href="/{lang}/figures/2025"' in html


def test_a_release_does_not_exist_before_its_day(
    visit: Visitor, database: Database, client: FlaskClient, clock: Clock
) -> None:
    with_figures(database)
    clock.now = clock.now.replace(year=2026, month=3, day=30)  # 2025 is out on 31 March
    assert client.get("/nl/figures/2025").status_code == 404
    assert client.get("/nl/figures/2025/theme/zorg").status_code == 404
    assert "/nl/figures/2025" not in visit.get(FIGURES).links
    assert "2025Q4" not in str(visit.get("/nl/figures/method").links)
    clock.now = clock.now.replace(month=3, day=31)
    assert client.get("/nl/figures/2025").status_code == 200


def test_words_of_a_correction_stand_beside_every_figure_they_are_about(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    correct(database, "2025Q2", "Banken stonden <b>fout</b>.", "Banks were wrong.")
    for path in (
        "",
        "/2025",
        "/2025Q2",
        "/2025/theme",
        "/2025/theme/zorg",
        "/2025/choose?theme=zorg",
    ):
        assert "Banken stonden <b>fout</b>." in visit.get(FIGURES + path).text, path
        assert "Over de cijfers van kwartaal 2 van 2025" in visit.get(FIGURES + path).text
    assert "Banks were wrong." in visit.get("/en/figures/2025").text
    for path in ("/2024", "/2025Q1"):
        assert "Banken stonden" not in visit.get(FIGURES + path).text, path


def test_a_correction_of_the_year_before_stands_where_it_is_compared_with(
    visit: Visitor, database: Database
) -> None:
    with_figures(database)
    correct(database, "2024", "Niet goed.", "Not right.")
    assert "Over de cijfers van 2024" in visit.get("/nl/figures/2025").text


def test_the_method_takes_its_parameters_and_hashes_from_the_releases(
    visit: Visitor, database: Database
) -> None:
    with database.writing() as session:
        frozen = publish(session, *some_publications())
    page = visit.get("/nl/figures/method")
    for words in (
        "veelvoud van 5", "hoogstens 9 af", "y − 9", "exp(−0,7·|g|)", "max_dev 9", "noise 0,7",
        "app/domain/statistics/noise.py", "met een factor 2,01",
    ):  # fmt: skip
        assert words in page.text, words
    for one in frozen:
        assert one.sha256 in page.text
        assert f"/nl/figures/{one.publication.id}" in page.links


def test_every_page_may_be_kept_until_midnight_and_is_not_sent_twice(
    client: FlaskClient, database: Database, clock: Clock
) -> None:
    with_figures(database)
    for path in (
        "",
        "/2025",
        "/2025/theme",
        "/2025/theme/zorg",
        "/method",
        "/2025/choose?theme=zorg",
    ):
        answer = client.get(FIGURES + path)
        assert answer.headers["Cache-Control"] == "public, max-age=600", path
        assert "X-Robots-Tag" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        again = client.get(FIGURES + path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, path
    clock.now = clock.now.replace(hour=22, minute=59)
    assert client.get("/nl/figures/2024").headers["Cache-Control"] == "public, max-age=60"


def test_a_page_asks_the_database_at_most_five_times(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with_figures(database)
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    for path in ("/2025", "/2025/theme/zorg", "", "/method"):
        asked.clear()
        assert client.get(FIGURES + path).status_code == 200
        assert 0 < len(asked) <= 5, asked
    event.remove(database.engine, "before_cursor_execute", note)


def test_figures_are_found_from_the_start_the_foot_and_the_search(visit: Visitor) -> None:
    for path in ("/nl/", "/nl/info", "/nl/help"):
        assert FIGURES in visit.get(path).links, path
    assert FIGURES in visit.get("/nl/info?q=statistiek").links
