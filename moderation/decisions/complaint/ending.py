"""Closing a case with what came of it and what is counted of it, and opening it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_facts import CaseFacts, Fact
from app.domain.complaint_papers import CaseOutcome
from app.domain.complaint_parts import ComplaintConsents
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.models.complaint import Complaint
from app.services.complaint_papers import add_paper
from app.services.counted_facts import drop_facts, new_person, write_facts
from app.services.own_complaint import OwnComplaint
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.rows import (
    log_act,
    require_complaint,
    set_complaint_state,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson


class OutcomeMissing(Exception):
    """A case is closed with what came of it, never without."""


class FactsMissing(Exception):
    """She allows to be counted, and nobody has confirmed the facts."""


def close_complaint(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    outcome: str,
    *,
    facts: CaseFacts | None = None,
    keyring: Keyring,
    now: datetime,
) -> None:
    """The desk is done with it; `outcome` is a code of that list, which she reads in plain words.

    `facts` are counted only if she allows it at this moment, whatever the page showed.
    Its open days rest and are shown nowhere; they wake by themselves when the case is opened again,
    by whom ever: a term does not stop because we closed. Raises `OutcomeMissing`, `FactsMissing`,
    `MoveNotAllowed` and as work_on.
    """
    if not outcome:
        raise OutcomeMissing
    complaint, keys = work_on(session, person, complaint_id)
    require_complaint(complaint)
    set_complaint_state(session, complaint, ComplaintState.CLOSED, by=person.staff_id, now=now)
    add_paper(session, OwnComplaint(complaint.id, keys.dek), CaseOutcome(outcome).to_json())
    complaint.closed_on = now.date()
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, complaint.closed_on)
    counted = _counted(complaint, keys, outcome, facts, now)
    write_facts(session, keyring, complaint, keys.dek, counted)
    log_act(session, person, complaint, "complaint_closed", keyring=keyring, now=now)


def reopen_complaint(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Work goes on, the long term of keeping counts again, and it is no longer counted.

    Raises `MoveNotAllowed` and as work_on.
    """
    complaint, keys = work_on(session, person, complaint_id)
    back_to_work(session, person, complaint, keys, now=now)
    log_act(session, person, complaint, "complaint_reopened", keyring=keyring, now=now)


def back_to_work(
    session: Session, person: DeskPerson, complaint: Complaint, keys: DeskKeys, *, now: datetime
) -> None:
    """What opening again is, by whichever act; the caller writes the line in the log.

    Its facts come anew at the next closing, in the quarter of that closing (statistics.md 3.6).
    """
    set_complaint_state(session, complaint, ComplaintState.IN_PROGRESS, by=person.staff_id, now=now)
    complaint.closed_on = None
    complaint.expires_on = complaint_expires_on(complaint.arrived_on, None)
    drop_facts(session, complaint, keys.dek)


def _counted(
    complaint: Complaint, keys: DeskKeys, outcome: str, facts: CaseFacts | None, now: datetime
) -> tuple[Fact, ...]:
    sealed = COMPLAINT.open_consents(keys.dek, complaint.id, complaint.consents)
    if not ComplaintConsents.from_json(sealed).figures:
        return ()
    if facts is None:
        raise FactsMissing
    return facts.counted(
        outcome, arrived_on=complaint.arrived_on, closed_on=now.date(), person=new_person()
    )
