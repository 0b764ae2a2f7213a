"""Applying: sealed to the team, idempotent, visible waiting; nothing identifying is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.member import Application
from app.models.outbox import OutboxTask
from app.services import sealed_member
from tests.conftest import Clock
from tests.keys import TeamKeys
from tests.visitor import Visitor

ADVERT = "https://advertenties.example/12345 Marker-van-de-advertentie"


def apply(visit: Visitor, *, words: str = ADVERT, way: str = "advert", status: int = 200) -> str:
    visit.get("/nl/m/join/apply")
    visit.submit({"way": way, "words": words}, button=("go", "send"), status=status)
    return visit.last.text


def code_on(page: str) -> str:
    return " ".join(page.split("voor je terugvinden. ")[1].split()[:7])


def applications(database: Database) -> list[Application]:
    with database.reading() as session:
        return list(session.scalars(select(Application)))


def test_an_application_asks_no_name_and_is_readable_for_the_team_only(
    visit: Visitor, database: Database, keyring: Keyring, alerts_team: TeamKeys
) -> None:
    visit.get("/nl/m/join/apply")
    fields = {name for form in visit.last.forms for name in form.fields} | {"way"}
    assert fields == {"csrf_token", "words", "way"}
    sign = visit.last.text.split("tot we beslist hebben: ")[1].split(" Een organisatie")[0]
    visit.submit({"way": "advert", "words": ADVERT}, button=("go", "send"), status=200)
    row = applications(database)[0]
    assert row.proof is not None
    assert row.sealed_team is not None
    assert b"Marker" not in row.proof + row.profile + row.sealed_team
    key = sealed_member.open_proof_key(alerts_team.secret, row.id, row.epoch, row.sealed_team)
    proof = sealed_member.open_proof(key, row.id, row.proof)
    assert proof == sealed_member.Proof("advert", ADVERT, sign)


def test_the_desk_is_told_in_the_same_transaction(visit: Visitor, database: Database) -> None:
    apply(visit)
    with database.reading() as session:
        task = session.scalars(select(OutboxTask)).one()
    assert (task.task, task.object_id) == ("notify_desk", applications(database)[0].id)


def test_the_same_form_twice_is_one_application_with_one_code(
    visit: Visitor, database: Database, clock: Clock
) -> None:
    visit.get("/nl/m/join/apply")
    form = visit.last
    sent = {"way": "advert", "words": ADVERT}
    visit.submit(sent, button=("go", "send"), status=200)
    first = code_on(visit.last.text)
    visit.last = form
    visit.submit(sent, button=("go", "send"), status=200)
    assert code_on(visit.last.text) == first
    visit.last = form
    visit.submit({**sent, "words": "iets anders"}, button=("go", "send"), status=200)
    assert "We hebben je formulier" in visit.last.text
    clock.now += timedelta(minutes=11)
    visit.last = form
    visit.submit(sent, button=("go", "send"), status=200)
    assert "We hebben je formulier" in visit.last.text
    assert len(applications(database)) == 1


def test_wrong_words_on_the_code_page_are_said_and_the_right_ones_go_on(visit: Visitor) -> None:
    words = code_on(apply(visit)).split()
    visit.submit({"words": "fout fout"}, button=("go", "words"), status=200)
    assert "Dit zijn niet de laatste twee woorden" in visit.last.text
    assert "#words" in visit.last.links
    assert visit.last.forms[-1].fields["words"] == ["fout fout"]
    visit.submit({"words": " ".join(words[-2:])}, button=("go", "words"), status=200)
    assert "Wat er nu gebeurt" in visit.last.text


def test_what_is_too_long_is_told_and_kept_whole(visit: Visitor) -> None:
    visit.get("/nl/m/join/apply")
    assert "maxlength" not in visit.response.get_data(as_text=True)
    long = "f" * 1001
    page = visit.submit({"way": "advert", "words": long}, button=("go", "send"), status=422)
    assert page.forms[-1].fields["words"] == [long]


def test_the_code_page_can_be_read_in_another_language(visit: Visitor) -> None:
    apply(visit)
    form = next(one for one in visit.last.forms if one.method == "post")
    form.action = form.action.replace("/nl/", "/en/")
    visit.submit({}, button=("go", "stay"), status=200)
    assert "This is your code" in visit.last.text


def test_she_sees_how_long_she_waits_and_how_many_are_before_her(
    app: Flask, visit: Visitor, clock: Clock
) -> None:
    apply(Visitor(app, address="198.51.100.1"))
    clock.now += timedelta(days=2)
    code = code_on(apply(visit))
    clock.now += timedelta(days=3)
    visit.get("/nl/m")
    visit.submit({"code": code}, form="/m", status=200)
    assert "Je wacht nu 3 dagen." in visit.last.text
    assert "Er kwam 1 aanvraag binnen vóór die van jou." in visit.last.text
    visit.get("/nl/m/k", status=303)  # waiting opens nothing


def test_of_two_who_applied_on_one_day_neither_is_told_to_be_first(
    app: Flask, visit: Visitor, clock: Clock
) -> None:
    codes = [code_on(apply(Visitor(app, address=f"198.51.100.{n}"))) for n in (1, 2)]
    clock.now += timedelta(days=1)
    for code in codes:
        visit.get("/nl/m")
        visit.submit({"code": code}, form="/m", status=200)
        assert "Niemand wacht langer dan jij." in visit.last.text
        assert "wordt het eerst gelezen" not in visit.last.text


def test_she_takes_her_application_back_and_nothing_of_it_remains(
    visit: Visitor, database: Database
) -> None:
    code = code_on(apply(visit))
    visit.get("/nl/m")
    visit.submit({"code": code}, form="/m", status=200)
    visit.submit({"code": code}, button=("go", "withdraw"))
    visit.follow()
    assert "Je aanvraag is weg" in visit.last.text
    assert applications(database) == []


@pytest.mark.parametrize(
    ("way", "words", "sentence"),
    [
        ("", ADVERT, "Kies een van de twee."),
        ("passport", ADVERT, "Kies een van de twee."),
        ("advert", "   ", "Vul in waar we je advertentie kunnen zien"),
        ("advert", "x" * 1001, "Dit is te lang."),
    ],
)
def test_what_is_missing_is_said_and_what_she_typed_stays(
    visit: Visitor, database: Database, way: str, words: str, sentence: str
) -> None:
    assert sentence in apply(visit, words=words, way=way, status=422)
    assert visit.last.forms[0].fields["words"][0].strip() == words.strip()
    assert applications(database) == []


def test_a_page_that_was_open_for_a_day_gives_her_text_back_and_sends_nothing(
    visit: Visitor, database: Database, clock: Clock
) -> None:
    visit.get("/nl/m/join/apply")
    clock.now += timedelta(hours=26)
    visit.submit({"way": "advert", "words": ADVERT}, button=("go", "send"), status=200)
    assert "Deze pagina stond te lang open" in visit.last.text
    assert visit.last.forms[0].fields["words"] == [ADVERT]
    assert applications(database) == []
    visit.submit({"way": "advert"}, button=("go", "send"), status=200)
    assert len(applications(database)) == 1


def test_without_a_pinned_key_nothing_is_taken(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    keyring.pins_file.unlink()
    visit.get("/nl/m/join/apply", status=503)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 0
