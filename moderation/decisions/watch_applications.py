"""A proof goes after seven days, read or not: two days ahead the desk hears that one waits.

Who has to show again what she showed already may not come back (ADR 0026).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.membership import PROOF_DAYS
from app.domain.states import ApplicationState
from app.models.member import Application
from app.models.outbox import OutboxTask
from app.services.outbox import promise
from app.services.raise_alarm import raise_alarm

DAYS_AHEAD = 2
PROOF_ALARM = "proof_goes_soon"


def watch_applications(session: Session, *, now: datetime) -> None:
    """An alarm, and one neutral mail to the desk in `DAYS_AHEAD` days about each proof."""
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
    if near is None:
        return
    raise_alarm(session, PROOF_ALARM, now=now)
    told = exists().where(
        OutboxTask.task == "notify_desk",
        OutboxTask.object_id == near,
        OutboxTask.on_day > now.date() - timedelta(days=DAYS_AHEAD),
    )
    if not session.scalar(select(told)):
        promise(session, "notify_desk", near, now=now)
