"""A complaint that was taken back: every word goes and its keys with it, a stub stays for its term.

The stub keeps its look-up, so that nobody can file under the same code.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.reporter_moves import may_withdraw_complaint
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintKeys
from app.services.purge_complaints import PARTS
from moderation.decisions.complaint.rows import set_complaint_state


def erase_complaint(session: Session, complaint_id: UUID, *, now: datetime) -> None:
    """Harmless when run twice."""
    complaint = session.scalar(
        select(Complaint)
        .where(Complaint.id == complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if complaint is None or not may_withdraw_complaint(complaint.state):
        return
    set_complaint_state(
        session, complaint, ComplaintState.WITHDRAWN, by=None, actor="reporter", now=now
    )
    complaint.closed_on = now.date()
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, complaint.closed_on)
    complaint.urgent = False
    complaint.owner_id = None
    complaint.body = None
    complaint.summary = None
    complaint.contact = None
    complaint.desk = None
    complaint.fact_link = None
    complaint.idem = None
    complaint.repeat_sealed = None
    session.flush()
    # the keys too: what a backup of the tables still holds opens for nobody (security.md 2.12)
    for part in (*PARTS, ComplaintKeys):
        session.execute(delete(part).where(part.complaint_id == complaint_id))
