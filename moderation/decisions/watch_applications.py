"""A proof goes after seven days, read or not: two days ahead the desk hears that one waits.

Who has to show again what she showed already may not come back (ADR 0026).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.membership import PROOF_DAYS
from app.domain.states import ApplicationState
from app.models.member import Application
from app.services.outbox import promise
from app.services.raise_alarm import raise_alarm, was_raised

DAYS_AHEAD = 2
PROOF_ALARM = "proof_goes_soon"


def watch_applications(session: Session, *, now: datetime) -> None:
    """At most once in `DAYS_AHEAD` days: the neutral mail to the desk, and an alarm."""
    near = session.scalars(
        select(Application.id)
        .where(
            Application.state == ApplicationState.WAITING,
            Application.proof.is_not(None),
            Application.proof_on <= now.date() - timedelta(days=PROOF_DAYS - DAYS_AHEAD),
        )
        .order_by(Application.proof_on)
        .limit(1)
    ).first()
    if near is not None and not was_raised(session, PROOF_ALARM, days=DAYS_AHEAD, now=now):
        raise_alarm(session, PROOF_ALARM, now=now)
        promise(session, "notify_desk", near, now=now)
