"""The two lists of 2,048 words that codes and fingerprints are written in (decisions 9).

Within a list, and between the two, no two words begin with the same four letters: four letters
tell the word and its language. How the lists were made stands in docs/words.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
WORD_BITS = 11  # 2,048 words
TELLING_LETTERS = 4


@cache
def words_of(language: str) -> Sequence[str]:
    """The 2,048 words of "nl" or "en", in the order that gives each its number."""
    if language not in LANGUAGES:
        raise ValueError("no word list in this language")
    text = files("app.domain").joinpath("words", f"{language}.txt").read_text(encoding="ascii")
    return tuple(text.split())


@cache
def places_of(language: str) -> Mapping[str, int]:
    """First four letters → place in the list (0 to 2,047)."""
    return {word[:TELLING_LETTERS]: place for place, word in enumerate(words_of(language))}


def words_of_number(number: int, count: int, language: str) -> list[str]:
    """A number below 2^(11 x count) as `count` words, the highest bits first."""
    if not 0 <= number < 1 << WORD_BITS * count:
        raise ValueError("number does not fit in this many words")
    words = words_of(language)
    last = len(words) - 1
    return [words[number >> WORD_BITS * place & last] for place in reversed(range(count))]


def numbers_of_words(typed: Sequence[str]) -> dict[Language, int]:
    """For each language that knows all of these words (four letters are enough), their number."""
    found: dict[Language, int] = {}
    for language in LANGUAGES:
        places = places_of(language)
        number = 0
        for word in typed:
            place = places.get(word[:TELLING_LETTERS])
            if place is None:
                break
            number = number << WORD_BITS | place
        else:
            found[language] = number
    return found
