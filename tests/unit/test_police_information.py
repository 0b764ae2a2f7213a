"""Information to the police, the rule: nothing goes without consent and without her having read it
(privacy.md 3.12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.consent import Consents
from app.domain.police_information import (
    AlreadyHandedOver,
    Information,
    NoConsent,
    NotAgreed,
    Stage,
    TextChanged,
)

DAY = date(2026, 11, 26)
ALLOWED, FORBIDDEN = Consents(police_anonymous=True), Consents(warn=True, police_help=True)
FRESH = Information("Hij rijdt in een witte bus.")
APPROVED = FRESH.approve(FRESH.fingerprint)
AGREED = APPROVED.answer_with("yes", APPROVED.fingerprint, ALLOWED)


def test_the_way_to_the_police_has_four_steps() -> None:
    assert [one.stage for one in (FRESH, APPROVED, AGREED)] == [
        Stage.PROPOSED, Stage.ASKED, Stage.AGREED,
    ]  # fmt: skip
    given = AGREED.hand_over(AGREED.fingerprint, ALLOWED, "rotterdam", DAY)
    assert given.stage is Stage.HANDED_OVER
    assert Information.from_json(given.to_json()) == given


def test_sending_without_ticked_consent_is_impossible() -> None:
    with pytest.raises(NoConsent):
        AGREED.hand_over(AGREED.fingerprint, FORBIDDEN, "rotterdam", DAY)
    with pytest.raises(NoConsent):
        APPROVED.answer_with("yes", APPROVED.fingerprint, FORBIDDEN)


@pytest.mark.parametrize("unread", [FRESH, APPROVED, AGREED.without_answer()])
def test_sending_without_her_having_read_it_is_impossible(unread: Information) -> None:
    with pytest.raises(NotAgreed):
        unread.hand_over(unread.fingerprint, ALLOWED, "rotterdam", DAY)


def test_she_is_not_asked_about_what_one_person_wrote() -> None:
    with pytest.raises(NotAgreed):
        FRESH.answer_with("yes", FRESH.fingerprint, ALLOWED)


@given(st.text(max_size=60).filter(lambda text: text != FRESH.text))
def test_another_text_has_nobodys_yes(text: str) -> None:
    changed = replace(AGREED, text=text)
    assert changed.stage is Stage.PROPOSED
    with pytest.raises(NotAgreed):
        changed.hand_over(changed.fingerprint, ALLOWED, "rotterdam", DAY)
    with pytest.raises(TextChanged):
        changed.hand_over(AGREED.fingerprint, ALLOWED, "rotterdam", DAY)


def test_an_approved_other_text_still_needs_her_yes() -> None:
    changed = replace(AGREED, text="Hij rijdt in een rode bus.")
    approved = changed.approve(changed.fingerprint)
    assert approved.stage is Stage.ASKED
    with pytest.raises(NotAgreed):
        approved.hand_over(approved.fingerprint, ALLOWED, "rotterdam", DAY)


def test_she_can_take_her_yes_back_until_it_went() -> None:
    no = AGREED.answer_with("no", AGREED.fingerprint, FORBIDDEN)
    assert no.stage is Stage.REFUSED
    with pytest.raises(NotAgreed):
        no.hand_over(no.fingerprint, ALLOWED, "rotterdam", DAY)
    assert no.answer_with("yes", no.fingerprint, ALLOWED).stage is Stage.AGREED
    given = AGREED.hand_over(AGREED.fingerprint, ALLOWED, "rotterdam", DAY)
    with pytest.raises(AlreadyHandedOver):
        given.answer_with("no", given.fingerprint, ALLOWED)
    with pytest.raises(AlreadyHandedOver):
        given.hand_over(given.fingerprint, ALLOWED, "rotterdam", DAY)


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "yes "])
def test_anything_but_a_plain_yes_or_no_is_no_answer(answer: str) -> None:
    with pytest.raises(NotAgreed):
        APPROVED.answer_with(answer, APPROVED.fingerprint, ALLOWED)
    assert replace(APPROVED, answer=answer, answered=APPROVED.fingerprint).stage is Stage.ASKED


def test_an_answer_to_what_she_did_not_see_is_none() -> None:
    with pytest.raises(TextChanged):
        APPROVED.answer_with("yes", "", ALLOWED)
    with pytest.raises(TextChanged):
        FRESH.approve("")
