"""Alerts whose term is over: no check finds them, no member reads them, no word remains.

`expires_on` is the day on which something goes (app/domain/retention.py).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.domain.states import AlertState
from app.models.alert import Alert, AlertToken
from app.models.decision import Decision
from app.models.telling import Notice
from app.services.answer_alert import drop_answers

ENDED = (AlertState.EXPIRED, AlertState.RETRACTED)  # nothing follows (workflow)


def live_alerts(session: Session) -> int:
    """Alerts that are out or may come out: what the purge guard measures against."""
    return session.scalar(select(func.count()).where(Alert.state.not_in(ENDED))) or 0


def due_alerts(session: Session, *, now: datetime) -> int:
    """Live alerts whose term is over."""
    return (
        session.scalar(
            select(func.count()).where(Alert.state.not_in(ENDED), Alert.expires_on <= now.date())
        )
        or 0
    )


def expire_alerts(session: Session, *, now: datetime) -> int:
    """Ends live alerts whose term is over and empties every other one past it; how many."""
    today = now.date()
    due = session.scalars(
        select(Alert).where(
            Alert.expires_on <= today,
            or_(Alert.state.not_in(ENDED), Alert.text.is_not(None), Alert.identifiers.is_not(None)),
        )
    ).all()
    for alert in due:
        if alert.state not in ENDED:
            session.add(
                Decision(
                    subject_kind="alert",
                    subject_id=alert.id,
                    actor="system",
                    from_state=alert.state.value,
                    to_state=AlertState.EXPIRED.value,
                    reason="term_over",
                    on_day=today,
                )
            )
            alert.state = AlertState.EXPIRED
        alert.text = None
        alert.identifiers = None
        alert.tokens_sealed = None
        alert.text_mac = None
        alert.review = None
    ids = [alert.id for alert in due]
    if ids:
        session.flush()  # the tokens' rows point to rows that were just changed
        session.execute(delete(AlertToken).where(AlertToken.alert_id.in_(ids)))
        session.execute(delete(Notice).where(Notice.alert_id.in_(ids)))
        drop_answers(session, ids)
    return len(ids)
