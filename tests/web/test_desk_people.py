"""The desk's pages about people: the link, confinement, team, key, account, log."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import six_words
from moderation.decisions.invite_staff import invite_staff
from tests.conftest import NOON, Clock
from tests.desk_people import (
    STEP,
    EnrolledPerson,
    asked_on,
    enrol,
    grant,
    no_code,
    pin,
    seed_on,
    sign_in_page,
    words_on,
)
from tests.visitor import Visitor

ENROL = "/nl/desk/enrol"


@pytest.fixture
def token(app: Flask, database: Database, keyring: Keyring) -> str:
    """Of an invitation for the first lead."""
    with database.writing() as session:
        return invite_staff(session, "Iris", "lead", keyring=keyring, now=NOON).token


@pytest.fixture
def iris(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    """The first holder of a pinned key."""
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    pin(database, keyring, iris.person, NOON)
    return iris


@pytest.fixture
def noor(iris: EnrolledPerson, database: Database, keyring: Keyring) -> EnrolledPerson:
    """A moderator without a grant."""
    return enrol(database, keyring, "Noor", "moderator", NOON)


def test_a_person_enrols_by_the_link_and_reads_the_teams_words(
    visit: Visitor, token: str, keyring: Keyring, clock: Clock
) -> None:
    keyring.pins_file.unlink()
    visit.get(f"{ENROL}/{token}")
    assert "Iris" in visit.last.text
    visit.submit(form=token)
    visit.follow()
    words, seed, asked = words_on(visit), seed_on(visit), asked_on(visit)
    assert len(words) == 6
    assert "Set-Cookie" not in visit.response.headers
    picture = visit.client.get("/nl/desk/enrol-code.png")
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"] == "no-store"
    visit.submit({"first": "zebra", "second": "fout", "code": "000000"}, form=0, status=422)
    assert "niet de woorden van je wachtzin" in visit.last.text
    visit.submit(
        {
            "first": words[asked[0] - 1].upper(),
            "second": f" {words[asked[1] - 1][:4]} ",
            "code": pyotp.TOTP(seed).at(clock.now),
        },
        form=0,
    )
    visit.follow()
    assert visit.last.path == "/nl/desk/team"
    assert len(words_on(visit)) == 6
    assert "nog niet vastgezet" in visit.last.text
    assert "Maar één persoon heeft de teamsleutel" in visit.last.text
    page = visit.response.text
    assert seed not in page
    assert " ".join(words) not in page
    for path in (ENROL, "/nl/desk/enrol-code.png"):
        visit.get(path, status=403)  # seeds are never readable again


def test_who_enrols_reaches_three_routes_only(app: Flask, visit: Visitor, token: str) -> None:
    visit.get(f"{ENROL}/{token}")
    visit.submit(form=token)
    reached = set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.arguments - {"lang"} or "anyone" in getattr(view, "open_to", ()):
            continue
        path = rule.rule.replace("<language:lang>", "nl")
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = visit.client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
        if answer.status_code == 200:
            reached.add(rule.endpoint)
        elif path.startswith("/nl/desk/") and method == "GET":
            assert answer.status_code == 303, path
            assert answer.headers["Location"].endswith(ENROL), path
    assert reached == {"desk.enrol", "desk.enrol_code"}
    visit.get(ENROL)
    visit.submit(form="sign-out")
    visit.get(ENROL, status=303)


def test_five_wrong_codes_throw_the_half_session_away(visit: Visitor, token: str) -> None:
    visit.get(f"{ENROL}/{token}")
    visit.submit(form=token)
    visit.follow()
    words, asked = words_on(visit), asked_on(visit)
    right = {"first": words[asked[0] - 1], "second": words[asked[1] - 1]}
    wrong = no_code(seed_on(visit), NOON)
    for attempt in range(1, 6):
        visit.submit({**right, "code": wrong}, form=0, status=422 if attempt < 5 else 403)
    visit.get(ENROL, status=303)
    visit.get(f"{ENROL}/{token}", status=404)


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é" * 40, "A" * 5000])
def test_a_link_that_is_not_ours_is_one_page_for_all(visit: Visitor, token: str) -> None:
    visit.get(f"{ENROL}/{token}", status=404)
    assert "werkt niet meer" in visit.last.text


def test_a_lead_hands_the_key_on_with_the_words_that_were_read(
    app: Flask, database: Database, iris: EnrolledPerson, noor: EnrolledPerson, clock: Clock
) -> None:
    lead, colleague = Visitor(app), Visitor(app, address="198.51.100.8")
    sign_in_page(colleague, noor, clock.now)
    assert colleague.response.headers["Location"].endswith("/desk/team")
    colleague.follow()
    assert "Je hebt de teamsleutel nog niet" in colleague.last.text
    colleague.get("/nl/desk/account")
    words = words_on(colleague)
    sign_in_page(lead, iris, clock.now)
    lead.get("/nl/desk/team")
    link = next(one for one in lead.last.links if "/grant/" in one)
    lead.get(link)
    wrong = " ".join(six_words(1, "nl"))
    lead.submit({"words": wrong}, form="grant", status=422)
    assert "niet de woorden van de sleutel" in lead.last.text
    lead.submit({"words": "een twee"}, form="grant", status=422)
    lead.submit({"words": " ".join(words)}, form="grant")
    lead.get(link, status=404)  # already has it
    colleague.submit(form="sign-out")
    clock.now += STEP
    sign_in_page(colleague, noor, clock.now)
    assert colleague.response.headers["Location"] == "/nl/desk/"
    colleague.get("/nl/desk/team")
    assert "teamsleutel nog niet" not in colleague.last.text


def test_a_person_of_another_team_cannot_be_given_the_key(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, clock: Clock
) -> None:
    other = enrol(database, keyring, "Chris", "caseworker", NOON)
    lead = Visitor(app)
    sign_in_page(lead, iris, clock.now)
    for somebody in (other.person.staff_id, "00000000-0000-4000-8000-000000000000"):
        lead.get(f"/nl/desk/team/grant/{somebody}", status=404)


def test_a_new_team_key_is_made_pinned_and_the_old_one_closed(
    app: Flask,
    database: Database,
    iris: EnrolledPerson,
    noor: EnrolledPerson,
    clock: Clock,
) -> None:
    keyring = app.extensions["house"].keyring
    grant(database, keyring, iris.person, noor.person, NOON)
    lead, colleague = Visitor(app), Visitor(app, address="198.51.100.8")
    sign_in_page(colleague, noor, clock.now)
    sign_in_page(lead, iris, clock.now)
    lead.get("/nl/desk/team/new-key")
    lead.submit(form="new-key")
    lead.follow()
    assert "oude sleutel vastgezet" in lead.last.text
    colleague.get("/nl/desk/team", status=303)  # signed out: the new key comes with signing in
    lead.submit(form="finish")
    lead.get("/nl/desk/team")
    assert len(words_on(lead)) == 6


def test_a_moderator_beside_a_lead_makes_no_new_key(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson, noor: EnrolledPerson,
) -> None:  # fmt: skip
    grant(database, keyring, iris.person, noor.person, NOON)
    moderator = Visitor(app)
    sign_in_page(moderator, noor, NOON)
    moderator.get("/nl/desk/team/new-key", status=404)
