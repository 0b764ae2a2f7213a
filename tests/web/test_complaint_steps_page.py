"""Steps of a complaint in a browser: planned from what fits, sent, extended, answered, and then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About
from app.domain.complaint_steps import StepRecord
from app.domain.report_parts import WhenKnown
from app.domain.states import ComplaintState
from moderation.decisions.complaint.ending import close_complaint
from tests.complaint_desk import A_DECISION, days, look
from tests.complaint_rooms import ComplaintRooms, furnish, opened, page_of
from tests.complaints import A_COMPLAINT, SOME_FACTS, FiledComplaint
from tests.conftest import Clock
from tests.visitor import Visitor


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def planned(visitor: Visitor, case: FiledComplaint, key: str, about: int = 0) -> None:
    """Presses the button that plans this step."""
    opened(visitor, case)
    form = next(
        one
        for one in visitor.last.forms
        if one.fields.get("key") == [key] and one.fields.get("about") == [str(about)]
    )
    visitor.post(form.action, form.fields)
    visitor.follow()


def offers(visitor: Visitor, case: FiledComplaint) -> list[str]:
    return [one.fields["key"][0] for one in opened(visitor, case).forms if "key" in one.fields]


def record(rooms: ComplaintRooms, case: FiledComplaint, number: int = 1) -> StepRecord:
    view = look(rooms.database, rooms.keyring, rooms.kim.person, case.id)
    return next(one.record for one in view.steps if one.number == number)


def test_the_routes_that_fit_are_offered_and_planned_with_one_press(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(A_DECISION)
    assert offers(kim, case)[0] == "awb-bezwaar:1"  # a letter first of all
    planned(kim, case, "awb-bezwaar:1")
    assert "gepland" in kim.last.text
    assert "awb-bezwaar:1" not in offers(kim, case)
    assert [reason for reason, _day in days(rooms.database, case)] == ["her_deadline"]
    assert rooms.row(case).state is ComplaintState.IN_PROGRESS


def test_who_gets_a_copy_is_said_in_red_before_a_police_complaint_is_sent(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    assert "Kopie aan" in opened(kim, case).text
    planned(kim, case, offers(kim, case)[0])
    html = kim.response.get_data(as_text=True)
    assert html.index('<div class="notice danger">') < html.index('name="day"')
    assert "burgemeester" in kim.last.text
    assert "geen volmacht getekend" in kim.last.text


def test_every_route_can_be_read_and_planned_from(rooms: ComplaintRooms, kim: Visitor) -> None:
    draft = replace(
        A_COMPLAINT, about=(About("politie", "rotterdam"), About("bank", "", "Spaarbank"))
    )
    case = rooms.complaint(draft)
    page = kim.get(page_of(case, "/routes"))
    assert "Spaarbank" in page.text
    keys = {
        (one.fields["about"][0], one.fields["key"][0]) for one in page.forms if "key" in one.fields
    }
    assert {about for about, _key in keys} == {"0", "1"}
    form = next(one for one in page.forms if one.fields.get("about") == ["1"])
    kim.post(form.action, form.fields)
    assert record(rooms, case).about == 1


@pytest.mark.parametrize(
    ("about", "key"), [("0", "nothing:1"), ("7", "awb-klacht:1"), ("x", "awb-klacht:1"), ("0", "")]
)
def test_a_step_that_does_not_exist_is_not_planned(
    rooms: ComplaintRooms, kim: Visitor, about: str, key: str
) -> None:
    case = rooms.complaint()
    opened(kim, case)
    token = kim.last.forms[0].fields["csrf_token"]
    kim.post(page_of(case, "/plan"), {"csrf_token": token, "about": about, "key": key}, status=422)
    assert "Deze stap is er niet meer" in kim.last.text


def test_a_step_is_not_planned_twice_while_it_runs(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    planned(kim, case, "politie-klacht:1")
    page = kim.get(page_of(case, "/routes"))
    form = next(one for one in page.forms if one.fields.get("key") == ["politie-klacht:1"])
    kim.post(form.action, form.fields, status=422)
    assert "staat al op de zaak" in kim.last.text
    assert len(look(rooms.database, rooms.keyring, rooms.kim.person, case.id).steps) == 1


def test_marking_it_sent_starts_their_clock(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    planned(kim, case, "politie-klacht:1")
    tomorrow = (rooms.today + timedelta(days=1)).isoformat()
    for wrong, sentence in (
        ("", "Vul een dag in"),
        ("gisteren", "Vul een dag in"),
        ("2026-02-30", "Vul een dag in"),
        ("2026-11-01", "voor de dag waarop het gebeurde"),
        (tomorrow, "moet nog komen"),
    ):
        kim.submit({"day": wrong}, form="/sent", status=422)
        assert sentence in kim.last.text
        assert record(rooms, case).sent_on is None
    assert tomorrow in kim.response.get_data(as_text=True)
    kim.submit({"day": "20-11-2026"}, form="/sent")
    assert "Verstuurd op" in kim.follow().text
    assert record(rooms, case).sent_on == date(2026, 11, 20)
    assert rooms.row(case).state is ComplaintState.SENT
    assert [reason for reason, _day in days(rooms.database, case)] == ["their_deadline"]
    assert "Hun laatste dag om te antwoorden" in kim.get(page_of(case)).text


def test_a_letter_that_asks_for_an_answer_where_no_rule_does_becomes_a_task(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    bank = replace(A_COMPLAINT, about=(About("bank", "", "Spaarbank Zuid"),), account="business")
    case = rooms.complaint(bank)
    planned(kim, case, "bank-zakelijk:1")
    kim.submit({"day": rooms.today.isoformat()}, form="/sent")
    due = rooms.today + timedelta(weeks=4)
    assert days(rooms.database, case) == [("ask_institution", due)]
    page = opened(kim, case).text
    assert "Navraag doen bij de instantie" in page
    assert "is geen dag bekend" not in page  # the task is that day
    kim.get(f"{page_of(case)}/step/1")
    kim.submit({"answered": rooms.today.isoformat(), "ruling": "ongegrond"}, form="/answer")
    assert days(rooms.database, case) == []  # nobody asks for an answer that is there
    police = rooms.complaint()
    planned(kim, police, "politie-klacht:1")
    kim.submit({"day": rooms.today.isoformat()}, form="/sent")
    assert [reason for reason, _day in days(rooms.database, police)] == ["their_deadline"]


def test_six_weeks_are_no_longer_said_to_run_once_the_objection_is_sent(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(A_DECISION)
    assert "er lopen misschien zes weken" in opened(kim, case).text
    planned(kim, case, "awb-bezwaar:1")
    assert "er lopen misschien zes weken" in opened(kim, case).text
    kim.get(page_of(case, "/step/1"))
    kim.submit({"day": rooms.today.isoformat()}, form="/sent")
    assert "er lopen misschien zes weken" not in opened(kim, case).text


def test_a_year_that_was_typed_wrong_is_refused(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint(replace(A_COMPLAINT, when=WhenKnown()))
    planned(kim, case, "politie-klacht:1")
    kim.submit({"day": "0026-11-20"}, form="/sent", status=422)
    assert "Kijk naar het jaar" in kim.last.text
    assert record(rooms, case).sent_on is None


def test_a_day_is_kept_when_the_form_was_open_too_long(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    planned(kim, case, "politie-klacht:1")
    for act, name in (("sent", "day"), ("terms", "received"), ("answer", "answered")):
        fields = {"csrf_token": "old", name: "2026-11-20", "ruling": "gegrond"}
        kim.post(page_of(case, f"/step/1/{act}"), fields, status=400)
        assert "2026-11-20" in kim.response.get_data(as_text=True)
    kim.post(page_of(case, "/step/1/drop"), {"csrf_token": "old"}, status=400)
    found = record(rooms, case)
    assert (found.sent_on, found.done) == (None, False)


def sent(rooms: ComplaintRooms, kim: Visitor, case: FiledComplaint, day: str) -> None:
    planned(kim, case, "politie-klacht:1")
    kim.submit({"day": day}, form="/sent")
    kim.follow()


def test_what_they_write_about_their_time_moves_the_clock(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    sent(rooms, kim, case, "2026-11-20")
    before = days(rooms.database, case)[0][1]
    for wrong in ("2026-11-19", "2027-01-01", "later"):
        kim.submit({"received": wrong}, form="/terms", status=422)
        assert wrong in kim.response.get_data(as_text=True)
    kim.submit({"extended": "1", "received": "2026-11-23"}, form="/terms")
    assert days(rooms.database, case)[0][1] > before
    assert rooms.row(case).state is ComplaintState.EXTENDED
    assert "ze namen meer tijd" in kim.get(page_of(case)).text
    kim.get(page_of(case, "/step/1"))
    kim.submit({"condition": "nonsense", "extended": ""}, form="/terms")
    assert record(rooms, case).condition == ""


def test_ruling_and_result_are_written_down_apart_and_the_next_step_is_offered(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    sent(rooms, kim, case, "2026-11-20")
    for wrong, sentence in (
        ({"answered": "", "ruling": "gegrond"}, "Vul een dag in"),
        ({"answered": "2026-11-23", "ruling": ""}, "Kies hoe ze oordeelden"),
        ({"answered": "2026-11-23", "ruling": "excuses"}, "Kies hoe ze oordeelden"),
        ({"answered": "2026-11-23", "ruling": "gegrond", "result": "gegrond"}, "Kies wat eruit"),
        ({"answered": "2026-11-19", "ruling": "gegrond"}, "voor de dag waarop"),
    ):
        kim.submit(wrong, form="/answer", status=422)
        assert sentence in kim.last.text, sentence
        assert record(rooms, case).answered_on is None
    kim.submit(
        {"answered": "2026-11-23", "ruling": "ongegrond", "result": "excuses"}, form="/answer"
    )
    page = kim.follow()
    assert "Excuses gekregen" in page.text
    assert "Ongegrond" in page.text
    found = record(rooms, case)
    assert (found.ruling, found.result) == ("ongegrond", "excuses")
    page = opened(kim, case)
    assert "Wat nu kan" in page.text
    assert "na hun antwoord van" in page.text
    assert days(rooms.database, case) == []


def test_without_an_answer_in_time_the_next_step_is_offered(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    sent(rooms, kim, case, "2026-11-20")
    assert "Wat nu kan" not in opened(kim, case).text
    rooms.clock.now += timedelta(days=200)
    late = rooms.sign_in(rooms.kim)
    page = opened(late, case)
    assert "hun tijd was voorbij op" in page.text


def test_a_planned_step_can_be_dropped_and_planned_again(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(A_DECISION)
    planned(kim, case, "awb-bezwaar:1")
    kim.submit(form="/drop")
    assert "toch niet gezet" in kim.follow().text
    assert days(rooms.database, case) == []
    planned(kim, case, "awb-bezwaar:1")
    kim.submit({"day": "2026-11-20"}, form="step/2/sent")
    token = kim.follow().forms[0].fields["csrf_token"]
    kim.post(page_of(case, "/step/2/drop"), {"csrf_token": token}, status=422)
    assert "al verstuurd" in kim.last.text
    kim.post(page_of(case, "/step/9/drop"), {"csrf_token": token}, status=404)


def test_the_days_of_a_step_run_on_when_a_closed_case_opens_again(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    sent(rooms, kim, case, "2026-11-20")
    before = days(rooms.database, case)
    page = kim.get(page_of(case, "/close"))
    assert "heeft nog geen antwoord" in page.text
    kim.submit({"outcome": "contact-verloren"}, form="/close")
    assert look(rooms.database, rooms.keyring, rooms.kim.person, case.id).dues == ()
    assert not [one for one in kim.get(page_of(case, "/step/1")).forms if "/answer" in one.action]
    kim.get(page_of(case, "/reopen"))
    kim.submit(form="/reopen")
    assert days(rooms.database, case) == before


def test_a_closed_case_offers_no_steps(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = rooms.complaint()
    with rooms.database.writing() as session:
        close_complaint(
            session, rooms.kim.person, case.id, "excuses", facts=SOME_FACTS, keyring=rooms.keyring,
            now=rooms.clock.now,
        )  # fmt: skip
    assert not [one for one in kim.get(page_of(case)).forms if "key" in one.fields]
    assert not [one for one in kim.get(page_of(case, "/routes")).forms if "key" in one.fields]
