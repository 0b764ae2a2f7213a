"""The rules of passkeys, and answers that no browser gives."""

from __future__ import annotations

import pytest

from app.adapters.passkeys import PasskeyRefused, Site, answered_by, read_enrolment
from moderation.rules.second_factors import may_remove, went_back


def test_the_rules() -> None:
    assert may_remove(has_codes=True, passkeys=1)
    assert may_remove(has_codes=False, passkeys=2)
    assert not may_remove(has_codes=False, passkeys=1)
    assert [went_back(*pair) for pair in ((0, 0), (0, 1), (5, 6), (5, 5), (5, 4), (5, 0))] == [
        False, False, False, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "1", '"x"', '{"rawId":1}', '{"rawId":"é"}', "[" * 9000, "x" * 20_000],
)
def test_a_made_up_answer_is_refused(answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        answered_by(answer)
    with pytest.raises(PasskeyRefused):
        read_enrolment(Site("http://localhost"), b"x" * 32, answer)
