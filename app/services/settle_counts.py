"""What may be told of an alert's counts moves here, in the housekeeping, and nowhere else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.impact import counts_again, step_of, week_of
from app.domain.states import CAME_OUT, AlertState
from app.models.alert import Alert
from app.services.tell_changes import MERGED, promise_change


def settle_counts(session: Session, *, now: datetime) -> int:
    """Steps of the week for alerts that live, and reports whose day has come; how many moved.

    An alert at rest keeps what members read of it until it is out again.
    """
    today = now.date()
    rows = session.scalars(
        select(Alert)
        .where(
            Alert.state.in_(CAME_OUT),
            or_(
                Alert.counted_on.is_(None),
                Alert.counted_on < week_of(today),
                Alert.shows_on <= today,
            ),
        )
        .order_by(Alert.id)
        .with_for_update()
    ).all()
    moved = 0
    for alert in rows:
        if counts_again(alert.counted_on, today):
            alert.told_step, alert.hits_step = step_of(alert.told), step_of(alert.hits)
            alert.counted_on = week_of(today)
            moved += 1
        if alert.shows_on is not None and alert.shows_on <= today:
            moved += _show_reports(session, alert, now)
    session.flush()
    return moved


def _show_reports(session: Session, alert: Alert, now: datetime) -> int:
    if alert.state is not AlertState.PUBLISHED:
        return 0
    alert.shows_on = None
    if alert.shown_reports >= alert.independent:
        return 0
    alert.shown_reports = alert.independent
    promise_change(session, alert, MERGED, now=now)
    return 1
