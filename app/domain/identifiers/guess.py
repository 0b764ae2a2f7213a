"""What somebody may have meant by what stands in the one box of the check."""

from __future__ import annotations

import re

from app.domain.identifiers.folding import plain_digits
from app.domain.identifiers.kinds import MAX_LENGTH, Identifier, NotAnIdentifier
from app.domain.identifiers.matching import normalise
from app.domain.identifiers.plate import dutch_groups

_CHAT_LINK = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|signal\.me/#p/|t\.me/(?=\+))\+?([0-9]{8,15})\b",
    re.IGNORECASE,
)
_PLATE_LIKE = re.compile(r"[^\W_]{1,4}(?:[\s\-.·][^\W_]{1,4}){1,3}\Z")
"""Short groups with something between them, as on a car."""

_ADDRESS_LIKE = re.compile(r"https?://|www\.|^\s*@", re.IGNORECASE)


def guess(text: str, default_region: str = "NL") -> list[Identifier]:
    """Return the readings of `text`, likeliest first; an empty list where it is nothing.

    A name may look like a plate (`gb289x`), so a text can have two readings. A reading as a
    profile name is left out where the text is a phone number or an e-mail address.
    """
    if len(text) > MAX_LENGTH:
        return []
    chat = _CHAT_LINK.search(plain_digits(text))
    phone = _reading("phone", "+" + chat.group(1) if chat else text, default_region)
    if phone:
        return [Identifier(phone.kind, phone.value, text)]
    email = _reading("email", text, default_region)
    if email:
        return [email]
    profile = _reading("profile", text, default_region)
    plate = None if _ADDRESS_LIKE.search(text) else _reading("plate", text, default_region)
    if profile and not any(char.isalpha() for char in profile.value):
        profile = None
    if plate is None:
        return [profile] if profile else []
    if profile is None:
        return [plate]
    likely = dutch_groups(plate.value) or _PLATE_LIKE.match(plain_digits(text).strip())
    return [plate, profile] if likely else [profile, plate]


def _reading(kind: str, text: str, region: str) -> Identifier | None:
    try:
        return normalise(kind, text, region)
    except NotAnIdentifier:
        return None
