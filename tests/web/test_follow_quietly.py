"""What her pages give away to whoever looks over her shoulder, waits, or listens: nothing."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.models.outbox import OutboxTask
from app.models.report import Message
from app.models.web_session import StoredSession
from app.public.follow.own_page import SMALLEST_BYTES
from app.settings import PROJECT
from tests.conftest import Clock
from tests.filed_reports import (
    A_DRAFT,
    STORY,
    FiledReport,
    desk_writes,
    file_one,
    write_alert,
)
from tests.visitor import Page, Visitor

SAYS = "Ik weet nog iets: hij had een witte bus."


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    return file_one(database, keyring)


def enter(visit: Visitor, report: FiledReport, language: str = "nl") -> Page:
    visit.get(f"/{language}/c")
    visit.submit({"code": report.words})
    return visit.follow()


def test_titles_and_addresses_say_nothing(visit: Visitor, filed: FiledReport) -> None:
    telling = ("meld", "waarschuw", "klant", "sekswerk", "report", "warn", "geweld")
    enter(visit, filed)
    for path in ("/nl/c/s", "/nl/c/t", "/nl/c/x", "/nl/c/g"):
        title = visit.get(path).title.lower()
        assert [word for word in telling if word in title + path] == []


def test_her_words_come_back_when_the_page_closed_meanwhile(
    visit: Visitor, filed: FiledReport, database: Database, clock: Clock
) -> None:
    enter(visit, filed)
    clock.now += timedelta(minutes=16)
    page = visit.submit({"text": SAYS}, form="/c/m", status=403)
    assert SAYS in page.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_session_ends_after_an_hour_whatever_she_does(
    visit: Visitor, filed: FiledReport, clock: Clock
) -> None:
    enter(visit, filed)
    for _quarter in range(5):
        clock.now += timedelta(minutes=11)
        visit.get("/nl/c/s")
    clock.now += timedelta(minutes=6)
    visit.get("/nl/c/s", status=303)
    assert visit.response.headers["Location"] == "/nl/c"


def test_closing_ends_the_session(visit: Visitor, filed: FiledReport, database: Database) -> None:
    enter(visit, filed)
    visit.submit(form="/c/o")
    assert visit.response.headers["Clear-Site-Data"] == '"cookies", "cache"'
    visit.get("/nl/c/s", status=303)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredSession)) == 0


def test_who_is_inside_does_not_type_the_code_again(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    visit.get("/nl/c", status=303)
    assert visit.response.headers["Location"] == "/nl/c/s"


def test_a_page_says_nothing_by_its_size(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    enter(visit, filed)
    bare = len(visit.response.data)
    for number in range(1, 6):
        desk_writes(database, filed, number, "Dank je. Weet je nog iets over de auto?")
    visit.get("/nl/c/s")
    assert len(visit.response.data) == bare
    assert bare % 4096 == 0
    assert "Content-Encoding" not in visit.response.headers


def test_what_she_forbade_to_show_stays_hidden(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    hidden = file_one(database, keyring, replace(A_DRAFT, do_not_show_back=True))
    enter(visit, hidden)
    visit.submit({"text": SAYS}, form="/c/m")
    page = visit.follow()
    assert SAYS not in page.text
    assert "Je vroeg ons het niet te laten zien." in page.text
    visit.get("/nl/c/t", status=303)
    assert STORY not in visit.get("/nl/c/s").text


def test_withdrawing_on_one_device_closes_the_other(
    visit: Visitor, app: Flask, filed: FiledReport
) -> None:
    other = Visitor(app)
    enter(visit, filed)
    enter(other, filed)
    visit.get("/nl/c/x")
    visit.submit(form="/c/x")
    other.submit({"text": SAYS}, form="/c/m")
    assert other.response.headers["Location"] == "/nl/c"
    other.get("/nl/c/s", status=303)


def test_everything_is_promised_to_the_desk_without_content(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    enter(visit, filed)
    visit.submit({"text": SAYS}, form="/c/m")
    with database.reading() as session:
        tasks = session.execute(select(OutboxTask.task, OutboxTask.object_id)).all()
    assert {tuple(row) for row in tasks} == {("notify_desk", filed.id)}


def test_nothing_of_a_report_opens_without_its_code(visit: Visitor, filed: FiledReport) -> None:
    for path in ("/nl/c/s", "/nl/c/t", "/nl/c/w", "/nl/c/x"):
        visit.get(path, status=303)
        assert visit.response.headers["Location"] == "/nl/c"


def test_after_a_refused_message_the_other_language_is_one_step_away(
    visit: Visitor, filed: FiledReport
) -> None:
    enter(visit, filed)
    page = visit.submit({"text": ""}, form="/c/m", status=422)
    assert "/en/c/s" in page.links


@pytest.mark.parametrize("language", ["nl", "en"])
def test_forty_messages_stand_in_order_on_pages_of_one_size_within_the_budget(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring, language: str
) -> None:
    write_alert(database, keyring, filed, AlertState.APPROVED)
    for number in range(1, 41):
        desk_writes(database, filed, number, f"<{number}> " + "é&'" * (10 * (number % 12)))
    enter(visit, filed, language)
    pages = [numbers_on(visit)]
    visit.get(f"/{language}/c/b")
    while True:
        pages.append(numbers_on(visit))
        after = re.search(r'href="([^"]+)" rel="prev"', visit.response.get_data(as_text=True))
        if after is None:
            break
        visit.get(after[1])
    assert len(pages) > 3
    assert [number for page in reversed(pages) for number in page] == list(range(1, 41))
    visit.get(f"/{language}/c/b?p={len(pages)}")
    assert numbers_on(visit) == []
    visit.get(f"/{language}/c/b?p=-3")
    assert numbers_on(visit) == pages[1]


def numbers_on(visit: Visitor) -> list[int]:
    """Which messages stand on the newest page, whose size is that of all."""
    style = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes()))
    assert len(visit.response.data) == SMALLEST_BYTES
    assert len(visit.response.data) + style <= 14 * 1024
    found = re.findall(r"&lt;(\d+)&gt;", visit.response.get_data(as_text=True))
    return [int(one) for one in found]


def test_a_message_as_long_as_may_be_stands_whole(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    long = "ш" * 7990
    for number, text in enumerate(("Kort.", long, "Dank je."), start=1):
        desk_writes(database, filed, number, text)
    page = enter(visit, filed)
    assert "Dank je." in page.text
    assert long not in page.text
    assert long in visit.get("/nl/c/b").text
    assert "Kort." in visit.get("/nl/c/b?p=2").text
