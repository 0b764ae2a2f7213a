"""Closing through the page: the facts prefilled, changed, refused at the field, and never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_facts import Fact
from app.domain.complaint_parts import About, ComplaintConsents
from app.domain.states import ComplaintState
from app.services.change_complaint_consents import change_complaint_consent
from app.services.read_facts import read_facts
from moderation.decisions.complaint.ending import close_complaint
from moderation.desk.complaint import closing
from tests.complaint_desk import A_DECISION
from tests.complaint_rooms import ComplaintRooms, furnish, opened, page_of
from tests.complaints import A_COMPLAINT, FULL_COMPLAINT, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor

NOT_COUNTED = replace(A_COMPLAINT, consents=ComplaintConsents())
ABOUT_THREE = replace(
    A_COMPLAINT,
    about=(*FULL_COMPLAINT.about[:2], About("bank", "", "Rabobnk")),
    subjects=("aangifte-geweigerd", "bejegening-politie"),
    region="GM0599",
)


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def facts(rooms: ComplaintRooms) -> list[Fact]:
    with rooms.database.reading() as session:
        return read_facts(session, rooms.keyring, ["2026Q4"])


def at_the_end(rooms: ComplaintRooms, kim: Visitor, draft: ComplaintDraft) -> FiledComplaint:
    case = rooms.complaint(draft)
    opened(kim, case)
    kim.get(page_of(case, "/close"))
    return case


def test_what_she_told_stands_there_and_is_counted_as_it_is_confirmed(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = at_the_end(rooms, kim, ABOUT_THREE)
    assert "Ze schreef: Rabobnk" in kim.last.text
    assert "Het duurde: hoogstens 2 weken" in kim.last.text
    kim.submit({"outcome": "gegrond"}, form="/close")
    assert rooms.row(case).state is ComplaintState.CLOSED
    assert "De klacht is gesloten" in kim.follow().text
    found = sorted(facts(rooms), key=lambda one: one.institution_type)
    assert [(one.institution_type, one.institution) for one in found] == [
        ("bank", ""), ("gemeente", "GM0599"), ("politie", "rotterdam"),
    ]  # fmt: skip
    assert {one.subject for one in found} == {"aangifte-geweigerd"}
    assert {one.others for one in found} == {("bejegening-politie",)}
    assert {one.province for one in found} == {"zuid-holland"}
    assert {one.outcome for one in found} == {"gegrond"}


def test_what_the_caseworker_changes_is_what_is_counted(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    at_the_end(rooms, kim, ABOUT_THREE)
    changed = {
        "outcome": "excuses", "institution-2": "rabobank", "institution_type-1": "huisarts",
        "institution-1": "", "subject-0": "registratie", "subject-1": "", "province": "unknown",
    }  # fmt: skip
    kim.submit(changed, form="/close")
    found = facts(rooms)
    assert sorted((one.institution_type, one.institution) for one in found) == [
        ("bank", "rabobank"), ("huisarts", ""), ("politie", "rotterdam"),
    ]  # fmt: skip
    assert {(one.subject, one.others, one.province) for one in found} == {
        ("registratie", (), "unknown")
    }


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = at_the_end(rooms, kim, ABOUT_THREE)
    wrong = {
        "outcome": "", "institution_type-0": "", "institution-2": "Bank Nergens", "subject-0": "",
        "subject-2": "vergunning", "province": "",
    }  # fmt: skip
    kim.submit(wrong, form="/close", status=422)
    page = kim.last
    for sentence in (
        "Kies wat eruit kwam", "Kies wat voor instantie het is.", "niet op onze lijst.",
        "Kies een provincie", "Kies waar het vooral over ging",
    ):  # fmt: skip
        assert sentence in page.text, sentence
    html = kim.response.get_data(as_text=True)
    assert 'value="Bank Nergens"' in html
    for name in ("institution_type-0", "institution-2", "subject-0", "province"):
        assert f'id="{name}-error"' in html
    assert rooms.row(case).state is not ComplaintState.CLOSED
    right = {
        "outcome": "excuses", "institution_type-0": "politie", "institution-2": "",
        "subject-0": "registratie", "province": "zeeland",
    }  # fmt: skip
    kim.submit(right, form="/close")
    assert [one.others for one in facts(rooms)] == [("bejegening-politie", "vergunning")] * 3


def test_closing_over_a_term_of_hers_says_so(rooms: ComplaintRooms, kim: Visitor) -> None:
    at_the_end(rooms, kim, A_COMPLAINT)
    assert "Haar eigen tijd loopt" not in kim.last.text
    at_the_end(rooms, kim, A_DECISION)  # a letter of 19 October
    assert "Haar laatste dag voor de volgende stap is 30 november 2026." in kim.last.text


def test_a_subject_chosen_twice_is_said_where_it_stands_twice(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    at_the_end(rooms, kim, A_COMPLAINT)
    kim.submit({"outcome": "excuses", "subject-2": "aangifte-geweigerd"}, form="/close", status=422)
    assert 'id="subject-2-error"' in kim.response.get_data(as_text=True)


def test_codes_that_no_field_offers_are_refused(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = at_the_end(rooms, kim, A_COMPLAINT)
    for name in ("institution_type-0", "subject-0", "subject-1", "province"):
        kim.get(page_of(case, "/close"))
        kim.submit({"outcome": "excuses", name: "Tina uit Zuid"}, form="/close", status=422)
        assert "Kies er een uit de lijst" in kim.last.text
    assert facts(rooms) == []


def test_who_did_not_allow_it_is_not_counted_and_the_page_says_so(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = at_the_end(rooms, kim, NOT_COUNTED)
    assert "Ze heeft niet toegestaan dat deze klacht meetelt" in kim.last.text
    assert 'id="province"' not in kim.response.get_data(as_text=True)
    token = kim.last.forms[0].fields["csrf_token"]
    posted = {
        "csrf_token": token, "outcome": "gegrond", "institution_type-0": "politie",
        "subject-0": "registratie", "province": "zeeland",
    }  # fmt: skip
    kim.post(page_of(case, "/close"), posted, status=303)
    assert facts(rooms) == []


def test_a_consent_that_comes_while_the_page_is_open_is_looked_at_first(
    rooms: ComplaintRooms, kim: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She changes it between our reading and our closing: the transaction sees it."""
    case = at_the_end(rooms, kim, NOT_COUNTED)

    def as_she_changes_it(session: object, *rest: object, **more: object) -> None:
        change_complaint_consent(session, case.own, "figures", given=True, now=rooms.clock.now)  # type: ignore[arg-type]
        close_complaint(session, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(closing, "close_complaint", as_she_changes_it)
        kim.submit({"outcome": "gegrond"}, form="/close", status=409)
    assert "net toegestaan" in kim.last.text
    assert rooms.row(case).state is not ComplaintState.CLOSED


def test_a_consent_taken_back_while_the_page_is_open_counts_nothing(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = at_the_end(rooms, kim, A_COMPLAINT)
    with rooms.database.writing() as session:
        change_complaint_consent(session, case.own, "figures", given=False, now=rooms.clock.now)
    kim.submit({"outcome": "gegrond"}, form="/close")
    assert rooms.row(case).state is ComplaintState.CLOSED
    assert facts(rooms) == []


def test_opening_it_again_on_the_page_takes_it_out_of_the_figures(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = at_the_end(rooms, kim, A_COMPLAINT)
    kim.submit({"outcome": "gegrond"}, form="/close")
    assert len(facts(rooms)) == 1
    kim.get(page_of(case, "/reopen"))
    kim.submit(form="/reopen")
    assert facts(rooms) == []


def test_how_it_ended_is_all_she_reads(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = at_the_end(rooms, kim, A_COMPLAINT)
    kim.submit({"outcome": "gegrond"}, form="/close")
    her = Visitor(rooms.app)
    her.get("/nl/c")
    her.submit({"code": case.words}, form="/c")
    assert "Je kreeg gelijk." in her.follow().text
