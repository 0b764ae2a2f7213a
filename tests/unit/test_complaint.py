"""What a complaint may hold: its JSON comes back equal, nothing extra gets in, and its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.case_number import SIGNS, case_number
from app.domain.complaint import ComplaintDraft, check, codes_used, is_urgent, unknown_codes
from app.domain.complaint_parts import About, ComplaintConsents, Letter, NoSuchComplaintConsent
from app.domain.complaint_summary import ComplaintSummary, summary_of
from app.domain.report import Problem
from app.domain.report_parts import Contact, WhenKnown
from app.domain.strict_json import Malformed
from tests.complaints import A_COMPLAINT, FULL_COMPLAINT

TODAY = date(2026, 11, 26)


def test_every_field_comes_back_as_it_was() -> None:
    assert ComplaintDraft.from_json(FULL_COMPLAINT.to_json()) == FULL_COMPLAINT
    empty = ComplaintDraft()
    assert ComplaintDraft.from_json(empty.to_json()) == empty
    differing = [
        name for name in vars(empty) if getattr(empty, name) == getattr(FULL_COMPLAINT, name)
    ]
    # the full complaint says something in every field; a request for a training is no complaint
    assert differing == ["training"]


def test_the_body_holds_neither_contact_nor_consents_nor_the_key_of_a_file() -> None:
    body = ComplaintDraft.from_json(FULL_COMPLAINT.body_json())
    assert body.contact is None
    assert body.consents == ComplaintConsents()
    assert [(one.row_id, one.key, one.name) for one in body.files] == [("", "", "brief.jpg")]


@pytest.mark.parametrize(
    "broken",
    [
        {"shape": 2},
        {"shape": True},
        {"more": 1},
        {"about": [{}] * 4},
        {"about": [{"kind": "x", "owner": "y"}]},
        {"subjects": ["a"] * 4},
        {"story": "x" * 8001},
        {"story": "\x00"},
        {"consents": {"figures": "yes"}},
        {"letter": {"got": "yes", "dated": "2026-13-01"}},
        {"on_behalf": 1},
    ],
)
def test_another_shape_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        ComplaintDraft.from_json(FULL_COMPLAINT.to_json() | broken)


@pytest.mark.parametrize(
    ("draft", "problems"),
    [
        (A_COMPLAINT, []),
        (FULL_COMPLAINT, []),
        (replace(A_COMPLAINT, about=()), [Problem("about", "required")]),
        (replace(A_COMPLAINT, about=(About(),)), [Problem("about", "required")]),
        (
            replace(A_COMPLAINT, about=(About("bank", "ing"), About("bank", "ing"))),
            [Problem("about", "twice")],
        ),
        (replace(A_COMPLAINT, subjects=()), [Problem("subjects", "required")]),
        (replace(A_COMPLAINT, subjects=("a", "a")), [Problem("subjects", "twice")]),
        (
            replace(A_COMPLAINT, when=WhenKnown(day=TODAY + timedelta(days=1))),
            [Problem("when", "in_future")],
        ),
        (
            replace(A_COMPLAINT, when=WhenKnown(day=date(1989, 12, 31))),
            [Problem("when", "too_long_ago")],
        ),
        (replace(A_COMPLAINT, when=WhenKnown(day=date(1990, 1, 1))), []),
        (
            replace(A_COMPLAINT, letter=Letter("yes", TODAY + timedelta(days=1))),
            [Problem("letter", "in_future")],
        ),
        (replace(A_COMPLAINT, language="Nederlands"), [Problem("language", "not_a_language")]),
        (replace(A_COMPLAINT, contact=Contact("")), [Problem("contact", "required")]),
        (replace(A_COMPLAINT, contact=Contact("phone", " ")), [Problem("contact", "value_needed")]),
        (replace(A_COMPLAINT, contact=Contact("in_app")), []),
    ],
)
def test_what_stands_in_the_way_of_sending(draft: ComplaintDraft, problems: list[Problem]) -> None:
    assert check(draft, TODAY) == problems


def test_every_choice_is_looked_up_in_its_list() -> None:
    used = list(codes_used(FULL_COMPLAINT))
    assert ("about", "institution", "rotterdam") in used
    assert ("about", "institution", "") not in used
    assert not unknown_codes(FULL_COMPLAINT, lambda _list, _code: True)
    nothing = unknown_codes(FULL_COMPLAINT, lambda _list, _code: False)
    assert len(nothing) == len(used)


@pytest.mark.parametrize(
    ("letter", "urgent"),
    [
        (Letter("no"), False),
        (Letter("yes", TODAY - timedelta(days=42)), True),
        (Letter("yes", TODAY - timedelta(days=49)), True),  # Christmas may move the end
        (Letter("yes", TODAY - timedelta(days=50)), False),
        (Letter("yes"), True),  # of yesterday, for all we know
        (Letter("no", TODAY), False),
    ],
)
def test_a_decision_of_the_last_weeks_is_urgent(letter: Letter, urgent: bool) -> None:
    assert is_urgent(replace(A_COMPLAINT, letter=letter), TODAY) is urgent


def test_consents_are_off_and_one_at_a_time() -> None:
    assert ComplaintConsents().given == ()
    assert ComplaintConsents.of(["pattern"]).given == ("pattern",)
    assert ComplaintConsents.of(["pattern"]).changed("figures", True).given == (
        "figures",
        "pattern",
    )
    with pytest.raises(NoSuchComplaintConsent):
        ComplaintConsents.of(["publish"])
    with pytest.raises(NoSuchComplaintConsent):
        ComplaintConsents().changed("publish", True)


def test_the_summary_comes_back_and_holds_no_word_of_the_story() -> None:
    summary = summary_of(FULL_COMPLAINT, files=1, burst=None, today=TODAY)
    assert ComplaintSummary.from_json(summary.to_json()) == summary
    assert FULL_COMPLAINT.story not in str(summary.to_json())
    assert "0687654321" not in str(summary.to_json())


def test_a_case_number_is_easy_to_say_and_says_nothing() -> None:
    assert case_number(TODAY, bytes(8)) == "K26-22222"
    assert len({case_number(TODAY, n.to_bytes(8, "big")) for n in range(1000)}) == 1000
    assert not set("01ILOU") & set(SIGNS)
    with pytest.raises(ValueError, match="8 bytes"):
        case_number(TODAY, b"")
