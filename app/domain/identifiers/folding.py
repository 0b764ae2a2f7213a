"""The same character written in different ways: digits of every script, invisible characters.

Used by the normal forms of identifiers and by the redaction assistant, so that both agree on
what is the same text.
"""

from __future__ import annotations

import unicodedata

INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that print nothing although Unicode counts them as letters, marks or symbols."""

DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2043\u30fc")


def is_invisible(char: str) -> bool:
    """True for what a reader cannot see: format, control and unassigned-width characters.

    White space (tab, line feed, carriage return) is seen, so it is not invisible.
    """
    if char in "\t\n\r":
        return False
    return char in INVISIBLE_LETTERS or unicodedata.category(char) in ("Cf", "Cc")


def is_combining(char: str) -> bool:
    """True for marks that are drawn on the character before them."""
    return unicodedata.category(char) in ("Mn", "Me")


def fold_digit(char: str) -> str:
    """Return the ASCII digit of a decimal digit of any script, any other character as it is."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def without_invisible(text: str) -> str:
    """Drop what cannot be seen; nothing else changes."""
    return "".join(char for char in text if not is_invisible(char))


def plain_digits(text: str) -> str:
    """Visible text in NFKC with the digits of every script as ASCII digits."""
    folded = "".join(fold_digit(char) for char in without_invisible(text))
    return "".join(fold_digit(char) for char in unicodedata.normalize("NFKC", folded))
