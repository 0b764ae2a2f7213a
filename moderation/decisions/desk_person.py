"""Who is at the desk in this request, and the team keys that the session holds for them.

The session's data is sealed under a secret that only the cookie holds; this is its one shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

FRESH_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class TeamKey:
    """The private half of a team's epoch and K_match, 32 bytes each."""

    team: str
    epoch: int
    secret: bytes = field(repr=False)
    k_match: bytes = field(repr=False)


@dataclass(frozen=True)
class DeskPerson:
    """Somebody of the desk with a confirmed second factor; `fresh_at`: last proof of presence."""

    staff_id: UUID
    name: str
    role: str
    team: str
    fresh_at: datetime | None = None
    keys: tuple[TeamKey, ...] = ()

    def key(self, epoch: int) -> TeamKey | None:
        """The key of that epoch of the person's own team, or None without a grant."""
        return next((one for one in self.keys if (one.team, one.epoch) == (self.team, epoch)), None)

    @property
    def newest_key(self) -> TeamKey | None:
        own = [one for one in self.keys if one.team == self.team]
        return max(own, key=lambda one: one.epoch, default=None)


def is_fresh(person: DeskPerson, now: datetime) -> bool:
    """Has this person shown a code or passphrase in the last five minutes? (ASVS 7.5.3)"""
    return person.fresh_at is not None and timedelta(0) <= now - person.fresh_at <= FRESH_FOR


def to_session(person: DeskPerson) -> dict[str, Any]:
    """The data of a full desk session."""
    return {
        "name": person.name,
        "roles": [person.role],
        "team": person.team,
        "second_factor": True,
        "keys": keys_to_session(person.keys),
        **freshness(person.fresh_at),
    }


def keys_to_session(keys: tuple[TeamKey, ...]) -> list[dict[str, Any]]:
    return [
        {"team": one.team, "epoch": one.epoch, "secret": one.secret, "match": one.k_match}
        for one in keys
    ]


def freshness(moment: datetime | None) -> dict[str, Any]:
    """The part of the data that a new proof of presence changes."""
    return {"fresh_at": None if moment is None else moment.isoformat()}


def from_session(staff_id: UUID, data: Mapping[str, Any]) -> DeskPerson:
    """The person of a full desk session."""
    fresh_at = data.get("fresh_at")
    return DeskPerson(
        staff_id=staff_id,
        name=data["name"],
        role=data["roles"][0],
        team=data["team"],
        fresh_at=None if fresh_at is None else datetime.fromisoformat(fresh_at),
        keys=tuple(
            TeamKey(one["team"], one["epoch"], one["secret"], one["match"]) for one in data["keys"]
        ),
    )
