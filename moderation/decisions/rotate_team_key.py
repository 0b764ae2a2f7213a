"""A new key pair for a team, after somebody left or when a quarter has passed (security.md 2.7).

One request of a key holder, one unit of work: epoch n+1, grants for the remaining holders, and
every live report sealed anew. New reports keep coming in under epoch n until the pin has moved;
finish_rotation seals those anew too and closes epoch n. Data keys stay as they are: who left
would have had to copy each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, equal, key_pair_from_seed
from app.domain.states import StaffState
from app.models.alert import Alert
from app.models.staff import EscrowSeal, Staff, TeamEpoch, TeamGrant
from app.services import audit
from app.services.raise_alarm import raise_alarm
from app.services.sealed_alert import open_source, seal_source
from app.services.settle_alarms import settle_alarms
from app.services.team_key import newest_epoch
from app.services.web_session import end_all_for
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.decisions.escrow import seal_to_escrow
from moderation.decisions.reseal_applications import reseal_applications
from moderation.decisions.reseal_cases import CASE_DAMAGED, cases_left, reseal_cases
from moderation.decisions.seal_grant import seal_grant
from moderation.decisions.suspend_staff import ROTATION_DUE
from moderation.decisions.team_grants import (
    GrantRefused,
    matches_row,
    new_team_key,
    other_holder_roles,
)
from moderation.rules.teams import ALERTS, may_grant

AT_ONCE = 10_000  # measured: about 1.2 s of cryptography


@dataclass(frozen=True)
class Rotation:
    """`key`: the new epoch; `resealed` reports moved to it, `left` still wait."""

    key: TeamKey
    resealed: int
    left: int


def rotate_team_key(
    session: Session,
    person: DeskPerson,
    *,
    keyring: Keyring,
    now: datetime,
    at_once: int = AT_ONCE,
) -> Rotation:
    """Make the next epoch and move the reports. Raises GrantRefused as grant_team_key does.

    Sessions of the other holders end: they get the new key by signing in.
    """
    old = person.newest_key
    if old is None or not _is_newest(session, old):
        raise GrantRefused("no_key")
    if not may_grant(person.role, other_holder_roles(session, person)):
        raise GrantRefused("not_allowed")
    if not matches_row(session, old):
        raise GrantRefused("other_key")
    key = new_team_key(session, person.team, old.epoch + 1, k_match=old.k_match, today=now.date())
    for row in _holders(session, person.team, old.epoch):
        assert row.public_key is not None
        seal_grant(session, key, row.id, row.public_key)
        if row.id != person.staff_id:
            end_all_for(session, row.id)
    own = [one for one in person.keys if one.team == person.team]
    seal_to_escrow(session, (*own, key), keyring=keyring, now=now)
    session.flush()  # the new grants before the reports that need them
    resealed = reseal_cases(session, person, key, now=now, at_once=at_once)
    _reseal_sources(session, person, key, now)
    reseal_applications(session, person, key, now=now)
    settle_alarms(session, [ROTATION_DUE], now=now)
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="team_key_rotated",
        data={"team": person.team, "epoch": key.epoch, "count": resealed}, now=now,
    )  # fmt: skip
    return Rotation(key, resealed, cases_left(session, person.team, key.epoch))


def finish_rotation(
    session: Session,
    person: DeskPerson,
    *,
    keyring: Keyring,
    now: datetime,
    at_once: int = AT_ONCE,
) -> Rotation:
    """Move what came in meanwhile, and close the older epochs once the pin has moved on.

    Resumable: the epoch stands in each row. Raises GrantRefused.
    """
    key = person.newest_key
    if key is None or not matches_row(session, key):
        raise GrantRefused("no_key")
    resealed = reseal_cases(session, person, key, now=now, at_once=at_once)
    _reseal_sources(session, person, key, now)
    reseal_applications(session, person, key, now=now)
    left = cases_left(session, person.team, key.epoch)
    pinned = keyring.pinned_team_key(person.team)
    row = session.get(TeamEpoch, (person.team, key.epoch))
    if (
        left == 0
        and pinned is not None
        and row is not None
        and pinned.epoch == key.epoch
        and equal(pinned.public_key, row.public_key)
    ):
        _close_older(session, key)
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="reports_resealed",
        data={"team": person.team, "count": resealed}, now=now,
    )  # fmt: skip
    return Rotation(key, resealed, left)


def _is_newest(session: Session, key: TeamKey) -> bool:
    """Under the lock of the epoch's row, so that two rotations cannot both go on."""
    session.execute(
        select(TeamEpoch)
        .where(TeamEpoch.team == key.team, TeamEpoch.epoch == key.epoch)
        .with_for_update()
    )
    return newest_epoch(session, key.team) == key.epoch


def _holders(session: Session, team: str, epoch: int) -> list[Staff]:
    return list(
        session.scalars(
            select(Staff)
            .join(TeamGrant, TeamGrant.staff_id == Staff.id)
            .where(
                TeamGrant.team == team,
                TeamGrant.epoch == epoch,
                Staff.state == StaffState.ACTIVE,
                Staff.public_key.is_not(None),
            )
        )
    )


def _reseal_sources(session: Session, person: DeskPerson, key: TeamKey, now: datetime) -> None:
    """The link from an alert to its reports is sealed to the alerts team too."""
    if key.team != ALERTS:
        return
    query = select(Alert).where(Alert.source_epoch < key.epoch).with_for_update()
    for alert in session.scalars(query):
        old = person.key(alert.source_epoch)
        if old is None:
            continue
        try:
            reports = open_source(old.secret, alert.id, alert.source_epoch, alert.source_sealed)
        except Damaged:
            raise_alarm(session, CASE_DAMAGED, now=now)
            continue
        public = key_pair_from_seed(key.secret).public
        alert.source_sealed = seal_source(public, alert.id, key.epoch, reports)
        alert.source_epoch = key.epoch
    session.flush()  # closing epochs asks which of them alerts still use


def _close_older(session: Session, key: TeamKey) -> None:
    session.execute(
        update(TeamEpoch)
        .where(TeamEpoch.team == key.team, TeamEpoch.epoch < key.epoch)
        .values(state="closed")
    )
    for kept in (TeamGrant, EscrowSeal):  # on paper too, an old key opens no old copy for ever
        used_by_alert = exists().where(Alert.source_epoch == kept.epoch)
        session.execute(
            delete(kept)
            .where(kept.team == key.team, kept.epoch < key.epoch, ~used_by_alert)
            .execution_options(synchronize_session=False)
        )
