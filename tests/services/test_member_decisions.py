"""Deciding about applicants: the proof is read after its line, and gone with the decision."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.membership import renewal_day
from app.domain.states import ApplicationState, MemberState
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.member import Application, Member, Organisation
from moderation.decisions.rotate_team_key import rotate_team_key
from tests.conftest import NOON, Clock
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in_page
from tests.rows import days
from tests.visitor import Visitor

ADVERT = "https://advertenties.example/12345"
DECIDED = "Deze aanvraag is er niet meer"


@pytest.fixture
def lead(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    """Somebody who holds the pinned key; after `app`, which pins one that nobody here holds."""
    somebody = enrol(database, keyring, "Mira", "lead", NOON)
    pin(database, keyring, somebody.person, NOON)
    return somebody


@pytest.fixture
def desk(app: Flask, lead: EnrolledPerson, clock: Clock) -> Visitor:
    """The lead's browser, signed in."""
    visitor = Visitor(app, address="198.51.100.20")
    sign_in_page(visitor, lead, clock.now)
    return visitor


@pytest.fixture
def code(lead: EnrolledPerson, visit: Visitor) -> str:
    """The code of somebody who applied."""
    return apply(visit)


def apply(visit: Visitor) -> str:
    visit.get("/nl/m/join/apply")
    visit.submit({"way": "advert", "words": ADVERT}, button=("go", "send"), status=200)
    return " ".join(visit.last.text.split("voor je terugvinden. ")[1].split()[:7])


def one_application(database: Database) -> Application:
    with database.reading() as session:
        return session.scalars(select(Application)).one()


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))


def read(desk: Visitor) -> UUID:
    """From the list to the proof, as a moderator goes."""
    desk.get("/nl/desk/members")
    desk.submit({}, form="/open")
    desk.follow()
    return UUID(desk.last.path.rsplit("/", 1)[1])


def sign_in(visit: Visitor, code: str, *, status: int) -> str:
    visit.get("/nl/m")
    visit.submit({"code": code}, form="/m", status=status)
    return visit.last.text


def test_the_oldest_waits_on_top_and_its_proof_is_shown_after_its_line_in_the_log(
    lead: EnrolledPerson, app: Flask, visit: Visitor, database: Database, clock: Clock
) -> None:
    apply(visit)
    clock.now += timedelta(days=3)
    apply(Visitor(app))
    visitor = Visitor(app)
    sign_in_page(visitor, lead, clock.now)
    visitor.get("/nl/desk/members")
    text = visitor.last.text
    assert "2 wachten" in text
    assert text.index("wacht 3 dagen") < text.index("vandaag binnengekomen")
    assert ADVERT not in text
    before = len(actions(database))
    read(visitor)
    assert ADVERT in visitor.last.text
    assert actions(database)[before:] == ["application_shown"]


def test_admitting_makes_her_code_the_key_and_leaves_no_proof(
    visit: Visitor, code: str, desk: Visitor, database: Database
) -> None:
    waiting = one_application(database)
    read(desk)
    desk.submit({}, form=1, button=("go", "admit"))
    row = one_application(database)
    assert (row.state, row.proof, row.sealed_team, row.idem) == (
        ApplicationState.ADMITTED, None, None, None,
    )  # fmt: skip
    assert row.profile != waiting.profile
    with database.reading() as session:
        member = session.scalars(select(Member)).one()
        moves = session.scalars(select(Decision).where(Decision.subject_id == row.id)).all()
    assert (member.lookup, member.state) == (row.lookup, MemberState.ACTIVE)
    assert (member.joined_on, member.renew_by) == (days(0), renewal_day(days(0)))
    assert [(one.from_state, one.to_state) for one in moves] == [("waiting", "admitted")]
    assert actions(database)[-1] == "application_admitted"
    sign_in(visit, code, status=303)
    visit.follow()
    visit.get("/nl/m/k")


def test_refusing_needs_a_reason_and_she_reads_it_with_her_code(
    visit: Visitor, code: str, desk: Visitor, database: Database
) -> None:
    read(desk)
    for reason in ("", "because", "already_member"):
        desk.submit({"reason": reason}, button=("go", "refuse"), status=422)
        assert "Kies een reden" in desk.last.text or "Choose a reason" in desk.last.text
    desk.submit({"reason": "advert-without-sign"}, button=("go", "refuse"))
    row = one_application(database)
    assert (row.state, row.reason, row.decided_on) == (
        ApplicationState.REFUSED, "advert-without-sign", days(0),
    )  # fmt: skip
    assert (row.proof, row.sealed_team) == (None, None)
    assert "Het afgesproken teken stond niet in je advertentie." in sign_in(visit, code, status=200)
    with database.reading() as session:
        assert session.scalars(select(Member)).all() == []


def test_what_is_decided_or_taken_back_is_gone_for_everybody(
    visit: Visitor, code: str, desk: Visitor, database: Database
) -> None:
    application_id = read(desk)
    page = desk.last
    desk.submit({}, form=1, button=("go", "admit"))
    desk.last = page
    desk.submit({"reason": "safety"}, button=("go", "refuse"), status=404)
    assert DECIDED in desk.last.text
    desk.get(f"/nl/desk/members/{application_id}", status=404)
    assert one_application(database).state is ApplicationState.ADMITTED


def test_without_the_teams_key_nobody_reads_and_without_the_role_nobody_sees(
    app: Flask,
    visit: Visitor,
    lead: EnrolledPerson,
    database: Database,
    keyring: Keyring,
) -> None:
    apply(visit)
    application_id = one_application(database).id
    for name, role, status in (
        ("Noa", "moderator", 403),
        ("Cas", "caseworker", 404),
        ("Ada", "administrator", 403),
    ):
        somebody = enrol(database, keyring, name, role, NOON)
        visitor = Visitor(app, address="198.51.100.30")
        sign_in_page(visitor, somebody, NOON)
        if role == "moderator":
            visitor.get("/nl/desk/members")
            assert "je hebt de sleutel niet" in visitor.last.text
        visitor.get(f"/nl/desk/members/{application_id}", status=status)
        assert ADVERT not in visitor.last.text


def test_a_lead_of_the_other_team_admits_nobody(
    app: Flask, visit: Visitor, lead: EnrolledPerson, database: Database, keyring: Keyring
) -> None:
    apply(visit)
    application_id = one_application(database).id
    other = enrol(database, keyring, "Ot", "lead", NOON, team="institutions")
    visitor = Visitor(app, address="198.51.100.31")
    sign_in_page(visitor, other, NOON)
    visitor.get("/nl/desk/members", status=403)
    visitor.get("/nl/desk/team")
    token = visitor.last.forms[0].fields["csrf_token"]
    visitor.post(
        f"/nl/desk/members/{application_id}", {"csrf_token": token, "go": "admit"}, status=403
    )
    assert one_application(database).state is ApplicationState.WAITING


def test_a_waiting_application_moves_to_the_teams_next_key(
    app: Flask,
    visit: Visitor,
    lead: EnrolledPerson,
    database: Database,
    keyring: Keyring,
) -> None:
    moderator = enrol(database, keyring, "Noa", "moderator", NOON)
    grant(database, keyring, lead.person, moderator.person, NOON)
    apply(visit)
    with database.writing() as session:
        rotation = rotate_team_key(session, lead.person, keyring=keyring, now=NOON)
    assert one_application(database).epoch == rotation.key.epoch
    visitor = Visitor(app, address="198.51.100.32")
    sign_in_page(visitor, moderator, NOON)
    read(visitor)
    assert ADVERT in visitor.last.text


def test_an_application_that_came_in_meanwhile_moves_before_the_older_key_is_closed(
    app: Flask, visit: Visitor, lead: EnrolledPerson, database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        rotate_team_key(session, lead.person, keyring=keyring, now=NOON)
    apply(visit)  # still sealed to the pinned, older key
    assert one_application(database).epoch == 1
    visitor = Visitor(app, address="198.51.100.33")
    sign_in_page(visitor, lead, NOON)
    visitor.get("/nl/desk/team")
    visitor.submit({}, form="/team/finish")
    assert one_application(database).epoch == 2
    read(visitor)
    assert ADVERT in visitor.last.text


def test_a_moderator_makes_no_invitations(
    app: Flask, lead: EnrolledPerson, database: Database, keyring: Keyring
) -> None:
    moderator = enrol(database, keyring, "Noa", "moderator", NOON)
    visitor = Visitor(app)
    sign_in_page(visitor, moderator, NOON)
    visitor.get("/nl/desk/members/organisations", status=403)


def test_the_operator_adds_the_first_organisation_by_name(app: Flask, database: Database) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["organisation", "add", "Veldwerk Noord"]).exit_code == 0
    again = runner.invoke(args=["organisation", "add", "veldwerk noord"])
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    assert runner.invoke(args=["organisation", "add", "x"]).exit_code == 1
    with database.reading() as session:
        assert session.scalars(select(Organisation.name)).all() == ["Veldwerk Noord"]
    assert actions(database)[-1] == "organisation_added"
