"""A consent of a complaint, given or taken back at any time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.complaint_parts import ComplaintConsents
from app.services.complaint_tokens import drop_tokens
from app.services.counted_facts import drop_facts
from app.services.outbox import promise
from app.services.own_complaint import OwnComplaint, own_complaint
from app.services.sealed_complaint import COMPLAINT


def change_complaint_consent(
    session: Session, own: OwnComplaint, code: str, *, given: bool, now: datetime
) -> None:
    """Twice the same is the same as once. What was done with a consent that she takes back goes at
    once: her facts in the figures, her place in the patterns.

    Raises `ReportGone`, `NoSuchComplaintConsent`.
    """
    complaint = own_complaint(session, own, for_change=True)
    sealed = COMPLAINT.open_consents(own.dek, complaint.id, complaint.consents)
    changed = ComplaintConsents.from_json(sealed).changed(code, given)
    complaint.consents = COMPLAINT.seal_consents(own.dek, complaint.id, changed.to_json())
    if not changed.figures:
        drop_facts(session, complaint, own.dek)
    if not changed.pattern:
        drop_tokens(session, complaint.id)
    promise(session, "notify_desk", complaint.id, now=now)
