"""The signed token of an anonymous form: proof that we gave this form out, no cookie needed.

Layout: 16 random bytes, the hour as 4 bytes (hours since 1970), 32 bytes HMAC under `k_form`;
urlsafe base64 without padding, 70 characters. It is also the seed of a receipt, so the same
form sent twice gives the same words (security.md 2.3).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from app.adapters.vault.boxes import equal, mac, random_key

RANDOM_BYTES = 16
HOUR_BYTES = 4
MAC_BYTES = 32
TOKEN_CHARACTERS = 70
VALID_HOURS = 24


class FormForged(Exception):
    """Not a token of ours."""


class FormExpired(Exception):
    """Ours, but the form was open for more than 24 hours. `token` is what it was."""

    def __init__(self, token: FormToken) -> None:
        super().__init__()
        self.token = token


@dataclass(frozen=True)
class FormToken:
    """`raw16` identifies one handed-out form; `hour` is hours since 1970 (UTC)."""

    raw16: bytes
    hour: int


def new_form_token(k_form: bytes, now: datetime) -> str:
    """A fresh token, valid for 24 hours."""
    head = random_key()[:RANDOM_BYTES] + _hour(now).to_bytes(HOUR_BYTES, "big")
    return _encode(head + _signature(k_form, head))


def read_form_token(token: str, k_form: bytes, now: datetime) -> FormToken:
    """The token's content. Raises FormForged or FormExpired."""
    blob = _decode(token)
    head, signature = blob[: RANDOM_BYTES + HOUR_BYTES], blob[RANDOM_BYTES + HOUR_BYTES :]
    if not equal(signature, _signature(k_form, head)):
        raise FormForged
    content = FormToken(head[:RANDOM_BYTES], int.from_bytes(head[RANDOM_BYTES:], "big"))
    age_hours = _hour(now) - content.hour
    # one hour ahead is allowed: two web servers need not agree to the second
    if not -1 <= age_hours <= VALID_HOURS:
        raise FormExpired(content)
    return content


def _signature(k_form: bytes, head: bytes) -> bytes:
    return mac(k_form, "form-token", head)


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600


def _encode(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).decode("ascii").rstrip("=")


def _decode(token: str) -> bytes:
    if len(token) != TOKEN_CHARACTERS or not token.isascii():
        raise FormForged
    try:
        blob = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as refused:
        raise FormForged from refused
    if _encode(blob) != token:  # the last character has spare bits: one form, one spelling
        raise FormForged
    return blob
