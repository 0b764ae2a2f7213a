"""Figures at the desk: one person drafts, another approves, and both read plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.release_keys import ReleaseKeys
from app.domain.complaint_facts import Fact
from app.domain.statistics.publication import COMPLAINTS, WARNINGS
from app.models.audit import AuditLine
from app.models.facts import CountedFact
from app.models.figures import FigureDraft, FigureRelease
from app.services.figure_ledger import append_to_ledger
from app.services.published_figures import frozen_releases
from app.services.sealed_fact import seal_fact
from tests.conftest import Clock
from tests.desk_people import STEP, EnrolledPerson, enrol, sign_in_page
from tests.figures import keep_draft, some_publications
from tests.visitor import Page, Visitor

FIGURES = "/nl/desk/figures"
COMPLAINT_FIGURES = f"{FIGURES}/complaints"
FACTS = 37


@dataclass
class Desk:
    app: Flask
    database: Database
    keyring: Keyring
    clock: Clock
    ana: EnrolledPerson
    kim: EnrolledPerson

    def sign_in(self, somebody: EnrolledPerson) -> Visitor:
        self.clock.now += STEP
        visitor = Visitor(self.app)
        sign_in_page(visitor, somebody, self.clock.now)
        return visitor

    def approve(self, visitor: Visitor, day: str, *, status: int = 303) -> Page:
        visitor.get(f"{COMPLAINT_FIGURES}/2025/approve")
        return visitor.submit({"public_from": day}, form="/approve", status=status)

    def rows(self, table: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def desk(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Desk:
    """An analyst, a caseworker, and the complaints that were closed in 2025."""
    assert keyring.k_facts is not None
    with database.writing() as session:
        for number in range(FACTS):
            fact_id = uuid4()
            fact = Fact(
                f"2025Q{number % 4 + 1}", "bank", "ing", "zakelijk", "zakelijke-rekening-geweigerd",
                (), "utrecht", "gegrond", "six_weeks", uuid4().hex,
            )  # fmt: skip
            sealed = seal_fact(keyring.k_facts, fact_id, fact)
            session.add(
                CountedFact(id=fact_id, series=fact.SERIES, quarter=fact.quarter, sealed=sealed)
            )
    ana, kim = (
        enrol(database, keyring, name, role, clock.now)
        for name, role in (("Ana", "analyst"), ("Kim", "caseworker"))
    )
    return Desk(app, database, keyring, clock, ana, kim)


def test_one_drafts_and_another_freezes_it_for_ever(desk: Desk) -> None:
    ana = desk.sign_in(desk.ana)
    assert "Aan de beurt: Klachten: 2025" in ana.get(FIGURES).text
    ana.submit(form="/2025/draft")
    draft = ana.follow()
    assert "De controle vond niets" in draft.text
    assert "Jij hebt het concept gemaakt. Een collega moet het goedkeuren." in draft.text
    assert "/2025/approve" not in draft.text
    assert "ING" not in draft.text  # named by nobody's leave
    refused = desk.approve(ana, "2026-11-30", status=409)
    assert "Je hebt dit concept zelf gemaakt" in refused.text

    kim = desk.sign_in(desk.kim)
    assert "Een analist moet" not in kim.get(FIGURES).text  # nothing is due beside the draft
    early = desk.approve(kim, "2026-11-01", status=422)
    assert "Kies een dag van 23 november 2026" in early.text
    nonsense = desk.approve(kim, "volgende week", status=422)
    assert nonsense.forms[-1].fields["public_from"] == ["volgende week"]
    assert desk.rows(FigureRelease) == 0
    assert desk.rows(CountedFact) == FACTS
    with desk.database.writing() as session:  # a report of that year, in a release of its own
        of_a_report = CountedFact(id=uuid4(), series=WARNINGS, quarter="2025Q1", sealed=b"sealed")
        session.add(of_a_report)
    desk.approve(kim, "2026-12-01")
    frozen = kim.follow().text
    assert "nummer 1, vastgelegd op 23 november 2026, openbaar vanaf 1 december 2026" in frozen
    assert "nog niet openbaar" in frozen
    with desk.database.reading() as session:
        (release,) = frozen_releases(session, COMPLAINTS)
        actions = session.scalars(select(AuditLine.action)).all()
    assert release.public_from == date(2026, 12, 1)
    assert abs(release.publication.total - FACTS) <= 9
    assert [desk.rows(one) for one in (CountedFact, FigureDraft)] == [1, 0]
    with desk.database.reading() as session:
        assert session.scalars(select(CountedFact.series)).all() == [WARNINGS]
    assert ReleaseKeys(desk.app.extensions["house"].settings.release_keys_dir).present() == ()
    assert actions.count("figures_drafted") == actions.count("figures_approved") == 1


def test_what_the_audit_found_is_said_and_stops_it(desk: Desk) -> None:
    finding = {
        "kind": "exact", "where": [["institution_type", "bank"], ["theme", "zorg"]],
        "quarters": ["2025Q1"], "low": 3, "high": 3,
    }  # fmt: skip
    with desk.database.writing() as session:
        publication = some_publications(a_year=60, tier=1, years=(2025,))[0]
        keep_draft(session, publication, desk.ana.person.staff_id, finding)
    kim = desk.sign_in(desk.kim)
    assert "tegengehouden door de controle" in kim.get(FIGURES).text
    draft = kim.get(f"{COMPLAINT_FIGURES}/2025")
    assert "Bank, Zorg (kwartaal 1 van 2025): het precieze aantal is uit te rekenen (3 tot 3)" in (
        draft.text
    )
    assert "/2025/approve" not in draft.text
    by_hand = desk.approve(kim, "2026-11-30", status=409)
    assert "De controle houdt dit concept tegen" in by_hand.text
    assert desk.rows(FigureRelease) == 0


def test_a_complaint_taken_back_meanwhile_is_not_counted(desk: Desk) -> None:
    ana = desk.sign_in(desk.ana)
    ana.get(FIGURES)
    ana.submit(form="/2025/draft")
    with desk.database.writing() as session:
        session.delete(session.scalars(select(CountedFact).limit(1)).one())
    kim = desk.sign_in(desk.kim)
    late = desk.approve(kim, "2026-11-30", status=409)
    assert "De klachten die meetellen zijn veranderd. Maak het concept opnieuw." in late.text
    assert desk.rows(FigureRelease) == 0


def test_a_draft_that_changed_since_it_was_read_is_read_again(desk: Desk) -> None:
    ana, kim = desk.sign_in(desk.ana), desk.sign_in(desk.kim)
    ana.get(FIGURES)
    ana.submit(form="/2025/draft")
    kim.get(f"{COMPLAINT_FIGURES}/2025/approve")
    with desk.database.writing() as session:
        draft = session.scalars(select(FigureDraft)).one()
        draft.content += " "  # whatever is different
    other = kim.submit({"public_from": "2026-11-30"}, form="/approve", status=409)
    assert "Bekijk eerst het nieuwe concept" in other.text
    assert desk.rows(FigureRelease) == 0


def test_releases_are_made_in_order(desk: Desk) -> None:
    ana = desk.sign_in(desk.ana)
    ana.get(FIGURES)
    (form,) = (one for one in ana.last.forms if one.action.endswith("/2025/draft"))
    page = ana.post(f"{COMPLAINT_FIGURES}/2026Q1/draft", dict(form.fields), status=409)
    assert "Eerst komt 2025" in page.text


def test_words_beside_figures_hold_no_numbers(desk: Desk) -> None:
    other = enrol(desk.database, desk.keyring, "Bea", "analyst", desk.clock.now).person
    with desk.database.writing() as session:
        append_to_ledger(
            session, some_publications(a_year=60, tier=1, years=(2024,))[0], audit="{}",
            drafted_by=desk.ana.person.staff_id, approved_by=other.staff_id,
            frozen_on=date(2025, 4, 1), public_from=date(2025, 4, 1),
        )  # fmt: skip
    ana = desk.sign_in(desk.ana)
    ana.get(f"{COMPLAINT_FIGURES}/2024/words")
    words = {"nl": "Het moesten er 17 zijn.", "en": "The series of 2024 is not reliable."}
    refused = ana.submit(words, form="/words", status=422)
    assert "Schrijf hier geen getal, behalve een jaartal." in refused.text
    assert "Het moesten er 17 zijn." in refused.text
    words["nl"] = "De reeks van 2024 is niet betrouwbaar."
    ana.submit(words, form="/words")
    assert "23 november 2026: De reeks van 2024 is niet betrouwbaar." in ana.follow().text
