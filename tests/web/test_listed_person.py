"""A listed person asks: the same answer for everybody until control is proven, then the warning
rests at once (decisions 18; privacy.md 3.6)."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.outbox import OutboxTask
from app.models.subject_request import (
    SubjectRequestAlert,
    SubjectRequestKeys,
    SubjectRequestRow,
)
from app.models.telling import AlertChange, ChangeNotice
from app.services.tell_changes import SUSPENDED, TASK
from tests.conftest import Clock
from tests.keys import TeamKeys
from tests.listed import NUMBER, PATH, Box, ask, file_request, prove, send, with_box
from tests.members import make_member, publish, sign_in, tell
from tests.security.checking import ask as check
from tests.visitor import Visitor

OTHER = "06 5012 3479"


@pytest.fixture(autouse=True)
def _team(alerts_team: TeamKeys) -> None:
    """Somebody can read what is sent."""


@pytest.fixture
def box(app: Flask) -> Box:
    return with_box(app)


@pytest.fixture
def alert(database: Database, keyring: Keyring) -> UUID:
    return publish(database, keyring, ("phone", NUMBER), severity=2, needs_second=False)


def state_of(database: Database, alert: UUID) -> AlertState:
    with database.reading() as session:
        return session.get_one(Alert, alert).state


def stored(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SubjectRequestRow)) or 0


@pytest.mark.usefixtures("alert")
def test_before_the_proof_a_listed_number_and_another_get_the_very_same(
    visit: Visitor, box: Box, database: Database
) -> None:
    """Same status, size, headers, message; nothing is looked up and nothing stored."""
    seen = []
    for value in (NUMBER, OTHER):
        ask(visit, value=value)
        answer = visit.response
        masked = answer.text.replace("06 •••• ••78", "N").replace("06 •••• ••79", "N")
        sealed = [one.fields.get("state", [""])[0] for one in visit.last.forms]
        for one in filter(None, sealed):
            masked = masked.replace(one, "S" * 10)
        token = visit.last.forms[0].fields["csrf_token"][0]
        seen.append((
            answer.status_code, len(answer.data), masked.replace(token, "T"),
            sorted(answer.headers.keys()), len(box.messages[-1][-1]),
        ))  # fmt: skip
    assert seen[0] == seen[1]
    assert stored(database) == 0
    assert [one[0] for one in box.messages] == ["+31650123478", "+31650123479"]
    assert all(message[-1].startswith("Je code: ") for message in box.messages)


def test_an_objection_makes_the_warning_rest_in_the_same_moment(
    app: Flask, box: Box, database: Database, keyring: Keyring, alert: UUID
) -> None:
    visit = Visitor(app)
    member, code = make_member(database, keyring)
    tell(database, member, alert)
    sign_in(visit, code)
    visit.get("/nl/m/a")
    assert str(alert) in visit.response.text
    check(visit, NUMBER)
    assert "Er is een waarschuwing" in visit.last.text
    file_request(app, box)
    assert state_of(database, alert) is AlertState.SUSPENDED
    visit.get("/nl/m/a")
    assert str(alert) not in visit.response.text
    visit.get(f"/nl/m/a/{alert}", status=404)
    check(visit, NUMBER)
    assert "Er is een waarschuwing" not in visit.last.text
    with database.reading() as session:
        link = session.scalars(select(SubjectRequestAlert)).one()
        assert (link.alert_id, link.suspended) == (alert, True)
        tasks = set(session.scalars(select(OutboxTask.task)))
        move = session.scalars(select(Decision).where(Decision.subject_kind == "alert")).one()
    assert {TASK, "notify_desk"} <= tasks
    assert (move.actor, move.staff_id, move.reason) == ("subject", None, "objection")


def test_who_received_the_warning_hears_that_it_rests(
    app: Flask, box: Box, database: Database, keyring: Keyring, alert: UUID
) -> None:
    member, _code = make_member(database, keyring)
    tell(database, member, alert)
    file_request(app, box)
    app.test_cli_runner().invoke(args=["jobs", "sweep"])
    with database.reading() as session:
        told = session.execute(
            select(ChangeNotice.member_id, AlertChange.change).join(
                AlertChange, AlertChange.id == ChangeNotice.change_id
            )
        ).one()
    assert tuple(told) == (member, SUSPENDED)


def test_who_only_asks_makes_nothing_rest(
    app: Flask, box: Box, database: Database, alert: UUID
) -> None:
    file_request(app, box, "access")
    assert state_of(database, alert) is AlertState.PUBLISHED
    with database.reading() as session:
        assert session.scalars(select(SubjectRequestAlert.suspended)).all() == [False]


def test_the_same_number_and_ground_suspend_once_and_a_new_ground_again(
    app: Flask, box: Box, database: Database, alert: UUID
) -> None:
    file_request(app, box, ground="not-me")
    for ground, expected in (("not-me", AlertState.PUBLISHED), ("too-long", AlertState.SUSPENDED)):
        with database.writing() as session:
            session.get_one(Alert, alert).state = AlertState.PUBLISHED
        file_request(app, box, ground=ground)
        assert state_of(database, alert) is expected
    assert stored(database) == 3


def test_a_number_that_nobody_listed_is_taken_too_and_touches_no_warning(
    app: Flask, box: Box, database: Database, alert: UUID
) -> None:
    """Nobody learns by asking whether he is listed: a person answers."""
    first = file_request(app, box, value=OTHER)
    second = file_request(app, box)
    assert len(first.split()) == len(second.split()) == 7
    with database.reading() as session:
        assert session.scalars(select(SubjectRequestAlert.alert_id)).all() == [alert]


def test_a_code_opens_only_the_number_it_was_sent_to(
    app: Flask, box: Box, database: Database, alert: UUID
) -> None:
    """He asks for his own number, and moves the code, or the sealed page, to another's."""
    own, victim = Visitor(app), Visitor(app)
    ask(own, value=OTHER)
    code = box.code
    ask(victim, value=NUMBER)
    if box.code == code:  # one time in a hundred million
        pytest.skip("both codes are the same")
    victim.submit({"proof": code}, form=PATH, status=422)
    assert "niet de code" in victim.last.text
    prove_form = own.last.forms[0]
    moved = {name: values[0] for name, values in victim.last.forms[0].fields.items()}
    moved |= {"state": prove_form.fields["state"][0], "proof": code, "step": "proof"}
    victim.post(PATH, moved, status=200)
    assert "Wat wil je?" in victim.last.text  # another form's page is no page
    assert state_of(database, alert) is AlertState.PUBLISHED
    assert stored(database) == 0


def test_the_words_are_not_taken_before_the_code(
    visit: Visitor, box: Box, database: Database
) -> None:
    ask(visit)
    fields = {name: values[0] for name, values in visit.last.forms[0].fields.items()}
    fields |= {"step": "words", "ground": "not-me", "words": "Ik wil meteen."}
    visit.post(PATH, fields, status=200)
    assert "Wat wil je?" in visit.last.text
    assert "Ik wil meteen." in visit.response.text  # not lost either
    assert (stored(database), len(box.messages)) == (0, 1)


def test_five_wrong_codes_end_it_and_the_code_ends_after_a_quarter_of_an_hour(
    app: Flask, box: Box, clock: Clock
) -> None:
    visit = Visitor(app)
    ask(visit)
    wrong = "00000000" if box.code != "00000000" else "00000001"
    for _each in range(5):
        visit.submit({"proof": wrong}, form=PATH, status=422)
    visit.submit({"proof": box.code}, form=PATH, status=429)
    late = Visitor(app)
    ask(late, value=OTHER)
    clock.now += timedelta(minutes=17)
    late.submit({"proof": box.code}, form=PATH, status=200)
    assert "duurde te lang" in late.last.text


def test_nobodys_phone_is_pestered(app: Flask, box: Box) -> None:
    for number in range(3):
        ask(Visitor(app, address=f"203.0.113.{number}"))
    ask(Visitor(app, address="203.0.113.9"), status=429)
    assert len(box.messages) == 3
    ask(Visitor(app, address="203.0.113.9"), value=OTHER)
    assert len(box.messages) == 4


@pytest.mark.parametrize(
    "value",
    ["", "112", "geen nummer", "G-123-BX", "a@b.nl\r\nBcc: c@d.nl", "0" * 300, "wa.me/", "06*"],
)
def test_what_is_no_number_or_address_gets_a_sentence_and_no_code(
    visit: Visitor, box: Box, value: str
) -> None:
    ask(visit, value=value, status=422)
    assert "telefoonnummer of e-mailadres" in visit.last.text
    assert box.messages == []


@pytest.mark.parametrize("value", ["0900 1234", "0906-1234", "+44 909 879 0000", "088 123 4567"])
def test_no_code_goes_to_a_number_that_earns_by_it(visit: Visitor, box: Box, value: str) -> None:
    ask(visit, value=value, status=422)
    assert "geen code naar een servicenummer" in visit.last.text
    assert box.messages == []


def test_where_no_message_can_leave_the_page_says_so(visit: Visitor, app: Flask) -> None:
    box = with_box(app)
    box.works = False
    ask(visit, status=422)
    assert "geen code naar een telefoon" in visit.last.text
    assert box.messages == []


def test_everything_he_wrote_lies_sealed_and_his_code_opens_it(
    app: Flask, box: Box, database: Database, alert: UUID, visit: Visitor
) -> None:
    words = "Vraag het aan de buurvrouw van zeven hoog."
    code = file_request(app, box, words=words)
    with database.reading() as session:
        row = session.scalars(select(SubjectRequestRow)).one()
        keys = session.get_one(SubjectRequestKeys, row.id)
    blobs = b"".join(
        one for table in (row, keys) for one in vars(table).values() if isinstance(one, bytes)
    )
    for secret in (words, "50123478", "not-me", json.dumps(words)):
        assert secret.encode() not in blobs
    visit.get("/nl/c")
    visit.submit({"code": code}, form="/c")
    visit.follow()
    assert "We hebben je verzoek" in visit.last.text
    assert "23 december 2026" in visit.last.text
    assert "06 •••• ••78" in visit.last.text
    assert words not in visit.last.text
    assert "waarschuwing" not in visit.last.text.lower().replace("bezwaar maken", "")
    visit.submit(form="/y/o")
    visit.get("/nl/y/s", status=303)


def test_the_same_form_sent_twice_is_one_request_with_one_code(
    app: Flask, box: Box, database: Database
) -> None:
    visit = Visitor(app)
    ask(visit)
    prove(visit, box)
    fields = {name: values[0] for name, values in visit.last.forms[0].fields.items()}
    fields |= {"ground": "other", "words": "Twee keer."}
    codes = []
    for _each in range(2):
        visit.post(PATH, fields, status=200)
        codes.append(visit.response.text)
    assert "Dit is je code" in codes[0]
    assert codes[0][codes[0].index("<ol") :] == codes[1][codes[1].index("<ol") :]
    assert stored(database) == 1


def test_in_english_the_message_and_the_pages_are_english(app: Flask, box: Box) -> None:
    visit = Visitor(app)
    visit.get("/en/y")
    visit.submit({"right": "access", "value": "a.b@example.nl"}, form="/y", status=200)
    assert box.messages[-1] == ("a.b@example.nl", "Your code", f"Your code: {box.code}")
    visit.submit(form="/y", button=("go", "stay"), status=200)
    prove(visit, box)
    send(visit)
