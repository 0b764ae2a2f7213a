"""The escrow key on paper: three pairs, of which any two people hold one whole (security.md 2.8).

The secret S (32 bytes) is split three times by XOR: a random half, and S ^ that half. A holds a
half of AB and of AC, B of AB and of BC, C of BC and of AC. Two people have both halves of their
pair; one person has halves of two pairs, which together say nothing. No library: a board can
follow it.

A half is written as 25 words: 256 bits of it and 19 bits that check it and the name it carries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.typed_text import letters_and_digits
from app.domain.word_lists import WORD_BITS, numbers_of_words, words_of_number

PAIRS = ("AB", "BC", "AC")
HALF_BYTES = 32
HALF_WORDS = 25
CHECK_BITS = HALF_WORDS * WORD_BITS - HALF_BYTES * 8  # 19: one slip in 500,000 goes unseen
LONGEST_TYPED = 1000


class HalfUnreadable(Exception):
    """`reason`: wrong_count, unknown_word, or mistyped (or another half than was asked for)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAPair(Exception):
    """Two halves of one person, or of two different pairs: they give nothing."""


@dataclass(frozen=True)
class Half:
    """What one person holds of one pair; `pair` such as AB, `person` A, B or C."""

    pair: str
    person: str
    content: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.pair not in PAIRS or self.person not in self.pair or len(self.person) != 1:
            raise ValueError("no such half")
        if len(self.content) != HALF_BYTES:
            raise ValueError("a half has 32 bytes")


def split(secret: bytes, random_bytes: Callable[[int], bytes]) -> tuple[Half, ...]:
    """The six halves of a secret of 32 bytes, each pair with randomness of its own."""
    halves = []
    for pair in PAIRS:
        mask = random_bytes(HALF_BYTES)
        halves += [Half(pair, pair[0], mask), Half(pair, pair[1], _xor(secret, mask))]
    return tuple(halves)


def join(one: Half, other: Half) -> bytes:
    """The secret of two halves of one pair. Raises NotAPair.

    Whether it is the right secret shows only against the public key.
    """
    if one.pair != other.pair or one.person == other.person:
        raise NotAPair
    return _xor(one.content, other.content)


def to_words(half: Half, language: str) -> list[str]:
    """25 words for paper."""
    number = int.from_bytes(half.content, "big") << CHECK_BITS | _check(half)
    return words_of_number(number, HALF_WORDS, language)


def read_half(pair: str, person: str, typed: str) -> Half:
    """The half that was asked for; raises HalfUnreadable. Numbers before words do not matter."""
    if len(typed) > LONGEST_TYPED:
        raise HalfUnreadable("wrong_count")
    words = [run for run in letters_and_digits(typed) if run.isalpha()]
    if len(words) != HALF_WORDS:
        raise HalfUnreadable("wrong_count")
    found = numbers_of_words(words)
    if not found:
        raise HalfUnreadable("unknown_word")
    for number in found.values():
        half = Half(pair, person, (number >> CHECK_BITS).to_bytes(HALF_BYTES, "big"))
        if number & (1 << CHECK_BITS) - 1 == _check(half):
            return half
    raise HalfUnreadable("mistyped")


def _check(half: Half) -> int:
    """The top 19 bits of blake2b over the name of the half and its 32 bytes."""
    name = f"{half.pair}/{half.person}".encode()
    digest = hashlib.blake2b(name + half.content, digest_size=8, person=b"escrow half").digest()
    return int.from_bytes(digest, "big") >> 64 - CHECK_BITS


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
