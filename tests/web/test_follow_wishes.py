"""Taking back that we may warn: its consequence first, and what is true of it at every moment."""

from __future__ import annotations

import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.models.alert import ReporterRequest
from app.services.follow_report import follow_report
from tests.filed_reports import FiledReport, file_one, write_alert
from tests.visitor import Page, Visitor
from tests.web.test_follow_pages import a_photo, enter
from tests.workbench import NOON

Case = tuple[AlertState, int, str]  # its state, how many reported, what she reads

NO_MORE = "/nl/c/n"
OUT = [AlertState.PUBLISHED, AlertState.SUSPENDED]
WAITING = [AlertState.PROPOSED, AlertState.APPROVED]


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    return file_one(database, keyring)


def may_warn(database: Database, filed: FiledReport) -> bool:
    with database.reading() as session:
        return follow_report(session, filed.own, now=NOON).consents.warn


def presses(page: Page) -> list[str]:
    return [value for form in page.forms for name, value in form.buttons if name == "change"]


def heading(visit: Visitor) -> str:
    found = re.search(r"<h1>([^<]+)</h1>", visit.response.get_data(as_text=True))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "case",
    [
        *((state, 1, "De waarschuwing gaat niet naar de leden.") for state in WAITING),
        *((state, 1, "De waarschuwing gaat binnen 24 uur weg.") for state in OUT),
        (AlertState.PUBLISHED, 2, "De balie haalt jouw deel uit de waarschuwing."),
    ],
)
def test_one_press_never_takes_a_warning_away(
    visit: Visitor, database: Database, keyring: Keyring, filed: FiledReport, case: Case
) -> None:
    state, sources, consequence = case
    alert_id = write_alert(database, keyring, filed, state, source_count=sources)
    page = enter(visit, filed)
    assert NO_MORE in page.links
    assert "warn:no" not in presses(page)
    visit.submit({"change": "warn:no"}, form="/c/k")  # a page of yesterday, open in another tab
    assert visit.response.headers["Location"] == NO_MORE
    assert may_warn(database, filed)
    page = visit.follow()
    assert consequence in page.text
    assert "Je melding en je code blijven." in page.text
    assert "/nl/c/s" in page.links
    visit.submit(form="/c/k", button=("change", "warn:no"))
    assert not may_warn(database, filed)
    with database.reading() as session:
        assert session.scalars(select(ReporterRequest.object_id)).all() == [alert_id]


def test_where_no_warning_goes_it_stays_one_press(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    page = enter(visit, filed)
    assert NO_MORE not in page.links
    visit.get(NO_MORE, status=303)
    visit.get("/nl/c/s")
    visit.submit(form="/c/k", button=("change", "warn:no"))
    assert "Je keuze is veranderd." in visit.follow().text
    assert not may_warn(database, filed)


@pytest.mark.parametrize("state", [*WAITING, *OUT])
def test_allowing_it_again_does_not_bring_back_what_goes_and_says_so(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring, state: AlertState
) -> None:
    write_alert(database, keyring, filed, state)
    enter(visit, filed)
    visit.get(NO_MORE)
    visit.submit(form="/c/k", button=("change", "warn:no"))
    visit.follow()
    goes = "Door jou tegengehouden" if state in WAITING else "Wordt weggehaald"
    assert heading(visit) == goes
    visit.submit(form="/c/k", button=("change", "warn:yes"))
    page = visit.follow()
    assert heading(visit) == goes
    assert "De waarschuwing waar je nee tegen zei, komt daardoor niet terug." in page.text
    assert "mag de balie een nieuwe schrijven" in page.text
    assert "gaat de waarschuwing binnen 24 uur weg" not in page.text
    assert may_warn(database, filed)


def test_a_shared_warning_stays_out_and_only_her_part_goes(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring
) -> None:
    write_alert(database, keyring, filed, AlertState.PUBLISHED, source_count=3)
    enter(visit, filed)
    visit.get(NO_MORE)
    visit.submit(form="/c/k", button=("change", "warn:no"))
    page = visit.follow()
    assert heading(visit) == "Anderen zijn gewaarschuwd"
    assert "De balie haalt jouw deel uit de waarschuwing." in page.text
    assert "Binnen 24 uur is hij weg" not in page.text
    assert "Binnen 24 uur is hij weg" not in visit.get("/nl/c/w").text


@pytest.mark.parametrize(
    "case",
    [
        (AlertState.PROPOSED, 1, "Trek je dit in, dan gaat de waarschuwing niet naar de leden."),
        (AlertState.APPROVED, 1, "Trek je dit in, dan gaat de waarschuwing niet naar de leden."),
        (AlertState.PUBLISHED, 1, "Trek je dit in, dan gaat de waarschuwing binnen 24 uur weg."),
        (AlertState.SUSPENDED, 1, "Trek je dit in, dan gaat de waarschuwing binnen 24 uur weg."),
        (AlertState.VETOED, 1, "De waarschuwing waar je nee tegen zei, komt niet terug."),
    ],
)
def test_beside_the_consent_stands_what_is_true_now(
    visit: Visitor, database: Database, keyring: Keyring, filed: FiledReport, case: Case
) -> None:
    state, _sources, said = case
    write_alert(database, keyring, filed, state)
    page = enter(visit, filed)
    assert said in page.text
    assert ("binnen 24 uur weg" in page.text) == (state in OUT)


def test_until_when_she_can_stop_it_cannot_be_read_the_other_way(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring
) -> None:
    write_alert(database, keyring, filed, AlertState.APPROVED)
    for text in (enter(visit, filed).text, visit.get("/nl/c/w").text):
        assert "Leden zien hem niet vóór woensdag 25 november om 15:00 uur" in text
        assert "gaat niet eerder weg" not in text


def test_a_photo_puts_calm_words_in_her_name(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    visit.submit({"photo": (a_photo(), "x.jpg")}, form="/c/photo")
    page = visit.follow()
    assert "Ik heb een foto toegevoegd." in page.text
    assert "SHA-256" not in page.text
    assert hashlib.sha256(a_photo().getvalue()).hexdigest() not in page.text


def test_a_message_that_is_too_long_is_told_and_kept_whole(
    visit: Visitor, filed: FiledReport
) -> None:
    enter(visit, filed)
    assert "maxlength" not in visit.response.get_data(as_text=True)
    long = "c" * 8001
    page = visit.submit({"text": long}, form="/c/m", status=422)
    assert "hooguit 8.000 tekens" in page.text
    assert long in [value for form in page.forms for value in form.fields.get("text", [])]
