"""Every page of the reporter's way: at most 14 KB on a cold load, in at most three requests.

Pages that go out uncompressed, so that their length says nothing, are weighed as they go out.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.adapters.database import Database
from app.adapters.editorial import page_names
from app.adapters.keyring import Keyring
from app.settings import PROJECT
from tests.complaint_desk import a_caseworker, plan
from tests.complaints import FULL_COMPLAINT, file_a_complaint
from tests.filed_reports import file_one
from tests.visitor import Visitor
from tests.web import complaint_way
from tests.web.both_desks_way import TO_COMPLAINT, choose, report_done, sign_in
from tests.web.test_report_wizard import press, step_of, walk_to_review

BUDGET_BYTES = 14 * 1024
MOST_REQUESTS = 3
ASKED_FOR = re.compile(rb'<(?:link[^>]*rel="stylesheet"|script[^>]*src=|img[^>]*src=)')
OPEN = (
    "", "c", "help", "info", "info?q=amstredam", "info?q=utrecht", "info?q=nergens",
    "info/municipality", "info/municipality?q=bergen", "info/municipality/amsterdam",
    "info/municipality/sudwest-fryslan", *(f"info/{name}" for name in page_names("nl")),
)  # fmt: skip


@pytest.fixture(scope="module")
def style_bytes() -> int:
    """The style sheet as WhiteNoise serves it to an old browser."""
    return len(gzip.compress((PROJECT / "static/css/app.css").read_bytes(), 9))


def weigh(visit: Visitor, style_bytes: int, name: str) -> str | None:
    """What is wrong with the newest page, or None."""
    body = visit.response.data
    sent = body if is_secret(visit) else gzip.compress(body, 6)
    requests = 1 + len(ASKED_FOR.findall(body))
    if len(sent) + style_bytes > BUDGET_BYTES or requests > MOST_REQUESTS:
        return f"{name}: {len(sent)} + {style_bytes} bytes in {requests} requests"
    return None


def is_secret(visit: Visitor) -> bool:
    return visit.client.get_cookie("s") is not None


def walk(visit: Visitor) -> Iterator[str]:
    """The report with nothing filled in but what is asked for: the empty state (decisions 5)."""
    page = visit.get("/nl/f")
    while step_of(page) != "review":
        yield step_of(page)
        page = press(visit, "next", {"kinds": ["stalking"]} if step_of(page) == "kinds" else {})
    yield "review"


def test_every_step_of_the_report_and_its_code_page_is_light(
    visit: Visitor, style_bytes: int
) -> None:
    heavy = [weigh(visit, style_bytes, step) for step in walk(visit)]
    press(visit, "send")
    heavy.append(weigh(visit, style_bytes, "code"))
    press(visit, "done")
    heavy.append(weigh(visit, style_bytes, "done"))
    assert not [one for one in heavy if one]


def test_every_page_behind_her_code_is_light(
    visit: Visitor, style_bytes: int, database: Database, keyring: Keyring
) -> None:
    report = file_one(database, keyring)
    visit.get("/nl/c")
    visit.submit({"code": report.words})
    heavy = []
    for path in ("s", "t", "r", "b", "x"):
        visit.get(f"/nl/c/{path}")
        heavy.append(weigh(visit, style_bytes, path))
    assert not [one for one in heavy if one]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_behind_the_code_of_a_complaint_is_light(
    visit: Visitor, style_bytes: int, database: Database, keyring: Keyring, language: str
) -> None:
    kim = a_caseworker(database, keyring)
    case = file_a_complaint(database, keyring, FULL_COMPLAINT)
    for key in ("awb-bezwaar:1", "awb-klacht:1", "politie-klacht:1"):
        plan(database, keyring, kim, case, key)
    visit.get(f"/{language}/c")
    visit.submit({"code": case.words})
    heavy = []
    for path in ("s", "v", "e", "x"):
        visit.get(f"/{language}/z/{path}")
        heavy.append(weigh(visit, style_bytes, path))
    assert not [one for one in heavy if one]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_open_page_is_light(visit: Visitor, style_bytes: int, language: str) -> None:
    heavy = []
    for path in OPEN:
        visit.get(f"/{language}/{path}")
        heavy.append(weigh(visit, style_bytes, path))
    visit.get(f"/{language}/nowhere", status=404)
    heavy.append(weigh(visit, style_bytes, "404"))
    assert not [one for one in heavy if one]


@pytest.mark.usefixtures("institutions_team")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_of_the_complaint_and_its_code_page_is_light(
    visit: Visitor, style_bytes: int, language: str
) -> None:
    needed: dict[str, dict[str, Any]] = {
        "kind": {"kind": "gemeente"},
        "subject": {"subjects": ["anders"]},
    }
    page = visit.get(f"/{language}/k")
    heavy = [weigh(visit, style_bytes, "start")]
    while (step := step_of(page)) != "review":
        page = complaint_way.press(visit, "next", needed.get(step, {}))
        heavy.append(weigh(visit, style_bytes, step_of(page)))
    complaint_way.press(visit, "send")
    heavy.append(weigh(visit, style_bytes, "code"))
    complaint_way.press(visit, "done")
    heavy.append(weigh(visit, style_bytes, "done"))
    assert not [one for one in heavy if one]


@pytest.mark.usefixtures("institutions_team")
def test_a_full_complaint_about_the_police_stays_within_the_budget(
    visit: Visitor, style_bytes: int
) -> None:
    letter = {"got": "yes", "dated": "2-11-2026"}
    page, heavy = complaint_way.walk_to(visit, "kind", letter=letter), []
    while step_of(page) != "review":
        answers = complaint_way.PRESSED.get(step_of(page), {})
        page = complaint_way.press(visit, "next", answers)
        heavy.append(weigh(visit, style_bytes, step_of(page)))
    assert not [one for one in heavy if one]


def test_a_full_report_is_read_back_within_the_budget_too(visit: Visitor, style_bytes: int) -> None:
    walk_to_review(visit)
    assert weigh(visit, style_bytes, "review") is None


@pytest.mark.usefixtures("institutions_team")
def test_every_page_between_the_two_desks_is_light(
    visit: Visitor, style_bytes: int, database: Database, keyring: Keyring
) -> None:
    report_done(visit)
    heavy = [weigh(visit, style_bytes, "done")]
    visit.submit(form=TO_COMPLAINT, status=200)
    heavy.append(weigh(visit, style_bytes, "along"))
    choose(visit, TO_COMPLAINT, both=True)
    heavy.append(weigh(visit, style_bytes, "start"))
    sign_in(visit, file_a_complaint(database, keyring).words)
    heavy.append(weigh(visit, style_bytes, "status"))
    visit.get("/nl/z/a")
    heavy.append(weigh(visit, style_bytes, "also"))
    assert not [one for one in heavy if one]
