"""Messages to her, questions that make the case wait for her, and notes for colleagues."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.domain.training_request import OF_AN_INSTITUTION
from app.models.complaint import Complaint, ComplaintMessage, ComplaintNote
from app.services.own_complaint import NEWS
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.dues import settle_due
from moderation.decisions.complaint.rows import (
    begin_work,
    log_act,
    set_complaint_state,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.write_to_case import readable_text


class NobodyReads(Exception):
    """A case out of an older list, or a request of an institution: nobody has a code for it."""


def write_complaint_note(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    text: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A note for colleagues; her code does not open it. Raises `TextRefused`, as work_on."""
    text = readable_text(text)
    complaint, keys = work_on(session, person, complaint_id)
    number = _next(session, ComplaintNote, complaint_id)
    session.add(
        ComplaintNote(
            complaint_id=complaint_id,
            number=number,
            staff_id=person.staff_id,
            body=COMPLAINT.seal_note(keys.desk_key, complaint_id, number, text),
            on_day=now.date(),
        )
    )
    log_act(session, person, complaint, "complaint_note_written", keyring=keyring, now=now)


def answer_complainant(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    text: str,
    *,
    asks: bool,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A message that she reads with her code; with `asks` the case waits for her answer.

    An institution that asks for a training, and a case out of an older list, have no code. Raises
    `TextRefused`, `NobodyReads`, `MoveNotAllowed` and as work_on.
    """
    text = readable_text(text)
    complaint, keys = work_on(session, person, complaint_id)
    if complaint.lookup is None or complaint.institution_kind == OF_AN_INSTITUTION:
        raise NobodyReads
    begin_work(session, person, complaint, now)
    if asks and complaint.state is not ComplaintState.WAITS_FOR_HER:
        set_complaint_state(
            session, complaint, ComplaintState.WAITS_FOR_HER, by=person.staff_id, now=now
        )
    write_to_her(session, complaint, keys.dek, text, now=now)
    settle_due(session, complaint_id, NEWS, step=None, today=now.date())
    action = "complainant_asked" if asks else "complainant_answered"
    log_act(session, person, complaint, action, keyring=keyring, now=now)


def write_to_her(
    session: Session, complaint: Complaint, dek: bytes, text: str, *, now: datetime
) -> None:
    """The message itself; the caller holds the lock of the complaint."""
    number = _next(session, ComplaintMessage, complaint.id)
    session.add(
        ComplaintMessage(
            complaint_id=complaint.id,
            number=number,
            author="desk",
            body=COMPLAINT.seal_message(dek, complaint.id, number, "desk", text),
            on_day=now.date(),
        )
    )


def _next(
    session: Session, table: type[ComplaintNote | ComplaintMessage], complaint_id: UUID
) -> int:
    """Under the lock of the complaint, so that two people cannot take one number."""
    last = session.scalar(select(func.max(table.number)).where(table.complaint_id == complaint_id))
    return int(last or 0) + 1
