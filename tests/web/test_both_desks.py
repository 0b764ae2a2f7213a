"""One story, two desks: what goes along is hers to choose, and neither row names the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report import ReportDraft
from app.models.complaint import Complaint
from app.models.report import Report
from app.services.own_complaint import OwnComplaint
from app.services.own_report import OwnKey
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_report import open_body
from tests.complaints import A_COMPLAINT, COMPLAINT_STORY, file_a_complaint
from tests.conftest import Clock
from tests.filed_reports import A_DRAFT, file_one
from tests.visitor import Visitor
from tests.web import complaint_way
from tests.web.both_desks_way import (
    TO_COMPLAINT,
    TO_REPORT,
    choose,
    complaint_done,
    complaint_from,
    knows,
    opened,
    report_done,
    report_from,
    sign_in,
)
from tests.web.complaint_way import count
from tests.web.test_report_wizard import STORY, code_on, step_of

pytestmark = pytest.mark.usefixtures("institutions_team", "alerts_team")


@pytest.mark.parametrize("both", [False, True], ids=["apart", "both"])
def test_from_a_report_with_what_she_chose_and_the_desks_know_only_if_she_asked(
    visit: Visitor, database: Database, keyring: Keyring, both: bool
) -> None:
    first = opened(report_done(visit), database, keyring)
    assert step_of(choose(visit, TO_COMPLAINT, "when", "story", both=both)) == "start"
    second = opened(complaint_from(visit), database, keyring)
    assert isinstance(second, OwnComplaint)
    with database.reading() as session:
        row = session.get_one(Complaint, second.complaint_id)
        assert row.body is not None
        body = COMPLAINT.open_body(second.dek, row.id, row.body)
    assert body["story"] == STORY
    assert body["when"]["day"] == "2026-11-20"
    assert body["region"] == ""
    assert knows(first, database) == (both, False)
    assert knows(second, database) == (False, both)


@pytest.mark.parametrize("both", [False, True], ids=["apart", "both"])
def test_from_a_complaint_the_other_way_round(
    visit: Visitor, database: Database, keyring: Keyring, both: bool
) -> None:
    first = opened(complaint_done(visit), database, keyring)
    assert step_of(choose(visit, TO_REPORT, "story", both=both)) == "start"
    second = opened(report_from(visit), database, keyring)
    assert isinstance(second, OwnKey)
    with database.reading() as session:
        report = session.get_one(Report, second.report_id)
        assert report.body is not None
        draft = ReportDraft.from_json(open_body(second.dek, report.id, report.body))
    assert (draft.story, draft.when.day) == (COMPLAINT_STORY, None)
    assert draft.client == ReportDraft().client
    assert knows(first, database) == (both, False)
    assert knows(second, database) == (False, both)


def test_nothing_is_ticked_for_her_and_nothing_goes_along_by_itself(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    first = opened(report_done(visit), database, keyring)
    page = visit.submit(form=TO_COMPLAINT, status=200)
    assert page.forms[-1].ticks["parts"] == ["when", "where", "story"]
    assert not {"parts", "both"} & set(page.forms[-1].fields)
    assert STORY not in page.text
    choose(visit, TO_COMPLAINT)
    while step_of(visit.last) != "story":
        complaint_way.press(visit, "next", {"kind": "politie", "subjects": ["anders"]})
    assert visit.last.forms[-1].fields["story"] == [""]
    assert knows(first, database) == (False, False)


def test_she_changes_her_mind_where_she_reads_it_back(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    first = opened(report_done(visit), database, keyring)
    choose(visit, TO_COMPLAINT, both=True)
    page = visit.last
    while step_of(page) != "review":
        page = complaint_way.press(visit, "next", complaint_way.PRESSED.get(step_of(page), {}))
    fields = {**page.forms[-1].fields, "go": "send"}
    assert fields.pop("from_report") == ["y"]
    visit.post("/nl/k", fields, status=200)
    second = opened(code_on(visit.last, visit), database, keyring)
    assert knows(first, database) == (False, False)
    assert knows(second, database) == (False, False)


def test_the_second_story_has_a_code_of_its_own(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    words = report_done(visit)
    choose(visit, TO_COMPLAINT, both=True)
    other = complaint_from(visit)
    assert words != other
    with database.reading() as session:
        report, row = (
            session.scalars(select(Report)).one(),
            session.scalars(select(Complaint)).one(),
        )
    assert report.lookup != row.lookup
    assert report.idem != row.idem


def test_from_her_own_page_and_back_in_another_language(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    report = file_one(database, keyring)
    sign_in(visit, report.words)
    assert "/nl/c/a" in visit.last.links
    page = visit.get("/nl/c/a")
    assert "Je krijgt een tweede code" in page.text
    assert A_DRAFT.story not in visit.response.text
    fields = {**page.forms[-1].fields, "parts": ["story"], "go": "stay"}
    page = visit.post("/en/k/along", fields, status=200)
    assert page.lang == "en"
    assert page.forms[-1].fields["parts"] == ["story"]
    assert step_of(visit.submit({"go": "next"}, form=TO_COMPLAINT, status=200)) == "start"
    own = opened(complaint_from(visit), database, keyring)
    assert isinstance(own, OwnComplaint)
    assert knows(report.own, database) == (False, False)


def test_from_the_page_of_a_complaint(visit: Visitor, database: Database, keyring: Keyring) -> None:
    case = file_a_complaint(database, keyring)
    sign_in(visit, case.words)
    assert "/nl/z/a" in visit.last.links
    visit.get("/nl/z/a")
    choose(visit, TO_REPORT, "story", both=True)
    second = opened(report_from(visit), database, keyring)
    assert knows(case.own, database) == (True, False)
    assert knows(second, database) == (False, True)


@pytest.mark.parametrize("kind", ["report", "complaint"])
def test_what_must_not_be_shown_back_does_not_go_along(
    visit: Visitor, database: Database, keyring: Keyring, kind: str
) -> None:
    if kind == "report":
        hidden = file_one(database, keyring, replace(A_DRAFT, do_not_show_back=True)).words
    else:
        draft = replace(A_COMPLAINT, do_not_show_back=True)
        hidden = file_a_complaint(database, keyring, draft).words
    sign_in(visit, hidden)
    page = visit.get("/nl/c/a" if kind == "report" else "/nl/z/a")
    assert "niets om mee te nemen" in page.text
    way, story = (TO_COMPLAINT, A_DRAFT.story) if kind == "report" else (TO_REPORT, COMPLAINT_STORY)
    choose(visit, way, "story", "when")
    for _each in range(12):
        if step_of(visit.last) == "story":
            break
        answers = {"kind": "politie", "subjects": ["anders"], "kinds": ["stalking"]}
        visit.submit({"go": "next", **answers}, form=way[:2], status=200)
    assert step_of(visit.last) == "story"
    assert story not in visit.response.text


def test_after_ten_minutes_the_page_with_the_code_opens_nothing_any_more(
    visit: Visitor, clock: Clock, database: Database
) -> None:
    report_done(visit)
    clock.now += timedelta(minutes=11)
    page = visit.submit(form=TO_COMPLAINT, status=200)
    assert "te lang open" in page.text
    assert "/nl/c" in page.links
    assert not [form for form in page.forms if "first" in form.fields]
    assert count(database, Complaint) == 0


def test_the_page_on_which_she_chooses_is_over_after_a_quarter_of_an_hour(
    visit: Visitor, clock: Clock
) -> None:
    report_done(visit)
    visit.submit(form=TO_COMPLAINT, status=200)
    clock.now += timedelta(minutes=16)
    assert "te lang open" in choose(visit, TO_COMPLAINT, "story").text
    assert STORY not in visit.response.text


def test_a_form_that_was_sent_nowhere_and_a_key_of_another_form_open_nothing(
    visit: Visitor,
) -> None:
    report_done(visit)
    page = visit.submit(form=TO_COMPLAINT, status=200)
    stolen = page.forms[-1].fields["first"][0]
    other = Visitor(visit.app)
    for first in ("", stolen, "AAAA", "é"):
        other.get("/nl/k")
        fields = {**other.last.forms[-1].fields, "first": first, "parts": ["story"], "both": "y"}
        page = other.post("/nl/k/along", fields, status=200)
        assert "te lang open" in page.text
    own = {**visit.last.forms[-1].fields, "parts": ["story"]}
    assert "te lang open" in visit.post("/nl/f/along", own, status=200).text  # the other desk's


def test_a_story_that_was_taken_back_meanwhile_does_not_stop_the_other(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    words = report_done(visit)
    choose(visit, TO_COMPLAINT, both=True)
    her = Visitor(visit.app)
    sign_in(her, words)
    her.get("/nl/c/x")
    her.submit(form="/c/x")
    own = opened(complaint_from(visit), database, keyring)
    assert isinstance(own, OwnComplaint)
