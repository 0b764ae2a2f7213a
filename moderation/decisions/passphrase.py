"""What a passphrase opens: one stretching, two independent subkeys (security.md 2.5).

`auth` is compared, `wrap` opens the private key; the stored `auth` says nothing about `wrap`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac, open_sealed, random_key, seal, subkey
from app.domain.code import CodeUnreadable, make_passphrase, parse_passphrase

LONGEST_BYTES = 200
SALT_BYTES = 16


@dataclass(frozen=True)
class Stretched:
    """The two subkeys of one stretching."""

    auth: bytes = field(repr=False)
    wrap: bytes = field(repr=False)


@dataclass(frozen=True)
class Credentials:
    """What is stored of a passphrase, and the private key under it."""

    salt: bytes
    auth: bytes = field(repr=False)
    wrapped_secret: bytes = field(repr=False)


def is_too_long(text: str) -> bool:
    """Over the cap nothing is stretched: a long text is a cheap way to keep us busy."""
    forms = (text, unicodedata.normalize("NFKC", text[: LONGEST_BYTES + 1]).casefold())
    return any(len(form.encode("utf-8", "surrogatepass")) > LONGEST_BYTES for form in forms)


def stretch(text: str, salt: bytes, *, keyring: Keyring) -> Stretched:
    """One stretching, also of a text that cannot be a passphrase. Raises Busy."""
    stretched = keyring.stretcher.stretch_passphrase(_canonical(text), _pepper(keyring), salt)
    return Stretched(subkey(stretched, "staff/auth"), subkey(stretched, "staff/wrap"))


def make_credentials(
    passphrase: str, secret: bytes, staff_id: UUID, *, keyring: Keyring
) -> Credentials:
    """Put a private key under a passphrase, with a new salt. Costs one stretching."""
    salt = random_key()[:SALT_BYTES]
    stretched = stretch(passphrase, salt, keyring=keyring)
    return Credentials(salt, stretched.auth, seal(stretched.wrap, secret, *_context(staff_id)))


def open_secret(stretched: Stretched, wrapped_secret: bytes, staff_id: UUID) -> bytes:
    """The private key; raises Damaged when the row is not what this passphrase made."""
    return open_sealed(stretched.wrap, wrapped_secret, *_context(staff_id))


def dummy_salt(name: str, *, keyring: Keyring) -> bytes:
    """A salt for a name nobody has: the same each time, so that nothing differs."""
    key = subkey(_pepper(keyring), "staff/dummy-salt")
    return mac(key, name.encode("utf-8", "surrogatepass"))[:SALT_BYTES]


def new_passphrase(language: str) -> str:
    """Six generated words with 66 bits (security.md 2.5: never chosen)."""
    return " ".join(make_passphrase(random_key(), language))


def _canonical(text: str) -> str:
    try:
        return parse_passphrase(text)
    except CodeUnreadable:
        return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pepper(keyring: Keyring) -> bytes:
    if keyring.pepper_staff is None:
        raise RuntimeError("this process has no pepper for the people of the desk")
    return keyring.pepper_staff


def _context(staff_id: UUID) -> tuple[str, ...]:
    return ("staff", str(staff_id), "secret")
