"""Passkeys beside the codes of an app: how many, which may go, and what a copied one looks like."""

from __future__ import annotations

MOST_PASSKEYS = 5
LONGEST_NAME = 40


def may_remove(*, has_codes: bool, passkeys: int) -> bool:
    """Whether one passkey may go: never the last second factor of an account."""
    return has_codes or passkeys > 1


def went_back(kept: int, shown: int) -> bool:
    """Whether a counter shows that somebody else used a copy (WebAuthn level 3, 6.1.1).

    Both zero is an authenticator that does not count, as those of phones.
    """
    return (kept > 0 or shown > 0) and shown <= kept
