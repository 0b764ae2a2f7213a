"""Six words: fingerprints that are read out, and passphrases that are typed (decisions 1)."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code import (
    CodeUnreadable,
    make_passphrase,
    parse_passphrase,
    read_six_words,
    six_words,
)
from app.domain.word_lists import LANGUAGES
from tests.unit.test_code import TYPINGS


@given(st.integers(0, (1 << 66) - 1))
def test_six_words_carry_66_bits_and_come_back(number: int) -> None:
    for language in LANGUAGES:
        words = six_words(number, language)
        assert len(words) == 6
        assert read_six_words(" ".join(words)) == number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typing", TYPINGS)
def test_a_passphrase_typed_in_any_way_is_the_same_text(typing: str, language: str) -> None:
    shown = " ".join(make_passphrase(secrets.token_bytes(32), language))
    assert parse_passphrase(TYPINGS[typing](shown)) == shown
    assert parse_passphrase(TYPINGS[typing](" ".join(w[:4] for w in shown.split()))) == shown


def test_a_passphrase_uses_66_of_its_random_bits() -> None:
    first, last = bytes(9), bytes(8) + b"\x40"  # the lowest of the 66 bits
    assert make_passphrase(first, "en") != make_passphrase(last, "en")
    assert len({tuple(make_passphrase(secrets.token_bytes(9), "nl")) for _ in range(1000)}) == 1000
    with pytest.raises(ValueError, match="9 bytes"):
        make_passphrase(bytes(8), "nl")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("appel " * 5, "wrong_count"),
        ("qqqq " * 6, "unknown_word"),
        ("a" * 401, "too_long"),
    ],
)
def test_what_is_not_six_words_of_ours_is_refused(text: str, reason: str) -> None:
    for read in (read_six_words, parse_passphrase):
        with pytest.raises(CodeUnreadable) as refusal:
            read(text)
        assert refusal.value.reason == reason
