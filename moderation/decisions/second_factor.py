"""Time-based codes of six digits: one step either side, each code once (security.md 3.13, T10).

Seeds lie under K_field, bound to their person, and are never shown again after enrolment.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from uuid import UUID

import pyotp

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, open_sealed, seal
from app.models.staff import Staff

STEP_SECONDS = 30
DIGITS = 6
LONGEST_TYPED = 40
STEPS_EITHER_SIDE = (0, -1, 1)


def new_seed() -> str:
    """160 random bits in base32, as the apps want them."""
    return str(pyotp.random_base32())


def seal_seed(seed: str, staff_id: UUID, *, keyring: Keyring) -> bytes:
    return seal(_key(keyring), seed.encode("ascii"), *_context(staff_id))


def use_code(row: Staff, typed: str, *, keyring: Keyring, now: datetime) -> bool:
    """Is this a code of now that was not used before? If so it is used up.

    The caller holds the lock of the row, so two sign-ins cannot use one code.
    Raises Damaged when the stored seed is not this person's.
    """
    if row.totp_sealed is None:
        return False
    seed = open_sealed(_key(keyring), row.totp_sealed, *_context(row.id)).decode("ascii")
    step = step_of(seed, typed, now)
    if step is None or (row.totp_last_step is not None and step <= row.totp_last_step):
        return False
    row.totp_last_step = step
    return True


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """The time step this code belongs to: the present, the previous or the next; else None."""
    code = digits_of(typed)
    if code is None:
        return None
    present = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(seed, digits=DIGITS, interval=STEP_SECONDS)
    found = None
    for offset in STEPS_EITHER_SIDE:  # all three, whichever fits: equal work
        right = generator.generate_otp(present + offset)
        if equal(right.encode(), code.encode()) and found is None:
            found = present + offset
    return found


def digits_of(typed: str) -> str | None:
    """Six digits of any script, spaces and hyphens dropped; None when it is not that."""
    if len(typed) > LONGEST_TYPED:
        return None
    digits = []
    for character in typed:
        if character.isspace() or character == "-":
            continue
        value = unicodedata.decimal(character, -1)
        if value < 0:
            return None
        digits.append(str(value))
    return "".join(digits) if len(digits) == DIGITS else None


def address_of(seed: str, name: str, issuer: str) -> str:
    """The otpauth address an app reads from the square code."""
    return str(pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=issuer))


def _key(keyring: Keyring) -> bytes:
    if keyring.k_field is None:
        raise RuntimeError("this process has no key for stored secrets")
    return keyring.k_field


def _context(staff_id: UUID) -> tuple[str, ...]:
    return ("staff", str(staff_id), "totp")
