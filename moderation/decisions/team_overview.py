"""What the team page and the notices of the desk show: people, keys, pin. No secret in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, fingerprint, key_pair_from_seed
from app.models.staff import Staff, TeamEpoch, TeamGrant
from app.services import audit
from app.services.audit import AuditEntry
from app.services.settle_alarms import standing_alarms
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.decisions.escrow import OPENED_ALARM
from moderation.decisions.suspend_staff import ROTATION_DUE
from moderation.decisions.team_grants import GRANT_DAMAGED, other_holder_roles
from moderation.rules.roles import Permission, may
from moderation.rules.teams import FEWEST_HOLDERS, holds_key, may_grant

NO_TEAM_KEY = "no_team_key"
NOT_PINNED = "not_pinned"
OLDER_PINNED = "older_pinned"
OTHER_PINNED = "other_pinned"
PINNED = "pinned"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team; `fingerprint` of their own key, for reading to each other."""

    staff_id: UUID
    name: str
    role: str
    state: str
    has_grant: bool
    fingerprint: int | None


@dataclass(frozen=True)
class TeamOverview:
    """A team as one of its people sees it; `fingerprint` is of the newest key they hold."""

    team: str
    newest_epoch: int | None
    held_epoch: int | None
    fingerprint: int | None
    pin: str
    colleagues: tuple[Colleague, ...]
    may_grant: bool
    notices: tuple[str, ...]


def team_overview(session: Session, person: DeskPerson, *, keyring: Keyring) -> TeamOverview:
    """The team of this person. The fingerprint comes from the private half in their session,
    so that a key put into the database is never read aloud as ours."""
    held = person.newest_key
    newest = _newest(session, person.team)
    granted = _granted(session, newest)
    colleagues = tuple(
        Colleague(
            staff_id=row.id,
            name=row.name,
            role=row.role,
            state=row.state.value,
            has_grant=row.id in granted,
            fingerprint=None if row.public_key is None else fingerprint(row.public_key),
        )
        for row in session.scalars(
            select(Staff).where(Staff.team == person.team).order_by(Staff.name)
        )
    )
    pin = _pin_state(newest, held, keyring)
    return TeamOverview(
        team=person.team,
        newest_epoch=None if newest is None else newest.epoch,
        held_epoch=None if held is None else held.epoch,
        fingerprint=None if held is None else fingerprint(key_pair_from_seed(held.secret).public),
        pin=pin,
        colleagues=colleagues,
        may_grant=held is not None and may_grant(person.role, other_holder_roles(session, person)),
        notices=_notices(session, held, pin, len(granted)),
    )


def desk_notices(session: Session, person: DeskPerson, *, keyring: Keyring) -> tuple[str, ...]:
    """Codes of what everybody of a team must know about its key; empty when all is well."""
    if not holds_key(person.role):
        return ()
    held = person.newest_key
    newest = _newest(session, person.team)
    pin = _pin_state(newest, held, keyring)
    return _notices(session, held, pin, len(_granted(session, newest)))


def own_fingerprint(session: Session, staff_id: UUID) -> int | None:
    """Fingerprint of somebody's own public key, as the database has it."""
    row = session.get(Staff, staff_id)
    return None if row is None or row.public_key is None else fingerprint(row.public_key)


@dataclass(frozen=True)
class AuditPage:
    """Lines of the log, and the names behind the actors in them."""

    entries: tuple[AuditEntry, ...]
    names: Mapping[str, str]


def audit_page(session: Session, person: DeskPerson, *, before: int | None = None) -> AuditPage:
    """Own lines; a lead or caseworker the team's; an auditor all (security.md 3.13)."""
    people = {row.id: row for row in session.scalars(select(Staff))}
    if may(person.role, Permission.AUDIT_ALL):
        actors = None
    elif may(person.role, Permission.AUDIT_TEAM):
        actors = [one for one, row in people.items() if row.team == person.team]
    else:
        actors = [person.staff_id]
    entries = audit.lines_of(session, actors, before=before)
    return AuditPage(entries, {str(one): row.name for one, row in people.items()})


def _newest(session: Session, team: str) -> TeamEpoch | None:
    return session.scalars(
        select(TeamEpoch).where(TeamEpoch.team == team).order_by(TeamEpoch.epoch.desc()).limit(1)
    ).first()


def _granted(session: Session, epoch: TeamEpoch | None) -> frozenset[UUID]:
    if epoch is None:
        return frozenset()
    return frozenset(
        session.scalars(
            select(TeamGrant.staff_id).where(
                TeamGrant.team == epoch.team, TeamGrant.epoch == epoch.epoch
            )
        )
    )


def _pin_state(newest: TeamEpoch | None, held: TeamKey | None, keyring: Keyring) -> str:
    if newest is None:
        return NO_TEAM_KEY
    pinned = keyring.pinned_team_key(newest.team)
    if pinned is None:
        return NOT_PINNED
    if held is not None and held.epoch == pinned.epoch:
        own = key_pair_from_seed(held.secret).public
        if not equal(own, pinned.public_key):
            return OTHER_PINNED
    if newest.epoch > pinned.epoch:
        return OLDER_PINNED
    return PINNED if equal(newest.public_key, pinned.public_key) else OTHER_PINNED


def _notices(session: Session, held: TeamKey | None, pin: str, grants: int) -> tuple[str, ...]:
    found = [] if pin in (PINNED, NO_TEAM_KEY) else [pin]
    if pin != NO_TEAM_KEY and held is None:
        found.append("no_grant")
    if pin != NO_TEAM_KEY and grants < FEWEST_HOLDERS:
        found.append("few_holders")
    standing = standing_alarms(session)
    found.extend(code for code in (ROTATION_DUE, GRANT_DAMAGED, OPENED_ALARM) if code in standing)
    return tuple(found)
