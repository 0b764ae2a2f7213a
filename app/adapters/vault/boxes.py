"""Sealing and opening: every stored word goes through here (security.md 2.2).

XChaCha20-Poly1305 with associated data binds each blob to its row and field; a sealed box hands a
key to a public key and carries the hash of its context inside, since it has no associated data.
The first part of every context is the version of the format.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

VERSION = "v1"
KEY_BYTES = 32
TOKEN_BYTES = 16
CONTEXT_BYTES = 16
LENGTH_BYTES = 4
STEP_BYTES = 4096
FINGERPRINT_BITS = 66  # six words of eleven bits


class Damaged(Exception):
    """The blob does not open: another key, another place, or not what we wrote."""


@dataclass(frozen=True)
class KeyPair:
    """An X25519 pair, 32 bytes each."""

    secret: bytes
    public: bytes

    def __repr__(self) -> str:
        return "KeyPair(…)"  # a key never reaches a log


def random_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def subkey(key: bytes, label: str) -> bytes:
    """A 32-byte key for one purpose; says nothing about its siblings."""
    return hashlib.blake2b(encode_context(VERSION, label), key=key, digest_size=KEY_BYTES).digest()


def seal(key: bytes, plaintext: bytes, *context: str) -> bytes:
    """Nonce (24 bytes), ciphertext and tag, bound to `context`."""
    return bytes(Aead(key).encrypt(plaintext, aad=encode_context(VERSION, *context)))


def open_sealed(key: bytes, blob: bytes, *context: str) -> bytes:
    """The plaintext; raises `Damaged` for anything that `seal` did not write with this context."""
    try:
        return Aead(key).decrypt(bytes(blob), aad=encode_context(VERSION, *context))
    except (CryptoError, ValueError, TypeError) as error:
        raise Damaged from error


def pad(plaintext: bytes, step: int = STEP_BYTES) -> bytes:
    """Length (4 bytes), plaintext, zeros: a multiple of `step` bytes, so size says little."""
    content = len(plaintext).to_bytes(LENGTH_BYTES, "big") + plaintext
    return content + bytes(-len(content) % step)


def unpad(padded: bytes) -> bytes:
    """What `pad` was given; raises `Damaged` when the length cannot be right."""
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    if len(padded) < LENGTH_BYTES or length > len(padded) - LENGTH_BYTES:
        raise Damaged
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def seal_json(key: bytes, value: Any, *context: str, step: int = STEP_BYTES) -> bytes:
    """A JSON value, padded to a multiple of `step` bytes before sealing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return seal(key, pad(text.encode("utf-8", "surrogatepass"), step), *context)


def open_json(key: bytes, blob: bytes, *context: str) -> Any:
    """The JSON value; raises `Damaged`."""
    plaintext = unpad(open_sealed(key, blob, *context))
    try:
        return json.loads(plaintext.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise Damaged from error


def seal_key(public_key: bytes, secret: bytes, *context: str) -> bytes:
    """A short secret for the holder of a key pair, bound to `context`; sender stays unknown."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(_context_hash(context) + secret))


def open_key(secret_key: bytes, blob: bytes, *context: str) -> bytes:
    """The secret; raises `Damaged` with another key or another context."""
    try:
        content = SealedBox(PrivateKey(secret_key)).decrypt(bytes(blob))
    except (CryptoError, ValueError, TypeError) as error:
        raise Damaged from error
    if not equal(content[:CONTEXT_BYTES], _context_hash(context)):
        raise Damaged
    return content[CONTEXT_BYTES:]


def new_key_pair() -> KeyPair:
    """A fresh X25519 pair."""
    return _pair(PrivateKey.generate())


def key_pair_from_seed(seed: bytes) -> KeyPair:
    """The X25519 pair whose private half is `seed` (32 bytes)."""
    return _pair(PrivateKey(seed))


def blind_token(key: bytes, kind: str, value: str) -> bytes:
    """16 bytes to look a value up by without storing it (security.md 2.9)."""
    return mac(key, "token", kind, value)[:TOKEN_BYTES]


def mac(key: bytes, *parts: bytes | str) -> bytes:
    """HMAC-SHA256 over length-prefixed parts, 32 bytes."""
    return hmac.new(key, encode_context(*parts), hashlib.sha256).digest()


def equal(one: bytes, other: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one, other)


def fingerprint(public_key: bytes) -> int:
    """66 bits of a public key, for people to read to each other as six words."""
    digest = hashlib.blake2b(public_key, person=b"fingerprint").digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - FINGERPRINT_BITS)


def encode_context(*parts: bytes | str) -> bytes:
    """Injective: ("ab", "c") and ("a", "bc") never meet, since each part carries its length."""
    encoded = b""
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        encoded += len(raw).to_bytes(LENGTH_BYTES, "big") + raw
    return encoded


def _context_hash(context: tuple[str, ...]) -> bytes:
    return hashlib.blake2b(encode_context(VERSION, *context), digest_size=CONTEXT_BYTES).digest()


def _pair(private: PrivateKey) -> KeyPair:
    return KeyPair(secret=bytes(private), public=bytes(private.public_key))
