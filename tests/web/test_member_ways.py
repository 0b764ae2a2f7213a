"""Mail and feed from her pages: a confirmed address only, and an address that only she has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import open_mail
from app.domain.code import Code
from app.domain.states import MemberState
from app.jobs.loop import sweep_once
from app.jobs.telling import CONFIRM_MAIL
from app.models.member import Member
from app.models.telling import Feed
from app.services.member_settings import delete_member
from app.services.sealed_member import Choices, open_choices
from tests.conftest import Clock
from tests.listed import with_box, without_mail
from tests.mailbox import a_mailbox
from tests.members import make_member, publish, sign_in, tell
from tests.rows import days
from tests.visitor import Visitor
from tests.workbench import a_workshop

HER = "iemand@example.org"


@pytest.fixture
def member(app: Flask, database: Database, keyring: Keyring, visit: Visitor) -> tuple[UUID, Code]:
    with_box(app)  # mail works here
    found = make_member(database, keyring)
    sign_in(visit, found[1])
    return found


def choices(database: Database, keyring: Keyring, member: UUID) -> Choices:
    assert keyring.k_field is not None
    with database.reading() as session:
        profile = session.get_one(Member, member).profile
    return open_choices(keyring.k_field, "member", member, profile)


def ask(visit: Visitor, address: str, status: int = 303) -> None:
    visit.get("/nl/m/ways")
    visit.submit({"address": address}, form="/m/ways/mail", status=status)


def mailed_code(database: Database, keyring: Keyring, clock: Clock) -> str:
    with a_mailbox() as box:
        workshop = a_workshop(
            database, [CONFIRM_MAIL], keyring=keyring, mail=open_mail(box.url), clock=clock
        )
        assert sweep_once(workshop).failed == 0
        [mail] = box.mails
    assert mail["To"] == HER
    assert mail["Subject"] == "Je code"
    return "".join(one for one in mail.get_content() if one.isdigit())


def test_an_address_counts_after_the_code_that_was_mailed_to_it(
    visit: Visitor, database: Database, keyring: Keyring, clock: Clock, member: tuple[UUID, Code]
) -> None:
    ask(visit, HER)
    assert choices(database, keyring, member[0]).mail == ""
    code = mailed_code(database, keyring, clock)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    visit.get("/nl/m/ways")
    visit.submit({"code": wrong}, form="/m/ways/code", status=422)
    assert "Dat is niet de code." in visit.last.text
    assert choices(database, keyring, member[0]).mail == ""
    visit.submit({"code": f" {code[:3]} {code[3:]}"}, form="/m/ways/code")
    assert choices(database, keyring, member[0]).mail == HER
    assert HER in visit.follow().text
    visit.submit({}, form="/m/ways/stop")
    found = choices(database, keyring, member[0])
    assert (found.mail, found.pending) == ("", None)


def test_a_code_is_over_after_five_tries_and_after_a_quarter_of_an_hour(
    visit: Visitor, database: Database, keyring: Keyring, clock: Clock, member: tuple[UUID, Code]
) -> None:
    ask(visit, HER)
    code = mailed_code(database, keyring, clock)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for status in (422, 422, 422, 422, 303):
        visit.get("/nl/m/ways")
        visit.submit({"code": wrong}, form="/m/ways/code", status=status)
    assert choices(database, keyring, member[0]).pending is None
    ask(visit, HER)
    page = visit.get("/nl/m/ways")
    assert HER in page.text
    form = visit.last.forms
    clock.now += timedelta(minutes=15)
    visit.submit({"code": "123456"}, form="/m/ways/code")
    assert form
    assert choices(database, keyring, member[0]).mail == ""


@pytest.mark.parametrize(
    "address",
    ["", "iemand", "a@example.org, b@example.org", "Iemand <a@example.org>", "a b@example.org",
     "a@example.org\nBcc: b@example.org", "a@example.org\r\n\r\nhello", f"{'a' * 300}@example.org",
     "a@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_said_and_kept(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code], address: str
) -> None:
    ask(visit, address, 422)
    assert "Typ één e-mailadres" in visit.last.text
    assert choices(database, keyring, member[0]).pending is None


def test_a_member_cannot_have_a_mailbox_filled(visit: Visitor, member: tuple[UUID, Code]) -> None:
    for _ in range(5):
        ask(visit, HER)
    ask(visit, HER, 422)
    assert "te vaak" in visit.last.text


def test_saving_other_choices_keeps_her_address_and_her_quiet_hours_are_whole(
    visit: Visitor, database: Database, keyring: Keyring, clock: Clock, member: tuple[UUID, Code]
) -> None:
    ask(visit, HER)
    visit.get("/nl/m/ways")
    visit.submit({"code": mailed_code(database, keyring, clock)}, form="/m/ways/code")
    for begin, end, sentence in (
        ("22", "", "Kies beide uren"),
        ("8", "08:00", "verschillende uren"),
        ("24", "8", "van 0 tot en met 23"),
    ):
        visit.get("/nl/m/settings")
        visit.submit(
            {"quiet_from": begin, "quiet_until": end}, form=1, button=("go", "save"), status=422
        )
        assert sentence in visit.last.text
    visit.get("/nl/m/settings")
    visit.submit(
        {"quiet_from": "22:00", "quiet_until": "8", "least": "3", "urgent_passes": "y"},
        form=1, button=("go", "save"),
    )  # fmt: skip
    found = choices(database, keyring, member[0])
    assert (found.mail, found.quiet, found.least, found.urgent_passes) == (HER, (22, 8), 3, True)


def make_feed(visit: Visitor) -> str:
    visit.get("/nl/m/ways")
    page = visit.submit({}, form="/m/ways/feed", button=("go", "renew"), status=200)
    [word] = [one for one in page.text.split() if "/m/f/" in one]
    return "/nl/m/f/" + word.rsplit("/", 1)[1]


def test_a_feed_says_that_there_is_something_and_on_which_day(
    visit: Visitor, client: FlaskClient, database: Database, keyring: Keyring,
    member: tuple[UUID, Code],
) -> None:  # fmt: skip
    alert = publish(database, keyring, words="Dreigde met een mes.")
    tell(database, member[0], alert)
    path = make_feed(visit)
    secret = path.rsplit("/", 1)[1]
    assert secret not in visit.get("/nl/m/ways").text  # shown once
    with database.reading() as session:
        kept = session.get_one(Feed, member[0]).address_mac
    assert secret.encode() not in kept
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    read = feedparser.parse(answer.data)
    assert not read.bozo
    [entry] = read.entries
    assert (entry.title, entry.updated) == ("Iets nieuws", "2026-11-23T00:00:00Z")
    body = answer.get_data(as_text=True)
    for word in (str(alert), str(member[0]), "Dreigde", "waarschuwing", "bedreiging", "Luwte"):
        assert word not in body
    again = make_feed(visit)
    assert client.get(path).status_code == 404
    assert client.get(again).status_code == 200
    visit.get("/nl/m/ways")
    visit.submit({}, form="/m/ways/feed", button=("go", "remove"))
    assert client.get(again).status_code == 404


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.SUSPENDED, None])
def test_a_feed_stops_with_the_membership_and_looks_like_one_that_never_was(
    app: Flask, visit: Visitor, database: Database, member: tuple[UUID, Code],
    state: MemberState | None,
) -> None:  # fmt: skip
    house, client = app.extensions["house"], app.test_client()
    path = make_feed(visit)
    with database.writing() as session:
        if state is None:
            delete_member(session, member[0], keyring=house.keyring)
        else:
            session.get_one(Member, member[0]).state = state
    stopped, never = client.get(path), client.get("/nl/m/f/" + "x" * 32)
    assert stopped.status_code == never.status_code == 404
    assert stopped.data == never.data


def test_without_a_valid_protocol_a_feed_tells_nothing(
    app: Flask, visit: Visitor, client: FlaskClient, member: tuple[UUID, Code]
) -> None:
    assert member
    path = make_feed(visit)
    house = app.extensions["house"]
    over = replace(house.reference.protocol, valid_until=days(-1))
    app.extensions["house"] = replace(house, reference=replace(house.reference, protocol=over))
    assert client.get(path).status_code == 404


def test_without_mail_nothing_is_asked_for_and_nothing_promised(
    app: Flask, database: Database, keyring: Keyring, member: tuple[UUID, Code], visit: Visitor
) -> None:
    visit.get("/nl/m/ways")
    without_mail(app)
    visit.submit({"address": HER}, form="/m/ways/mail", status=422)
    assert "E-mail werkt nu niet." in visit.last.text
    assert not [one for one in visit.last.forms if "/m/ways/mail" in one.action]
    assert choices(database, keyring, member[0]).pending is None
