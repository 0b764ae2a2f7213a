"""Pinning a team's key: the operator compares words read to him, and learns no secret.

The holder reads six words from her own screen; the newest key in the database must have that
fingerprint, or somebody has put another key there (security.md 2.5, T5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring, PinnedKey
from app.adapters.vault.boxes import fingerprint
from app.domain.code import CodeUnreadable, read_six_words
from app.models.staff import TeamEpoch
from app.services import audit
from app.services.settle_alarms import settle_alarms
from app.services.team_key import TROUBLES, holder_count, newest_epoch, team_trouble
from moderation.decisions.invite_staff import OPERATOR
from moderation.rules.teams import TEAMS


class NothingToPin(Exception):
    """This team has no key yet: its first holder makes it by enrolling."""


class OtherFingerprint(Exception):
    """The words are not those of the newest key: do not pin, find out why."""


def key_to_pin(session: Session, team: str, words: str) -> PinnedKey:
    """The newest key, if it is the one whose words were read. Changes nothing.

    Raises NothingToPin, OtherFingerprint.
    """
    epoch = newest_epoch(session, team) if team in TEAMS else None
    row = None if epoch is None else session.get(TeamEpoch, (team, epoch))
    if row is None:
        raise NothingToPin
    try:
        read = read_six_words(words)
    except CodeUnreadable as error:
        raise OtherFingerprint from error
    if read != fingerprint(row.public_key):
        raise OtherFingerprint
    return PinnedKey(team, row.epoch, row.public_key)


@dataclass(frozen=True)
class PinReport:
    """A team's newest epoch, its pinned one, the holders of the newest, and what is wrong."""

    team: str
    newest: int | None
    pinned: int | None
    holders: int
    trouble: str | None


def pin_report(session: Session, *, keyring: Keyring) -> tuple[PinReport, ...]:
    """Every team as the operator may see it."""
    found = []
    for team in TEAMS:
        newest = newest_epoch(session, team)
        pinned = keyring.pinned_team_key(team)
        found.append(
            PinReport(
                team=team,
                newest=newest,
                pinned=None if pinned is None else pinned.epoch,
                holders=0 if newest is None else holder_count(session, team, newest),
                trouble=team_trouble(session, keyring, team),
            )
        )
    return tuple(found)


def note_pin(session: Session, key: PinnedKey, *, keyring: Keyring, now: datetime) -> None:
    """After the file was written: the line in the log, and alarms about the pin are settled."""
    settle_alarms(session, TROUBLES, now=now)
    audit.append(
        session, keyring=keyring, actor=OPERATOR, action="team_key_pinned",
        data={"team": key.team, "epoch": key.epoch}, now=now,
    )  # fmt: skip
