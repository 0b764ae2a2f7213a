"""The letters of her case on her own page: those that went out, and only to her who wants them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.attorney_sheet import SheetFacts, sheet_of
from app.domain.complaint_papers import Attorney
from app.domain.letter import Letter as DeskLetter
from moderation.decisions.complaint.letters import keep_letter
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import TODAY, a_caseworker, plan, send
from tests.complaints import A_COMPLAINT, FiledComplaint, file_a_complaint
from tests.conftest import NOON
from tests.visitor import Visitor
from tests.web.test_own_complaint import enter


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


@pytest.fixture
def case(database: Database, keyring: Keyring, kim: DeskPerson) -> FiledComplaint:
    assert kim
    return file_a_complaint(database, keyring)


def keep(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint, subject: str
) -> None:
    """The letter of the first step, whole, with her power of attorney behind it."""
    signed = Attorney("Ana Voorbeeld", TODAY, "screen")
    facts = SheetFacts("Klachtenbalie", "Politie-eenheid Rotterdam", "K26", subject, "Ik geef …")
    letter = DeskLetter(
        1, ("Klachtenbalie",), ("Politie-eenheid Rotterdam",), "Amsterdam", TODAY, "K26",
        subject, "Geachte heer,", "# Kop\n\nWat er was.\n\n- één <b>", "Hoogachtend", ("Kim",),
        sheet=sheet_of(signed, facts, attached=True),
    )  # fmt: skip
    with database.writing() as session:
        keep_letter(session, kim, case.id, letter, keyring=keyring, now=NOON)


def test_she_reads_what_the_desk_sent_and_no_draft(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> None:
    plan(database, keyring, kim, case, "politie-klacht:1")
    keep(database, keyring, kim, case, "klacht: proef")
    assert "Lees wat de balie stuurde" not in enter(visit, case).text
    visit.get("/nl/z/b", status=303)
    send(database, keyring, kim, case, 1)
    page = visit.get("/nl/z/s")
    assert "Lees wat de balie stuurde" in page.text
    assert "Wat er was." not in page.text  # behind a link of its own
    text = visit.get("/nl/z/b").text
    for part in ("klacht: proef", "Wat er was.", "één <b>", "Bijlagen: Volmacht", "Ana Voorbeeld"):
        assert part in text, part


def test_who_wants_no_text_shown_sees_no_letter_either(
    visit: Visitor, database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    case = file_a_complaint(database, keyring, replace(A_COMPLAINT, do_not_show_back=True))
    plan(database, keyring, kim, case, "politie-klacht:1")
    keep(database, keyring, kim, case, "klacht: proef")
    send(database, keyring, kim, case, 1)
    enter(visit, case)
    visit.get("/nl/z/b", status=303)
