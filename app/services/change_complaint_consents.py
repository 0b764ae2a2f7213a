"""A consent of a complaint, given or taken back at any time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.complaint_parts import ComplaintConsents
from app.services.outbox import promise
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.sealed_complaint import COMPLAINT


def change_complaint_consent(
    session: Session, own: OwnComplaint, code: str, *, given: bool, now: datetime
) -> None:
    """Twice the same is the same as once. Raises `ReportGone`, `NoSuchComplaintConsent`."""
    complaint = own_complaint(session, own, for_change=True)
    sealed = COMPLAINT.open_consents(own.dek, complaint.id, complaint.consents)
    changed = ComplaintConsents.from_json(sealed).changed(code, given)
    complaint.consents = COMPLAINT.seal_consents(own.dek, complaint.id, changed.to_json())
    promise(session, "notify_desk", complaint.id, now=now)
