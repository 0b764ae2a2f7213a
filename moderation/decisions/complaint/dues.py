"""Due days of a case: ends of terms, and tasks of the desk with a date and a reason.

They stand in the clear with a reason code, so that a clock is watched while nobody is signed in
(decisions 11). Why in words lies sealed for the desk.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.strict_json import is_readable
from app.models.complaint import ComplaintDue
from app.services.own_complaint import NEWS
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.rows import begin_work, log_act, work_on
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.write_to_case import TextRefused

TASK_REASONS = frozenset(
    {"call_her", "write_letter", "wait_for_paper", "ask_institution", "check_answer", "other_task"}
)
TICKED_OFF = TASK_REASONS | {NEWS}  # what a person says is done; the end of a term is not
ASK = "ask_institution"
MOST_CHARACTERS = 500
WORDS = "due"


class TaskRefused(Exception):
    """`reason`: no_reason, in_past, gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def set_due(
    session: Session, complaint_id: UUID, reason: str, due_on: date, *, step: int | None
) -> None:
    """The one open day of this reason and step; another day is announced anew."""
    row = session.scalar(_open_of(complaint_id, reason, step))
    if row is None:
        session.add(
            ComplaintDue(
                complaint_id=complaint_id,
                number=next_number(session, complaint_id),
                reason=reason,
                step=step,
                due_on=due_on,
            )
        )
        session.flush()
    elif row.due_on != due_on:
        row.due_on, row.reminded = due_on, None


def settle_due(
    session: Session, complaint_id: UUID, reason: str, *, step: int | None, today: date
) -> None:
    """What the day was for has happened, or never will; the row goes with the case."""
    session.execute(
        update(ComplaintDue)
        .where(
            ComplaintDue.complaint_id == complaint_id,
            ComplaintDue.reason == reason,
            ComplaintDue.step == step,
            ComplaintDue.done_on.is_(None),
        )
        .values(done_on=today)
        .execution_options(synchronize_session="fetch")
    )


def add_task(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    *,
    reason: str,
    due_on: date,
    words: str,
    keyring: Keyring,
    now: datetime,
    step: int | None = None,
) -> None:
    """A task of the desk; of a `step` where it ends with it.

    Raises `TaskRefused`, `TextRefused` and as work_on.
    """
    if reason not in TASK_REASONS:
        raise TaskRefused("no_reason")
    if due_on < now.date():
        raise TaskRefused("in_past")
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST_CHARACTERS:
        raise TextRefused("too_long")
    if not is_readable(words):
        raise TextRefused("unreadable")
    complaint, keys = work_on(session, person, complaint_id)
    begin_work(session, person, complaint, now)
    number = next_number(session, complaint_id)
    sealed = COMPLAINT.seal_part(keys.desk_key, complaint_id, WORDS, number, {"text": words})
    session.add(
        ComplaintDue(
            complaint_id=complaint_id,
            number=number,
            reason=reason,
            step=step,
            due_on=due_on,
            words=sealed if words else None,
        )
    )
    log_act(session, person, complaint, "complaint_task_added", keyring=keyring, now=now)


def finish_task(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    number: int,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Done; twice is the same as once. The end of a term is no task. Raises `TaskRefused`."""
    complaint, _keys = work_on(session, person, complaint_id)
    row = session.get(ComplaintDue, (complaint_id, number))
    if row is None or row.reason not in TICKED_OFF:
        raise TaskRefused("gone")
    if row.done_on is not None:
        return
    row.done_on = now.date()
    log_act(session, person, complaint, "complaint_task_done", keyring=keyring, now=now)


def next_number(session: Session, complaint_id: UUID) -> int:
    """Under the lock of the complaint, so that two people cannot take one number."""
    last = session.scalar(
        select(func.max(ComplaintDue.number)).where(ComplaintDue.complaint_id == complaint_id)
    )
    return int(last or 0) + 1


def _open_of(complaint_id: UUID, reason: str, step: int | None) -> Select[ComplaintDue]:
    return select(ComplaintDue).where(
        ComplaintDue.complaint_id == complaint_id,
        ComplaintDue.reason == reason,
        ComplaintDue.step == step,
        ComplaintDue.done_on.is_(None),
    )
