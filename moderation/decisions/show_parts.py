"""Parts of a report that are opened one at a time: a photo, and how she can be reached.

Contact needs more than the rest: a coded reason, a line in the log that holds it, and a proof of
presence of the last five minutes (security.md 2.4, 3.13).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.report_parts import Contact
from app.models.report import Attachment
from app.services import audit
from app.services.sealed_report import open_contact, open_photo
from moderation.decisions.case_rows import NoSuchCase, find_case, open_case_keys, require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from moderation.rules.outcomes import Outcome, require_reason

PHOTO_SHOWN = "photo_shown"
CONTACT_ASKED = "contact_asked"
CONTACT_SHOWN = "contact_shown"


class NotFresh(Exception):
    """The last proof of presence is older than five minutes."""


def show_photo(
    session: Session, person: DeskPerson, report_id: UUID, number: int, logged: Logged
) -> bytes:
    """The cleaned JPEG. Raises NoSuchCase, NoKey, Damaged, NotWrittenDown."""
    if not logged.allows(PHOTO_SHOWN, report_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    report = find_case(session, person, report_id)
    keys = open_case_keys(session, person, report)
    photo = session.get(Attachment, (report_id, number))
    if photo is None:
        raise NoSuchCase
    return open_photo(keys.dek, report_id, number, photo.stream)


def ask_for_contact(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
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
    if find_case(session, person, report_id).contact is None:
        raise NoSuchCase
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=CONTACT_ASKED,
        object_id=report_id,
        data={"reason": reason},
        now=now,
    )


def reveal_contact(
    session: Session, person: DeskPerson, report_id: UUID, logged: Logged, *, now: datetime
) -> Contact:
    """How she may be reached. Raises NotWrittenDown, NotFresh, NoSuchCase, NoKey, Damaged."""
    if not logged.allows(CONTACT_SHOWN, report_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    if not is_fresh(person, now):
        raise NotFresh
    report = find_case(session, person, report_id)
    if report.contact is None:
        raise NoSuchCase
    keys = open_case_keys(session, person, report)
    return Contact.from_json(open_contact(keys.dek, report_id, report.contact))
