"""A published alert that rests: no list, page or check shows it from this unit of work on.

It says nothing about who may do so or why: that is the caller's. An alert may rest for the desk
(`rested_by`) and for listed persons at once, and comes out when nobody keeps it at rest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.subject_request import SubjectRequestAlert
from app.services.tell_changes import RESUMED, SUSPENDED, promise_change

Actor = Literal["staff", "subject"]


def suspend_alert(
    session: Session, alert: Alert, reason: str, *, actor: Actor, by: UUID | None, now: datetime
) -> bool:
    """Whether it rests for this too; the caller holds its lock.

    One that rests already stays at rest, and members were told before.
    """
    if alert.state is AlertState.SUSPENDED:
        _move(session, alert, AlertState.SUSPENDED, reason, actor=actor, by=by, now=now)
        return True
    if alert.state is not AlertState.PUBLISHED:
        return False
    _move(session, alert, AlertState.SUSPENDED, reason, actor=actor, by=by, now=now)
    promise_change(session, alert, SUSPENDED, now=now)
    return True


def resume_alert(session: Session, alert: Alert, reason: str, *, by: UUID, now: datetime) -> bool:
    """Whether it is out again; the caller holds its lock. Not while the desk itself keeps it.

    Whoever kept it at rest until now does so no more.
    """
    if alert.state is not AlertState.SUSPENDED or alert.rested_by is not None:
        return False
    session.execute(
        update(SubjectRequestAlert)
        .where(SubjectRequestAlert.alert_id == alert.id)
        .values(suspended=False)
        .execution_options(synchronize_session="fetch")
    )
    _move(session, alert, AlertState.PUBLISHED, reason, actor="staff", by=by, now=now)
    promise_change(session, alert, RESUMED, now=now)
    return True


def locked_alert(session: Session, alert_id: UUID) -> Alert | None:
    """The row as it is now, locked until the unit of work ends."""
    return session.scalar(
        select(Alert)
        .where(Alert.id == alert_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _move(
    session: Session,
    alert: Alert,
    to_state: AlertState,
    reason: str,
    *,
    actor: Actor,
    by: UUID | None,
    now: datetime,
) -> None:
    session.add(
        Decision(
            subject_kind="alert",
            subject_id=alert.id,
            actor=actor,
            staff_id=by,
            from_state=alert.state.value,
            to_state=to_state.value,
            reason=reason,
            on_day=now.date(),
        )
    )
    alert.state = to_state
    session.flush()
