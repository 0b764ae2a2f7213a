"""The bar: what an alert must be before people may say yes to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.adapters.reference_data import load_reference_data
from moderation.rules.publication_bar import (
    AlertDraft,
    InformChoice,
    failed,
    problems,
    unanswered,
)

REFERENCE = load_reference_data(Path(__file__).resolve().parents[2] / "data")
PROTOCOL = REFERENCE.protocol
TODAY = date(2026, 11, 23)
ANSWERS = dict.fromkeys(PROTOCOL.criteria, "yes") | {"could_he_know": "no"}
GOOD = AlertDraft(
    kinds=(REFERENCE.incident("bedreiging"),),
    severity=3,
    text="Dreigde en wilde niet weggaan. Komt per auto.",
    region="GM0363",
    month=date(2026, 11, 1),
    fields=frozenset({"region", "month", "kinds", "severity", "summary", "masked_phone"}),
    consent_warn=True,
    inform=InformChoice("exception-reporter", date(2027, 5, 1)),
    checklist=ANSWERS,
)


def test_a_good_alert_may_go_on() -> None:
    assert problems(GOOD, PROTOCOL, TODAY) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": frozenset({"name"})}, "field_not_allowed"),
        ({"severity": 1}, "severity_too_low"),
        ({"kinds": ()}, "no_kind"),
        ({"kinds": (REFERENCE.incident("niet-komen"),)}, "not_criminal"),
        (
            {"kinds": (REFERENCE.incident("bedreiging"), REFERENCE.incident("afdingen"))},
            "not_criminal",
        ),
        ({"text": "Pas op." + " " * 40}, "text_too_short"),
        ({"text": "x" * 601}, "text_too_long"),
        ({"region": ""}, "region_missing"),
        ({"month": None}, "month_missing"),
        ({"month": date(2026, 12, 1)}, "month_in_future"),
        ({"month": date(2023, 10, 1)}, "month_too_old"),
        ({"checklist": {}}, "checklist_unanswered"),
        ({"checklist": ANSWERS | {"concrete": "maybe"}}, "checklist_unanswered"),
        ({"checklist": ANSWERS | {"own_experience": "no"}}, "checklist_failed"),
        ({"checklist": ANSWERS | {"could_he_know": "yes"}}, "checklist_failed"),
        ({"consent_warn": False}, "consent_missing"),
        ({"inform": None}, "inform_missing"),
        ({"inform": InformChoice("exception-purpose")}, "inform_review_missing"),
        ({"inform": InformChoice("exception-purpose", TODAY)}, "inform_review_missing"),
        ({"inform": InformChoice("informed")}, "informed_day_missing"),
        (
            {"inform": InformChoice("informed", informed_on=TODAY + timedelta(days=1))},
            "informed_day_missing",
        ),
    ],
)
def test_each_fault_alone_stops_it(changes: dict[str, Any], code: str) -> None:
    assert problems(replace(GOOD, **changes), PROTOCOL, TODAY) == [code]


def test_an_open_mark_of_the_assistant_stops_it() -> None:
    assert problems(GOOD, PROTOCOL, TODAY, ["06 12345678"]) == ["blocking_marks"]


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2031, 1, 1)])
def test_without_a_valid_protocol_nothing_goes_out(today: date) -> None:
    assert "no_valid_protocol" in problems(GOOD, PROTOCOL, today)


def test_who_was_informed_needs_no_review() -> None:
    assert (
        problems(replace(GOOD, inform=InformChoice("informed", informed_on=TODAY)), PROTOCOL, TODAY)
        == []
    )


def test_600_characters_and_the_present_month_are_allowed() -> None:
    edge = replace(GOOD, text="x" * 600, month=date(2026, 11, 1))
    assert problems(edge, PROTOCOL, TODAY) == []


def test_every_criterion_must_be_answered_and_can_fail() -> None:
    for criterion in PROTOCOL.criteria:
        rest = {c: a for c, a in ANSWERS.items() if c != criterion}
        assert unanswered(rest, PROTOCOL) == (criterion,)
        wrong = "yes" if ANSWERS[criterion] == "no" else "no"
        assert failed(ANSWERS | {criterion: wrong}, PROTOCOL) == (criterion,)


def test_the_wanted_answers_are_those_of_the_data() -> None:
    for criterion in PROTOCOL.criteria:
        assert REFERENCE.entry("criterion", criterion).facts["expected"] == ANSWERS[criterion]


def test_every_problem_has_its_sentence() -> None:
    empty = replace(
        GOOD,
        kinds=(),
        severity=1,
        text="",
        region="",
        month=None,
        fields=frozenset({"name"}),
        consent_warn=False,
        inform=None,
        checklist={},
    )
    found = problems(empty, PROTOCOL, date(2031, 1, 1), ["mark"])
    assert len(found) == 11
    assert all(REFERENCE.has("publication_problem", code) for code in found)
