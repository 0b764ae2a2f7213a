"""Tells the members whom an alert concerns: a notice without content each, and what goes outside.

One call is one chunk in one transaction. Whoever was told stands in the rows, so a run that was
stopped anywhere can begin again at the first member.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.states import AlertState, MemberState
from app.models.alert import Alert
from app.models.member import Member
from app.models.telling import Notice
from app.services.deliveries import Recipient, add_deliveries, recipient
from app.services.sealed_member import Choices
from app.services.workshop import NotNow

CHUNK = 250
MOST_SEVERE = 4  # what may pass her quiet hours


def tell_members(
    session: Session,
    alert_id: UUID,
    *,
    after: UUID | None = None,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> UUID | None:
    """The next chunk of members after this one; the last of them, None when all were asked.

    Harmless when run twice; nothing when the alert has gone or is not out any more. One that rests
    is told when it is out again (tell_changes). Raises NotNow without a valid protocol: she would
    be told of what she may not see.
    """
    # its lock: what happens to the alert meanwhile finds everybody who was told before
    alert = session.scalar(select(Alert).where(Alert.id == alert_id).with_for_update())
    if alert is None or alert.state is not AlertState.PUBLISHED:
        return None
    if not reference.protocol.valid_on(now.date()):
        raise NotNow
    query = select(Member).where(Member.state == MemberState.ACTIVE)
    if after is not None:
        query = query.where(Member.id > after)
    members = session.scalars(query.order_by(Member.id).limit(CHUNK)).all()
    had = _told_of(session, alert_id, [member.id for member in members])
    fresh = [
        who
        for who in (recipient(keyring, member, now) for member in members)
        if who.member_id not in had and wants(who.choices, alert, reference)
    ]
    _write(session, alert, fresh, now)
    if len(members) == CHUNK:
        return members[-1].id
    # members who leave take their notices along; how many there were stays, without who
    alert.told = max(alert.told, _count_told(session, alert_id))
    session.flush()
    return None


def wants(choices: Choices, alert: Alert, reference: ReferenceData) -> bool:
    """Whether an alert fits what she chose."""
    if alert.severity < choices.least:
        return False
    near = not choices.regions or any(
        _overlap(mine, alert.region, reference) for mine in choices.regions
    )
    kinds = set(choices.kinds)
    return near and (not kinds or bool(kinds & _with_categories(alert.kinds.split(","), reference)))


def _write(session: Session, alert: Alert, fresh: list[Recipient], now: datetime) -> None:
    insert_missing(
        session,
        Notice,
        [
            {"member_id": one.member_id, "alert_id": alert.id, "on_day": now.date(), "seen": False}
            for one in fresh
        ],
    )
    add_deliveries(session, alert, alert.id, fresh, urgent=alert.severity >= MOST_SEVERE, now=now)


def _told_of(session: Session, alert_id: UUID, members: Collection[UUID]) -> set[UUID]:
    return set(
        session.scalars(
            select(Notice.member_id).where(
                Notice.alert_id == alert_id, Notice.member_id.in_(members)
            )
        )
    )


def _count_told(session: Session, alert_id: UUID) -> int:
    counted = select(func.count()).select_from(Notice).where(Notice.alert_id == alert_id)
    return session.scalar(counted) or 0


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
