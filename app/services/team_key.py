"""The key that new reports are sealed to: the pinned one, whatever the database says (T5).

An intruder who can write to the database may put his own public key there. So the database is
only compared with the pin outside it: where the two differ we keep the pin and raise an alarm,
and without a pin a team takes no reports (security.md 2.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring, PinnedKey
from app.adapters.vault.boxes import equal
from app.models.staff import TeamEpoch, TeamGrant
from app.services.raise_alarm import raise_alarm

KEY_DIFFERS = "team_key_differs"
KEY_MISSING = "team_key_missing"
KEY_NOT_PINNED = "team_key_not_pinned"
NEWER_KEY_NOT_PINNED = "team_key_newer"
FEW_HOLDERS = "team_key_few_holders"

TROUBLES = (KEY_DIFFERS, KEY_MISSING, KEY_NOT_PINNED, NEWER_KEY_NOT_PINNED, FEW_HOLDERS)
FEWEST_HOLDERS = 2


@dataclass(frozen=True)
class SealingKey:
    """The pinned key of a team; `trouble` is the code of an alarm, or None when all agrees."""

    team: str
    epoch: int
    public_key: bytes
    trouble: str | None


def sealing_key(session: Session, keyring: Keyring, team: str) -> SealingKey | None:
    """The key to seal to, or None: nobody could read what comes in, so the form is closed.

    It is closed without a pin, and when the pinned epoch is closed: the desk closes an epoch
    with its last grant, since this side may not look at grants (security.md 2.10).
    Only reads; `watch_team_key` raises the alarms.
    """
    pinned = keyring.pinned_team_key(team)
    if pinned is None:
        return None
    row = session.get(TeamEpoch, (team, pinned.epoch))
    if row is not None and row.state == "closed":
        return None
    return SealingKey(team, pinned.epoch, pinned.public_key, _trouble(session, pinned))


def team_trouble(session: Session, keyring: Keyring, team: str) -> str | None:
    """The code of what is wrong with a team's key, or None; a team without any key is at rest."""
    pinned = keyring.pinned_team_key(team)
    if pinned is None:
        return KEY_NOT_PINNED if newest_epoch(session, team) is not None else None
    trouble = _trouble(session, pinned)
    if trouble is None and holder_count(session, team, pinned.epoch) < FEWEST_HOLDERS:
        return FEW_HOLDERS
    return trouble


def watch_team_key(session: Session, keyring: Keyring, team: str, *, now: datetime) -> str | None:
    """Look whether a team's key is as it should be; raises the alarm whose code it returns."""
    trouble = team_trouble(session, keyring, team)
    if trouble is not None:
        raise_alarm(session, trouble, now=now)
    return trouble


def newest_epoch(session: Session, team: str) -> int | None:
    """The highest epoch the database knows of this team."""
    return session.scalar(select(func.max(TeamEpoch.epoch)).where(TeamEpoch.team == team))


def holder_count(session: Session, team: str, epoch: int) -> int:
    """How many people have a grant on this epoch."""
    counted = session.scalar(
        select(func.count())
        .select_from(TeamGrant)
        .where(TeamGrant.team == team, TeamGrant.epoch == epoch)
    )
    return int(counted or 0)


def _trouble(session: Session, pinned: PinnedKey) -> str | None:
    row = session.get(TeamEpoch, (pinned.team, pinned.epoch))
    if row is None:
        return KEY_MISSING
    if not equal(row.public_key, pinned.public_key):
        return KEY_DIFFERS
    if (newest_epoch(session, pinned.team) or 0) > pinned.epoch:
        return NEWER_KEY_NOT_PINNED
    return None
