"""The end of a request for a training: there is no outcome and nothing to count, it is handled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.domain.training_request import is_training
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.rows import log_act, set_complaint_state, work_on
from moderation.decisions.desk_person import DeskPerson


def close_training(
    session: Session, person: DeskPerson, complaint_id: UUID, *, keyring: Keyring, now: datetime
) -> None:
    """Handled; a message of hers opens it again, as every case.

    Raises `MoveNotAllowed`, `NoSuchCase` (also of a complaint) and as work_on.
    """
    complaint, _keys = work_on(session, person, complaint_id)
    if not is_training(complaint.institution_kind):
        raise NoSuchCase
    set_complaint_state(session, complaint, ComplaintState.CLOSED, by=person.staff_id, now=now)
    complaint.closed_on = now.date()
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, complaint.closed_on)
    log_act(session, person, complaint, "training_handled", keyring=keyring, now=now)
