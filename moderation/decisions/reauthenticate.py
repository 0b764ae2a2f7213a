"""Showing again that it is you, before something that cannot be undone (ASVS 7.5.3).

A code of the app, a passkey or the passphrase, each is enough: the session has already seen two of
them. The passphrase is stretched before the unit of work opens, as in sign_in.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.passkeys import Site
from app.adapters.vault.boxes import Damaged, equal
from app.models.staff import Staff
from app.services import audit
from moderation.decisions.attempts import count_failure, is_barred
from moderation.decisions.passkeys import Challenge, Use, use_passkey
from moderation.decisions.passphrase import Stretched, is_too_long, stretch
from moderation.decisions.second_factor import digits_of, use_code
from moderation.decisions.staff_rows import is_active, locked


def salt_of(session: Session, staff_id: UUID) -> bytes | None:
    """The salt of this person's passphrase."""
    row = session.get(Staff, staff_id)
    return None if row is None else row.salt


def stretch_if_passphrase(proof: str, salt: bytes | None, *, keyring: Keyring) -> Stretched | None:
    """None for a code of six digits, or for a text too long to stretch. Raises Busy."""
    if salt is None or digits_of(proof) is not None or is_too_long(proof):
        return None
    return stretch(proof, salt, keyring=keyring)


def reauthenticate(
    session: Session,
    staff_id: UUID,
    proof: str,
    stretched: Stretched | None,
    *,
    keyring: Keyring,
    now: datetime,
) -> bool | None:
    """Whether the proof holds; None when the session must end (five wrong, or suspended)."""
    row = locked(session, staff_id)
    if not is_active(row) or row.auth is None or is_barred(row, now):
        return None
    if stretched is not None:
        right = equal(stretched.auth, row.auth)
    else:
        right = _code_is_right(row, proof, keyring, now)
    return _noted(session, row, right, keyring=keyring, now=now)


def reauthenticate_with_passkey(
    session: Session,
    staff_id: UUID,
    challenge: Challenge | None,
    answer: str,
    *,
    site: Site,
    keyring: Keyring,
    now: datetime,
) -> bool | None:
    """As reauthenticate; `challenge` was taken out of the session: it counts once."""
    row = locked(session, staff_id)
    if not is_active(row) or is_barred(row, now):
        return None
    used = use_passkey(session, row, challenge, answer, site=site, keyring=keyring, now=now)
    return _noted(session, row, used is Use.RIGHT, keyring=keyring, now=now)


def _code_is_right(row: Staff, proof: str, keyring: Keyring, now: datetime) -> bool:
    try:
        return use_code(row, proof, keyring=keyring, now=now)
    except Damaged:
        return False


def _noted(
    session: Session, row: Staff, right: bool, *, keyring: Keyring, now: datetime
) -> bool | None:
    if not right:
        count_failure(row, now)
    session.flush()  # the account's row first, the log's lock last
    audit.append(
        session,
        keyring=keyring,
        actor=row.id,
        action="proved_again" if right else "proof_refused",
        now=now,
    )
    return right if right or not is_barred(row, now) else None
