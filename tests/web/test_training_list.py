"""The public list of trainings: what it says, who keeps it, and what leaves it; on both engines."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.web_session import StoredSession
from app.settings import PROJECT
from app.web.current import seconds_left_today
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.trainings import cancel_training
from tests.complaint_desk import a_caseworker
from tests.conftest import NOON, Clock
from tests.trainings import A_TRAINING, FOR_INSTITUTIONS, announce
from tests.visitor import Visitor
from tests.web.test_page_weight import weigh
from tests.web.test_training_pages import INSTITUTION, LIST, WORKER


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


def test_two_lists_with_everything_one_wants_to_know(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    hers = announce(database, keyring, kim)
    theirs = announce(database, keyring, kim, FOR_INSTITUTIONS)
    page = visit.get(LIST)
    for words in (
        "Grenzen stellen", "13 december 2026, van 13:00 tot 16:30 uur",
        "Buurthuis De Brug, Rotterdam", "Nederlands", "hoogstens 12 mensen",
        "18 december 2026 tot en met 19 december 2026", "Online",
    ):  # fmt: skip
        assert words in page.text, words
    assert {f"t-{hers}", f"t-{theirs}"} <= set(page.ids)
    assert f"{WORKER}?t={hers}" in page.links
    assert f"{INSTITUTION}?t={theirs}" in page.links
    assert page.text.index("Grenzen stellen") < page.text.index("In gesprek")
    english = visit.get("/en/training")
    assert "Setting limits" in english.text
    assert f'lang="nl">{A_TRAINING.text_nl}' in visit.response.get_data(as_text=True)


def test_it_may_be_kept_for_minutes_has_an_etag_and_no_session(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    announce(database, keyring, kim)
    visit.get(LIST)
    headers = visit.response.headers
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["ETag"]
    assert "Set-Cookie" not in headers
    assert "X-Robots-Tag" not in headers
    again = visit.client.get(LIST, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredSession)) == 0


def test_nobody_keeps_the_list_past_midnight() -> None:
    # 22:58 in UTC is 23:58 in the Netherlands
    assert seconds_left_today(datetime(2026, 11, 23, 22, 58, tzinfo=UTC)) == 120
    assert seconds_left_today(datetime(2026, 11, 23, 23, 0, tzinfo=UTC)) == 24 * 3600


def test_an_empty_list_says_so_and_how_to_ask(visit: Visitor) -> None:
    page = visit.get(LIST)
    assert page.text.count("Er is nu niets gepland") == 2
    assert {WORKER, INSTITUTION} <= set(page.links)


def test_past_ones_are_gone_and_a_cancelled_one_says_so_until_its_day(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson, clock: Clock
) -> None:
    one = announce(database, keyring, kim)
    with database.writing() as session:
        cancel_training(session, kim, one, cancelled=True, keyring=keyring, now=NOON)
    page = visit.get(f"{LIST}?a=1")
    assert "gaat niet door" in page.text
    assert f"{WORKER}?t={one}" not in page.links
    clock.now = NOON + timedelta(days=20)  # its own day
    assert "Grenzen stellen" in visit.get(f"{LIST}?a=2").text
    clock.now = NOON + timedelta(days=20, hours=12)  # midnight has passed in the Netherlands
    assert "Grenzen stellen" not in visit.get(f"{LIST}?a=3").text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_list_and_forms_are_light(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson, language: str
) -> None:
    for number in range(6):
        announce(database, keyring, kim, replace(A_TRAINING, title_nl=f"Training {number}"))
    announce(database, keyring, kim, FOR_INSTITUTIONS)
    style = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes(), 9))
    heavy = []
    for path in ("training", "training/worker", "training/institution"):
        visit.get(f"/{language}/{path}")
        heavy.append(weigh(visit, style, path))
    assert not [one for one in heavy if one]


def test_start_page_index_and_search_lead_to_it(visit: Visitor) -> None:
    for path in ("/nl/", "/nl/info", "/nl/info?q=training", "/nl/info?q=cursus"):
        assert LIST in visit.get(path).links, path
