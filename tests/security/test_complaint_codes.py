"""T11, T14, T16 for complaints: codes of both desks cost the same, and her pages keep nothing."""

from __future__ import annotations

import secrets

import pytest
from flask import Flask
from sqlalchemy import delete, event

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, to_digits
from app.models.complaint import Complaint
from app.services.reporter_requests import TAKE_BACK, open_requests
from app.services.withdraw_complaint import withdraw_complaint
from app.services.withdraw_report import withdraw_report
from moderation.decisions.handle_requests import carry_out
from tests.complaints import FiledComplaint, file_a_complaint
from tests.conftest import NOON
from tests.filed_reports import FiledReport, file_one
from tests.keys import TeamKeys
from tests.listed import file_one_request
from tests.security.test_codes_at_the_door import type_code
from tests.visitor import Visitor
from tests.workbench import reference

STEP = 4096


@pytest.fixture
def case(
    app: Flask, database: Database, keyring: Keyring, institutions_team: TeamKeys
) -> FiledComplaint:
    return file_a_complaint(database, keyring)


def test_codes_that_open_nothing_cannot_be_told_apart_whichever_desk_they_were_of(
    visit: Visitor, database: Database, keyring: Keyring, case: FiledComplaint
) -> None:
    asked, erased = file_a_complaint(database, keyring), file_a_complaint(database, keyring)
    report = file_one(database, keyring)
    with database.writing() as session:
        withdraw_complaint(session, erased.own, now=NOON)
        for wish in open_requests(session, TAKE_BACK):
            carry_out(session, wish, protocol=reference().protocol, now=NOON)
        withdraw_complaint(session, asked.own, now=NOON)
        withdraw_report(session, report.own, now=NOON)
        session.execute(delete(Complaint).where(Complaint.id == case.id))  # past its term
    answers, costs = set(), set()
    for code in (Code(secrets.randbits(72)), asked.code, erased.code, report.code, case.code):
        typed, calls = to_digits(code), keyring.stretcher.calls
        body = type_code(visit, typed, 422).replace(typed, "TYPED")
        headers = tuple(sorted(visit.response.headers.items()))
        answers.add((visit.response.status_code, headers, body))
        costs.add(keyring.stretcher.calls - calls)
    assert len(answers) == 1
    assert costs == {1}


def test_the_right_code_of_either_desk_costs_one_stretching_and_as_many_questions(
    visit: Visitor, database: Database, keyring: Keyring, case: FiledComplaint
) -> None:
    """What answers sooner would tell which of the two desks somebody wrote to."""
    report: FiledReport = file_one(database, keyring)
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute",
        lambda *args: asked.append(args[2]) if args[2].lstrip().startswith("SELECT") else None,
    )  # fmt: skip
    costs = {}
    subject = file_one_request(database, keyring)
    told = (("complaint", case.words), ("report", report.words), ("subject", subject.words))
    for name, words in told:
        asked.clear()
        calls = keyring.stretcher.calls
        type_code(visit, words, 303)
        tables = [one.split("FROM", 1)[1].split()[0] for one in asked if "FROM" in one]
        costs[name] = (keyring.stretcher.calls - calls, sorted(tables))
    assert costs["complaint"] == costs["report"] == costs["subject"]
    assert costs["report"][0] == 1
    assert {"complaint_keys", "report_keys", "subject_request_keys"} <= set(costs["report"][1])


def test_her_pages_are_kept_nowhere_never_packed_and_of_few_sizes(
    visit: Visitor, database: Database, keyring: Keyring, case: FiledComplaint
) -> None:
    type_code(visit, case.words, 303)
    sizes = set()
    for path in ("s", "t", "v", "x"):
        visit.get(f"/nl/z/{path}", headers={"Accept-Encoding": "gzip"})
        headers = visit.response.headers
        assert headers["Cache-Control"] == "no-store", path
        assert "noindex" in headers["X-Robots-Tag"], path
        assert "Content-Encoding" not in headers, path
        assert "ETag" not in headers, path
        sizes.add(len(visit.response.data))
    assert all(size % STEP == 0 for size in sizes)
    answer = visit.client.get(visit.response.request.path, headers={"Accept-Encoding": "gzip"})
    assert visit.last.forms[-1].fields["csrf_token"][0] in answer.get_data(as_text=True)
    assert case.words.split()[0] not in visit.response.headers.get("Location", "")
