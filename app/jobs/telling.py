"""Members are told: in chunks of a transaction each, then outside in small claims (ADR 0027).

The rows are the truth. A worker that is killed leaves whole chunks behind; the next one begins at
the first member and finds who was told already.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.quiet_log import Word
from app.services.channels import Channel, Fate, Parcel
from app.services.confirm_mail import TASK as CONFIRM
from app.services.confirm_mail import code_to_send
from app.services.deliveries import due_deliveries, settle
from app.services.mail_channel import MailChannel
from app.services.tell_changes import TASK, tell_change
from app.services.tell_members import tell_members
from app.services.workshop import OutsideTask, Periodic, Workshop

log = logging.getLogger(__name__)

CLAIM = 20
ROUND_SECONDS = 20.0  # the loop has other work too
EVERY_SECONDS = 10

Chunk = Callable[[Session, UUID | None], UUID | None]


def _tell_members(alert_id: UUID, workshop: Workshop, now: datetime) -> None:
    def chunk(session: Session, after: UUID | None) -> UUID | None:
        return tell_members(
            session, alert_id, after=after,
            keyring=workshop.keyring, reference=workshop.reference, now=now,
        )  # fmt: skip

    _in_chunks(workshop, chunk)


def _tell_change(change_id: UUID, workshop: Workshop, now: datetime) -> None:
    def chunk(session: Session, after: UUID | None) -> UUID | None:
        return tell_change(session, change_id, after=after, keyring=workshop.keyring, now=now)

    _in_chunks(workshop, chunk)


def _in_chunks(workshop: Workshop, chunk: Chunk) -> None:
    after: UUID | None = None
    while True:
        with workshop.database.writing() as session:
            after = chunk(session, after)
        if after is None:
            return


def deliver(workshop: Workshop, *, seconds: float = ROUND_SECONDS) -> int:
    """Sends what is due over every channel, for at most about so long; how many went out."""
    sent = 0
    for channel in workshop.channels.values():
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            went, may_go_on = _one_claim(workshop, channel)
            sent += went
            if not may_go_on:
                break
    return sent


def _one_claim(workshop: Workshop, channel: Channel) -> tuple[int, bool]:
    """How many went out, and whether there may be more to do now."""
    keyring, now = workshop.keyring, workshop.clock()
    if not workshop.reference.protocol.valid_on(now.date()):
        return 0, False  # the pages are closed: what waits here waits with them
    if workshop.database.is_sqlite:
        # a slow mail server must not hold the only lock; one loop sends, a second one beside it
        # would send the same message with the same id
        with workshop.database.reading() as session:
            claim = due_deliveries(session, channel.name, keyring=keyring, now=now, most=CLAIM)
        fates = _send(channel, claim.parcels)
        with workshop.database.writing() as session:
            settle(session, channel.name, claim, fates, keyring=keyring, now=now)
    else:
        with workshop.database.writing() as session:
            claim = due_deliveries(session, channel.name, keyring=keyring, now=now, most=CLAIM)
            fates = _send(channel, claim.parcels)
            settle(session, channel.name, claim, fates, keyring=keyring, now=now)
    went = sum(fate is Fate.SENT for _parcel, fate in fates)
    stuck = any(fate is Fate.LATER for _parcel, fate in fates)
    return went, bool(claim) and not stuck


def _send(channel: Channel, parcels: Iterable[Parcel]) -> list[tuple[Parcel, Fate]]:
    fates: list[tuple[Parcel, Fate]] = []
    for parcel in parcels:
        try:
            fates.append((parcel, channel.send(parcel)))
        except OSError as error:  # the other side is away: the rest would only wait as long
            log.warning("channel %s is away", Word(channel.name), exc_info=error)
            return [*fates, (parcel, Fate.LATER)]
    return fates


def _confirm_mail(member_id: UUID, workshop: Workshop, now: datetime) -> None:
    with workshop.database.reading() as session:
        found = code_to_send(session, member_id, keyring=workshop.keyring, now=now)
    if found is not None:
        pending, language = found
        MailChannel(workshop.mail, workshop.catalogues).send_code(
            pending.address, language, pending.code
        )


def _run(workshop: Workshop) -> None:
    deliver(workshop)


CONFIRM_MAIL = OutsideTask(CONFIRM, _confirm_mail)
TELL_MEMBERS = OutsideTask("tell_members", _tell_members)
TELL_CHANGE = OutsideTask(TASK, _tell_change)
DELIVER = Periodic("deliver", _run, every_seconds=EVERY_SECONDS)
