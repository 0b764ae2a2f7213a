"""From the facts of reports to what everybody may read, and what its codes are called."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.commands.demo.other_figures import made_up_reports
from app.domain.report_facts import ReportFact
from app.domain.statistics.publication import (
    WARNINGS,
    Publication,
    canonical,
    ledger_hash,
)
from app.models.facts import CountedFact
from app.services.published_figures import public_release
from app.services.read_facts import read_report_facts
from app.services.sealed_fact import seal_fact
from app.services.warning_figures import make_warnings, reason_code
from app.web.figure_words import code_words, dimension_words
from tests.figures import publish, some_warnings
from tests.rows import days
from tests.workbench import reference

KEY = bytes(range(32))


def store(database: Database, keyring: Keyring, facts: list[ReportFact]) -> None:
    assert keyring.k_facts is not None
    with database.writing() as session:
        for fact in facts:
            one = uuid4()
            session.add(
                CountedFact(
                    id=one, series=fact.SERIES, quarter=fact.quarter,
                    sealed=seal_fact(keyring.k_facts, one, fact),
                )
            )  # fmt: skip


def test_a_year_of_facts_becomes_the_same_release_in_whatever_order_they_are_read(
    database: Database, keyring: Keyring
) -> None:
    facts = list(made_up_reports(2026, 80, reference()))
    store(database, keyring, facts)
    quarters = [f"2026Q{number}" for number in range(1, 5)]
    with database.reading() as session:
        read = read_report_facts(session, keyring, quarters)
    made = [
        make_warnings(some, "2026", KEY, tier=2, reference=reference()) for some in (facts, read)
    ]
    assert made[0] == made[1]
    assert abs(made[0].total - len(facts)) <= 9


def test_it_goes_into_the_ledger_and_comes_out_the_same(database: Database) -> None:
    with database.writing() as session:
        (frozen,) = publish(session, some_warnings()[1])
    with database.reading() as session:
        found = public_release(session, WARNINGS, "2025", days(0))
    assert found.publication == some_warnings()[1]
    parents = found.publication.hierarchy["decision_reason->report_decision"]
    assert parents["merged:same-person"] == "merged"
    text = canonical(found.publication)
    assert Publication.from_json(json.loads(text)) == found.publication
    assert frozen.sha256 == ledger_hash(frozen.previous, text, frozen.frozen_on, frozen.public_from)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_dimension_and_code_of_a_release_has_words(app: Flask, language: str) -> None:
    with app.test_request_context(f"/{language}/"):
        for table in some_warnings()[0].tables:
            for dimension in table.dimensions:
                assert dimension_words(dimension)
            for cell in table.cells:
                for dimension, code in zip(table.dimensions, cell, strict=True):
                    assert code_words(dimension, code) != code


def test_reasons_that_two_decisions_share_stay_apart(app: Flask) -> None:
    with app.test_request_context("/nl/"):
        said = [
            code_words("decision_reason", reason_code(decision, "no-answer"))
            for decision in ("rejected", "closed")
        ]
        assert said == [
            "Geen waarschuwing gemaakt: Geen antwoord op onze vraag",
            "Afgesloten zonder waarschuwing: Geen antwoord meer",
        ]
        assert code_words("decision_reason", "published") == "Waarschuwing geplaatst"
        assert code_words("decision_reason", "closed:not-any-more") == "closed:not-any-more"
