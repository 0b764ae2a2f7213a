"""She takes her complaint back: at once nothing opens any more, within 24 hours nothing is left.

A letter that was sent stays with who got it; the page says so before she does this.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.complaint_tokens import drop_tokens
from app.services.counted_facts import drop_facts
from app.services.outbox import promise
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.reporter_requests import TAKE_BACK, leave_request


def withdraw_complaint(session: Session, own: OwnComplaint, *, now: datetime) -> None:
    """Asks to erase it; from here on her code opens nothing. Raises `ReportGone`.

    Where it is counted only her key and that of the desk can tell, and the desk's process that
    erases has neither: so that goes here and now.
    """
    complaint = own_complaint(session, own, for_change=True)
    drop_facts(session, complaint, own.dek)
    drop_tokens(session, complaint.id)
    leave_request(session, TAKE_BACK, complaint.id, now=now)
    promise(session, "notify_desk", complaint.id, now=now)
