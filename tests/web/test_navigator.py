"""The navigator: every kind of institution, real days, and nothing kept of what she typed."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.models.registry import all_tables
from app.settings import PROJECT
from tests.conftest import Clock
from tests.visitor import Visitor
from tests.workbench import reference

KINDS = sorted(reference().institution_types)
THURSDAY = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def shown(visit: Visitor) -> str:
    """The last page as words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", visit.response.text))


def ask(visit: Visitor, kind: str, answers: dict[str, str], status: int = 200, **at: str) -> str:
    query = f"?at={at['at']}" if at else ""
    visit.get(f"/nl/route/{kind}/days{query}")
    visit.submit(answers, status=status, form="days")
    return shown(visit)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_institution_has_a_page_that_may_be_kept(
    visit: Visitor, language: str
) -> None:
    style = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes(), 9))
    for kind in KINDS:
        visit.get(f"/{language}/route/{kind}")
        headers = visit.response.headers
        assert headers["Cache-Control"].startswith("public"), kind
        assert headers["ETag"]
        assert "X-Robots-Tag" not in headers
        assert len(gzip.compress(visit.response.data, 6)) + style <= 14 * 1024, kind


def test_every_kind_is_linked_from_the_first_page(visit: Visitor) -> None:
    visit.get("/nl/route")
    for kind in KINDS:
        assert f'href="/nl/route/{kind}"' in visit.response.text
    labels = re.findall(r'href="/nl/route/[^"]*">([^<]*)<', visit.response.text)
    assert len(labels) == len(KINDS)
    assert not [one for one in labels if "/" in one]  # a phone cannot break a word there


@pytest.mark.usefixtures("institutions_team")
@pytest.mark.parametrize("page", ["/nl/k", "/nl/info"])
def test_the_first_page_is_found_without_knowing_its_address(visit: Visitor, page: str) -> None:
    visit.get(page)
    assert 'href="/nl/route"' in visit.response.text


@pytest.mark.parametrize(("kind", "objects"), [("gemeente", True), ("bank", False)])
def test_six_weeks_are_named_only_where_one_can_object(
    visit: Visitor, kind: str, objects: bool
) -> None:
    visit.get(f"/nl/route/{kind}")
    assert ("maar zes weken om bezwaar" in shown(visit)) is objects


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Rotterdam", "Politie-eenheid Rotterdam"),
        ("rotterdam", "Gemeente Rotterdam"),
        ("sgravenhage", "Den Haag"),
        ("Appingedam", "Gemeente Eemsdelta"),  # a municipality that merged
        ("Appingedam", "Politie-eenheid Noord-Nederland"),
        ("ING", "ING"),
        ("volkskrant", "Deze naam kennen we niet"),
        ("<script>alert(1)</script>", "Deze naam kennen we niet"),
        ("x" * 5000, "Deze naam kennen we niet"),
    ],
)
def test_a_name_is_found_and_not_kept(visit: Visitor, typed: str, wanted: str) -> None:
    visit.get(f"/nl/route?{urlencode({'q': typed})}")
    assert wanted in shown(visit)
    assert visit.response.headers["Cache-Control"] == "no-store"
    assert "<script>alert" not in visit.response.text


def test_a_licence_refused_five_weeks_ago_leaves_a_week(visit: Visitor, clock: Clock) -> None:
    clock.now = THURSDAY
    words = ask(visit, "gemeente", {"letter": "yes", "dated": "22-10-2026"}, at="GM0599")
    assert "Gemeente Rotterdam" in words
    assert words.index("Bezwaar tegen een besluit") < words.index("Klacht bij de overheidsinst")
    assert "3 december 2026, nog 7 dagen" in words
    assert "Gemeentelijke Ombudsman Rotterdam" in words
    assert "Politie-eenheid Rotterdam" in words


def test_a_term_that_has_passed_is_said_with_what_is_still_possible(
    visit: Visitor, clock: Clock
) -> None:
    clock.now = THURSDAY
    words = ask(visit, "gemeente", {"letter": "yes", "dated": "1-9-2026"})
    assert "13 oktober 2026, 44 dagen te laat" in words
    assert "Een goede reden kan soms helpen" in words


def test_a_letter_without_a_date_is_urgent(visit: Visitor) -> None:
    words = ask(visit, "gemeente", {"letter": "yes"})
    assert "Zoek de datum op de brief" in words


def test_the_police_route_says_who_gets_a_copy_before_anything_else(visit: Visitor) -> None:
    words = ask(visit, "politie", {"happened": "5-11-2026", "subject": "aangifte-geweigerd"})
    assert words.index("burgemeester en de hoofdofficier") < words.index("Jouw tijd")
    assert "5 november 2027" in words
    visit.get("/nl/route/politie")
    assert 'class="notice danger"' in visit.response.text


def test_a_business_account_never_leads_to_kifid(visit: Visitor) -> None:
    business = ask(visit, "bank", {"account": "business"}, at="ing")
    assert "NVB Sector Standaard" in business
    assert "Kifid is meestal NIET bevoegd" in business
    assert "definitief standpunt" not in business
    private = ask(visit, "bank", {"account": "private"})
    assert "definitieve standpunt" in private
    assert "Sector Standaard" not in private
    visit.get("/nl/route/bank")
    assert "Kifid helpt alleen bij een privérekening" in shown(visit)


def test_what_a_lawyer_has_yet_to_check_says_so(visit: Visitor) -> None:
    visit.get("/nl/route/platform")
    assert "nog door een jurist na te kijken" in shown(visit)
    visit.get("/nl/route/politie")
    assert "zoals het was op 23 januari 2026" in shown(visit)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"dated": "1-1-2031"}, "Deze dag moet nog komen"),
        ({"dated": "31-12-1989"}, "Dit is vóór 1990"),
        ({"happened": "morgen misschien"}, "We kunnen deze dag niet lezen"),
        ({"happened": "x" * 500}, "hoogstens 40 tekens"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_the_field_and_the_rest_stays(
    visit: Visitor, answers: dict[str, str], sentence: str
) -> None:
    words = ask(visit, "gemeente", {"subject": "vergunning", **answers}, status=422)
    assert re.search(sentence, words)
    assert 'selected value="vergunning"' in visit.response.text
    for typed in answers.values():
        assert typed in visit.response.text


@pytest.mark.parametrize(
    "answers",
    [{"letter": "perhaps"}, {"subject": "nonsense"}, {"account": "offshore"}, {"at": "GM9999"}],
)
def test_a_choice_that_is_not_on_our_page_changes_nothing(
    visit: Visitor, answers: dict[str, str]
) -> None:
    visit.get("/nl/route/bank/days")
    token = visit.last.forms[-1].fields["csrf_token"][0]
    visit.post("/nl/route/bank/days", {"csrf_token": token, **answers}, status=200)
    assert "Privérekening bij een bank" in shown(visit)
    assert "Zakelijke rekening bij een bank" in shown(visit)


@pytest.mark.parametrize("path", ["/nl/route/nothing", "/nl/route/nothing/days"])
def test_an_unknown_kind_is_not_there(visit: Visitor, path: str) -> None:
    visit.get(path, status=404)


def test_an_institution_of_another_kind_is_left_out(visit: Visitor) -> None:
    visit.get("/nl/route/bank?at=GM0599")
    assert "Rotterdam" not in shown(visit)


def test_her_days_leave_no_row_no_cookie_and_no_address(visit: Visitor, database: Database) -> None:
    ask(visit, "gemeente", {"letter": "yes", "dated": "2-11-2026"})
    assert "Set-Cookie" not in visit.response.headers
    assert visit.response.headers["Cache-Control"] == "no-store"
    with database.reading() as session:
        for table in all_tables().sorted_tables:
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name
