"""What she may write: nothing is cut, nothing blocks, and each error leads to its field."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.domain.report import MAX_POINTS_CHARS, MAX_STORY_CHARS
from app.models.report import Report, ReportKeys
from app.public.report.steps import STEPS
from app.services.receipt import stretch
from app.services.sealed_report import open_body, open_for_receipt
from tests.conftest import Clock
from tests.visitor import Page, Visitor
from tests.web.test_report_wizard import code_on, press, step_of, walk_to_review

PART_OF_A_NUMBER = "06 1234"


def at(visit: Visitor, step: str) -> Page:
    walk_to_review(visit)
    return press(visit, f"change:{step}")


def leads_to(page: Page, field: str) -> bool:
    return f"#{field}" in page.links and field in page.ids


def test_a_town_whose_name_begins_another_is_taken(visit: Visitor) -> None:
    at(visit, "where")
    page = press(visit, "next", {"place": "Utrecht"})
    assert step_of(page) == "review"
    assert "Utrecht" in page.text


def test_yesterday_is_a_day(visit: Visitor) -> None:
    at(visit, "when")
    assert "22 november 2026" in press(visit, "next", {"day": "gisteren"}).text


def test_after_midnight_today_is_the_day_on_her_clock(visit: Visitor, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past twelve in the Netherlands
    at(visit, "when")
    assert "24 november 2026" in press(visit, "next", {"day": "vandaag"}).text
    press(visit, "change:when")
    assert "24 november 2026" in press(visit, "next", {"day": "24-11-2026"}).text
    assert "Dit is je code" in press(visit, "send").text


@pytest.mark.parametrize(
    ("step", "answer", "field"),
    [
        ("kinds", {"kinds": []}, "kinds"),
        ("when", {"day": "31-02-2026"}, "day"),
        ("where", {"place": "Nergenshuizen"}, "place"),
        ("known", {"phones-0": PART_OF_A_NUMBER}, "phones-0"),
        ("known", {"emails-0": "naam@"}, "emails-0"),
        ("known", {"profiles-0-site": "x" * 121}, "profiles-0-site"),
        ("looks", {"accent": "x" * 201}, "accent"),
        ("story", {"points_to_me": "x" * 1001}, "points_to_me"),
        ("wishes", {"way": "phone", "value": ""}, "value"),
        ("wishes", {"consents": [], "publish_at_once": "y"}, "publish_at_once"),
    ],
)
def test_an_error_on_top_leads_to_its_field(
    visit: Visitor, step: str, answer: dict[str, str], field: str
) -> None:
    at(visit, step)
    page = press(visit, "next", answer)
    assert step_of(page) == step
    assert leads_to(page, field)


def test_of_several_numbers_the_wrong_one_is_pointed_at(visit: Visitor) -> None:
    at(visit, "known")
    press(visit, "add:phones", {"phones-0": "0612345678"})
    page = press(visit, "next", {"phones-1": PART_OF_A_NUMBER})
    assert leads_to(page, "phones-1")
    assert "#phones-0" not in page.links


def test_what_is_no_whole_number_may_stay_as_she_typed_it(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    at(visit, "known")
    page = press(visit, "next", {"phones-0": PART_OF_A_NUMBER})
    assert "geen heel telefoonnummer" in page.text
    assert "Een check vindt het niet." in page.text
    page = press(visit, "keep")
    assert step_of(page) == "review"
    assert PART_OF_A_NUMBER in page.text
    press(visit, "change:known")  # and is not asked again
    assert step_of(press(visit, "next")) == "review"
    receipt = stretch(parse(code_on(press(visit, "send"), visit)), keyring)
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        keys = session.get_one(ReportKeys, report.id)
        assert report.body is not None
        body = open_body(open_for_receipt(keys, receipt.keys.secret), report.id, report.body)
    assert body["client"]["phones"] == [PART_OF_A_NUMBER]


@pytest.mark.parametrize("wish", ["back", "skip"])
def test_a_part_of_a_number_is_not_lost_on_the_way(visit: Visitor, wish: str) -> None:
    at(visit, "known")
    assert PART_OF_A_NUMBER in press(visit, wish, {"phones-0": PART_OF_A_NUMBER}).text


@pytest.mark.parametrize("wish", ["next", "back", "skip"])
def test_a_story_that_is_too_long_is_told_and_kept_whole(visit: Visitor, wish: str) -> None:
    at(visit, "story")
    long = "a" * MAX_STORY_CHARS + " het einde"
    page = press(visit, wish, {"story": long})
    assert "8.000 tekens" in page.text
    assert page.forms[-1].fields["story"] == [long]


def test_a_line_end_counts_as_one_sign(visit: Visitor) -> None:
    at(visit, "story")
    exactly = "b\r\n" * (MAX_POINTS_CHARS // 2)
    assert step_of(press(visit, "next", {"points_to_me": exactly})) == "review"


@pytest.mark.parametrize("step", STEPS.names)
def test_no_answer_is_cut_by_the_browser(visit: Visitor, step: str) -> None:
    at(visit, step)
    assert "maxlength" not in visit.response.get_data(as_text=True)


@pytest.mark.parametrize("step", ["story", "photo", "wishes"])
def test_back_from_a_change_returns_to_what_she_read(visit: Visitor, step: str) -> None:
    at(visit, step)
    assert step_of(press(visit, "back")) == "review"
    assert step_of(press(visit, "back")) == "wishes"  # and from there to the page before


def test_that_she_does_not_want_to_talk_is_read_back_in_those_words(visit: Visitor) -> None:
    page = walk_to_review(visit, wishes={"consents": ["warn"], "way": ""})
    assert "Nee, ik wil niet praten" in page.text
    assert "Alleen hier, met mijn code" not in page.text


@pytest.mark.parametrize("step", ["story", "photo", "review"])
@pytest.mark.parametrize("wish", ["next", "stay", "back", "send"])
def test_answers_that_cannot_be_opened_are_told_to_be_gone(
    visit: Visitor, step: str, wish: str
) -> None:
    walk_to_review(visit)
    if step != "review":
        press(visit, f"change:{step}")
    for token in ("forged", visit.last.forms[-1].fields["csrf_token"][0]):
        page = press(
            visit, wish, {"csrf_token": token, "step": step, "state": "AAAA", "story": "Ja."}
        )
        assert "wat je op de pagina’s hiervoor invulde, is weg" in page.text.lower()


def test_an_answer_that_is_needed_is_not_called_optional(visit: Visitor) -> None:
    at(visit, "wishes")
    html = visit.response.get_data(as_text=True)
    assert 'naam daar <span class="muted">(hoeft niet)' in html
    press(visit, "next", {"way": "phone", "value": ""})
    html = visit.response.get_data(as_text=True)
    assert 'naam daar <span class="muted">(hoeft niet)' not in html


def test_everything_on_the_page_of_numbers_is_called_optional(visit: Visitor) -> None:
    page = at(visit, "known")
    assert page.text.count("(hoeft niet)") == 6


def test_wrong_words_are_told_on_top_and_stay_in_their_field(visit: Visitor) -> None:
    walk_to_review(visit)
    press(visit, "send")
    page = press(visit, "words", {"words": "fout goed"})
    assert leads_to(page, "words")
    assert page.forms[-1].fields["words"] == ["fout goed"]
    assert "fout goed" not in press(visit, "done").text


def test_the_last_page_gives_a_way_to_each_help(visit: Visitor) -> None:
    walk_to_review(visit, kinds={"kinds": ["bedreiging"]}, where={"place": "Amsterdam"})
    press(visit, "send")
    page = press(visit, "done")
    html = visit.response.get_data(as_text=True)
    entries = html.split('<ul class="list">')[1].split("</ul>")[0].split("<li>")[1:]
    assert entries
    assert all("href=" in entry for entry in entries), page.text
