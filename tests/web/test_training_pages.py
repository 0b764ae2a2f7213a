"""Asking for a training through both doors, without script; on both engines."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.complaint import Complaint
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import a_caseworker
from tests.conftest import Clock
from tests.trainings import announce
from tests.visitor import Page, Visitor
from tests.web.complaint_way import filed
from tests.web.test_report_wizard import code_on

LIST, WORKER, INSTITUTION = "/nl/training", "/nl/training/worker", "/nl/training/institution"
WISH = "Iets over grenzen, mosterdzaad."
ASKING: dict[str, Any] = {
    "organisation": "Politie Zwaluwdam",
    "kind": "politie",
    "name": "Piet Zwaluw",
    "mail": "piet@zwaluwdam.example",
    "training": "other",
    "people": "12",
    "wishes": "Hoe staan we iemand te woord?",
}


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def announced(database: Database, keyring: Keyring, kim: DeskPerson) -> UUID:
    return announce(database, keyring, kim)


def send(visit: Visitor, status: int = 200, **answers: Any) -> Page:
    return visit.submit({"go": "send", **answers}, form="/training/", status=status)


def cases(database: Database) -> list[Complaint]:
    with database.reading() as session:
        return list(session.scalars(select(Complaint)))


# A sex worker asks


def test_she_asks_without_a_name_and_follows_it_with_her_code(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    wanted = announce(database, keyring, kim)
    page = visit.get(f"{WORKER}?t={wanted}")
    assert page.forms[-1].fields["training"] == [str(wanted)]
    assert not {"name", "mail", "phone"} & set(page.forms[-1].fields)
    send(visit, language="ro", place="Rotterdam", wishes=WISH)
    words = code_on(visit.last, visit)
    own, draft = filed(visit, database, keyring)
    assert draft.training is not None
    assert (draft.training.who, draft.training.training) == ("worker", str(wanted))
    assert draft.training.title == "Grenzen stellen (13-12-2026)"
    assert (draft.region, draft.language, draft.story) == ("GM0599", "ro", WISH)
    assert [row.institution_kind for row in cases(database)] == ["training_worker"]
    visit.submit({"go": "done"}, form="/training/worker", status=200)
    assert "Iemand van de klachtenbalie leest je aanvraag" in visit.last.text
    visit.get("/nl/c")
    visit.submit({"code": words})
    page = visit.follow()
    assert "We hebben je aanvraag" in page.text
    for of_a_complaint in ("De stappen", "Volmacht", "Bestanden", "Wat we mogen doen", "klacht "):
        assert of_a_complaint not in page.text, of_a_complaint
    visit.submit({"text": "Kan het ook op woensdag?"}, form="/z/m")
    assert "Kan het ook op woensdag?" in visit.follow().text
    assert "Grenzen stellen (13-12-2026)" in visit.get("/nl/z/t").text
    assert "wissen we je aanvraag" in visit.get("/nl/z/x").text
    assert own.complaint_id == cases(database)[0].id


@pytest.mark.usefixtures("kim")
def test_her_page_offers_no_signature_no_opinion_and_no_consent(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    visit.get(WORKER)
    send(visit, wishes=WISH)
    own, _draft = filed(visit, database, keyring)
    words = code_on(visit.last, visit)
    visit.get("/nl/c")
    visit.submit({"code": words})
    token = visit.follow().forms[-1].fields["csrf_token"]
    for path in ("/nl/z/v", "/nl/z/e"):
        visit.get(path, status=303)
        visit.post(path, {"csrf_token": token, "name": "x", "how": "screen", "stars": "5"})
    visit.post("/nl/z/k", {"csrf_token": token, "change": "figures:yes"})
    assert visit.response.headers["Location"] == "/nl/z/s"
    with database.reading() as session:
        row = session.get_one(Complaint, own.complaint_id)
        consents = COMPLAINT.open_consents(own.dek, row.id, row.consents)
    assert consents
    assert not any(consents.values())


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"training": ""}, "Kies een training."),
        ({"training": "other", "wishes": " "}, "Schrijf wat je zoekt."),
        ({"training": "6f1e"}, "staat niet meer in de lijst"),
        ({"place": "Nergenshuizen"}, "We kennen deze gemeente niet."),
        ({"way": "phone", "value": ""}, "Vul in hoe we je bereiken"),
        ({"wishes": "x" * 8001}, "korter dan 8.000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    visit: Visitor,
    database: Database,
    announced: UUID,
    answers: dict[str, Any],
    sentence: str,
) -> None:
    assert announced
    visit.get(WORKER)
    typed = {"training": "other", "wishes": WISH, "place": "Rotterdam", **answers}
    page = send(visit, 422, **typed)
    assert sentence in page.text
    fields = page.forms[-1].fields
    assert fields["wishes"] == [typed["wishes"]]
    assert fields["place"] == [typed["place"]]
    assert cases(database) == []


# An institution asks


def test_an_institution_asks_with_its_name_and_reads_who_answers_and_when(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    visit.get(INSTITUTION)
    page = send(visit, **ASKING, phone="0612345678", when="in mei")
    (row,) = cases(database)
    assert row.case_number in page.text
    assert "antwoordt per mail, meestal binnen vijf werkdagen" in page.text
    assert not re.findall(r"<li>([a-z]+)</li>", visit.response.get_data(as_text=True))  # no code
    assert row.institution_kind == "training_institution"
    assert row.contact is not None
    assert not row.urgent


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"organisation": " "}, "Vul in hoe je organisatie heet."),
        ({"kind": "nonsense"}, "Kies wat voor organisatie het is."),
        ({"name": ""}, "Vul je naam in"),
        ({"mail": ""}, "we antwoorden per mail"),
        ({"mail": "piet bij zwaluwdam"}, "We kunnen dit e-mailadres niet lezen."),
        ({"mail": f"p@{'x' * 120}.nl"}, "Dit is te lang."),
        ({"people": "een paar"}, "Schrijf een heel getal"),
        ({"wishes": ""}, "Schrijf wat je zoekt."),
        ({"phone": "\x00"}, "We kunnen een teken in je tekst niet lezen."),
    ],
)
def test_a_form_of_an_institution_says_what_is_wrong_and_loses_nothing(
    visit: Visitor, database: Database, answers: dict[str, Any], sentence: str
) -> None:
    visit.get(INSTITUTION)
    typed = {**ASKING, **answers}
    page = send(visit, 422, **typed)
    assert sentence in page.text
    for name in ("organisation", "mail", "people", "wishes"):
        assert page.forms[-1].fields[name] == [typed[name]], name
    assert cases(database) == []


@pytest.mark.usefixtures("kim")
def test_the_same_form_twice_is_one_case_and_another_text_with_it_none(
    visit: Visitor, database: Database
) -> None:
    for path, answers in ((INSTITUTION, ASKING), (WORKER, {"wishes": WISH})):
        page = visit.get(path)
        form = next(one for one in page.forms if "/training/" in one.action)
        data = {name: values[0] for name, values in form.fields.items()}
        data |= {"go": "send", "training": "other", **answers}
        first = visit.post(path, data, status=200).text
        assert visit.post(path, data, status=200).text == first
        again = visit.post(path, {**data, "wishes": "iets anders"}, status=200).text
        assert "al eerder verstuurd" in again
    assert sorted(row.institution_kind for row in cases(database)) == [
        "training_institution", "training_worker",
    ]  # fmt: skip


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize("path", [WORKER, INSTITUTION])
def test_a_form_that_was_open_for_a_day_is_shown_again_with_everything_in_it(
    visit: Visitor, database: Database, clock: Clock, path: str
) -> None:
    visit.get(path)
    clock.now += timedelta(hours=25)
    page = send(visit, **{**ASKING, "wishes": WISH, "place": "Rotterdam"})
    assert "Er is niets verstuurd." in page.text
    assert page.forms[-1].fields["wishes"] == [WISH]
    assert cases(database) == []
    send(visit)
    assert len(cases(database)) == 1


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize("path", [WORKER, INSTITUTION])
def test_changing_the_language_sends_nothing_and_keeps_everything(
    visit: Visitor, database: Database, path: str
) -> None:
    form = visit.get(path).forms[-1]
    data = {name: values[0] for name, values in form.fields.items()}
    english = path.replace("/nl/", "/en/")
    page = visit.post(english, {**data, "wishes": WISH, "go": "stay"}, status=200)
    assert page.lang == "en"
    assert page.forms[-1].fields["wishes"] == [WISH]
    assert cases(database) == []


@pytest.mark.parametrize("path", [WORKER, INSTITUTION])
def test_nothing_is_taken_while_nobody_could_read_it(visit: Visitor, path: str) -> None:
    visit.get(path, status=503)
    assert "kan aanvragen nu niet veilig lezen" in visit.last.text


@pytest.mark.usefixtures("kim")
def test_it_is_acknowledged_after_the_commit_only(visit: Visitor, database: Database) -> None:
    class Broken(Exception):
        pass

    def fail(*_arguments: object) -> None:
        raise Broken

    visit.get(INSTITUTION)
    event.listen(database.engine, "commit", fail)
    try:
        response = visit.client.post(
            INSTITUTION,
            data={
                **{n: v[0] for n, v in visit.last.forms[-1].fields.items()}, **ASKING, "go": "send",
            },
            headers={"Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
    finally:
        event.remove(database.engine, "commit", fail)
    assert response.status_code == 500
    assert "K26-" not in response.get_data(as_text=True)
    assert cases(database) == []
