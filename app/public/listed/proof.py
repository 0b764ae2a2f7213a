"""Proving that a number or address is one's own: a code goes there, and comes back on the page.

What was sent travels in the form, sealed and bound to it; nothing is stored before the proof, so
nobody leaves a trace by asking, and a database never holds who was asked about. How often somebody
may ask and guess stands in `rates`.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.adapters.vault.boxes import Damaged, equal, open_sealed, seal, subkey
from app.domain.identifiers.folding import plain_digits
from app.domain.identifiers.kinds import Identifier

DIGITS = 8
CODE_LASTS = timedelta(minutes=15)
PROOF_LASTS = timedelta(hours=2)  # to write in one's own words
MOST_CHARS = 4000


class ProofLost(Exception):
    """The hidden field is not what we sent with this form, or too old."""


@dataclass(frozen=True)
class Proof:
    """Whose control is asked for. `code` is what was sent, empty once it came back; `until` the
    minute (since 1970, UTC) at which this ends."""

    identifier: Identifier
    right: str
    code: str
    until: int

    @property
    def is_given(self) -> bool:
        return not self.code


def new_proof(identifier: Identifier, right: str, now: datetime) -> Proof:
    """With a fresh code of DIGITS digits."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return Proof(identifier, right, code, _minute(now + CODE_LASTS))


def given(proof: Proof, typed: str, now: datetime) -> Proof | None:
    """The proof, given, when this is the code; None otherwise."""
    digits = "".join(one for one in plain_digits(typed[:100]) if one.isdecimal())
    if not proof.code or not equal(digits.encode(), proof.code.encode()):
        return None
    return replace(proof, code="", until=_minute(now + PROOF_LASTS))


def seal_proof(proof: Proof, form_key: bytes, raw_token: bytes) -> str:
    """Text for a hidden field of this very form."""
    one = proof.identifier
    content = {
        "kind": one.kind, "value": one.value, "typed": one.typed, "right": proof.right,
        "code": proof.code, "until": proof.until,
    }  # fmt: skip
    sealed = seal(_key(form_key), json.dumps(content).encode(), "proof", raw_token.hex())
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def open_proof(text: str, form_key: bytes, raw_token: bytes, now: datetime) -> Proof:
    """What `seal_proof` wrote for this form. Raises `ProofLost`."""
    if len(text) > MOST_CHARS:
        raise ProofLost
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
        found: Mapping[str, Any] = json.loads(
            open_sealed(_key(form_key), sealed, "proof", raw_token.hex())
        )
        one = Identifier(found["kind"], found["value"], found["typed"])
        proof = Proof(one, found["right"], found["code"], found["until"])
    except (Damaged, binascii.Error, UnicodeError, ValueError, KeyError) as error:
        raise ProofLost from error
    if _minute(now) > proof.until:
        raise ProofLost
    return proof


def _key(form_key: bytes) -> bytes:
    return subkey(form_key, "proof of control")


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
