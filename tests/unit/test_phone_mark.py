"""The mark of the desk: only the key makes one, it is good for half an hour, any typing reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.keyring import Keyring
from app.adapters.phone_mark import (
    ALPHABET,
    SPAN_SECONDS,
    VALID_MINUTES,
    PhoneMarkRefused,
    new_phone_mark,
    read_phone_mark,
)
from tests.conftest import NOON
from tests.keys import insecure_keyring
from tests.stretching import cheap_insecure_stretcher


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return insecure_keyring(cheap_insecure_stretcher(), tmp_path / "pins.json")


@pytest.mark.parametrize("second", range(0, SPAN_SECONDS, 59))
def test_a_mark_is_good_for_half_an_hour_whenever_it_was_made(keys: Keyring, second: int) -> None:
    made = NOON + timedelta(seconds=second)
    mark = new_phone_mark(keys, made)
    for minutes in (0, 1, 17, VALID_MINUTES):
        assert read_phone_mark(mark, keys, made + timedelta(minutes=minutes))
    for later in (timedelta(minutes=VALID_MINUTES, seconds=SPAN_SECONDS), timedelta(days=1)):
        with pytest.raises(PhoneMarkRefused):
            read_phone_mark(mark, keys, made + later)


def test_a_mark_is_read_however_it_is_typed_and_counted_as_one(keys: Keyring) -> None:
    mark = new_phone_mark(keys, NOON)
    spellings = (mark, mark.upper(), mark.replace(" ", ""), mark.replace(" ", "-"), f"  {mark}\n")
    assert len({read_phone_mark(one, keys, NOON) for one in spellings}) == 1


def test_a_changed_mark_is_refused_at_every_sign(keys: Keyring) -> None:
    signs = new_phone_mark(keys, NOON).replace(" ", "")
    for at, sign in enumerate(signs):
        other = ALPHABET[(ALPHABET.index(sign) + 1) % len(ALPHABET)]
        with pytest.raises(PhoneMarkRefused):
            read_phone_mark(signs[:at] + other + signs[at + 1 :], keys, NOON)


@pytest.mark.parametrize("typed", ["", " ", "abcd", "é" * 12, "\ud800" * 12, "a" * 13, "İ" * 12])
def test_anything_else_is_refused_and_breaks_nothing(keys: Keyring, typed: str) -> None:
    with pytest.raises(PhoneMarkRefused):
        read_phone_mark(typed, keys, NOON)


def test_a_mark_of_another_key_is_refused(keys: Keyring) -> None:
    other = replace(keys, k_form=bytes(range(32)))
    with pytest.raises(PhoneMarkRefused):
        read_phone_mark(new_phone_mark(other, NOON), keys, NOON)


def test_two_marks_of_one_moment_differ(keys: Keyring) -> None:
    assert len({new_phone_mark(keys, NOON) for _each in range(20)}) == 20
