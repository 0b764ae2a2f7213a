"""Postcodes and streets in running text, in the languages that are most spoken at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.redaction.marks import Find
from app.domain.redaction.street_words import (
    AMBIGUOUS_ENDINGS,
    NOT_STREETS,
    STREET_AFTER,
    STREET_BEFORE,
    STREET_BEFORE_CAPITAL,
    STREET_ENDINGS,
    UNITS,
)

_POSTCODE = re.compile(
    r"(?<![0-9A-Za-z])(?:NL[ \-])?[1-9][0-9]{3}(?P<gap>[ \-]{0,2})"
    r"(?!SA|SD|SS)(?P<letters>[A-Z]{2})(?![0-9A-Za-z])"
    r"(?P<number>[ ,]{1,3}(?:(?:nr|no|nummer|huisnummer|number)\.? ?)?[0-9]{1,5}(?![0-9]))?",
    re.IGNORECASE,
)
_TWO_LETTER_WORDS = frozenset(
    "in op en of is te om we er ik je nu na zo al as at by to no it he my up so or an do go "
    "us me am be on if ja de la le un el si di da im am zu es tu ca si cu pe va eu km kg cm "
    "uu jr st".split()
)

_WORD = re.compile(
    r"[^\W\d_](?:[\w'’\-]{0,40}[^\W_])?\.?|[0-9]+[a-z]?(?:[\-/][0-9]{1,4})?(?![\w])|[^\w\s]|\n"
)
_HOUSE_NUMBER = re.compile(r"[0-9]{1,5}[a-z]?(?:[\-/][0-9]{1,4})?\Z", re.IGNORECASE)
_NUMBER_SIGN = frozenset(
    "nr nr. no no. nummer huisnummer huisnr huisnr. number numero num num. numarul nº n° № # "
    "nro".split()
)
_BESIDE = frozenset(", : ( \n".split(" "))
_AT_NUMBER = frozenset("op aan in van at on de het the".split())
_GLUED = re.compile(r"(?P<street>[^\W\d_]+)-?[0-9]{1,5}[a-z]?\Z", re.IGNORECASE)
_MAX_WORDS = 5
_LONGEST_ABBREVIATION = len("avda.")


def find_postcodes(text: str) -> list[Find]:
    """Return Dutch postcodes, with the house number where one follows.

    `2024 in 3 weken` has the form too: two small letters that are a word make a weak mark.
    """
    finds = []
    for m in _POSTCODE.finditer(text):
        letters, number = m.group("letters"), m.group("number")
        word = m.group("gap") and letters.lower() in _TWO_LETTER_WORDS and not letters.isupper()
        end = m.end() if number else m.end("letters")
        is_year = m.group()[:2] in ("19", "20")
        if word and (is_year or not number):
            continue
        finds.append(Find(m.start(), end, "postcode", "weak" if word else "strong"))
    return finds


def find_streets(text: str) -> list[Find]:
    """Return streets with a house number, and streets alone as weak marks."""
    tokens = [_token(match) for match in _WORD.finditer(text)]
    finds: list[Find] = []
    for index, (word, start, end) in enumerate(tokens):
        if word[0] in "0123456789":
            if _HOUSE_NUMBER.match(word) and not _is_counted(tokens, index):
                finds.extend(_number_after_street(tokens, index))
            finds.extend(_number_before_street(tokens, index))
        elif _is_street_word(word):
            first = _first_of_name(tokens, index)
            finds.append(Find(tokens[first][1], end, "street", "weak"))
        elif (glued := _GLUED.match(word)) and _is_street_word(glued["street"]):
            finds.append(Find(tokens[_first_of_name(tokens, index)][1], end, "street"))
        elif word.lower().rstrip(".") in STREET_BEFORE and _capital(tokens, index + 1):
            last = _last_of_name(tokens, index)
            finds.append(Find(start, tokens[last][2], "street", "weak"))
    return finds


_Tokens = list[tuple[str, int, int]]


def _token(match: re.Match[str]) -> tuple[str, int, int]:
    """The dot belongs to `str.` and `avda.`, not to the last word of a sentence."""
    word, end = match.group(), match.end()
    if word.endswith(".") and len(word) > _LONGEST_ABBREVIATION:
        return word[:-1], match.start(), end - 1
    return word, match.start(), end


def _is_word(token: str) -> bool:
    return token[0].isalpha()


def _capital(tokens: _Tokens, index: int) -> bool:
    return index < len(tokens) and tokens[index][0][0].isupper()


def _is_counted(tokens: _Tokens, index: int) -> bool:
    """True where a unit follows: `5 minuten`, `12 euro` are no house numbers."""
    following = tokens[index + 1][0].lower().rstrip(".") if index + 1 < len(tokens) else ""
    return following in UNITS


def _is_street_word(word: str) -> bool:
    """True for one word that is a street by its ending: dorpsstraat, Hauptstraße, Herengracht."""
    low = word.lower().rstrip(".")
    if low in NOT_STREETS:
        return False
    return any(low.endswith(end) and len(low) - len(end) >= 3 for end in STREET_ENDINGS)


def _is_perhaps_street(word: str) -> bool:
    low = word.lower()
    long_enough = any(low.endswith(end) and len(low) - len(end) >= 3 for end in AMBIGUOUS_ENDINGS)
    return word[0].isupper() and long_enough and low not in NOT_STREETS


def _first_of_name(tokens: _Tokens, index: int) -> int:
    """Go back over `Jan van` in `Jan van Galenstraat`: capitals and small words between them."""
    first = index
    for back in range(index - 1, max(-1, index - 5), -1):
        word = tokens[back][0]
        if not _is_word(word) or word.endswith("."):
            break
        if word[0].isupper():
            first = back
        elif word.lower() not in {
            "van",
            "de",
            "den",
            "der",
            "het",
            "ten",
            "ter",
            "te",
            "op",
            "aan",
        }:
            break
    return first


def _last_of_name(tokens: _Tokens, index: int) -> int:
    """Go on over `de la Paix` after `rue`."""
    last = index
    for ahead in range(index + 1, min(len(tokens), index + _MAX_WORDS)):
        word = tokens[ahead][0]
        if not _is_word(word):
            break
        if word[0].isupper():
            last = ahead
        elif len(word) > 4:
            break
    return last


def _number_after_street(tokens: _Tokens, index: int) -> Iterator[Find]:
    """Dorpsstraat 5, Calle Mayor 5, str. Florilor nr. 5, High Street 12, Damrak 70."""
    last = _before_number(tokens, index)
    if last < 0 or not _is_word(tokens[last][0]):
        return
    end = tokens[index][2]
    word = tokens[last][0]
    low = word.lower().rstrip(".")
    if _is_street_word(word) or _is_perhaps_street(word):
        yield Find(tokens[_first_of_name(tokens, last)][1], end, "street")
        return
    if low in STREET_AFTER and _capital(tokens, last - 1) and last >= 1:
        yield Find(tokens[last - 1][1], end, "street")
        return
    for back in range(last - 1, max(-1, last - _MAX_WORDS), -1):
        before = tokens[back][0]
        kind = before.lower().rstrip(".")
        if not _is_word(before) and before != "/":
            return
        named = kind in STREET_BEFORE_CAPITAL and _capital(tokens, back + 1)
        if kind in STREET_BEFORE or named:
            yield Find(tokens[back][1], end, "street")
            return
    if word[0].isupper() and len(word) > 3 and last > 0 and _is_word(tokens[last - 1][0]):
        yield Find(tokens[last][1], end, "street", "weak")


def _before_number(tokens: _Tokens, index: int) -> int:
    """Where the street would end: back over `, op nummer`, but not over `op` alone (a date)."""
    last = index - 1
    if last >= 0 and tokens[last][0].lower() in _NUMBER_SIGN:
        last -= 1
        if last >= 0 and tokens[last][0].lower() in _AT_NUMBER:
            last -= 1
    if last >= 0 and tokens[last][0] in _BESIDE:
        last -= 1
    return last


def _number_before_street(tokens: _Tokens, index: int) -> Iterator[Find]:
    """12 High Street, 12 rue de la Paix, 12 Herengracht, nummer 12 in de Dorpsstraat."""
    begin = index + 1
    if begin < len(tokens) and tokens[begin][0] == ",":
        begin += 1
    street = begin
    if index > 0 and tokens[index - 1][0].lower() in _NUMBER_SIGN:
        while street < min(len(tokens), begin + 2) and tokens[street][0].lower() in _AT_NUMBER:
            street += 1
    if street < len(tokens) and _is_street_word(tokens[street][0]):
        yield Find(tokens[index][1], tokens[street][2], "street")
        return
    for ahead in range(begin, min(len(tokens), begin + _MAX_WORDS)):
        word = tokens[ahead][0]
        if not _is_word(word):
            return
        low = word.lower().rstrip(".")
        if ahead == begin and (low in STREET_BEFORE or low in STREET_BEFORE_CAPITAL):
            last = _last_of_name(tokens, ahead)
            if last > ahead:
                yield Find(tokens[index][1], tokens[last][2], "street")
            return
        if low in UNITS or (not word[0].isupper() and low in NOT_STREETS):
            return
        if low in STREET_AFTER and ahead > begin:
            yield Find(tokens[index][1], tokens[ahead][2], "street")
            return
