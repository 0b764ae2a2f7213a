"""Nobody may let the month of a listed person pass: near last days raise the alarm (GDPR 12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.states import SubjectState
from app.models.subject_request import SubjectRequestRow
from app.services.raise_alarm import raise_alarm
from moderation.rules.subject_request import REMIND_DAYS

DUE_ALARM, LAST_DAYS_ALARM = "subject_request_due", "subject_request_last_days"


def watch_subject_requests(session: Session, *, now: datetime) -> None:
    """Two codes, so that the second is heard when nobody acted on the first."""
    for days, code in zip(REMIND_DAYS, (DUE_ALARM, LAST_DAYS_ALARM), strict=True):
        near = exists().where(
            SubjectRequestRow.state != SubjectState.ANSWERED,
            SubjectRequestRow.due_on <= now.date() + timedelta(days=days),
        )
        if session.scalar(select(near)):
            raise_alarm(session, code, now=now)
