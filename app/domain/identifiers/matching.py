"""The normal form of an identifier and the tokens under which it is found again.

Source: security.md 2.9 and decisions.md 15. A change here changes what every stored token means,
so it needs a new version of the index.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain.identifiers.email import normalise_email
from app.domain.identifiers.folding import without_invisible
from app.domain.identifiers.kinds import KINDS, MAX_LENGTH, Identifier, NotAnIdentifier, Token
from app.domain.identifiers.phone import normalise_phone
from app.domain.identifiers.plate import normalise_plate, plate_skeleton
from app.domain.identifiers.profile import normalise_profile, profile_skeletons

NORMALISATION_VERSION = 2

_NORMAL_FORM: dict[str, Callable[[str], str]] = {
    "email": normalise_email,
    "plate": normalise_plate,
    "profile": normalise_profile,
}


def normalise(kind: str, text: str, default_region: str = "NL") -> Identifier:
    """Return the identifier that `text` writes, or raise NotAnIdentifier with a reason code."""
    if kind not in KINDS:
        raise NotAnIdentifier(kind, "kind")
    if len(text) > MAX_LENGTH:
        raise NotAnIdentifier(kind, "too_long")
    if not without_invisible(text).strip():
        raise NotAnIdentifier(kind, "empty")
    if kind == "phone":
        value = normalise_phone(text, default_region)
    else:
        value = _NORMAL_FORM[kind](text)
    return Identifier(kind=kind, value=value, typed=text)


def tokens_of(identifier: Identifier) -> list[Token]:
    """Return the values to index or to look up, `exact` first.

    Phone and e-mail have one exact token. A plate also has its look-alike form (O/0, I/1), a
    profile name its skeletons without separators; those are `similar` and are entered even where
    they equal the exact value, for the other spelling may be the one that differs.
    """
    tokens = [Token("exact", identifier.value)]
    if identifier.kind == "plate":
        tokens.append(Token("similar", plate_skeleton(identifier.value)))
    elif identifier.kind == "profile":
        seen = profile_skeletons(identifier.value, identifier.typed)
        tokens.extend(Token("similar", value) for value in seen if value)
    return tokens
