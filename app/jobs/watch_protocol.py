"""Looks every day whether the protocol holds, and a year ahead whether its end is near."""

from __future__ import annotations

from app.domain.protocol import ENDING
from app.services.raise_alarm import raise_alarm, was_raised
from app.services.workshop import Periodic, Workshop

DAY_SECONDS = 24 * 60 * 60
REMIND_DAYS = 30  # of an end that is near: somebody has to write letters, not to run


def watch_protocol(workshop: Workshop) -> None:
    """An alarm when it does not hold, and one every month of its last year."""
    now = workshop.clock()
    code = workshop.reference.protocol.trouble_on(now.date())
    if code is None:
        return
    with workshop.database.writing() as session:
        if code != ENDING or not was_raised(session, code, days=REMIND_DAYS, now=now):
            raise_alarm(session, code, now=now)


WATCH_PROTOCOL = Periodic("watch_protocol", watch_protocol, DAY_SECONDS)
