"""Her page about messages on this device: what it takes, keeps, shows and forgets (T24, T29)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code
from app.domain.states import MemberState, StaffState
from app.factory import create_app
from app.models.member import Member
from app.models.staff import Staff
from app.services.sealed_member import NO_DEVICES, Choices, open_choices, seal_choices
from app.settings import Settings
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.suspend_member import suspend_member
from tests.conftest import NOON, Clock
from tests.members import make_member, sign_in
from tests.push_server import a_sink
from tests.security.test_ssrf_push import inside
from tests.visitor import Visitor

HERS = "https://fcm.googleapis.com/fcm/send/c2lnbnM:APA91bH"
PAGE = "/nl/m/ways/device"


@pytest.fixture
def member(database: Database, keyring: Keyring, visit: Visitor) -> tuple[UUID, Code]:
    found = make_member(database, keyring)
    sign_in(visit, found[1])
    return found


def choices(database: Database, keyring: Keyring, member: UUID) -> Choices:
    assert keyring.k_field is not None
    with database.reading() as session:
        profile = session.get_one(Member, member).profile
    return open_choices(keyring.k_field, "member", member, profile)


def turn_on(visit: Visitor, address: str, status: int = 303) -> None:
    """As the script of the page does: the browser's address in the form that stands there."""
    visit.get(PAGE)
    visit.submit({"address": address}, form=-1, status=status)


def test_she_is_told_before_it_is_on_and_her_address_is_kept_sealed(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    page = visit.get(PAGE)
    for warning in ("Google, Apple, Mozilla of Microsoft", "De politie kan dat daar opvragen",
                    "Wie je telefoon vasthoudt"):  # fmt: skip
        assert warning in page.text
    turn_on(visit, HERS)
    assert choices(database, keyring, member[0]).devices == (HERS, "", "")
    with database.reading() as session:
        assert b"googleapis" not in session.get_one(Member, member[0]).profile
    page = visit.follow()
    assert "Het staat aan" in page.text
    assert "via Google" in page.text
    shown = visit.response.get_data(as_text=True)
    assert HERS not in shown
    assert hashlib.sha256(HERS.encode()).hexdigest()[:16] in shown
    assert "1 toestel" in visit.get("/nl/m/ways").text


def test_the_same_browser_twice_is_one_and_the_fourth_finds_no_place(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    turn_on(visit, HERS)
    form = next(one for one in visit.get(PAGE).forms if "address" in one.fields)
    for more in ("", "2", "3"):
        turn_on(visit, HERS + more)
    assert choices(database, keyring, member[0]).devices == (HERS, HERS + "2", HERS + "3")
    assert "drie toestellen" in visit.get(PAGE).text
    fields = {name: values[0] for name, values in form.fields.items()}
    page = visit.post(PAGE, fields | {"address": HERS + "4"}, status=422)
    assert "Zet het eerst uit voor een ander toestel." in page.text


def test_without_script_she_turns_it_off_here_and_nothing_of_it_is_left(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    turn_on(visit, HERS)
    turn_on(visit, HERS + "2")
    visit.get(PAGE)
    visit.submit(form="/m/ways/device/off", button=("go", "push"))
    assert choices(database, keyring, member[0]).devices == ("", HERS + "2", "")
    visit.get(PAGE)
    for wish in ("push", "mail", "push9", ""):
        visit.submit(form="/m/ways/device/off", button=("go", wish))
    assert choices(database, keyring, member[0]).devices == ("", HERS + "2", "")


def test_an_address_that_leads_inside_is_refused_with_a_sentence_and_nobody_is_called(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    with a_sink() as sink:
        for address in (*inside(sink.port), "", "x" * 2000):
            turn_on(visit, address, 422)
            assert "Het staat niet aan" in visit.last.text
    assert sink.visits == 0
    assert choices(database, keyring, member[0]).devices == NO_DEVICES


def test_her_other_choices_do_not_turn_it_off(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    turn_on(visit, HERS)
    visit.get("/nl/m/settings")
    visit.submit({"least": "4"}, form=1, button=("go", "save"))
    found = choices(database, keyring, member[0])
    assert (found.devices, found.least) == ((HERS, "", ""), 4)


def test_a_device_that_is_gone_is_told_until_she_read_it(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    assert keyring.k_field is not None
    lost = replace(choices(database, keyring, member[0]), lost=("mail", "push2"))
    with database.writing() as session:
        session.get_one(Member, member[0]).profile = seal_choices(
            keyring.k_field, "member", member[0], lost
        )
    assert "Een toestel krijgt geen berichten meer" in visit.get(PAGE).text
    visit.submit(form="/m/ways/device/off", button=("go", "read"))
    assert choices(database, keyring, member[0]).lost == ("mail",)
    assert "Een toestel krijgt" not in visit.get(PAGE).text


def test_whoever_is_shut_out_has_no_device_any_more(
    database: Database, keyring: Keyring, visit: Visitor, member: tuple[UUID, Code]
) -> None:
    turn_on(visit, HERS)
    lead = DeskPerson(uuid4(), "Lotte", "lead", "alerts", NOON, ())
    with database.writing() as session:
        session.add(
            Staff(
                id=lead.staff_id, name=lead.name, role=lead.role, team=lead.team,
                state=StaffState.ACTIVE, created_on=NOON.date(),
            )
        )  # fmt: skip
    with database.writing() as session:
        suspend_member(session, lead, member[0], "sweeping", keyring=keyring, now=NOON)
    assert choices(database, keyring, member[0]).devices == NO_DEVICES


def test_leaving_takes_what_the_browser_kept_too(
    visit: Visitor, database: Database, member: tuple[UUID, Code]
) -> None:
    turn_on(visit, HERS)
    visit.get("/nl/m/settings")
    visit.submit({"sure": "y"}, form=-1, button=("go", "delete"))
    assert '"storage"' in visit.response.headers["Clear-Site-Data"]
    with database.reading() as session:
        assert session.get(Member, member[0]) is None


def test_who_paused_is_sent_to_her_settings(
    visit: Visitor, database: Database, member: tuple[UUID, Code]
) -> None:
    with database.writing() as session:
        session.get_one(Member, member[0]).state = MemberState.PAUSED
    visit.get(PAGE, status=303)
    assert visit.response.headers["Location"].endswith("/m/settings")


def test_a_house_that_sends_none_offers_none(
    app: Flask, settings: Settings, database: Database, keyring: Keyring, clock: Clock
) -> None:
    quiet = create_app(
        replace(settings, push_contact=None), keyring=keyring, database=database, clock=clock
    )
    quiet.testing = False
    visit = Visitor(quiet)
    sign_in(visit, make_member(database, keyring)[1])
    assert "Berichten op dit toestel" not in visit.get("/nl/m/ways").text
    assert not any("address" in form.fields for form in visit.get(PAGE).forms)
    assert not [one for one in quiet.extensions["workshop"].channels if one.startswith("push")]
    assert [one for one in app.extensions["workshop"].channels if one.startswith("push")] == [
        "push", "push2", "push3",
    ]  # fmt: skip
