"""Her own feed: that there is something new, on which day; behind an address that only she has.

The address is 192 random bits; the database holds its MAC. No entry has content, and its id is a
MAC too, so that nobody can tell from two feeds whether they are about the same alert.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac
from app.domain.membership import Standing, standing
from app.domain.protocol import Protocol
from app.models.alert import Alert
from app.models.member import Member
from app.models.telling import AlertChange, ChangeNotice, Feed, Notice
from app.services.sealed_member import choices_of
from app.services.visible_alerts import visible_on

SECRET_BYTES = 24
LONGEST = 64
MOST_ENTRIES = 30


@dataclass(frozen=True)
class Entry:
    """`opaque_id` stays the same for the same entry of the same member."""

    opaque_id: UUID
    on_day: date


@dataclass(frozen=True)
class OwnFeed:
    """Newest first; `opaque_id` names the feed itself."""

    opaque_id: UUID
    language: str
    entries: tuple[Entry, ...]


def renew_feed(session: Session, member_id: UUID, *, keyring: Keyring) -> str:
    """A fresh secret for her address, shown once; the old address is dead from now on."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.execute(delete(Feed).where(Feed.member_id == member_id))
    session.add(Feed(member_id=member_id, address_mac=_mac(keyring, "address", secret)))
    session.flush()
    return secret


def remove_feed(session: Session, member_id: UUID) -> None:
    session.execute(delete(Feed).where(Feed.member_id == member_id))


def has_feed(session: Session, member_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(Feed.member_id == member_id))))


def read_feed(
    session: Session, secret: str, *, protocol: Protocol, keyring: Keyring, now: datetime
) -> OwnFeed | None:
    """None for an address that is not there, while her membership does not stand, and while no
    protocol is valid."""
    if len(secret) > LONGEST or not protocol.valid_on(now.date()):
        return None
    member = session.scalar(
        select(Member)
        .join(Feed, Feed.member_id == Member.id)
        .where(Feed.address_mac == _mac(keyring, "address", secret))
    )
    if member is None:
        return None
    if standing(member.state, member.renew_by, now.date()) is not Standing.OPEN:
        return None
    choices = choices_of(member, keyring)
    return OwnFeed(
        _opaque(keyring, member.id, member.id),
        choices.language,
        _entries(session, member.id, keyring, now.date()),
    )


def _entries(session: Session, member_id: UUID, keyring: Keyring, today: date) -> tuple[Entry, ...]:
    told = session.execute(
        select(Notice.alert_id, Notice.on_day)
        .join(Alert, Alert.id == Notice.alert_id)
        .where(Notice.member_id == member_id, visible_on(Alert, today))
    )
    changed = session.execute(
        select(AlertChange.id, AlertChange.on_day)
        .join(ChangeNotice, ChangeNotice.change_id == AlertChange.id)
        .where(ChangeNotice.member_id == member_id, ChangeNotice.seen.is_(False))
    )
    found = [Entry(_opaque(keyring, member_id, about), day) for about, day in (*told, *changed)]
    found.sort(key=lambda one: (one.on_day, one.opaque_id), reverse=True)
    return tuple(found[:MOST_ENTRIES])


def _opaque(keyring: Keyring, member_id: UUID, about: UUID) -> UUID:
    return UUID(bytes=_mac(keyring, "entry", f"{member_id} {about}")[:16])


def _mac(keyring: Keyring, use: str, text: str) -> bytes:
    assert keyring.k_field is not None
    return mac(keyring.k_field, f"feed {use}", text.encode())
