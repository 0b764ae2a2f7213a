"""An empty message to one browser of a member: the fixed text stands in the browser already."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.adapters.web_push import UnsafePushTarget, WebPush
from app.domain.push_address import NotAPushAddress
from app.services.channels import Fate, Parcel

log = logging.getLogger(__name__)

TAKEN = (200, 201, 202)
DEAD = (404, 410)


@dataclass(frozen=True)
class PushChannel:
    """One of the places that she has for browsers (`app.services.deliveries.DEVICES`)."""

    push: WebPush
    name: str
    clock: Callable[[], datetime]

    def send(self, parcel: Parcel) -> Fate:
        """Raises OSError when the service cannot be reached.

        An address that is not allowed is removed: it can never be sent to. Every other answer is
        tried again and ends in the alarm: a token that is refused, a redirect or a name that leads
        inside is about us or the service, and she must not lose her messages by it.
        """
        try:
            status = self.push.send(parcel.address, urgent=parcel.urgent, now=self.clock())
        except NotAPushAddress:
            log.warning("an address for messages is not one that we may send to")
            return Fate.GONE
        except UnsafePushTarget as error:
            log.warning("a message service leads inside", exc_info=error)
            return Fate.LATER
        if status in TAKEN:
            return Fate.SENT
        if status in DEAD:
            return Fate.GONE
        log.warning("a message service answered %s", status)
        return Fate.LATER
