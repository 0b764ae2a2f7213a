"""Her way with the code, from the wizard to the last page, without script; on both engines."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert, ReporterRequest
from app.models.report import Attachment, Report
from app.models.web_session import StoredSession
from app.services.follow_report import follow_report
from tests.conftest import NOON
from tests.filed_reports import (
    A_DRAFT,
    WARNING,
    FiledReport,
    desk_writes,
    file_one,
    move,
    write_alert,
)
from tests.keys import TeamKeys
from tests.visitor import Page, Visitor
from tests.web.test_report_wizard import code_on, press, walk_to_review

SAYS = "Ik weet nog iets: hij had een witte bus."


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    return file_one(database, keyring)


def enter(visit: Visitor, report: FiledReport, language: str = "nl") -> Page:
    visit.get(f"/{language}/c")
    visit.submit({"code": report.words})
    return visit.follow()


def a_photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 10, 10)).save(out, "JPEG")
    out.seek(0)
    return out


def test_she_files_reads_talks_allows_and_takes_everything_back(
    visit: Visitor, database: Database
) -> None:
    walk_to_review(visit)
    words = code_on(press(visit, "send"), visit)
    visit.get("/nl/c")
    visit.submit({"code": words})
    assert visit.response.headers["Location"] == "/nl/c/s"
    page = visit.follow()
    assert "Ontvangen" in page.text
    assert "Hij belde om" not in page.text  # her story is behind a link of its own
    visit.submit({"text": SAYS}, form="/c/m")
    page = visit.follow()
    assert "De balie heeft je bericht." in page.text
    assert SAYS in page.text
    visit.submit(form="/c/k", button=("change", "police_help:yes"))
    page = visit.follow()
    assert "Je keuze is veranderd." in page.text
    assert ("change", "police_help:no") in [one for f in page.forms for one in f.buttons]
    page = visit.get("/nl/c/t")
    assert "Hij belde om" in page.text
    assert "0687654321" in page.text
    page = visit.get("/nl/c/x")
    assert "Je code werkt meteen niet meer." in page.text
    visit.submit(form="/c/x")
    assert visit.response.headers["Clear-Site-Data"] == '"cookies", "cache"'
    page = visit.follow()
    assert "Binnen 24 uur is alles wat je stuurde gewist." in page.text
    visit.get("/nl/c/s", status=303)
    visit.get("/nl/c")
    page = visit.submit({"code": words}, status=422)
    assert "Deze code opent niets." in page.text
    with database.reading() as session:
        assert session.scalars(select(ReporterRequest.kind)).all() == ["withdraw"]
        assert session.scalar(select(func.count()).select_from(StoredSession)) == 0


def test_every_page_reads_in_english_too(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring
) -> None:
    write_alert(database, keyring, filed)
    page = enter(visit, filed, "en")
    assert "Warning written" in page.text
    assert "You can read it and stop it." in page.text
    assert "This is how members see it" in visit.get("/en/c/w").text
    assert "What you sent" in visit.get("/en/c/t").text
    assert "Do you want to take everything back?" in visit.get("/en/c/x").text
    assert "Your code no longer works." in visit.get("/en/c/g").text


def test_she_reads_the_warning_as_members_see_it_and_stops_it(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring
) -> None:
    write_alert(database, keyring, filed, AlertState.APPROVED)
    page = enter(visit, filed)
    assert "Waarschuwing klaar" in page.text
    assert "niet vóór woensdag 25 november om 15:00 uur" in page.text
    page = visit.get("/nl/c/w")
    for shown in (
        WARNING,
        "Bedreiging",
        "Groningen",
        "november 2026",
        "Donker",
        "Bestelbus",
        "06 ••••",
    ):
        assert shown in page.text
    visit.submit(form="/c/w")
    page = visit.follow()
    assert "Door jou tegengehouden" in page.text
    assert "/c/w" not in [form.action[-4:] for form in visit.get("/nl/c/w").forms]
    with database.reading() as session:
        assert session.scalars(select(ReporterRequest.kind)).all() == ["veto"]
        assert session.scalars(select(Alert.state)).one() is AlertState.APPROVED


def test_too_late_to_stop_is_said_and_taking_back_the_consent_works(
    visit: Visitor, filed: FiledReport, database: Database, keyring: Keyring
) -> None:
    alert_id = write_alert(database, keyring, filed)
    enter(visit, filed)
    visit.get("/nl/c/w")
    with database.writing() as session:
        values = {"told": 143, "hits": 6, "told_step": 100, "independent": 2, "shown_reports": 2}
        out = {"state": AlertState.PUBLISHED, "published_on": filed_day()}
        session.execute(update(Alert).values(**values, **out))
    visit.submit(form="/c/w")
    page = visit.follow()
    assert "Leden zien de waarschuwing al." in page.text
    assert "Minstens 100 leden kregen er bericht van." in page.text
    assert "Minder dan tien checks vonden de waarschuwing." in page.text
    assert "2 verschillende mensen meldden deze persoon." in page.text
    assert "143" not in page.text
    visit.get("/nl/c/n")
    visit.submit(form="/c/k", button=("change", "warn:no"))
    page = visit.follow()
    assert "Binnen 24 uur is hij weg." in page.text
    with database.reading() as session:
        assert session.scalars(select(ReporterRequest.object_id)).all() == [alert_id]


def filed_day() -> object:
    return A_DRAFT.when.day


TOLD = {
    ReportState.REJECTED: ("too-long-ago", "het ligt niet aan jou"),
    ReportState.ASKED: ("when-or-where", "Een maand of een streek is genoeg."),
    ReportState.CLOSED: ("done", "We hebben gedaan wat je vroeg."),
}


@pytest.mark.parametrize("state", TOLD)
def test_a_decision_is_told_with_its_reason_in_plain_words(
    visit: Visitor, filed: FiledReport, database: Database, state: ReportState
) -> None:
    reason, sentence = TOLD[state]
    move(database, filed, state, reason)
    assert sentence in enter(visit, filed).text
    visit.submit({"text": SAYS}, form="/c/m")
    assert "Je antwoord is binnen" in visit.follow().text


def test_the_desk_s_messages_stand_beside_hers(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    desk_writes(database, filed, 1, "Weet je <b>nog</b> iets?")
    page = enter(visit, filed)
    assert "Weet je <b>nog</b> iets?" in page.text  # as typed, never as markup
    assert "&lt;b&gt;nog" in visit.response.get_data(as_text=True)


def test_a_photo_is_cleaned_and_stored(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    enter(visit, filed)
    visit.submit({"photo": (a_photo(), "IMG_1.jpg")}, form="/c/photo")
    page = visit.follow()
    assert "De balie heeft 1 foto van je." in page.text
    assert "Ik heb een foto toegevoegd." in page.text
    page = visit.submit({"photo": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}, form="/c/photo", status=422)
    assert "een schermafbeelding van" in page.text
    film = (io.BytesIO(b"x" * 45_000_000), "film.mp4")
    page = visit.submit({"photo": film}, form="/c/photo", status=422)
    assert "groter dan 10 MB" in page.text
    page = visit.submit({}, form="/c/photo", status=422)
    assert "Kies eerst een foto." in page.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_what_cannot_be_sent_stays_in_the_field(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    page = visit.submit({"text": " "}, form="/c/m", status=422)
    assert "Schrijf eerst iets." in page.text
    page = visit.submit({"text": "é" * 8001}, form="/c/m", status=422)
    assert "hooguit 8.000 tekens" in page.text
    assert "é" * 8001 in page.text
    page = visit.submit({"text": "hallo\x00daar"}, form="/c/m", status=422)
    assert "een teken in je tekst niet lezen" in page.text


def test_messages_too_often_wait_and_are_not_lost(visit: Visitor, filed: FiledReport) -> None:
    enter(visit, filed)
    for _each in range(30):
        visit.submit({"text": SAYS}, form="/c/m")
    page = visit.submit({"text": "Nog een."}, form="/c/m", status=429)
    assert "Nog een." in page.text
    assert "Probeer het over 60 minuten opnieuw." in page.text
    assert int(visit.response.headers["Retry-After"]) > 0


def test_a_wish_that_is_none_changes_nothing(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    with database.reading() as session:
        before = session.get_one(Report, filed.id).consents
    enter(visit, filed)
    for change in ("", "warn", "warn:maybe", "publish_at_once:yes", "x:no"):
        visit.get("/nl/c/s")
        visit.submit({"change": change}, form="/c/k", status=400)
    with database.reading() as session:
        assert session.get_one(Report, filed.id).consents == before


def test_the_alerts_team_is_not_needed_to_follow(
    visit: Visitor, filed: FiledReport, alerts_team: TeamKeys, keyring: Keyring
) -> None:
    keyring.pins_file.write_text("{}")
    assert "Ontvangen" in enter(visit, filed).text


def test_at_once_is_seen_and_taken_back(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    report = file_one(database, keyring, replace(A_DRAFT, publish_at_once=True))
    page = enter(visit, report)
    assert "Waarschuw meteen als de balie het goedkeurt ja" in page.text
    visit.submit(form="/c/k", button=("change", "at_once:no"))
    page = visit.follow()
    assert "Waarschuw meteen als de balie het goedkeurt nee" in page.text
    with database.reading() as session:
        assert not follow_report(session, report.own, now=NOON).at_once
    visit.submit(form="/c/k", button=("change", "warn:no"))
    page = visit.follow()
    assert "Waarschuw meteen" not in page.text
    page = visit.submit(form="/c/k", button=("change", "at_once:yes"), status=409)
    assert "Sta eerst toe dat we anderen waarschuwen." in page.text


def test_how_we_reach_her_is_changed_and_taken_away(
    visit: Visitor, filed: FiledReport, database: Database
) -> None:
    page = enter(visit, filed)
    assert "0687654321" not in page.text  # behind a link of its own
    page = visit.get("/nl/c/r")
    assert page.forms[-1].fields["way"] == ["phone"]
    assert page.forms[-1].fields["value"] == ["0687654321"]
    page = visit.submit({"value": " ", "go": "save"}, form="/c/r", status=422)
    assert "Vul in hoe we je bereiken" in page.text
    visit.submit({"value": "06 11 22 33 44", "go": "save"}, form="/c/r")
    assert "Hoe we je bereiken is veranderd." in visit.follow().text
    assert visit.get("/nl/c/r").forms[-1].fields["value"] == ["06 11 22 33 44"]
    visit.submit({"go": "remove"}, form="/c/r")
    page = visit.get("/nl/c/r")
    assert "Alleen hier, met mijn code." in page.text
    assert ("go", "remove") not in page.forms[-1].buttons
    page = visit.submit({"go": "save"}, form="/c/r", status=422)
    assert "Kies hoe we je mogen bereiken." in page.text
    with database.reading() as session:
        assert session.get_one(Report, filed.id).contact is None


def test_who_asked_not_to_show_it_changes_how_we_reach_her_unseen(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring
) -> None:
    hidden = file_one(database, keyring, replace(A_DRAFT, do_not_show_back=True))
    enter(visit, hidden)
    page = visit.get("/nl/c/r")
    assert "0687654321" not in visit.response.get_data(as_text=True)
    assert "niet te laten zien hoe" in page.text
    visit.submit({"go": "save"}, form="/c/r", status=422)  # saving an empty form takes nothing away
    with database.reading() as session:
        assert session.get_one(Report, hidden.id).contact is not None
