"""The mark with which the desk begins a complaint for somebody on the phone.

Twelve signs that a colleague pastes or types on the public page: four at random, eight of an HMAC
over them and the span of five minutes in which it was made. It names nobody and nothing of it is
stored. The two doors may be processes on different hosts: they share the key, not an address.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, mac, subkey

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # of base32: no 0, 1, 8 and 9 to misread
RANDOM_SIGNS = 4
SIGNED_SIGNS = 8  # 40 bits, of which one span of a try is right
SPAN_SECONDS = 300
VALID_MINUTES = 30  # at least; up to one span more
SPANS_BACK = VALID_MINUTES * 60 // SPAN_SECONDS
SPANS_AHEAD = 1  # two servers need not agree to the second


class PhoneMarkRefused(Exception):
    """Not a mark of ours, or too old; nobody learns which."""


def new_phone_mark(keyring: Keyring, now: datetime) -> str:
    """A fresh mark in groups of four signs."""
    head = "".join(secrets.choice(ALPHABET) for _each in range(RANDOM_SIGNS))
    signs = head + _signature(keyring, head, _span(now))
    return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def read_phone_mark(typed: str, keyring: Keyring, now: datetime) -> str:
    """What to count a good mark by, so that it is used once; says nothing about the mark.

    Capitals, spaces and dashes do not matter. Raises `PhoneMarkRefused`.
    """
    signs = "".join(typed.replace("-", " ").split()).casefold()
    head, signature = signs[:RANDOM_SIGNS], signs[RANDOM_SIGNS:]
    for back in range(-SPANS_AHEAD, SPANS_BACK + 1):
        good = _signature(keyring, head, _span(now) - back)
        if equal(signature.encode("utf-8", "replace"), good.encode()):
            return mac(_key(keyring), "used", signs)[:10].hex()
    raise PhoneMarkRefused


def _signature(keyring: Keyring, head: str, span: int) -> str:
    signed = mac(_key(keyring), "mark", head.encode("utf-8", "replace"), str(span))
    return base64.b32encode(signed).decode("ascii").casefold()[:SIGNED_SIGNS]


def _span(now: datetime) -> int:
    return int(now.timestamp()) // SPAN_SECONDS


def _key(keyring: Keyring) -> bytes:
    if keyring.k_form is None:
        raise RuntimeError("this process has no key for its forms")
    return subkey(keyring.k_form, "phone mark")
