"""The ways in which a member can be told outside this site, and what may become of one try.

A channel carries no content: its text is fixed and neutral. What was sent stands in the rows
(`app/models/delivery.py`), never in a channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID


class Fate(Enum):
    """What became of one parcel. `GONE`: the address is dead and is removed; `LATER`: try again."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"


@dataclass(frozen=True)
class Parcel:
    """One neutral message to one address of a member.

    `delivery_id` stays the same when it is tried again, so that a receiver can see that it is the
    same message. `urgent` says how fast, not what.
    """

    delivery_id: UUID
    member_id: UUID
    address: str
    language: str
    urgent: bool


class Channel(Protocol):
    """A way to reach a member; `name` is what stands in her choices and in the rows."""

    @property
    def name(self) -> str:
        """A short code, the same for good."""

    def send(self, parcel: Parcel) -> Fate:
        """Hands it over once. May raise `OSError`: then it is tried again, as after `LATER`."""
