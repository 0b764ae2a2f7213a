"""Words that may be the name of somebody or of a place: always weak marks, a human decides."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.domain.redaction.marks import Find
from app.domain.redaction.name_words import (
    NAME_CUE,
    NAME_NOUN,
    NEVER,
    PARTICLE,
    PLACE_CUE,
    ROLE_CUE,
    SKIPPED,
)
from app.domain.redaction.street_words import UNITS

_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|[0-9]+[A-Za-z]?(?![\w])|\n|[.!?:;…]+|[^\w\s]")
_ENOUGH_KNOWN = 0.5
"""Share of words in the dictionary from which a text counts as written in its languages."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    is_initial: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def find_names(text: str, dictionary: Container[str]) -> list[Find]:
    """Return words that may be names: capitals outside the dictionary, and what follows a cue."""
    tokens = list(_tokens(text))
    words = [token for token in tokens if token.is_word]
    small = [token for token in words if not token.is_capital]
    known = sum(_is_known(token.text, dictionary) for token in small)
    in_our_languages = not small or known >= _ENOUGH_KNOWN * len(small)
    chosen: set[int] = set()
    for index, token in enumerate(tokens):
        if not token.is_word:
            continue
        if _is_capital_name(tokens, index, dictionary, in_our_languages):
            chosen.add(index)
        chosen.update(_after_cue(tokens, index, dictionary))
        if in_our_languages and _is_place(tokens, index, dictionary):
            chosen.add(index)
    return list(_runs(text, tokens, chosen))


def find_unnamed_streets(text: str, dictionary: Container[str]) -> list[Find]:
    """Return `damrak 70`: a word outside the dictionary before what may be a house number."""
    tokens = list(_tokens(text))
    after = [token.text.casefold() for token in tokens[2:]] + ["", ""]
    return [
        Find(one.start, two.end, "street", "weak")
        for (one, two), following in zip(pairwise(tokens), after, strict=False)
        if one.is_word
        and following not in UNITS
        and len(one.text) >= 4
        and two.text[0].isdigit()
        and len(two.text) <= 4
        and not _is_known(one.text, dictionary)
    ]


def _tokens(text: str) -> Iterator[_Token]:
    initial = True
    for match in _TOKEN.finditer(text):
        piece = match.group()
        yield _Token(piece, match.start(), match.end(), initial)
        if piece[0].isalnum():
            initial = False
        elif piece == "\n" or piece[0] in ".!?:;…":
            initial = True


def _is_known(word: str, dictionary: Container[str]) -> bool:
    """True for a word of the dictionary, also with `'s` or as parts joined by a hyphen."""
    low = word.casefold()
    if low in dictionary:
        return True
    parts = [part for part in re.split(r"['’\-]", low) if part]
    return len(parts) > 1 and all(part in dictionary or len(part) == 1 for part in parts)


def _is_capital_name(
    tokens: list[_Token], index: int, dictionary: Container[str], in_our_languages: bool
) -> bool:
    token = tokens[index]
    if not token.is_capital or len(token.text) < 2 or token.text.casefold() in NEVER:
        return False
    if _is_known(token.text, dictionary):
        return _has_capital_neighbour(tokens, index, dictionary)
    return in_our_languages or not token.is_initial


def _has_capital_neighbour(tokens: list[_Token], index: int, dictionary: Container[str]) -> bool:
    """`Mark de Boer`: words both, but two capitals together inside a sentence are a name."""
    token = tokens[index]
    if token.text.isupper():
        return False
    for step in (1, -1):
        near = index + step
        while 0 <= near < len(tokens) and tokens[near].text.casefold() in PARTICLE:
            near += step
        if not 0 <= near < len(tokens) or abs(near - index) > 3:
            continue
        other = tokens[near]
        if not other.is_word or not other.is_capital or other.text.casefold() in NEVER:
            continue
        first = token if step == 1 else other
        if not first.is_initial or not _is_known(other.text, dictionary):
            return True
    return False


def _after_cue(tokens: list[_Token], index: int, dictionary: Container[str]) -> Iterator[int]:
    cue = tokens[index].text.casefold()
    sure = cue in NAME_CUE or cue in NAME_NOUN
    if not sure and cue not in ROLE_CUE:
        return
    at = index + 1
    while (
        at < len(tokens)
        and at <= index + 3
        and (
            tokens[at].text in (":", ".", "'", '"', "‘", "“")
            or (sure and tokens[at].text.casefold() in SKIPPED)
        )
    ):
        at += 1
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].text.casefold() in NEVER:
        return
    if not sure and tokens[at].text.casefold() in NAME_CUE | NAME_NOUN:
        return
    unknown = not _is_known(tokens[at].text, dictionary)
    follows = at + 1 < len(tokens) and tokens[at + 1].is_word
    next_unknown = follows and not _is_known(tokens[at + 1].text, dictionary)
    if sure or unknown or next_unknown:
        yield at
        yield from _rest_of_name(tokens, at, dictionary)


def _rest_of_name(tokens: list[_Token], first: int, dictionary: Container[str]) -> Iterator[int]:
    """Go on over surnames: unknown words, also after `van de`."""
    at, passed = first + 1, []
    while at < len(tokens) and at <= first + 4 and tokens[at].is_word:
        word = tokens[at].text
        if word.casefold() in PARTICLE:
            passed.append(at)
        elif word.casefold() not in NEVER and (
            not _is_known(word, dictionary) or tokens[at].is_capital
        ):
            yield from passed
            yield at
            passed = []
        else:
            return
        at += 1


def _is_place(tokens: list[_Token], index: int, dictionary: Container[str]) -> bool:
    """`in ermelo`, `naar putten`: a small word of place before a word that is in no dictionary."""
    token = tokens[index]
    if index == 0 or token.is_capital or len(token.text) < 4:
        return False
    before = tokens[index - 1].text.casefold()
    return before in PLACE_CUE and not _is_known(token.text, dictionary)


def _runs(text: str, tokens: list[_Token], chosen: set[int]) -> Iterator[Find]:
    """Join chosen words that stand together, with the particles between them, as one mark."""
    last: list[int] = []
    for index in sorted(chosen):
        if last and _belongs(text, tokens, last[-1], index):
            last.append(index)
            continue
        if last:
            yield Find(tokens[last[0]].start, tokens[last[-1]].end, "name", "weak")
        last = [index]
    if last:
        yield Find(tokens[last[0]].start, tokens[last[-1]].end, "name", "weak")


def _belongs(text: str, tokens: list[_Token], one: int, other: int) -> bool:
    between = tokens[one + 1 : other]
    if len(between) > 3 or not all(token.text.casefold() in PARTICLE for token in between):
        return False
    return "\n" not in text[tokens[one].end : tokens[other].start]
