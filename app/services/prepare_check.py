"""What stands in the one box of the check, as tokens to look up: always as many, always full.

No wildcard, no beginning of a number: an identifier is exact or it is nothing (decisions 15).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import blind_token
from app.domain.identifiers.guess import guess
from app.services.sealed_alert import ShownIdentifier, shown_of, tokens_for

TOKENS = 6
"""A text may be a plate and a profile name: two tokens and, with its skeletons, three."""


@dataclass(frozen=True)
class PreparedCheck:
    """Exactly `TOKENS` blind tokens, and the masked forms of what she may have meant."""

    tokens: tuple[bytes, ...] = field(repr=False)
    shown: tuple[ShownIdentifier, ...] = field(repr=False)

    @property
    def is_readable(self) -> bool:
        return bool(self.shown)


def prepare_check(text: str, *, keyring: Keyring) -> PreparedCheck:
    """Tokens under K_idx, filled up with tokens of nothing; the same work for every text."""
    assert keyring.k_idx is not None
    meant = guess(text)
    found = [one.token for one in tokens_for(keyring.k_idx, meant)][:TOKENS]
    filler = [
        blind_token(keyring.k_idx, "filler", str(place)) for place in range(TOKENS - len(found))
    ]
    return PreparedCheck(tokens=(*found, *filler), shown=shown_of(meant))
