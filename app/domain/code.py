"""Codes that people keep: 7 words or 24 digits for a report, 6 words for keys (security.md 2.3).

A code is 72 random bits and 5 check bits, 77 together: seven words of eleven bits, or the same
number in decimal. 31 of 32 typing errors are seen here, before the costly stretching.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from app.domain.typed_text import letters_and_digits
from app.domain.word_lists import WORD_BITS, Language, numbers_of_words, words_of_number

CODE_BYTES = 9  # 72 bits
CHECK_BITS = 5
CODE_WORDS = 7
CODE_DIGITS = 24  # 2^77 < 10^24
DIGITS_IN_GROUP = 4
SIX_WORDS = 6
SIX_WORDS_BITS = SIX_WORDS * WORD_BITS  # 66
LONGEST_TEXT = 400  # characters; more is not looked at


class CodeUnreadable(Exception):
    """Not seven words of ours and not 24 digits.

    `reason`: "too_long", "empty", "wrong_count" or "unknown_word".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CodeMistyped(Exception):
    """Readable, but the check bits do not fit: a word or digit is wrong."""


@dataclass(frozen=True)
class Code:
    """The 72 bits of a code; never logged, never stored."""

    number: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.number < 1 << CODE_BYTES * 8:
            raise ValueError("a code has 72 bits")


def make_code(random_bytes: bytes) -> Code:
    """A code of 9 bytes that nobody can guess."""
    if len(random_bytes) != CODE_BYTES:
        raise ValueError("a code is made of 9 bytes")
    return Code(int.from_bytes(random_bytes, "big"))


def to_words(code: Code, language: str) -> list[str]:
    """Seven words in "nl" or "en"."""
    return words_of_number(_with_check(code), CODE_WORDS, language)


def to_digits(code: Code) -> str:
    """The same number as 24 digits in groups of four; needs no language."""
    digits = f"{_with_check(code):0{CODE_DIGITS}d}"
    return " ".join(
        digits[start : start + DIGITS_IN_GROUP] for start in range(0, CODE_DIGITS, DIGITS_IN_GROUP)
    )


def parse(text: str) -> Code:
    """A code out of what somebody typed, as words or digits; raises CodeUnreadable, CodeMistyped.

    Four letters of each word are enough; case, accents, script of the digits, spaces, hyphens,
    commas and numbering ("1. word") do not matter.
    """
    words, groups = _read(text)
    if len(words) == CODE_WORDS:
        candidates = list(numbers_of_words(words).values())
        if not candidates:
            raise CodeUnreadable("unknown_word")
    else:
        candidates = [int(_all_digits(groups))]
    for number in candidates:
        code = _checked(number)
        if code is not None:
            return code
    raise CodeMistyped


def six_words(number: int, language: str) -> list[str]:
    """66 bits, such as the fingerprint of a key, as words to read aloud."""
    return words_of_number(number, SIX_WORDS, language)


def read_six_words(text: str) -> int:
    """The 66 bits of six words in either language; raises CodeUnreadable."""
    return next(iter(_six(text).values()))


def make_passphrase(random_bytes: bytes, language: str) -> list[str]:
    """Six words for the first 66 bits of at least 9 random bytes."""
    if len(random_bytes) < CODE_BYTES:
        raise ValueError("a passphrase is made of at least 9 bytes")
    number = int.from_bytes(random_bytes[:CODE_BYTES], "big") >> CODE_BYTES * 8 - SIX_WORDS_BITS
    return six_words(number, language)


def parse_passphrase(text: str) -> str:
    """One spelling for every way to type the same six words; raises CodeUnreadable."""
    language, number = next(iter(_six(text).items()))
    return " ".join(six_words(number, language))


def _six(text: str) -> dict[Language, int]:
    words, _ = _read(text)
    if len(words) != SIX_WORDS:
        raise CodeUnreadable("wrong_count")
    found = numbers_of_words(words)
    if not found:
        raise CodeUnreadable("unknown_word")
    return found


def _read(text: str) -> tuple[list[str], list[str]]:
    if len(text) > LONGEST_TEXT:
        raise CodeUnreadable("too_long")
    runs = letters_and_digits(text)
    if not runs:
        raise CodeUnreadable("empty")
    return [run for run in runs if run.isalpha()], [run for run in runs if run.isdigit()]


def _all_digits(groups: list[str]) -> str:
    """24 digits, also where the groups stand in a numbered list."""
    in_fours = [group for group in groups if len(group) == DIGITS_IN_GROUP]
    for digits in ("".join(groups), "".join(in_fours)):
        if len(digits) == CODE_DIGITS:
            return digits
    raise CodeUnreadable("wrong_count")


def _with_check(code: Code) -> int:
    return code.number << CHECK_BITS | _check(code.number)


def _checked(number: int) -> Code | None:
    """The code when the check bits fit; None otherwise."""
    bits, check = number >> CHECK_BITS, number & (1 << CHECK_BITS) - 1
    if bits >> CODE_BYTES * 8 or check != _check(bits):
        return None
    return Code(bits)


def _check(number: int) -> int:
    """The top 5 bits of blake2b over the 9 bytes of the code."""
    return hashlib.blake2b(number.to_bytes(CODE_BYTES, "big")).digest()[0] >> 8 - CHECK_BITS
