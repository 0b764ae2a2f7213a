"""Members hear that a warning changed or no longer counts; not which, not what was in it.

Who saw a warning is not kept, so everybody hears of it who could: whose choices fit, and whoever
still has a notice of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.states import MemberState
from app.models.alert import Alert
from app.models.member import ChangeNotice, Member, Notice
from app.services.outbox import promise
from app.services.tell_members import who_wants

CORRECTED, EXTENDED, RETRACTED = "corrected", "extended", "retracted"
SUSPENDED, RESUMED = "suspended", "resumed"
CHANGES = (CORRECTED, EXTENDED, RESUMED, SUSPENDED, RETRACTED)


@dataclass(frozen=True)
class Changed:
    """`change` is a code of the list `alert_change`; `count` how many warnings."""

    change: str
    count: int


def task_of(change: str) -> str:
    """The task that tells members of it."""
    return f"tell_{change}"


def promise_change(session: Session, alert: Alert, change: str, *, now: datetime) -> None:
    """Nothing for an alert that no member ever saw."""
    if alert.published_on is not None:
        promise(session, task_of(change), alert.id, now=now)


def tell_change(
    session: Session,
    alert_id: UUID,
    change: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> int:
    """A row without content for each of them; how many. Harmless when run twice."""
    alert = session.get(Alert, alert_id)
    if alert is None:
        return 0
    told = set(who_wants(session, alert, keyring=keyring, reference=reference))
    told |= set(
        session.scalars(
            select(Notice.member_id)
            .join(Member, Member.id == Notice.member_id)
            .where(Notice.alert_id == alert_id, Member.state == MemberState.ACTIVE)
        )
    )
    insert_missing(
        session,
        ChangeNotice,
        [
            {"member_id": who, "alert_id": alert_id, "change": change, "on_day": now.date()}
            for who in sorted(told)
        ],
    )
    if change == RETRACTED:
        session.execute(delete(Notice).where(Notice.alert_id == alert_id))
    return len(told)


def unread_changes(session: Session, member_id: UUID) -> tuple[Changed, ...]:
    """What she has not read yet, what no longer counts first."""
    rows = session.scalars(select(ChangeNotice.change).where(ChangeNotice.member_id == member_id))
    counted = Counter(rows)
    return tuple(Changed(one, counted[one]) for one in reversed(CHANGES) if counted[one])


def forget_changes(session: Session, member_id: UUID) -> None:
    """She has read them."""
    session.execute(delete(ChangeNotice).where(ChangeNotice.member_id == member_id))
