"""How a complainant can be reached: as of a report, after a coded reason, a line in the log that
holds it, and a proof of presence of the last five minutes (security.md 2.4, 3.13).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.report_parts import Contact
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.case_rows import NoSuchCase, require_active
from moderation.decisions.complaint.rows import find_complaint, log_act, open_complaint_keys
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from moderation.decisions.show_parts import NotFresh
from moderation.rules.outcomes import Outcome, require_reason

CONTACT_ASKED = "complaint_contact_asked"
CONTACT_SHOWN = "complaint_contact_shown"


def ask_for_complaint_contact(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Writes down why, before anything is opened. Raises ReasonNotAllowed, NotFresh, NoSuchCase."""
    require_reason(Outcome.REVEAL_CONTACT, reason)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    complaint = find_complaint(session, person, complaint_id)
    if complaint.contact is None:
        raise NoSuchCase
    log_act(
        session, person, complaint, CONTACT_ASKED, keyring=keyring, now=now,
        data={"reason": reason},
    )  # fmt: skip


def reveal_complaint_contact(
    session: Session, person: DeskPerson, complaint_id: UUID, logged: Logged, *, now: datetime
) -> Contact:
    """How she may be reached. Raises NotWrittenDown, NotFresh, NoSuchCase, NoKey, Damaged."""
    if not logged.allows(CONTACT_SHOWN, complaint_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    if not is_fresh(person, now):
        raise NotFresh
    complaint = find_complaint(session, person, complaint_id)
    if complaint.contact is None:
        raise NoSuchCase
    keys = open_complaint_keys(session, person, complaint)
    return Contact.from_json(COMPLAINT.open_contact(keys.dek, complaint_id, complaint.contact))
