"""A security key in software, for tests without a browser: real keys, real signatures.

It does what it is told, also what an honest one would never do: sign for another site, leave the
finger away, count backwards. A real Chromium does the rest (tests/browser/test_passkeys.py).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.passkeys import Site, enrolment_options
from moderation.decisions.passkeys import add_passkey, list_passkeys, new_challenge
from tests.conftest import NOON

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One key of one person; `origin` is where its browser believes to be."""

    origin: str
    rp_id: str = "localhost"
    counter: int = 0
    verifies: bool = True
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def enrols(self, options: str) -> str:
        """The answer to navigator.credentials.create."""
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2, 3: -7, -1: 1,
            -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big"),
        }  # fmt: skip
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(ATTESTED) + attested + encode_cbor(public)
        return self._answer(
            {
                "clientDataJSON": _text(self._client(options, "webauthn.create")),
                "attestationObject": _text(
                    encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
                ),
            }
        )

    def answers(self, options: str) -> str:
        """The answer to navigator.credentials.get."""
        data, client = self._data(), self._client(options, "webauthn.get")
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": _text(client),
                "authenticatorData": _text(data),
                "signature": _text(signed),
            }
        )

    def _client(self, options: str, kind: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        site = hashlib.sha256(self.rp_id.encode()).digest()
        return site + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        own = _text(self.credential_id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})


def keep_passkey(database: Database, keyring: Keyring, staff_id: UUID) -> UUID:
    """Give somebody a passkey whose device nobody has; its id."""
    asked, place = new_challenge(NOON), Site("http://localhost")
    options = enrolment_options(place, asked.value, (staff_id.bytes, "x"), ())
    answer = Authenticator(place.origin).enrols(options)
    with database.writing() as session:
        assert add_passkey(
            session, staff_id, "sleutel", asked, answer, site=place, keyring=keyring, now=NOON
        )
        return list_passkeys(session, staff_id, keyring=keyring)[0].passkey_id


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
