"""Two people where one is not enough, and nothing goes out that was not approved."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.rules.four_eyes import (
    ApprovalVoid,
    SamePerson,
    content_hash,
    may_publish,
    needs_second,
    require_second,
    require_unchanged,
)

ANNA, BO = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("severity", "described", "two"),
    [(2, False, False), (2, True, True), (3, False, True), (4, True, True)],
)
def test_serious_or_described_needs_two(severity: int, described: bool, two: bool) -> None:
    assert needs_second(severity, described) is two


def test_who_proposed_is_never_the_second_person() -> None:
    assert not may_publish(ANNA, ANNA, second_needed=True)
    assert may_publish(BO, ANNA, second_needed=True)
    with pytest.raises(SamePerson):
        require_second(ANNA, ANNA, second_needed=True)


def test_one_person_may_do_what_needs_one() -> None:
    assert may_publish(ANNA, ANNA, second_needed=False)
    require_second(ANNA, ANNA, second_needed=False)


@pytest.mark.parametrize("second_needed", [True, False])
def test_what_nobody_proposed_nobody_publishes(second_needed: bool) -> None:
    assert not may_publish(ANNA, None, second_needed=second_needed)
    assert not may_publish(None, ANNA, second_needed=second_needed)


content = st.dictionaries(
    st.sampled_from(["text", "region", "kinds", "severity"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.integers()
    | st.lists(st.text(max_size=5), max_size=3),
)


@given(content, content)
def test_any_change_voids_the_approval(
    approved: dict[str, object], shown: dict[str, object]
) -> None:
    if approved == shown:
        require_unchanged(content_hash(approved), shown)
    else:
        with pytest.raises(ApprovalVoid):
            require_unchanged(content_hash(approved), shown)


def test_the_order_of_facts_changes_nothing() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
