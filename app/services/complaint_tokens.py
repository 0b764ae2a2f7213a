"""Her case leaves the patterns: nobody finds it any more as one of several that told the same."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models.complaint import ComplaintToken


def drop_tokens(session: Session, complaint_id: UUID) -> None:
    """At once; harmless when there are none."""
    session.execute(
        delete(ComplaintToken)
        .where(ComplaintToken.complaint_id == complaint_id)
        .execution_options(synchronize_session=False)
    )
