"""The letter of a step: kept with the case until it is sent, and never changed after that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.letter import LETTER, Letter, checked
from app.domain.letter_drafting import names_no_longer
from app.models.complaint import Complaint
from app.services.complaint_papers import add_paper, drop_papers, letters_among, read_papers
from app.services.complaint_steps import read_steps
from app.services.own_complaint import OwnComplaint
from app.services.sealed_case import DeskKeys
from moderation.decisions.complaint.rows import begin_work, log_act, work_on
from moderation.decisions.complaint.steps import StepNotPossible
from moderation.decisions.desk_person import DeskPerson


def keep_letter(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    letter: Letter,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Keeps the letter of its step in the place of an earlier one; a draft may have open places.

    It lies sealed under the key of the case: she may read what is written in her name. Raises
    `LetterRefused` (also when it still holds the name of a power of attorney that she took back),
    `StepNotPossible` (no_such_step, already_sent) and as work_on.
    """
    checked(letter)
    complaint, keys = _open_step(session, person, complaint_id, letter.step)
    before = letters_among(read_papers(session, complaint.id, keys.dek)).get(letter.step)
    names_no_longer(letter, before.sheet if before is not None else None)
    begin_work(session, person, complaint, now)
    case = OwnComplaint(complaint.id, keys.dek)
    drop_papers(session, case, LETTER, step=letter.step)
    add_paper(session, case, letter.to_json())
    log_act(session, person, complaint, "complaint_letter_kept", keyring=keyring, now=now)


def drop_letter(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Throws the draft of a step away: it was talked over, or written elsewhere.

    Raises `StepNotPossible` (no_such_step, already_sent) and as work_on.
    """
    complaint, keys = _open_step(session, person, complaint_id, number)
    if drop_papers(session, OwnComplaint(complaint.id, keys.dek), LETTER, step=number):
        begin_work(session, person, complaint, now)
        log_act(session, person, complaint, "complaint_letter_dropped", keyring=keyring, now=now)


def _open_step(
    session: Session, person: DeskPerson, complaint_id: UUID, number: int
) -> tuple[Complaint, DeskKeys]:
    """A case whose step `number` has not been sent."""
    complaint, keys = work_on(session, person, complaint_id)
    record = read_steps(session, complaint.id, keys.dek).get(number)
    if record is None:
        raise StepNotPossible("no_such_step")
    if record.sent_on is not None or record.done:
        raise StepNotPossible("already_sent")
    return complaint, keys
