"""Failed attempts per account: five a quarter of an hour, so twenty an hour (security.md 3.9).

No hard lock: after at most a quarter of an hour the next five are open, and a browser that has
signed in before carries a device mark and is not held up by a stranger at all.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime
from uuid import UUID

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, mac, subkey
from app.models.staff import Staff

AT_MOST = 5
WINDOW_MINUTES = 15
DEVICE_DAYS = 90
DAY_BYTES = 4
DEVICE_CHARACTERS = 48


def is_barred(row: Staff, now: datetime) -> bool:
    """Has this account used up its attempts of this quarter of an hour?"""
    return row.attempts_on == _window(now) and row.attempts >= AT_MOST


def count_failure(row: Staff, now: datetime) -> None:
    """One more; the caller holds the lock of the row."""
    window = _window(now)
    if row.attempts_on != window:
        row.attempts_on, row.attempts = window, 0
    row.attempts += 1


def device_mark(staff_id: UUID, salt: bytes, today: date, *, keyring: Keyring) -> str:
    """What a browser keeps after a full sign-in; a new passphrase ends all marks."""
    day = today.toordinal().to_bytes(DAY_BYTES, "big")
    return base64.urlsafe_b64encode(day + _signature(keyring, staff_id, salt, day)).decode("ascii")


def knows_device(mark: str, staff_id: UUID, salt: bytes, today: date, *, keyring: Keyring) -> bool:
    """Was this browser given a mark for this account in the last 90 days?"""
    if len(mark) != DEVICE_CHARACTERS or not mark.isascii():
        return False
    try:
        blob = base64.b64decode(mark, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    day, signature = blob[:DAY_BYTES], blob[DAY_BYTES:]
    age_days = today.toordinal() - int.from_bytes(day, "big")
    return 0 <= age_days < DEVICE_DAYS and equal(
        signature, _signature(keyring, staff_id, salt, day)
    )


def _signature(keyring: Keyring, staff_id: UUID, salt: bytes, day: bytes) -> bytes:
    if keyring.pepper_staff is None:
        raise RuntimeError("this process has no pepper for the people of the desk")
    return mac(subkey(keyring.pepper_staff, "staff/device"), str(staff_id), salt, day)


def _window(now: datetime) -> datetime:
    moment = now.astimezone(UTC)
    return moment.replace(
        minute=moment.minute - moment.minute % WINDOW_MINUTES, second=0, microsecond=0
    )
