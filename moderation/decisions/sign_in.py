"""Signing in at the desk: name, passphrase, code; one answer and one stretching for all that fails.

In three steps, so that no unit of work is open while we stretch (security.md 3.5, 3.6, T14):
find_candidate (reading), try_passphrase (no database), complete_sign_in (writing). The last one
never raises for a refusal: its audit line must be kept (security.md 3.14).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, equal
from app.domain.states import StaffState
from app.models.staff import Staff
from app.services import audit
from app.services.raise_alarm import raise_alarm
from moderation.decisions.attempts import (
    count_failure,
    device_mark,
    is_barred,
    knows_device,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.passphrase import (
    Stretched,
    dummy_salt,
    is_too_long,
    open_secret,
    stretch,
)
from moderation.decisions.second_factor import use_code
from moderation.decisions.staff_rows import find_by_name, locked
from moderation.decisions.team_grants import open_grants

UNKNOWN = "unknown"
BARRED = "sign_in_barred"
LONGEST_NAME_BYTES = 200


@dataclass(frozen=True)
class Candidate:
    """Whoever this name may be; the salt is real or a dummy that looks the same."""

    staff_id: UUID | None
    salt: bytes = field(repr=False)
    knows_device: bool = False


@dataclass(frozen=True)
class Tried:
    """A candidate and what the typed passphrase gave; None when it was too long to stretch."""

    candidate: Candidate
    stretched: Stretched | None = field(repr=False)


@dataclass(frozen=True)
class SignedIn:
    """The person with their opened keys; `device` is what this browser may keep for 90 days."""

    person: DeskPerson
    device: str = field(repr=False)


def find_candidate(
    session: Session, name: str, device: str, *, keyring: Keyring, now: datetime
) -> Candidate:
    """The salt to stretch with; `device` is the browser's mark or empty."""
    row = None if is_too_long(name) else find_by_name(session, name)
    dummy = dummy_salt(name[:LONGEST_NAME_BYTES], keyring=keyring)
    if row is None or row.salt is None or row.state is not StaffState.ACTIVE:
        return Candidate(None if row is None else row.id, dummy)
    known = knows_device(device, row.id, row.salt, now.date(), keyring=keyring)
    return Candidate(row.id, row.salt, known)


def try_passphrase(candidate: Candidate, passphrase: str, *, keyring: Keyring) -> Tried:
    """Exactly one stretching, and none for a text over 200 bytes. Raises Busy."""
    if is_too_long(passphrase):
        return Tried(candidate, None)
    return Tried(candidate, stretch(passphrase, candidate.salt, keyring=keyring))


def complete_sign_in(
    session: Session, tried: Tried, code: str, *, keyring: Keyring, now: datetime
) -> SignedIn | None:
    """The person, or None for every cause alike; either way a line in the audit log."""
    row = account_of(session, tried, keyring=keyring, now=now)
    if row is None:
        return None
    secret = _proven(row, tried, code, keyring, now)
    if secret is None:
        count_failure(row, now)
        log_sign_in(session, keyring, row.id, "sign_in_refused", now)
        return None
    return signed_in(session, row, secret, keyring=keyring, now=now)


def account_of(session: Session, tried: Tried, *, keyring: Keyring, now: datetime) -> Staff | None:
    """The row under its lock; None, with its line, for nobody's name and too many tries."""
    staff_id = tried.candidate.staff_id
    if staff_id is None:
        log_sign_in(session, keyring, UNKNOWN, "sign_in_refused", now)
        return None
    row = locked(session, staff_id)
    if is_barred(row, now) and not tried.candidate.knows_device:
        raise_alarm(session, BARRED, now=now)
        log_sign_in(session, keyring, row.id, "sign_in_barred", now)
        return None
    return row


def signed_in(
    session: Session, row: Staff, secret: bytes, *, keyring: Keyring, now: datetime
) -> SignedIn:
    """After passphrase and second factor: the person with their opened keys."""
    assert row.salt is not None
    person = DeskPerson(
        staff_id=row.id,
        name=row.name,
        role=row.role,
        team=row.team,
        fresh_at=now,
        keys=open_grants(session, row.id, secret, now=now),
    )
    log_sign_in(session, keyring, row.id, "signed_in", now)
    return SignedIn(person, device_mark(row.id, row.salt, now.date(), keyring=keyring))


def passphrase_opens(row: Staff, tried: Tried) -> bytes | None:
    """The private key when the passphrase is right, whatever the second factor."""
    if row.state is not StaffState.ACTIVE or row.auth is None or row.wrapped_secret is None:
        return None
    if tried.stretched is None or not equal(tried.stretched.auth, row.auth):
        return None
    try:
        return open_secret(tried.stretched, row.wrapped_secret, row.id)
    except Damaged:  # a row somebody moved or altered is nobody's account
        return None


def _proven(row: Staff, tried: Tried, code: str, keyring: Keyring, now: datetime) -> bytes | None:
    """The private key when passphrase and code are both right.

    A right code is used up even beside a wrong passphrase: each code once (T10).
    """
    if row.state is not StaffState.ACTIVE or row.auth is None or row.wrapped_secret is None:
        return None
    try:
        code_right = use_code(row, code, keyring=keyring, now=now)
        if tried.stretched is None or not equal(tried.stretched.auth, row.auth) or not code_right:
            return None
        return open_secret(tried.stretched, row.wrapped_secret, row.id)
    except Damaged:  # a row somebody moved or altered is nobody's account
        return None


def log_sign_in(
    session: Session, keyring: Keyring, actor: UUID | str, action: str, now: datetime
) -> None:
    """A line about a try; it is kept whatever came of the try."""
    session.flush()  # the account's row first, the log's lock last
    audit.append(session, keyring=keyring, actor=actor, action=action, now=now)
