"""What a form accepts opens again: one text that does not would close a case for ever (T40)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.complaint import ComplaintDraft, check
from app.domain.complaint_papers import (
    Attorney,
    PaperRefused,
    Satisfaction,
    attorney_of,
    satisfaction_of,
)
from app.domain.complaint_parts import About
from app.domain.complaint_steps import StepRecord
from app.domain.report_parts import Contact
from app.domain.strict_json import Malformed
from tests.complaints import A_COMPLAINT
from tests.workbench import reference

TODAY = date(2026, 11, 23)
TEXT = st.text(st.characters(), max_size=150) | st.text("a\u0301\u202e\x00\ud800 \r\n", max_size=9)


def opens_again(read: Callable[[object], object], kept: Any) -> None:
    try:
        again = read(kept.to_json())
    except Malformed as error:
        raise AssertionError("what was accepted does not open again") from error
    assert again == kept


@given(TEXT)
@settings(max_examples=80)
@example("\x00")
@example("a" * 121)
@example("\u3000")
def test_a_signature(name: str) -> None:
    try:
        signed = attorney_of(name, TODAY, how="paper", words="Zo staat het er.", today=TODAY)
    except PaperRefused:
        return
    opens_again(Attorney.from_json, signed)


@given(st.integers(), TEXT, st.integers(0, 30))
@settings(max_examples=80)
@example(5, "a", 2001)
@example(6, "a", 1)
def test_what_she_thought_of_it(stars: int, words: str, times: int) -> None:
    try:
        said = satisfaction_of(stars % 8, words * times)
    except PaperRefused:
        return
    opens_again(Satisfaction.from_json, said)


@given(TEXT, TEXT, TEXT)
@settings(max_examples=80)
@example("\ufeff", "x", "y")
@example("x", "a" * 8001, "y")
@example("x" * 121, "a", "y" * 500)
def test_a_complaint(name: str, story: str, reach: str) -> None:
    draft = replace(
        A_COMPLAINT,
        about=(About("overig", "", name),),
        story=story,
        contact=Contact("email", reach),
    )
    if check(draft, TODAY):
        return
    opens_again(ComplaintDraft.from_json, draft)
    assert ComplaintDraft.from_json(draft.body_json()).story == story


@pytest.mark.parametrize("day", [date(1990, 1, 1), TODAY, date(9999, 12, 31)])
def test_a_step_with_every_code_that_a_form_offers(day: date) -> None:
    data = reference()
    outcomes = [one.code for one in data.codes("outcome")]
    conditions = ["", *(one.code for one in data.codes("term_condition"))]
    steps = [step for route in data.routes.values() for step in route.steps]
    for place, step in enumerate(steps):
        record = StepRecord(
            2, step.route, step.number, day, sent_on=day, answered_on=day,
            ruling=outcomes[place % len(outcomes)], result=outcomes[-place % len(outcomes)],
            condition=conditions[place % len(conditions)], extended=True, done=True,
            events=dict.fromkeys(
                ("complaint_received", "request_received", "complaint_filed"), day
            ),
        )  # fmt: skip
        opens_again(StepRecord.from_json, record)
    assert len(steps) > 20
