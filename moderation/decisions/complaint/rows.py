"""Finding a complaint for somebody of its desk, opening its keys, writing down its moves.

Every decision on a complaint begins here: whoever is not of the team, or is recused from a case,
finds nothing. A move is checked against `rules.complaint_workflow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.domain.training_request import is_training
from app.models.complaint import Complaint, ComplaintKeys, Recusal
from app.services import audit
from app.services.audit import Fact
from app.services.reporter_requests import TAKE_BACK, is_asked
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import open_complaint_for_team
from moderation.decisions.case_rows import (
    Actor,
    NoKey,
    NoSuchCase,
    note_decision,
    require_active,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.complaint_workflow import move_complaint
from moderation.rules.teams import INSTITUTIONS


def visible_to(person: DeskPerson) -> ColumnElement[bool]:
    """A condition on `Complaint`: of this person's team, not recused from it, and not taken back:
    what she withdrew is over at once, although the sweep erases it a little later."""
    if person.team != INSTITUTIONS:
        return Complaint.id.in_(())
    recused = exists().where(
        Recusal.complaint_id == Complaint.id, Recusal.staff_id == person.staff_id
    )
    return and_(~recused, ~is_asked(TAKE_BACK, Complaint.id))


def find_complaint(
    session: Session, person: DeskPerson, complaint_id: UUID, *, locked: bool = False
) -> Complaint:
    """The complaint; raises NoSuchCase, also for a stub and for somebody recused."""
    here = (Complaint.id == complaint_id, Complaint.body.is_not(None), visible_to(person))
    query = select(Complaint).where(*here)
    if locked:
        query = query.with_for_update(of=Complaint).execution_options(populate_existing=True)
    row = session.scalar(query)
    # the lock looks anew at the row that it waited for, not at recusals and wishes beside it
    if row is None or (locked and session.scalar(select(Complaint.id).where(*here)) is None):
        raise NoSuchCase
    return row


def open_complaint_keys(session: Session, person: DeskPerson, complaint: Complaint) -> DeskKeys:
    """Both keys. Raises NoKey, NoSuchCase, Damaged."""
    sealed = session.get(ComplaintKeys, complaint.id)
    if sealed is None:
        raise NoSuchCase
    return complaint_keys_of(person, complaint, sealed)


def complaint_keys_of(person: DeskPerson, complaint: Complaint, sealed: ComplaintKeys) -> DeskKeys:
    """As open_complaint_keys, for a row that was read together with its keys."""
    held = person.key(complaint.epoch)
    if held is None:
        raise NoKey
    return open_complaint_for_team(sealed, team_secret=held.secret, epoch=complaint.epoch)


def set_complaint_state(
    session: Session,
    complaint: Complaint,
    to_state: ComplaintState,
    *,
    by: UUID | None,
    actor: Actor = "staff",
    now: datetime,
) -> None:
    """Moves a complaint and writes it down; raises MoveNotAllowed."""
    before = complaint.state
    complaint.state = move_complaint(before, to_state)
    note_decision(
        session, "complaint", complaint.id, (before.value, to_state.value), by=by, actor=actor,
        reason=None, now=now,
    )  # fmt: skip


def work_on(session: Session, person: DeskPerson, complaint_id: UUID) -> tuple[Complaint, DeskKeys]:
    """The complaint under its lock for an act on it. Raises NoSuchCase, NoKey, NotActive."""
    require_active(session, person)
    complaint = find_complaint(session, person, complaint_id, locked=True)
    return complaint, open_complaint_keys(session, person, complaint)


def log_act(
    session: Session,
    person: DeskPerson,
    complaint: Complaint,
    action: str,
    *,
    keyring: Keyring,
    now: datetime,
    data: Mapping[str, Fact] | None = None,
) -> None:
    """The line of an act, in its own unit of work; late, since it holds the log's lock."""
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=action,
        object_id=complaint.id,
        data=data,
        now=now,
    )


def require_complaint(complaint: Complaint) -> None:
    """Raises NoSuchCase for a request for a training: it has no outcome and no facts to count."""
    if is_training(complaint.institution_kind):
        raise NoSuchCase


def begin_work(session: Session, person: DeskPerson, complaint: Complaint, now: datetime) -> None:
    """Whoever acts on a case that nobody began has begun it, and owns it when nobody does."""
    if complaint.owner_id is None:
        complaint.owner_id = person.staff_id
    if complaint.state is ComplaintState.SUBMITTED:
        set_complaint_state(
            session, complaint, ComplaintState.IN_PROGRESS, by=person.staff_id, now=now
        )
