"""E-mail addresses: NFKC, lower case, no spaces around, and nothing cleverer (decisions.md 15).

`jan+x@` and `jan@` stay two addresses: only the provider knows whether they are one.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.identifiers.folding import without_invisible
from app.domain.identifiers.kinds import NotAnIdentifier

KIND = "email"

_MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
_LOCAL = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}\Z")
_LABEL = re.compile(r"(?!-)(?:[^\W_]|-){1,63}(?<!-)\Z")
_TOP = re.compile(r"(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})\Z")


def normalise_email(text: str) -> str:
    """Return the address as it is compared. Raises NotAnIdentifier: unreadable."""
    visible = without_invisible(text).strip()
    address = unicodedata.normalize("NFKC", visible).casefold()
    address = unicodedata.normalize("NFKC", _MAILTO.sub("", address)).strip().strip("<>")
    local, at, domain = address.partition("@")
    labels = domain.split(".")
    readable = (
        at
        and _LOCAL.match(local)
        and len(labels) >= 2
        and all(_LABEL.match(label) for label in labels)
        and _TOP.match(labels[-1])
    )
    if not readable:
        raise NotAnIdentifier(KIND, "unreadable")
    return address


def mask_email(value: str) -> str:
    """Show the first character and nothing of the provider: `j•••@•••`."""
    return f"{value[:1]}•••@•••"
