"""Counting a check: the one write before the look-up, the same for a hit and for a miss.

The quota per member, the alarm of a planted identifier, the coarse counter of an alert, and those
of the figures (decisions 16). What was asked is written nowhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.domain.membership import Standing, standing
from app.domain.protocol import Protocol
from app.domain.quota import WINDOW_DAYS, QuotaVerdict, check_quota
from app.models.alert import Alert, AlertToken
from app.models.member import CanaryToken, CheckQuota, Member
from app.services.counted_checks import count_first_check
from app.services.prepare_check import PreparedCheck
from app.services.raise_alarm import raise_alarm
from app.services.visible_alerts import visible_on

QUOTA_ALARM = "check_quota_spent"
CANARY_ALARM = "check_canary_touched"
SITE_ALARM = "check_site_spent"


class MembershipClosed(Exception):
    """Paused, not renewed, suspended or deleted: no check."""


def count_check(
    session: Session,
    member_id: UUID,
    check: PreparedCheck,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> QuotaVerdict:
    """Whether she may check now; if so it is counted, under the lock of her own row.

    A text that cannot be read costs the same work and nothing of her quota. `left` counts what
    is left after this one. Raises `MembershipClosed`.
    """
    today = now.date()
    member = session.get(Member, member_id, with_for_update=True)
    if member is None or standing(member.state, member.renew_by, today) is not Standing.OPEN:
        raise MembershipClosed
    verdict = check_quota(_used(session, member_id, today), today, protocol)
    if not verdict.allowed:
        raise_alarm(session, QUOTA_ALARM, now=now)
        return verdict
    cost = 1 if check.is_readable else 0
    _count(session, member_id, today, cost)
    if _is_canary(session, check):
        raise_alarm(session, CANARY_ALARM, now=now)
    _count_hits(session, check, today)
    count_first_check(
        session, member, _matched(check, today),
        is_readable=check.is_readable, keyring=keyring, today=today,
    )  # fmt: skip
    return QuotaVerdict(allowed=True, left=verdict.left - cost, free_on=None)


def tell_of_a_sweep(session: Session, *, now: datetime) -> None:
    """More than the site's checks of a day: many members together, or many stolen codes."""
    raise_alarm(session, SITE_ALARM, now=now)


def _used(session: Session, member_id: UUID, today: date) -> dict[date, int]:
    rows = session.execute(
        select(CheckQuota.on_day, CheckQuota.used).where(
            CheckQuota.member_id == member_id,
            CheckQuota.on_day > today - timedelta(days=WINDOW_DAYS),
        )
    )
    return {row.on_day: row.used for row in rows}


def _count(session: Session, member_id: UUID, today: date, cost: int) -> None:
    key = {"member_id": member_id, "on_day": today}
    insert_missing(session, CheckQuota, [{**key, "used": 0}])
    session.execute(
        update(CheckQuota)
        .where(CheckQuota.member_id == member_id, CheckQuota.on_day == today)
        .values(used=CheckQuota.used + cost)
        .execution_options(synchronize_session=False)
    )


def _is_canary(session: Session, check: PreparedCheck) -> bool:
    touched = exists().where(CanaryToken.token.in_(check.tokens))
    return bool(session.scalar(select(touched)))


def _count_hits(session: Session, check: PreparedCheck, today: date) -> None:
    """One UPDATE: a miss rewrites one other alert unchanged, so that it writes as much."""
    matched = _matched(check, today)
    is_hit = Alert.id.in_(matched)
    session.execute(
        update(Alert)
        .where(or_(is_hit, and_(~matched.exists(), _is_any_other(today))))
        .values(hits=Alert.hits + case((is_hit, 1), else_=0))
        .execution_options(synchronize_session=False)
    )


def _matched(check: PreparedCheck, today: date) -> Select[UUID]:
    hit = aliased(Alert)
    return (
        select(hit.id)
        .join(AlertToken, AlertToken.alert_id == hit.id)
        .where(AlertToken.token.in_(check.tokens), visible_on(hit, today))
    )


def _is_any_other(today: date) -> ColumnElement[bool]:
    """One alert that is out, drawn anew each time: the next one after a random id, or the first."""
    other = aliased(Alert)
    in_order = select(other.id).where(visible_on(other, today)).order_by(other.id).limit(1)
    drawn = in_order.where(other.id >= uuid4())
    return Alert.id == func.coalesce(drawn.scalar_subquery(), in_order.scalar_subquery())
