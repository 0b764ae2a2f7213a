"""Signing in with a passkey: first the passphrase, then the passkey (security.md 3.13, T10).

Between the two stands a half-open session of five minutes. It reaches one page, ends nobody else's
session, and holds the private key that the passphrase opened, sealed under its own cookie. On that
page a code of the app still does: somebody may have left the passkey at home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.passkeys import Site
from app.adapters.vault.boxes import Damaged
from app.models.staff import Staff
from moderation.decisions.attempts import AT_MOST, count_failure, is_barred
from moderation.decisions.passkeys import Challenge, Use, has_passkeys, use_passkey
from moderation.decisions.second_factor import use_code
from moderation.decisions.sign_in import (
    SignedIn,
    Tried,
    account_of,
    log_sign_in,
    passphrase_opens,
    signed_in,
)
from moderation.decisions.staff_rows import is_active, locked


@dataclass(frozen=True)
class HalfOpen:
    """Somebody whose passphrase was right; `wrong`: second factors that were not."""

    staff_id: UUID
    secret: bytes = field(repr=False)
    knows_device: bool = False
    wrong: int = 0

    def to_session(self) -> dict[str, Any]:
        return {"secret": self.secret, "knows_device": self.knows_device, "wrong": self.wrong}

    @classmethod
    def from_session(cls, staff_id: UUID, data: Mapping[str, Any]) -> HalfOpen:
        return cls(staff_id, data["secret"], data["knows_device"], data["wrong"])


@dataclass(frozen=True)
class Finished:
    """What came of a second factor: somebody, or a refusal, or the end of the half session."""

    signed_in: SignedIn | None = None
    over: bool = False


def begin_half_open(
    session: Session, tried: Tried, *, keyring: Keyring, now: datetime
) -> HalfOpen | None:
    """None for every cause alike, as in complete_sign_in; also for who has no passkey."""
    row = account_of(session, tried, keyring=keyring, now=now)
    if row is None:
        return None
    secret = passphrase_opens(row, tried)
    if secret is None or not has_passkeys(session, row.id):
        count_failure(row, now)
        log_sign_in(session, keyring, row.id, "sign_in_refused", now)
        return None
    log_sign_in(session, keyring, row.id, "passphrase_accepted", now)
    return HalfOpen(row.id, secret, tried.candidate.knows_device)


def finish_with_passkey(
    session: Session,
    half: HalfOpen,
    challenge: Challenge | None,
    answer: str,
    *,
    site: Site,
    keyring: Keyring,
    now: datetime,
) -> Finished:
    """`challenge` was taken out of the half-open session: it counts once."""
    row = locked(session, half.staff_id)
    if not _may_try(row, half, now):
        return Finished(over=True)
    used = use_passkey(session, row, challenge, answer, site=site, keyring=keyring, now=now)
    return _finish(session, row, half, used is Use.RIGHT, keyring=keyring, now=now)


def finish_with_code(
    session: Session, half: HalfOpen, code: str, *, keyring: Keyring, now: datetime
) -> Finished:
    """As finish_with_passkey, with six digits of the app."""
    row = locked(session, half.staff_id)
    if not _may_try(row, half, now):
        return Finished(over=True)
    try:
        right = use_code(row, code, keyring=keyring, now=now)
    except Damaged:
        right = False
    return _finish(session, row, half, right, keyring=keyring, now=now)


def _may_try(row: Staff, half: HalfOpen, now: datetime) -> bool:
    barred = is_barred(row, now) and not half.knows_device
    return is_active(row) and not barred and half.wrong < AT_MOST


def _finish(
    session: Session, row: Staff, half: HalfOpen, right: bool, *, keyring: Keyring, now: datetime
) -> Finished:
    if right:
        return Finished(signed_in(session, row, half.secret, keyring=keyring, now=now))
    count_failure(row, now)
    log_sign_in(session, keyring, row.id, "sign_in_refused", now)
    barred = is_barred(row, now) and not half.knows_device
    return Finished(over=barred or half.wrong + 1 >= AT_MOST)
