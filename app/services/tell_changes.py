"""Members hear what happened to an alert they were told of: exactly those, and what is different.

Who was told stands in the notices, which stay until the alert has ended.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.models.alert import Alert
from app.models.member import Member
from app.models.telling import AlertChange, ChangeNotice, Notice
from app.services.deliveries import add_deliveries, recipient
from app.services.outbox import promise
from app.services.tell_members import CHUNK
from app.services.visible_alerts import visible_on

CORRECTED, EXTENDED, RETRACTED = "corrected", "extended", "retracted"
SUSPENDED, RESUMED, MERGED = "suspended", "resumed", "merged"
CHANGES = (MERGED, CORRECTED, EXTENDED, RESUMED, SUSPENDED, RETRACTED)
TASK = "tell_change"


@dataclass(frozen=True)
class Changed:
    """`change` is a code of `alert_change`, `parts` codes of `alert_part`; `alert_id` only while
    the alert can still be read."""

    change_id: UUID
    change: str
    parts: tuple[str, ...]
    on_day: date
    alert_id: UUID | None


def promise_change(
    session: Session, alert: Alert, change: str, *, parts: Sequence[str] = (), now: datetime
) -> None:
    """Nothing for an alert that no member ever saw."""
    if alert.published_on is None:
        return
    row = AlertChange(
        id=uuid4(), alert_id=alert.id, change=change, parts=",".join(parts), on_day=now.date()
    )
    session.add(row)
    session.flush()
    promise(session, TASK, row.id, now=now)


def tell_change(
    session: Session,
    change_id: UUID,
    *,
    after: UUID | None = None,
    keyring: Keyring,
    now: datetime,
) -> UUID | None:
    """The next chunk of those who were told, whatever they chose since; the last of them, or None.

    Who pauses or is shut out reads it when she comes back; outside only members are told.
    """
    change = session.get(AlertChange, change_id)
    if change is None:
        return None
    alert = session.scalar(select(Alert).where(Alert.id == change.alert_id).with_for_update())
    if alert is None:
        return None
    query = (
        select(Member)
        .join(Notice, and_(Notice.member_id == Member.id, Notice.alert_id == alert.id))
        .order_by(Member.id)
        .limit(CHUNK)
    )
    told = session.scalars(query if after is None else query.where(Member.id > after)).all()
    insert_missing(
        session,
        ChangeNotice,
        [{"member_id": who.id, "change_id": change_id, "seen": False} for who in told],
    )
    who_told = [recipient(keyring, who, now) for who in told]
    add_deliveries(session, alert, change_id, who_told, urgent=False, now=now)
    if len(told) == CHUNK:
        return told[-1].id
    _afterwards(session, alert, change.change, now)
    return None


def _afterwards(session: Session, alert: Alert, change: str, now: datetime) -> None:
    if change == RETRACTED:  # over: the record has served
        session.execute(delete(Notice).where(Notice.alert_id == alert.id))
    elif change in (CORRECTED, RESUMED):
        # only now those whom the new text concerns, or who were not told before it came to rest:
        # they have nothing to read again
        promise(session, "tell_members", alert.id, now=now)
        session.flush()


def unread_changes(session: Session, member_id: UUID, *, today: date) -> tuple[Changed, ...]:
    """What she has not read yet, newest first; of a day, what no longer counts first."""
    rows = session.execute(
        select(AlertChange, Alert.id)
        .join(ChangeNotice, ChangeNotice.change_id == AlertChange.id)
        .outerjoin(Alert, and_(Alert.id == AlertChange.alert_id, visible_on(Alert, today)))
        .where(ChangeNotice.member_id == member_id, ChangeNotice.seen.is_(False))
        .order_by(AlertChange.id)
    ).all()
    found = [
        Changed(row.id, row.change, tuple(filter(None, row.parts.split(","))), row.on_day, alert_id)
        for row, alert_id in rows
    ]
    return tuple(
        sorted(found, key=lambda one: (one.on_day, CHANGES.index(one.change)), reverse=True)
    )


def see_changes(session: Session, member_id: UUID, changes: Collection[UUID]) -> None:
    """She has read these, and nothing that came while she read."""
    session.execute(
        update(ChangeNotice)
        .where(ChangeNotice.member_id == member_id, ChangeNotice.change_id.in_(changes))
        .values(seen=True)
        .execution_options(synchronize_session=False)
    )
