"""She takes her complaint back: at once nothing opens any more, within 24 hours nothing is left.

A letter that was sent stays with who got it; the page says so before she does this.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.outbox import promise
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.reporter_requests import TAKE_BACK, leave_request


def withdraw_complaint(session: Session, own: OwnComplaint, *, now: datetime) -> None:
    """Asks to erase it; from here on her code opens nothing. Raises `ReportGone`."""
    complaint = own_complaint(session, own, for_change=True)
    leave_request(session, TAKE_BACK, complaint.id, now=now)
    promise(session, "notify_desk", complaint.id, now=now)
