"""Phone numbers: one number, one form (E.164), however it was typed.

Source of the rules: security.md 2.9; numbering plans by the package phonenumbers.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, shortnumberinfo

from app.domain.identifiers.folding import DASHES, plain_digits
from app.domain.identifiers.kinds import NotAnIdentifier

KIND = "phone"

_LABEL = re.compile(
    r"^\s*(?:tel(?:efoon)?|phone|mob(?:iel|ile)?|whats ?app|app)?\s*[:.]?\s*", re.IGNORECASE
)
_EXTENSION = re.compile(
    r"(?:;ext=|[ ,;]{0,3}(?:ext(?:ension)?|toestel|tst)[.: ]{0,3}| ?[x#] ?)[0-9]{1,7}\s{0,9}\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\s(]*\+?[0-9\s().\-/_*]+\Z")

_SHORTEST_NATIONAL = 7
"""0800-1234 without its 0. Shorter Dutch ones that the library takes are service codes (140 20)."""

_NETHERLANDS = 31

_WITH_SOMEBODY = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
)

_ABROAD = re.compile(r"\+|00(?!0)")
"""Written with the code of a country: `+44…` or `0044…`."""

_SHORTEST_ABROAD = 10
"""Digits without a plus that are tried as country code and number."""


def normalise_phone(text: str, default_region: str = "NL") -> str:
    """Return the number as E.164 (`+31612345678`), without extension.

    `default_region` (ISO 3166, two letters) reads numbers without a country code. Raises
    NotAnIdentifier: unreadable, invalid, emergency, short_number.
    """
    wanted = _EXTENSION.sub("", _LABEL.sub("", plain_digits(text)))
    wanted = "".join("-" if char in DASHES else char for char in wanted)
    digits = re.sub(r"[^0-9]", "", wanted)
    if not digits or not _NUMBER.match(wanted):
        raise NotAnIdentifier(KIND, "unreadable")
    _refuse_short(digits, default_region)
    number = _parse("+" + digits if "+" in wanted else digits, default_region)
    if number is None and not digits.startswith("0") and len(digits) >= _SHORTEST_ABROAD:
        number = _parse("+" + digits, default_region)
    if number is None and _ABROAD.match(wanted.lstrip(" (")):
        number = _parse_possible("+" + digits.removeprefix("00"))
    if number is None:
        raise NotAnIdentifier(KIND, "invalid")
    national = phonenumbers.national_significant_number(number)
    if number.country_code == _NETHERLANDS and len(national) < _SHORTEST_NATIONAL:
        raise NotAnIdentifier(KIND, "short_number")
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(normal) - 1 < _SHORTEST_NATIONAL:  # else its own normal form would be refused
        raise NotAnIdentifier(KIND, "short_number")
    return normal


def takes_messages(normal: str) -> bool:
    """Whether somebody can be behind this number (E.164) with a phone of his own.

    Numbers that cost the sender, services and answering machines are refused: a code sent there
    proves nothing, and an attacker would earn from each.
    """
    number = _parse(normal, "ZZ")
    return number is not None and phonenumbers.number_type(number) in _WITH_SOMEBODY


def _parse(text: str, region: str) -> PhoneNumber | None:
    """Parse and keep only what the numbering plan can hold."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _parse_possible(text: str) -> PhoneNumber | None:
    """A number of another country that its plan has room for, though no range is known.

    Plans change faster than the package: a number that rings must not be refused. The Dutch plan
    is known well enough to tell a typing error.
    """
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None
    room = phonenumbers.is_possible_number_with_reason(number)
    is_whole = room == phonenumbers.ValidationResult.IS_POSSIBLE
    return number if is_whole and number.country_code != _NETHERLANDS else None


def _refuse_short(digits: str, region: str) -> None:
    """112 and its like belong to nobody; as an identifier they would mark everyone."""
    bare = digits
    country = str(phonenumbers.country_code_for_region(region))
    for prefix in ("00" + country, country):
        if bare.startswith(prefix) and len(bare) - len(prefix) <= 6:
            bare = bare[len(prefix) :]
            break
    if shortnumberinfo.is_emergency_number(bare, region):
        raise NotAnIdentifier(KIND, "emergency")
    if len(bare) < _SHORTEST_NATIONAL:
        raise NotAnIdentifier(KIND, "short_number")


def mask_phone(value: str) -> str:
    """Show an E.164 number so that it warns and does not identify: `06 •••• ••78`.

    Source: privacy.md, requirement 2 (the last two or three digits may be seen).
    """
    last = value[-2:]
    if value.startswith("+316") and len(value) == len("+31612345678"):
        return f"06 •••• ••{last}"
    if value.startswith("+31"):
        return f"0•• ••• ••{last}"
    try:
        code = phonenumbers.parse(value).country_code
    except phonenumbers.NumberParseException:
        return f"•••• ••{last}"
    return f"+{code} •••• ••{last}"
