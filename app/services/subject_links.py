"""For which requests of listed persons a warning rests."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.states import SubjectState
from app.models.subject_request import SubjectRequestAlert, SubjectRequestRow


def rests_for_open(session: Session, alert_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether a request without an answer keeps it at rest; `but` is one that does not count."""
    waits = (
        exists()
        .where(SubjectRequestAlert.alert_id == alert_id, SubjectRequestAlert.suspended)
        .where(SubjectRequestRow.id == SubjectRequestAlert.request_id)
        .where(SubjectRequestRow.state != SubjectState.ANSWERED)
    )
    if but is not None:
        waits = waits.where(SubjectRequestAlert.request_id != but)
    return bool(session.scalar(select(waits)))
