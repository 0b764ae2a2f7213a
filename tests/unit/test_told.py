"""What goes along from one story to the other: only what was told, only what was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from app.domain.complaint import ComplaintDraft
from app.domain.report import ReportDraft
from app.domain.report_parts import WhenKnown
from app.domain.told import PARTS, Told, complaint_with, report_with, told_in
from tests.complaints import FULL_COMPLAINT
from tests.reports import FULL

ALL = Told(WhenKnown("this_week", date(2026, 11, 20)), "GM0363", "Mijn verhaal", "ro")


@pytest.mark.parametrize(
    "chosen", [some for many in range(5) for some in combinations(PARTS, many)], ids=str
)
def test_what_is_not_chosen_stays_behind(chosen: tuple[str, ...]) -> None:
    taken = ALL.only(chosen)
    assert taken.parts == chosen
    complaint = complaint_with(taken, language="nl", both=False)
    report = report_with(taken, language="nl", both=False)
    for draft in (complaint, report):
        assert told_in(draft) == replace(taken, language=taken.language or "nl")
    assert complaint == replace(
        ComplaintDraft(), when=taken.when, region=taken.region, story=taken.story,
        language=taken.language or "nl",
    )  # fmt: skip


def test_nothing_but_these_parts_goes_along() -> None:
    """No contact, no consent, no file, no identifier of anybody."""
    began = complaint_with(told_in(FULL), language="nl", both=True)
    assert began == ComplaintDraft(
        when=FULL.when, region="GM0363", story=FULL.story, language=FULL.language, from_report=True
    )
    report = report_with(told_in(FULL_COMPLAINT), language="nl", both=True)
    bare = ReportDraft(story=FULL_COMPLAINT.story, language="ro", from_complaint=True)
    assert replace(report, when=WhenKnown(), place=bare.place) == bare


def test_a_choice_that_is_none_takes_nothing() -> None:
    assert ALL.only(("contact", "", "story ")) == Told()
    assert Told().parts == ()
