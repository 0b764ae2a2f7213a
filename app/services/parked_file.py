"""A photo or PDF between the page where she chose it and the moment she sends (decisions 5).

It lies in a sealed row without an owner; its key travels only in her form. After 24 hours the
sweep removes it; the moment stands sealed, so the table shows no time of day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, random_key, seal_json
from app.adapters.vault.streams import open_stream, seal_stream
from app.models.report import ParkedPhoto

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class ParkingTicket:
    """What the form carries: where the file lies (row id) and its key (32 bytes)."""

    id: UUID
    key: bytes


class FileGone(Exception):
    """The parked file is no longer there: more than 24 hours, or already filed."""


def park_file(
    session: Session, content: bytes, *, keyring: Keyring, now: datetime
) -> ParkingTicket:
    """Stores a cleaned photo, or a PDF as it is, sealed under a fresh key."""
    assert keyring.k_field is not None
    ticket = ParkingTicket(uuid4(), random_key())
    expiry = {"until": int((now + KEPT_FOR).timestamp())}
    session.add(
        ParkedPhoto(
            id=ticket.id,
            stream=seal_stream(ticket.key, content, "parked", str(ticket.id)),
            expiry_sealed=seal_json(
                keyring.k_field, expiry, "parked", str(ticket.id), "expiry", step=64
            ),
        )
    )
    return ticket


def open_parked_file(session: Session, ticket: ParkingTicket) -> bytes:
    """What was parked; raises `FileGone`."""
    row = session.get(ParkedPhoto, ticket.id)
    if row is None:
        raise FileGone
    try:
        return open_stream(ticket.key, row.stream, "parked", str(ticket.id))
    except Damaged as error:
        raise FileGone from error


def unpark_file(session: Session, ticket: ParkingTicket) -> None:
    """Removes a file she took away, or one that now belongs to a report or complaint."""
    session.execute(delete(ParkedPhoto).where(ParkedPhoto.id == ticket.id))
