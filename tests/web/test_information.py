"""Pages anybody may read: found by name, kept and indexed, honest about telephone numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.adapters.editorial import page_names
from app.adapters.reference_data import load_reference_data
from app.domain.help_line import HelpLine
from app.public.information.help_addresses import groups_of
from app.settings import PROJECT
from tests.conftest import Clock
from tests.visitor import Visitor

LINES = load_reference_data(PROJECT / "data").help_lines
PAGES = [f"/{lang}/info/{name}" for lang in ("nl", "en") for name in page_names(lang)]


@pytest.mark.parametrize("path", [*PAGES, "/nl/help", "/en/help"])
def test_the_page_opens_and_may_be_kept_and_indexed(visit: Visitor, path: str) -> None:
    visit.get(path)
    assert visit.response.headers["Cache-Control"].startswith("public, max-age=")
    assert "X-Robots-Tag" not in visit.response.headers
    assert visit.response.headers["ETag"]
    assert "Set-Cookie" not in visit.response.headers


def test_who_has_the_page_already_gets_no_second_copy(client: FlaskClient) -> None:
    tag = client.get("/nl/info/safety").headers["ETag"]
    again = client.get("/nl/info/safety", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_title_of_the_window_is_that_of_the_page(visit: Visitor, lang: str) -> None:
    page = visit.get(f"/{lang}/info/data")
    assert page.title.startswith({"nl": "Wat we bewaren", "en": "What we keep"}[lang])
    assert page.lang == lang


@pytest.mark.parametrize(
    "name", ["nothing", "Safety", "..", "%2e%2e%2fsafety", "safety.md", "a" * 90]
)
def test_a_page_that_does_not_exist_is_not_found_in_the_house_style(
    visit: Visitor, name: str
) -> None:
    page = visit.get(f"/nl/info/{name}", status=404)
    assert page.lang == "nl"
    assert visit.response.headers["Cache-Control"] == "no-store"


def test_every_link_of_every_page_inside_the_site_leads_somewhere(
    visit: Visitor, app: Flask
) -> None:
    routes = app.url_map.bind("localhost")
    for path in PAGES:
        for link in visit.get(path).links:
            if link.startswith("/") and not link.startswith("/static"):
                assert routes.test(link.partition("#")[0], "GET"), f"{path}: {link}"


# Help


def text_of(line: HelpLine, lang: str) -> str:
    return " ".join(line.name(lang).split())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_help_address_is_on_the_page(visit: Visitor, lang: str) -> None:
    page = visit.get(f"/{lang}/help")
    for line in LINES:
        assert text_of(line, lang) in page.text
        assert not line.url or line.url in page.links


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_only_a_confirmed_number_can_be_tapped(visit: Visitor, lang: str) -> None:
    called = {link for link in visit.get(f"/{lang}/help").links if link.startswith("tel:")}
    confirmed = {
        f"tel:{line.phone_digits}" for line in LINES if line.phone and line.phone_confirmed
    }
    assert called == confirmed
    assert any(line.phone and not line.phone_confirmed for line in LINES)


def test_a_number_that_is_not_confirmed_says_so(visit: Visitor) -> None:
    page = visit.get("/nl/help")
    unsure = [line for line in LINES if line.phone and not line.phone_confirmed]
    for line in unsure:
        assert f"{line.phone} nummer nog te controleren" in page.text
    assert page.text.count("nummer nog te controleren") == len(unsure)


def test_the_numbers_in_the_texts_are_confirmed_ones() -> None:
    confirmed = {line.phone_digits for line in LINES if line.phone and line.phone_confirmed}
    for path in sorted(Path(PROJECT / "content").glob("*/*.md")):
        for number in re.findall(r"\(tel:([^)]*)\)", path.read_text(encoding="utf-8")):
            assert re.sub(r"\D", "", number) in confirmed, f"{path.name}: {number}"


def test_each_help_address_stands_in_one_group_and_the_urgent_ones_come_first() -> None:
    groups = groups_of(LINES)
    shown = [line.slug for group in groups for line in group.lines]
    assert sorted(shown) == sorted(line.slug for line in LINES)
    assert all(line.urgent for line in groups[0].lines)
    assert groups[0].lines[0].slug == "112"


def test_a_group_without_addresses_is_left_out() -> None:
    assert [group.name for group in groups_of([line for line in LINES if line.urgent])] == ["now"]


# What is open now


def opened(visit: Visitor, slug: str, lang: str = "nl") -> str:
    """The heading of an address with what stands beside it."""
    visit.get(f"/{lang}/help")
    html = visit.response.get_data(as_text=True)
    return html.split(f'id="h-{slug}">')[1].split("</h3>")[0]


def test_the_page_says_what_is_open_now_and_is_silent_where_it_does_not_know(
    visit: Visitor, clock: Clock
) -> None:
    assert "nu open" in opened(visit, "112")
    assert "nu open" in opened(visit, "comensha")  # a Monday, 13:00 here
    assert "tag" not in opened(visit, "kifid")
    clock.now = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert "nu dicht" in opened(visit, "comensha")
    assert "closed now" in opened(visit, "comensha", "en")
    assert "nu open" in opened(visit, "112")


def test_on_a_public_holiday_only_who_is_always_open_is_said_to_be(
    visit: Visitor, clock: Clock
) -> None:
    clock.now = datetime(2027, 3, 29, 10, 0, tzinfo=UTC)  # Easter Monday, noon here
    assert "feestdag: tijden kunnen anders zijn" in opened(visit, "comensha")
    assert "nu open" in opened(visit, "112")
    clock.now = datetime(2027, 3, 29, 20, 0, tzinfo=UTC)
    assert "nu dicht" in opened(visit, "comensha")  # at ten in the evening nobody is there anyway
    clock.now = datetime(2027, 3, 30, 10, 0, tzinfo=UTC)
    assert "nu open" in opened(visit, "comensha")


def test_the_page_of_the_day_before_is_not_kept_into_a_holiday(
    visit: Visitor, clock: Clock
) -> None:
    clock.now = datetime(2026, 12, 24, 22, 59, 20, tzinfo=UTC)  # forty seconds before Christmas
    visit.get("/nl/help")
    assert visit.response.headers["Cache-Control"] == "public, max-age=40"


def test_open_now_is_never_kept_past_the_next_change(visit: Visitor, clock: Clock) -> None:
    visit.get("/nl/help")
    assert visit.response.headers["Cache-Control"] == "public, max-age=300"
    clock.now = datetime(2026, 11, 23, 15, 59, 30, tzinfo=UTC)
    visit.get("/nl/help")
    assert visit.response.headers["Cache-Control"] == "public, max-age=30"
    clock.now = datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC)
    assert "nu dicht" in opened(visit, "comensha")


def test_hours_stand_in_the_data_only_where_the_source_gives_them() -> None:
    known = {line.slug for line in LINES if line.open_hours}
    assert known == {"112", "politie", "csg", "veilig-thuis", "113", "comensha"}
    assert all(line.hours["nl"] for line in LINES if line.open_hours)
    assert all(
        line.state(datetime.now(UTC), holiday=True) == "open" for line in LINES if line.urgent
    )


def test_costs_and_whether_without_a_name_are_said_or_said_to_be_unknown(visit: Visitor) -> None:
    page = visit.get("/nl/help")
    for word in ("gratis", "kosten niet bekend", "kan zonder naam", "zonder naam: niet bekend"):
        assert word in page.text
    assert page.text.count("zonder naam: niet bekend") == sum(
        line.anonymous == "unknown" for line in LINES
    )
