"""The way back when nobody can open a team's key any more (security.md 2.8, T6).

Each epoch's private half is also sealed to the escrow key, whose own private half exists on paper
only. Opening gives the team's key to a person who has enrolled; it never leaves in the clear, is
written in the log and is told to everybody who holds a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import (
    KEY_BYTES,
    Damaged,
    equal,
    fingerprint,
    key_pair_from_seed,
    open_key,
    seal_key,
)
from app.models.staff import EscrowSeal, TeamEpoch
from app.services import audit
from app.services.raise_alarm import raise_alarm
from moderation.decisions.desk_person import TeamKey
from moderation.decisions.seal_grant import seal_grant
from moderation.decisions.staff_rows import is_active, named
from moderation.rules.teams import holds_key

OPENED_ALARM = "escrow_opened"
MISSING_ALARM = "escrow_missing"
OPERATOR = "operator"


class OtherEscrowKey(Exception):
    """The two halves make another key than the one that epochs are sealed to."""


class EscrowRefused(Exception):
    """`reason`: not_active, wrong_team, other_key or nothing_opens."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Rehearsed:
    """One epoch and whether escrow opens it; False also without a seal."""

    team: str
    epoch: int
    opens: bool


def seal_to_escrow(
    session: Session, keys: Iterable[TeamKey], *, keyring: Keyring, now: datetime
) -> int:
    """Seal every epoch that has no seal to the present escrow key; returns how many it sealed.

    A file that cannot be read raises an alarm and stops nothing: a new key after somebody left must
    not wait for it.
    """
    try:
        public = keyring.escrow_public_key()
    except ValueError:
        raise_alarm(session, MISSING_ALARM, now=now)
        return 0
    if public is None:
        return 0
    count = 0
    for key in keys:
        row = session.get(EscrowSeal, (key.team, key.epoch))
        if row is not None and equal(row.escrow_key, public):
            continue
        session.merge(
            EscrowSeal(
                team=key.team,
                epoch=key.epoch,
                escrow_key=public,
                sealed=seal_key(public, key.secret + key.k_match, *_context(key.team, key.epoch)),
            )
        )
        count += 1
    session.flush()
    return count


def rehearse(session: Session, secret: bytes) -> tuple[Rehearsed, ...]:
    """Every epoch of every team, and whether its seal opens to its key. Raises OtherEscrowKey.

    Only reads. Nothing of a key is kept beyond this call.
    """
    _refuse_another(session, secret)
    return tuple(
        Rehearsed(epoch.team, epoch.epoch, _open(session, epoch, secret) is not None)
        for epoch in _epochs(session)
    )


def open_escrow(
    session: Session,
    secret: bytes,
    name: str,
    fingerprint_read: int,
    *,
    keyring: Keyring,
    now: datetime,
) -> tuple[TeamKey, ...]:
    """Hand every epoch of this person's team to them. Raises EscrowRefused, NoSuchPerson.

    `fingerprint_read`: of the person's own key, as they read it aloud; an intruder in the database
    could have put his public key in their row. Raises OtherEscrowKey too.
    """
    _refuse_another(session, secret)
    row = named(session, name)
    if not is_active(row) or row.public_key is None:
        raise EscrowRefused("not_active")
    if not holds_key(row.role):
        raise EscrowRefused("wrong_team")
    if fingerprint(row.public_key) != fingerprint_read:
        raise EscrowRefused("other_key")
    found = (_open(session, one, secret) for one in _epochs(session) if one.team == row.team)
    keys = tuple(key for key in found if key is not None)
    if not keys:
        raise EscrowRefused("nothing_opens")
    for key in keys:
        seal_grant(session, key, row.id, row.public_key)
    raise_alarm(session, OPENED_ALARM, now=now)
    session.flush()
    audit.append(
        session, keyring=keyring, actor=OPERATOR, action="escrow_opened", object_id=row.id,
        data={"team": row.team, "epochs": len(keys)}, now=now,
    )  # fmt: skip
    return keys


def _epochs(session: Session) -> list[TeamEpoch]:
    return list(session.scalars(select(TeamEpoch).order_by(TeamEpoch.team, TeamEpoch.epoch)))


def _open(session: Session, epoch: TeamEpoch, secret: bytes) -> TeamKey | None:
    """The epoch's key, when the seal opens and the key belongs to the epoch's public half."""
    row = session.get(EscrowSeal, (epoch.team, epoch.epoch))
    if row is None:
        return None
    try:
        content = open_key(secret, row.sealed, *_context(epoch.team, epoch.epoch))
    except Damaged:
        return None
    key = TeamKey(epoch.team, epoch.epoch, content[:KEY_BYTES], content[KEY_BYTES:])
    public = key_pair_from_seed(key.secret).public
    return key if equal(public, epoch.public_key) else None


def _refuse_another(session: Session, secret: bytes) -> None:
    public = key_pair_from_seed(secret).public
    used = session.scalars(select(EscrowSeal.escrow_key)).all()
    if not any(equal(one, public) for one in used):
        raise OtherEscrowKey


def _context(team: str, epoch: int) -> tuple[str, ...]:
    return ("escrow", team, str(epoch))
