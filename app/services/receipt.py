"""From a form to a code, and from a code to what it opens (security.md 2.3).

The code exists in this process for one request only: it is derived from the form's token, shown,
and never stored. What the database keeps is a look-up and a public key, both from one stretching.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import KeyPair, key_pair_from_seed, mac, subkey
from app.domain.code import Code, make_code

CODE_BYTES = 9  # 72 bits


@dataclass(frozen=True)
class Receipt:
    """A stretched code: 16 bytes to find the row with, and the key pair it is sealed to."""

    code: Code
    lookup: bytes
    keys: KeyPair


def code_of_form(raw_token: bytes, keyring: Keyring) -> Code:
    """The code of a form: the same form always gives the same code (decisions 7)."""
    assert keyring.k_gen is not None
    return make_code(mac(keyring.k_gen, "receipt", raw_token)[:CODE_BYTES])


def stretch(code: Code, keyring: Keyring) -> Receipt:
    """One Argon2 call, about 155 ms in production; raises `Busy` when too many wait."""
    assert keyring.pepper_receipt is not None
    assert keyring.salt_receipt is not None
    master = keyring.stretcher.stretch_receipt(
        code.number, keyring.pepper_receipt, keyring.salt_receipt
    )
    return Receipt(
        code=code,
        lookup=subkey(master, "receipt/lookup")[:16],
        keys=key_pair_from_seed(subkey(master, "receipt/x25519")),
    )
