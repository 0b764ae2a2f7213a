"""Tells the members of a region that there is an alert: a row without content for each of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged, open_json
from app.domain.states import AlertState, MemberState
from app.models.alert import Alert
from app.models.member import Member, Notice


def tell_members(
    session: Session,
    alert_id: UUID,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> int:
    """A notice for every active member whose choices fit the alert; how many fit.

    Harmless when run twice; nothing when the alert has gone or is not out any more, nor without a
    valid protocol: she would be told of what she may not see.
    """
    alert = session.get(Alert, alert_id)
    if alert is None or alert.state is not AlertState.PUBLISHED:
        return 0
    if not reference.protocol.valid_on(now.date()):
        return 0
    told = who_wants(session, alert, keyring=keyring, reference=reference)
    insert_missing(
        session,
        Notice,
        [{"member_id": who, "alert_id": alert_id, "on_day": now.date()} for who in told],
    )
    # notices are thrown away when seen; how many there were stays, without who
    alert.told = max(alert.told, len(told))
    return len(told)


def who_wants(
    session: Session, alert: Alert, *, keyring: Keyring, reference: ReferenceData
) -> list[UUID]:
    """The active members whose choices fit it."""
    kinds = alert.kinds.split(",")
    members = session.execute(
        select(Member.id, Member.profile).where(Member.state == MemberState.ACTIVE)
    ).all()
    return [
        row.id
        for row in members
        if _wants(_choices(keyring, row.id, row.profile), alert.region, kinds, reference)
    ]


def _choices(keyring: Keyring, member_id: UUID, sealed: bytes) -> dict[str, Any]:
    """What she chose; nothing chosen, so everything told, when it cannot be read."""
    if keyring.k_field is None:
        raise RuntimeError("this process may not open the members' choices")
    try:
        choices = open_json(keyring.k_field, sealed, "member", str(member_id), "profile")
    except Damaged:
        return {}
    return choices if isinstance(choices, dict) else {}


def _wants(
    choices: dict[str, Any], region: str, kinds: Collection[str], reference: ReferenceData
) -> bool:
    regions = choices.get("regions") or []
    wanted_kinds = set(choices.get("kinds") or [])
    near = not regions or any(_overlap(mine, region, reference) for mine in regions)
    return near and (not wanted_kinds or bool(wanted_kinds & _with_categories(kinds, reference)))


def _overlap(mine: str, region: str, reference: ReferenceData) -> bool:
    """Whether two places overlap: the same, or one is the police unit around the other.

    An alert without a known place may be anywhere, so everybody is told.
    """
    if not reference.has_region(region):
        return True
    if not reference.has_region(mine):
        return False
    return mine in reference.regions_of(region) or region in reference.regions_of(mine)


def _with_categories(kinds: Collection[str], reference: ReferenceData) -> set[str]:
    known = [reference.incidents[kind] for kind in kinds if kind in reference.incidents]
    return set(kinds) | {incident.category for incident in known}
