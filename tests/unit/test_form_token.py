"""The signed token of an anonymous form."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.form_token import (
    TOKEN_CHARACTERS,
    FormExpired,
    FormForged,
    new_form_token,
    read_form_token,
)

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 12, 59, 59, tzinfo=UTC)


def test_a_token_is_read_back_and_every_token_is_another() -> None:
    token = new_form_token(KEY, NOW)
    content = read_form_token(token, KEY, NOW)
    assert len(token) == TOKEN_CHARACTERS
    assert len(content.raw16) == 16
    assert content.hour == int(NOW.timestamp()) // 3600
    assert read_form_token(new_form_token(KEY, NOW), KEY, NOW).raw16 != content.raw16


@pytest.mark.parametrize("hours", [-1, 0, 1, 24])
def test_it_is_good_for_a_day_and_for_a_clock_an_hour_behind(hours: int) -> None:
    read_form_token(new_form_token(KEY, NOW), KEY, NOW + timedelta(hours=hours))


@pytest.mark.parametrize("hours", [-2, 25, 24 * 365])
def test_afterwards_it_has_expired_and_still_says_which_it_was(hours: int) -> None:
    token = new_form_token(KEY, NOW)
    with pytest.raises(FormExpired) as refused:
        read_form_token(token, KEY, NOW + timedelta(hours=hours))
    assert refused.value.token == read_form_token(token, KEY, NOW)


def test_another_key_is_a_forgery() -> None:
    with pytest.raises(FormForged):
        read_form_token(new_form_token(b"x" * 32, NOW), KEY, NOW)


def test_changing_any_character_is_a_forgery() -> None:
    token = new_form_token(KEY, NOW)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(FormForged):
            read_form_token(token[:place] + other + token[place + 1 :], KEY, NOW)


@given(st.text(max_size=100))
def test_no_text_is_a_token_and_none_is_an_error(text: str) -> None:
    with pytest.raises(FormForged):
        read_form_token(text, KEY, NOW)


def test_random_tokens_never_open() -> None:
    for _ in range(1000):
        with pytest.raises(FormForged):
            read_form_token(secrets.token_urlsafe(52)[:TOKEN_CHARACTERS], KEY, NOW)
