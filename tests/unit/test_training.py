"""A training that is announced, and a request for one: what is complete, what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.complaint import ComplaintDraft, check, is_urgent, unknown_codes
from app.domain.complaint_summary import ComplaintSummary, summary_of
from app.domain.report import Problem
from app.domain.report_parts import Contact
from app.domain.strict_json import Malformed
from app.domain.training import MAX_TITLE_CHARS, Training, problems_of, written_time
from app.domain.training_request import TRAINING_KINDS, TrainingRequest, is_training
from tests.trainings import (
    A_TRAINING,
    ASKED_BY_A_WORKER,
    ASKED_BY_AN_INSTITUTION,
    FOR_INSTITUTIONS,
    SOON,
    TODAY,
)
from tests.workbench import reference


def wrong(training: Training) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in problems_of(training, TODAY, reference().has)]


@pytest.mark.parametrize("training", [A_TRAINING, FOR_INSTITUTIONS])
def test_a_complete_training_may_be_announced(training: Training) -> None:
    assert wrong(training) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"audience": "everybody"}, ("audience", "required")),
        ({"title_nl": "  "}, ("title_nl", "required")),
        ({"text_nl": ""}, ("text_nl", "required")),
        ({"title_en": "x" * (MAX_TITLE_CHARS + 1)}, ("title_en", "too_long")),
        ({"text_en": "\x00"}, ("text_en", "unreadable")),
        ({"last_on": SOON - timedelta(days=1)}, ("last_on", "before_first")),
        ({"last_on": SOON + timedelta(days=400)}, ("last_on", "too_far")),
        ({"first_on": TODAY, "last_on": TODAY - timedelta(days=1)}, ("last_on", "before_first")),
        ({"first_on": TODAY - timedelta(days=1), "last_on": TODAY - timedelta(days=1)},
         ("first_on", "in_past")),
        ({"begins": ""}, ("begins", "required")),
        ({"ends": "12:00"}, ("ends", "before_begin")),
        ({"place": " "}, ("place", "required")),
        ({"place": "x" * 101}, ("place", "too_long")),
        ({"municipality": "GM9999"}, ("municipality", "unknown")),
        ({"language": ""}, ("language", "required")),
        ({"seats": 0}, ("seats", "not_a_number")),
        ({"seats": 1000}, ("seats", "not_a_number")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in wrong(replace(A_TRAINING, **changes))


def test_a_training_of_today_or_of_several_days_of_which_one_is_left_may_be_announced() -> None:
    assert wrong(replace(A_TRAINING, first_on=TODAY, last_on=TODAY)) == []
    assert wrong(replace(A_TRAINING, first_on=TODAY - timedelta(days=2), last_on=TODAY)) == []
    assert not replace(A_TRAINING, last_on=TODAY).is_over(TODAY)
    assert replace(A_TRAINING, last_on=TODAY).is_over(TODAY + timedelta(days=1))


def test_what_is_not_translated_is_dutch_and_says_so() -> None:
    assert A_TRAINING.title("en") == ("Setting limits", "en")
    assert A_TRAINING.title("nl") == ("Grenzen stellen", "nl")
    assert A_TRAINING.text("en") == (A_TRAINING.text_nl, "nl")
    assert A_TRAINING.title("ro") == ("Setting limits", "en")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("9.30", "09:30"), (" 13:05 ", "13:05"), ("", ""), ("24:00", None), ("half tien", None),
     ("9:60", None), ("٩:30", None)],
)  # fmt: skip
def test_times_as_people_write_them(typed: str, read: str | None) -> None:
    assert written_time(typed) == read


@pytest.mark.parametrize("draft", [ASKED_BY_A_WORKER, ASKED_BY_AN_INSTITUTION])
def test_a_request_is_complete_without_an_institution_and_comes_back_as_it_was(
    draft: ComplaintDraft,
) -> None:
    assert check(draft, TODAY) == []
    assert unknown_codes(draft, reference().has) == []
    assert ComplaintDraft.from_json(draft.to_json()) == draft
    assert draft.kind in TRAINING_KINDS
    assert not is_urgent(draft, TODAY)


def test_a_complaint_that_was_stored_before_there_were_requests_still_opens() -> None:
    old = ComplaintDraft(story="x").to_json()
    del old["training"]
    assert ComplaintDraft.from_json(old).training is None
    assert not is_training("gemeente")


@pytest.mark.parametrize(
    ("changes", "words", "problem"),
    [
        ({"who": "somebody"}, "x", Problem("who", "required")),
        ({"organisation": " "}, "x", Problem("organisation", "required")),
        ({"institution_kind": ""}, "x", Problem("institution_kind", "required")),
        ({}, " ", Problem("story", "required")),
        ({"organisation": "x" * 121}, "x", Problem("organisation", "too_long")),
        ({"when": "\x00"}, "x", Problem("when", "unreadable")),
        ({"people": 10000}, "x", Problem("people", "not_a_number")),
    ],
)
def test_a_request_says_what_it_misses(
    changes: dict[str, Any], words: str, problem: Problem
) -> None:
    asked = ASKED_BY_AN_INSTITUTION.training
    assert asked is not None
    draft = replace(ASKED_BY_AN_INSTITUTION, training=replace(asked, **changes), story=words)
    assert check(draft, TODAY) == [problem]


def test_a_worker_is_asked_for_no_organisation_and_one_of_the_list_needs_no_words() -> None:
    chosen = TrainingRequest(who="worker", training="an id", title="Grenzen stellen")
    assert check(ComplaintDraft(training=chosen), TODAY) == []


@pytest.mark.parametrize(
    "broken", [{"who": 1}, {"people": -1}, {"people": True}, {"more": "x"}, {"title": "x" * 121}]
)
def test_another_shape_of_a_request_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        TrainingRequest.from_json(TrainingRequest().to_json() | broken)


def test_the_summary_names_training_and_organisation_and_nobody_in_it() -> None:
    summary = summary_of(ASKED_BY_AN_INSTITUTION, files=0, burst=None, today=TODAY)
    assert (summary.institution_kind, summary.institution_name, summary.subject) == (
        "training_institution", "Politie Zwaluwdam", "",
    )  # fmt: skip
    assert "Piet" not in str(summary.to_json())
    assert ComplaintSummary.from_json(summary.to_json()) == summary
    old = {name: value for name, value in summary.to_json().items() if name != "training"}
    assert ComplaintSummary.from_json(old).training == ""
    assert not summary.figures


def test_name_and_second_number_are_contact_and_not_of_the_body() -> None:
    contact = ASKED_BY_AN_INSTITUTION.contact
    assert contact is not None
    assert Contact.from_json(contact.to_json()) == contact
    assert Contact.from_json({"way": "in_app"}) == Contact("in_app")
    body = str(ASKED_BY_AN_INSTITUTION.body_json())
    assert "Zwaluw" in body  # the organisation
    assert not [part for part in ("Piet", "zwaluwdam.example", "0612345678") if part in body]
