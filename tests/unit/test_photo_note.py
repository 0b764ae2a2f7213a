"""The note below a photo: her words and the sum come apart as they were put together."""

from __future__ import annotations

import pytest

from app.domain.photo_note import with_sum, without_sum

SUM = "0123456789abcdef" * 4


def test_words_and_sum_come_apart() -> None:
    assert without_sum(with_sum("Ik heb een foto toegevoegd.", SUM)) == (
        "Ik heb een foto toegevoegd.",
        SUM,
    )


@pytest.mark.parametrize(
    "text", ["", "Hallo", f"SHA-256 {SUM}", f"a\n\nSHA-256 {SUM}0", f"a\n\nSHA-256 {SUM}\nb"]
)
def test_any_other_text_stays_whole(text: str) -> None:
    assert without_sum(text) == (text, "")
