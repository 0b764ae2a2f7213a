"""The passkeys of a person of the desk: kept under K_field, bound to that person (T10).

A challenge counts once and for five minutes. It lies in the session that asks, and the caller takes
it out of there under the lock before anything is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.passkeys import (
    PasskeyRefused,
    Site,
    StoredPasskey,
    answered_by,
    read_answer,
    read_enrolment,
)
from app.adapters.vault.boxes import Damaged, equal, open_json, random_key, seal_json
from app.models.staff import Passkey, Staff
from app.services import audit
from app.services.raise_alarm import raise_alarm
from moderation.decisions.staff_rows import is_active, locked
from moderation.rules.second_factors import MOST_PASSKEYS, may_remove, went_back

CHALLENGE = "passkey_challenge"
HOLDS_FOR = timedelta(minutes=5)
CLONED_ALARM = "passkey_cloned"
SEALED_STEP = 512


class Use(Enum):
    """What came of an answer; a copied passkey is refused like a wrong one, and is told."""

    RIGHT = "right"
    WRONG = "wrong"
    CLONED = "cloned"


class LastFactor(Exception):
    """Without this passkey the account would have no second factor."""


class TooMany(Exception):
    """There are as many passkeys as one person may have."""


@dataclass(frozen=True)
class Challenge:
    """A question that was put to a browser."""

    value: bytes = field(repr=False)
    until: datetime

    def to_session(self) -> dict[str, Any]:
        return {CHALLENGE: {"value": self.value, "until": self.until.isoformat()}}

    @classmethod
    def from_session(cls, kept: Mapping[str, Any] | None) -> Challenge | None:
        """Of what the session had under CHALLENGE; None when it was taken before."""
        if not kept:
            return None
        return cls(kept["value"], datetime.fromisoformat(kept["until"]))


@dataclass(frozen=True)
class ListedPasskey:
    """A passkey as its owner sees it; `name` is empty when the row does not open."""

    passkey_id: UUID
    name: str
    added_on: date


def new_challenge(now: datetime) -> Challenge:
    return Challenge(random_key(), now + HOLDS_FOR)


def has_passkeys(session: Session, staff_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(Passkey.staff_id == staff_id))))


def list_passkeys(
    session: Session, staff_id: UUID, *, keyring: Keyring
) -> tuple[ListedPasskey, ...]:
    """This person's own, the oldest first."""
    return tuple(
        ListedPasskey(row.id, "" if kept is None else kept[1], row.added_on)
        for row, kept in _opened(session, staff_id, keyring)
    )


def credential_ids(session: Session, staff_id: UUID, *, keyring: Keyring) -> tuple[bytes, ...]:
    """So that one device is not taken twice."""
    return tuple(
        kept[0].credential_id for _row, kept in _opened(session, staff_id, keyring) if kept
    )


def add_passkey(
    session: Session,
    staff_id: UUID,
    name: str,
    challenge: Challenge | None,
    answer: str,
    *,
    site: Site,
    keyring: Keyring,
    now: datetime,
) -> bool:
    """Whether it was taken; raises TooMany. The name has no sense for the desk."""
    row = locked(session, staff_id)
    present = credential_ids(session, staff_id, keyring=keyring)
    if len(present) >= MOST_PASSKEYS:
        raise TooMany
    try:
        if not is_active(row) or challenge is None or now >= challenge.until:
            raise PasskeyRefused
        kept = read_enrolment(site, challenge.value, answer)
        if kept.credential_id in present:
            raise PasskeyRefused
    except PasskeyRefused:
        audit.append(session, keyring=keyring, actor=row.id, action="passkey_refused", now=now)
        return False
    passkey_id = uuid4()
    session.add(
        Passkey(
            id=passkey_id,
            staff_id=row.id,
            sealed=_seal(kept, name, row.id, passkey_id, keyring),
            added_on=now.date(),
        )
    )
    session.flush()
    audit.append(session, keyring=keyring, actor=row.id, action="passkey_added", now=now)
    return True


def remove_passkey(
    session: Session, staff_id: UUID, passkey_id: UUID, *, keyring: Keyring, now: datetime
) -> bool:
    """False when this person has no such passkey; raises LastFactor."""
    row = locked(session, staff_id)
    mine = list(session.scalars(select(Passkey).where(Passkey.staff_id == staff_id)))
    found = next((one for one in mine if one.id == passkey_id), None)
    if found is None:
        return False
    if not may_remove(has_codes=row.totp_sealed is not None, passkeys=len(mine)):
        raise LastFactor
    session.delete(found)
    session.flush()
    audit.append(session, keyring=keyring, actor=row.id, action="passkey_removed", now=now)
    return True


def use_passkey(
    session: Session,
    row: Staff,
    challenge: Challenge | None,
    answer: str,
    *,
    site: Site,
    keyring: Keyring,
    now: datetime,
) -> Use:
    """Is this an answer of one of this person's own passkeys to this question?

    The caller holds the lock of the person's row, and writes the line of the log.
    """
    if challenge is None or now >= challenge.until:
        return Use.WRONG
    try:
        wanted = answered_by(answer)
        for stored, kept in _opened(session, row.id, keyring):
            if kept is None or not equal(kept[0].credential_id, wanted):
                continue
            passkey, name = kept
            shown = read_answer(site, challenge.value, answer, passkey)
            if went_back(passkey.sign_count, shown):
                raise_alarm(session, CLONED_ALARM, now=now)
                audit.append(
                    session, keyring=keyring, actor=row.id, action="passkey_cloned", now=now
                )
                return Use.CLONED
            moved = replace(passkey, sign_count=shown)
            stored.sealed = _seal(moved, name, row.id, stored.id, keyring)
            return Use.RIGHT
    except PasskeyRefused:
        return Use.WRONG
    return Use.WRONG


def drop_passkeys(session: Session, staff_id: UUID) -> None:
    """A new beginning, or somebody leaves: none of theirs opens anything any more."""
    session.execute(delete(Passkey).where(Passkey.staff_id == staff_id))


def _opened(
    session: Session, staff_id: UUID, keyring: Keyring
) -> Iterator[tuple[Passkey, tuple[StoredPasskey, str] | None]]:
    """Rows with what lies in them; a row that somebody moved or altered holds nothing."""
    query = select(Passkey).where(Passkey.staff_id == staff_id)
    for row in session.scalars(query.order_by(Passkey.added_on, Passkey.id)).all():
        try:
            kept = open_json(_key(keyring), row.sealed, *_context(staff_id, row.id))
        except Damaged:
            yield row, None
            continue
        passkey = StoredPasskey(
            bytes.fromhex(kept["credential_id"]),
            bytes.fromhex(kept["public_key"]),
            kept["sign_count"],
        )
        yield row, (passkey, kept["name"])


def _seal(
    passkey: StoredPasskey, name: str, staff_id: UUID, passkey_id: UUID, keyring: Keyring
) -> bytes:
    content = {
        "credential_id": passkey.credential_id.hex(),
        "public_key": passkey.public_key.hex(),
        "sign_count": passkey.sign_count,
        "name": name,
    }
    context = _context(staff_id, passkey_id)
    return seal_json(_key(keyring), content, *context, step=SEALED_STEP)


def _key(keyring: Keyring) -> bytes:
    if keyring.k_field is None:
        raise RuntimeError("this process has no key for stored secrets")
    return keyring.k_field


def _context(staff_id: UUID, passkey_id: UUID) -> tuple[str, ...]:
    return ("staff", str(staff_id), "passkey", str(passkey_id))
