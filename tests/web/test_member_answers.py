"""Answering a warning through the door, and what the desk sees of it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.models.alert import Alert
from tests.conftest import Clock
from tests.desk_rooms import DESK, furnish
from tests.members import make_member, publish, sign_in
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("answer", "words"),
    [("helpful", "het ertoe doet"), ("not-him", "De balie kijkt opnieuw"), ("me-too", "/nl/f")],
)
def test_she_answers_reads_what_comes_of_it_and_takes_it_back(
    database: Database, keyring: Keyring, visit: Visitor, answer: str, words: str
) -> None:
    alert = publish(database, keyring, words="Dreigde.")
    sign_in(visit, make_member(database, keyring)[1])
    page = visit.get(f"/nl/m/a/{alert}")
    assert "nooit wie" in page.text
    visit.submit(form=-1, button=("answer", answer))
    page = visit.follow()
    assert "Je antwoordde:" in page.text
    assert words in visit.response.text
    visit.submit(form=-1, button=("answer", ""))
    page = visit.follow()
    assert "Je antwoordde:" not in page.text


def test_what_she_may_not_read_she_cannot_answer(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    alert = publish(database, keyring, words="Dreigde.")
    sign_in(visit, make_member(database, keyring)[1])
    visit.get(f"/nl/m/a/{alert}")
    visit.submit(form=-1, button=("answer", "everything"), status=400)
    visit.get(f"/nl/m/a/{alert}")
    with database.writing() as session:
        session.get_one(Alert, alert).state = AlertState.SUSPENDED
    visit.submit(form=-1, button=("answer", "not-him"), status=404)


def test_the_desk_sees_how_many_and_says_that_it_looked(
    app: Flask, database: Database, keyring: Keyring, clock: Clock, visit: Visitor
) -> None:
    rooms = furnish(app, database, keyring, clock)
    alert = publish(database, keyring, words="Dreigde.")
    sign_in(visit, make_member(database, keyring)[1])
    visit.get(f"/nl/m/a/{alert}")
    visit.submit(form=-1, button=("answer", "not-him"))
    noor = rooms.sign_in(rooms.noor)
    assert "dit is hem niet: 1" in noor.get(f"{DESK}/alerts").text
    noor.submit(form=f"/alerts/{alert}/open")
    page = noor.follow()
    assert "Wat leden zeiden" in page.text
    noor.submit(form="/answers")
    page = noor.follow()
    assert "dit is hem niet: 1" not in page.text
