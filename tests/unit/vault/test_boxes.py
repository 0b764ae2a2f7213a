"""Boxes: what was sealed opens in its place and nowhere else (T3 in the small)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.vault.boxes import (
    LENGTH_BYTES,
    Damaged,
    KeyPair,
    blind_token,
    encode_context,
    equal,
    fingerprint,
    key_pair_from_seed,
    mac,
    new_key_pair,
    open_json,
    open_key,
    open_sealed,
    pad,
    random_key,
    seal,
    seal_json,
    seal_key,
    subkey,
    unpad,
)

# contexts as the house uses them, and some that a careless joining would mix up
CONTEXTS = [
    (),
    ("",),
    ("", ""),
    ("report", "1", "body"),
    ("report", "2", "body"),
    ("report", "1", "msg", "1", "reporter"),
    ("report", "1", "msg", "1", "desk"),
    ("report", "1", "msg", "11", "desk"),
    ("report", "1", "msg", "1"),
    ("report", "1", "att", "1"),
    ("report", "1", "contact"),
    ("report", "1", "team", "3"),
    ("report", "1", "receipt"),
    ("report1", "body"),
    ("report", "1body"),
    ("staff", "1", "secret"),
    ("staff", "1", "totp"),
]
PAIRS = list(itertools.permutations(CONTEXTS, 2))
KEY = random_key()
PAIR = new_key_pair()

Seal = Callable[..., bytes]
Open = Callable[..., Any]


def seal_secret(_key: bytes, secret: bytes, *context: str) -> bytes:
    return seal_key(PAIR.public, secret, *context)


def open_secret(_key: bytes, blob: bytes, *context: str) -> bytes:
    return open_key(PAIR.secret, blob, *context)


KINDS: list[tuple[Seal, Open, Any]] = [
    (seal, open_sealed, b"zeven woorden of vierentwintig cijfers"),
    (seal_json, open_json, {"a": ["ë", 1, None]}),
    (seal_secret, open_secret, bytes(32)),
]


@pytest.mark.parametrize(("close", "unlock", "content"), KINDS)
def test_what_was_sealed_opens_in_its_place(close: Seal, unlock: Open, content: Any) -> None:
    for context in CONTEXTS:
        assert unlock(KEY, close(KEY, content, *context), *context) == content


@pytest.mark.parametrize(("close", "unlock", "content"), KINDS)
def test_what_was_sealed_opens_in_no_other_place(close: Seal, unlock: Open, content: Any) -> None:
    blobs = {context: close(KEY, content, *context) for context in CONTEXTS}
    for home, elsewhere in PAIRS:
        with pytest.raises(Damaged):
            unlock(KEY, blobs[home], *elsewhere)


@pytest.mark.parametrize(("close", "unlock", "content"), KINDS)
def test_whatever_is_wrong_with_a_blob_it_is_damaged(
    close: Seal, unlock: Open, content: Any
) -> None:
    blob = close(KEY, content, "report", "1")
    flipped = [
        blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :] for place in range(len(blob))
    ][:: max(1, len(blob) // 60)]
    cut = [blob[:length] for length in (0, 1, 23, 24, 25, 39, 40, 47, 48, 49, len(blob) - 1)]
    garbage = [bytes(200), random_key() * 9, blob + b"\0", blob + blob]
    for wrong in flipped + cut + garbage:
        with pytest.raises(Damaged):
            unlock(KEY, wrong, "report", "1")


def test_another_key_does_not_open() -> None:
    blob = seal(KEY, b"zeven", "report", "1")
    for key in (random_key(), subkey(KEY, "report"), b"", b"short", bytes(33)):
        with pytest.raises(Damaged):
            open_sealed(key, blob, "report", "1")
    handed = seal_key(PAIR.public, bytes(32), "report", "1")
    for secret in (new_key_pair().secret, PAIR.public, b"", b"short"):
        with pytest.raises(Damaged):
            open_key(secret, handed, "report", "1")


def test_a_sealed_box_of_something_else_is_damaged() -> None:
    """A box that opens, but was not made by us: no context inside."""
    with pytest.raises(Damaged):
        open_json(KEY, seal(KEY, b"\xff\xff\xff\xff{}", "report"), "report")
    with pytest.raises(Damaged):
        open_json(KEY, seal(KEY, pad(b"{not json", 64), "report"), "report")
    with pytest.raises(Damaged):
        open_json(KEY, seal(KEY, pad(b"\xff", 64), "report"), "report")
    with pytest.raises(Damaged):
        open_json(KEY, seal(KEY, b"", "report"), "report")


def test_sealing_twice_gives_two_different_blobs() -> None:
    assert seal(KEY, b"zeven", "a") != seal(KEY, b"zeven", "a")
    assert seal_key(PAIR.public, b"zeven", "a") != seal_key(PAIR.public, b"zeven", "a")


@given(st.binary(max_size=9000), st.sampled_from([1, 64, 512, 4096]))
def test_padding_gives_whole_steps_and_can_be_taken_off(plaintext: bytes, step: int) -> None:
    padded = pad(plaintext, step)
    assert len(padded) % step == 0
    assert len(padded) - len(plaintext) < LENGTH_BYTES + step
    assert unpad(padded) == plaintext


def test_texts_of_different_length_make_blobs_of_equal_size() -> None:
    sizes = {len(seal_json(KEY, "x" * length, "report")) for length in (0, 1, 100, 4000)}
    assert len(sizes) == 1
    assert len(seal_json(KEY, "x" * 4100, "report")) == sizes.pop() + 4096
    assert len(seal_json(KEY, "", "report", step=512)) == 512 + 24 + 16


def test_a_padding_whose_length_cannot_be_right_is_damaged() -> None:
    for wrong in (b"", b"\0\0\0", b"\0\0\0\x05abcd", b"\xff\xff\xff\xffabc"):
        with pytest.raises(Damaged):
            unpad(wrong)


@given(
    st.lists(st.one_of(st.text(max_size=5), st.binary(max_size=5)), max_size=5),
    st.lists(st.one_of(st.text(max_size=5), st.binary(max_size=5)), max_size=5),
)
def test_two_contexts_never_become_the_same_bytes(
    one: list[str | bytes], other: list[str | bytes]
) -> None:
    def as_bytes(parts: list[str | bytes]) -> list[bytes]:
        return [part.encode() if isinstance(part, str) else part for part in parts]

    same = as_bytes(one) == as_bytes(other)
    assert (encode_context(*one) == encode_context(*other)) is same


def test_a_blob_says_the_version_of_its_format() -> None:
    """Sealed by hand with the documented context: opens only with "v1" in front."""
    assert encode_context("v1", "ab") == b"\0\0\0\x02v1\0\0\0\x02ab"


def test_subkeys_and_tokens_differ_by_purpose_kind_and_key() -> None:
    other = random_key()
    assert len({subkey(KEY, "a"), subkey(KEY, "b"), subkey(other, "a"), KEY}) == 4
    tokens = {
        blind_token(KEY, "phone", "+31612345678"),
        blind_token(KEY, "plate", "+31612345678"),
        blind_token(KEY, "phone", "+31612345679"),
        blind_token(KEY, "phone+", "31612345678"),
        blind_token(other, "phone", "+31612345678"),
    }
    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {16}
    assert mac(KEY, "ab", "c") != mac(KEY, "a", "bc")
    assert equal(mac(KEY, "a"), mac(KEY, b"a"))
    assert not equal(b"a", b"ab")


def test_a_key_pair_follows_from_its_seed_and_hides_in_print() -> None:
    pair = key_pair_from_seed(KEY)
    assert pair == key_pair_from_seed(KEY) == KeyPair(KEY, pair.public)
    assert KEY.hex() not in f"{pair} {pair!r}"
    assert repr(KEY) not in f"{pair} {pair!r}"
    assert fingerprint(pair.public) < 1 << 66
    assert fingerprint(pair.public) != fingerprint(PAIR.public)
