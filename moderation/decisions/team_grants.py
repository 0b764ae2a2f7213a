"""A team's key pair and its grants: the private half, sealed to each holder (security.md 2.5).

The private half exists in sessions of key holders and in grants, never by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import (
    KEY_BYTES,
    Damaged,
    equal,
    fingerprint,
    key_pair_from_seed,
    new_key_pair,
    open_key,
    random_key,
)
from app.domain.states import StaffState
from app.models.staff import Staff, TeamEpoch, TeamGrant
from app.services import audit
from app.services.raise_alarm import raise_alarm
from app.services.team_key import newest_epoch
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.decisions.escrow import seal_to_escrow
from moderation.decisions.seal_grant import grant_context, seal_grant
from moderation.decisions.staff_rows import locked
from moderation.rules.teams import holds_key, may_grant

FIRST_EPOCH = 1
GRANT_DAMAGED = "team_grant_damaged"


class LastHolder(Exception):
    """Nobody else holds the key of this team: with it everything sealed to it would be lost."""

    def __init__(self, team: str) -> None:
        super().__init__(team)
        self.team = team


class GrantRefused(Exception):
    """`reason`: no_key, not_allowed, not_active, wrong_team or other_key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Granted:
    """Who was given the key, and how many epochs of it."""

    name: str
    epochs: int


def found_team_key(
    session: Session, row: Staff, *, keyring: Keyring, now: datetime
) -> TeamKey | None:
    """The first key pair of a team, made in its first holder's session; None if it has one.

    The caller has written the person's audit line: its lock keeps two first holders apart.
    """
    if row.public_key is None or newest_epoch(session, row.team) is not None:
        return None
    key = new_team_key(session, row.team, FIRST_EPOCH, k_match=random_key(), today=now.date())
    seal_grant(session, key, row.id, row.public_key)
    seal_to_escrow(session, [key], keyring=keyring, now=now)
    audit.append(
        session, keyring=keyring, actor=row.id, action="team_key_made", now=now,
        data={"team": row.team, "epoch": FIRST_EPOCH},
    )  # fmt: skip
    return key


def new_team_key(
    session: Session, team: str, epoch: int, *, k_match: bytes, today: date
) -> TeamKey:
    """A fresh pair and its row; the caller seals it to its holders."""
    pair = new_key_pair()
    session.add(
        TeamEpoch(team=team, epoch=epoch, public_key=pair.public, state="open", created_on=today)
    )
    session.flush()  # grants refer to the epoch
    return TeamKey(team, epoch, pair.secret, k_match)


def open_grants(
    session: Session, staff_id: UUID, secret: bytes, *, now: datetime
) -> tuple[TeamKey, ...]:
    """All keys somebody was given; a grant that does not open raises an alarm and is left out."""
    keys = []
    query = select(TeamGrant).where(TeamGrant.staff_id == staff_id)
    for grant in session.scalars(query.order_by(TeamGrant.team, TeamGrant.epoch)):
        bare = TeamKey(grant.team, grant.epoch, b"", b"")
        try:
            content = open_key(secret, grant.sealed, *grant_context(bare, staff_id))
        except Damaged:
            raise_alarm(session, GRANT_DAMAGED, now=now)
            continue
        keys.append(TeamKey(grant.team, grant.epoch, content[:KEY_BYTES], content[KEY_BYTES:]))
    return tuple(keys)


def grant_team_key(
    session: Session,
    person: DeskPerson,
    staff_id: UUID,
    fingerprint_read: int,
    *,
    keyring: Keyring,
    now: datetime,
) -> Granted:
    """Hand every epoch that `person` holds to a colleague of the same team.

    `fingerprint_read` is the fingerprint of the colleague's own key as they read it aloud: an
    intruder in the database could have put his public key in their row. Raises GrantRefused,
    NoSuchPerson.
    """
    keys = [key for key in person.keys if key.team == person.team]
    if not keys:
        raise GrantRefused("no_key")
    if not may_grant(person.role, other_holder_roles(session, person)):
        raise GrantRefused("not_allowed")
    row = locked(session, staff_id)
    if row.state is not StaffState.ACTIVE or row.public_key is None:
        raise GrantRefused("not_active")
    if row.team != person.team or not holds_key(row.role):
        raise GrantRefused("wrong_team")
    if fingerprint(row.public_key) != fingerprint_read:
        raise GrantRefused("other_key")
    for key in keys:
        seal_grant(session, key, row.id, row.public_key)
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="team_key_granted",
        object_id=row.id, data={"team": person.team, "epochs": len(keys)}, now=now,
    )  # fmt: skip
    return Granted(row.name, len(keys))


def drop_grants(session: Session, staff_id: UUID, *, even_if_last: bool, now: datetime) -> None:
    """Take all grants away; an epoch that nobody holds any more is closed to new reports.

    Raises LastHolder unless told to go on even then.
    """
    mine = session.execute(
        select(TeamGrant.team, TeamGrant.epoch).where(TeamGrant.staff_id == staff_id)
    ).all()
    for team, epoch in mine:
        others = session.scalar(
            select(func.count())
            .select_from(TeamGrant)
            .where(TeamGrant.team == team, TeamGrant.epoch == epoch, TeamGrant.staff_id != staff_id)
        )
        if others:
            continue
        if not even_if_last:
            raise LastHolder(team)
        session.execute(
            update(TeamEpoch)
            .where(TeamEpoch.team == team, TeamEpoch.epoch == epoch)
            .values(state="closed")
        )
        raise_alarm(session, "team_key_lost", now=now)
    session.execute(delete(TeamGrant).where(TeamGrant.staff_id == staff_id))


def matches_row(session: Session, key: TeamKey) -> bool:
    """Is the public key in the database the one that belongs to this private half?"""
    row = session.get(TeamEpoch, (key.team, key.epoch))
    return row is not None and equal(row.public_key, key_pair_from_seed(key.secret).public)


def other_holder_roles(session: Session, person: DeskPerson) -> list[str]:
    """Roles of the active colleagues who hold a key of this person's team."""
    return list(
        session.scalars(
            select(Staff.role)
            .join(TeamGrant, TeamGrant.staff_id == Staff.id)
            .where(
                TeamGrant.team == person.team,
                Staff.id != person.staff_id,
                Staff.state == StaffState.ACTIVE,
            )
            .distinct()
        )
    )
