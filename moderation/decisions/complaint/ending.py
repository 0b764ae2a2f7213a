"""Closing a case with what came of it, and opening it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from moderation.decisions.complaint.rows import (
    log_act,
    require_complaint,
    set_complaint_state,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson


class OutcomeMissing(Exception):
    """A case is closed with what came of it, never without."""


def close_complaint(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    outcome: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """The desk is done with it; `outcome` is a code of that list, which she reads in plain words.

    Its open days rest and are shown nowhere; they wake by themselves when the case is opened again,
    by whom ever: a term does not stop because we closed. Raises `OutcomeMissing`, `MoveNotAllowed`
    and as work_on.
    """
    if not outcome:
        raise OutcomeMissing
    complaint, _keys = work_on(session, person, complaint_id)
    require_complaint(complaint)
    set_complaint_state(
        session, complaint, ComplaintState.CLOSED, by=person.staff_id, reason=outcome, now=now
    )
    complaint.closed_on = now.date()
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, complaint.closed_on)
    log_act(
        session, person, complaint, "complaint_closed", keyring=keyring, now=now,
        data={"outcome": outcome},
    )  # fmt: skip


def reopen_complaint(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Work goes on, and the long term of keeping counts again.

    Raises `MoveNotAllowed` and as work_on.
    """
    complaint, _keys = work_on(session, person, complaint_id)
    set_complaint_state(session, complaint, ComplaintState.IN_PROGRESS, by=person.staff_id, now=now)
    complaint.closed_on = None
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, None)
    log_act(session, person, complaint, "complaint_reopened", keyring=keyring, now=now)
