"""The yearly evaluation holds counts and no people (privacy.md 3.15)."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from moderation.decisions.evaluation import NoSuchYear, read_evaluation, years_until
from moderation.decisions.retract_alert import retract_alert
from moderation.rules.evaluation import LINES, Count, Move, evaluation_of, median_days
from moderation.rules.roles import NotPermitted
from tests.conftest import NOON, Clock
from tests.desk_alerts import correct, merge, published, settle
from tests.desk_cases import Desk
from tests.desk_people import enrol, pin, sign_in_page
from tests.visitor import Visitor
from tests.workbench import reference

DAY = date(2026, 3, 1)
YEAR = 2026


def move(
    subject: int, to_state: str, reason: str = "", *, from_state: str | None = "in_review"
) -> Move:
    return Move("report", UUID(int=subject), from_state, to_state, reason, DAY)


def test_each_thing_counts_once_for_each_line_and_reason() -> None:
    moves = [
        move(1, "received", from_state=None), move(2, "received", from_state=None),
        move(1, "received"),  # came back from review: it came in once
        move(1, "asked", "when"), move(1, "asked", "when"), move(1, "asked", "where"),
        move(2, "rejected", "misuse"),
    ]  # fmt: skip
    found = {(one.code, one.reason): one.count for one in evaluation_of(moves) if one.count}
    assert found == {
        ("reports_received", ""): 2,
        ("reports_asked", ""): 1, ("reports_asked", "when"): 1, ("reports_asked", "where"): 1,
        ("reports_rejected", ""): 1, ("reports_rejected", "misuse"): 1,
    }  # fmt: skip


def test_a_year_in_which_nothing_happened_says_so_line_by_line() -> None:
    assert evaluation_of([]) == tuple(Count(one.code, "", 0) for one in LINES)
    assert median_days([]) is None
    assert median_days([(DAY, DAY), (DAY, DAY + timedelta(days=5))]) == 2.5


def test_it_counts_what_the_desk_did_in_the_year_and_in_no_other(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris", "lead")
    (_one, first), (_two, second) = (published(desk, noor, iris) for _ in range(2))
    settle(desk, noor)
    desk.approve(iris, correct(desk, noor, first, identifiers=("1-phone-0",)))
    third = desk.report()
    desk.claim(noor, third)
    merge(desk, noor, third, first)
    with desk.database.writing() as session:
        retract_alert(
            session, replace(noor, fresh_at=NOON), second, "objection-upheld",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
    with desk.database.reading() as session:
        found = read_evaluation(session, iris, YEAR, today=NOON.date())
        later = read_evaluation(session, iris, YEAR + 1, today=date(YEAR + 1, 1, 2))
    counts = {(one.code, one.reason): one.count for one in found.counts if one.count}
    assert counts == {
        ("reports_received", ""): 3, ("reports_published", ""): 2,
        ("reports_merged", ""): 1, ("reports_merged", "same-person"): 1,
        ("alerts_published", ""): 2, ("alerts_corrected", ""): 1,
        ("alerts_retracted", ""): 1, ("alerts_retracted", "objection-upheld"): 1,
    }  # fmt: skip
    assert found.days_to_publish is not None
    assert not any(one.count for one in later.counts)


def test_only_a_lead_and_an_auditor_read_it_and_only_years_that_were(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris", "lead")
    with desk.database.reading() as session:
        with pytest.raises(NotPermitted):
            read_evaluation(session, noor, YEAR, today=NOON.date())
        for year in (YEAR - 1, YEAR + 1, -1, 10**20):
            with pytest.raises(NoSuchYear):
                read_evaluation(session, iris, year, today=NOON.date())
    assert years_until(date(2028, 1, 1)) == (2028, 2027, 2026)


def test_the_file_holds_counts_and_nobody(
    app: Flask, database: Database, keyring: Keyring, clock: Clock, desk: Desk
) -> None:
    """Neither names, nor ids, nor days; and who took it along is in the log."""
    noor, kim = desk.person("Noor-the-moderator"), desk.person("Kim-the-second")
    published(desk, noor, kim)
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    pin(database, keyring, iris.person, NOON)
    visit = Visitor(app)
    sign_in_page(visit, iris, clock.now)
    visit.get("/nl/desk/evaluation")
    assert "Waarschuwingen die uitkwamen" in visit.last.text
    action = next(one.action for one in visit.last.forms if "evaluation" in one.action)
    answer = visit.client.post(
        action, data=next(one.fields for one in visit.last.forms if one.action == action),
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [
        str(YEAR),
        reference().protocol.version,
        "Waarschuwingen die uitkwamen",
        "",
        "1",
    ] in rows
    for name in ("Noor", "Kim", "Iris"):
        assert name not in text
    assert not re.search(r"[0-9a-f]{8}-|\d{4}-\d{2}-\d{2}|\d{1,2} (nov|mrt)", text)
    visit.get("/nl/desk/log")
    assert "Nam de jaarlijkse evaluatie mee" in visit.last.text
    assert visit.client.get("/nl/desk/evaluation?year=1999").status_code == 404
    assert visit.client.get("/nl/desk/evaluation?year=x").status_code == 200
