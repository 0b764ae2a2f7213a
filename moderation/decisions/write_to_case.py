"""Internal notes, answers to the reporter, and a question that makes the report wait for her."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ReportState
from app.domain.strict_json import is_readable
from app.models.report import Message, Note, Report
from app.services import audit
from app.services.sealed_report import DeskKeys, seal_message, seal_note
from moderation.decisions.case_rows import set_report_state
from moderation.decisions.claim_report import let_go, work_on
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.outcomes import Outcome, require_reason

MOST_CHARACTERS = 4000


class TextRefused(Exception):
    """Empty, too long or unreadable; carries which (empty, too_long, unreadable)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def write_note(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    text: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A note for colleagues; her code does not open it. Raises TextRefused and as work_on."""
    text = readable_text(text)
    report, keys = work_on(session, person, report_id, now=now)
    number = 1 + (
        session.scalar(select(func.max(Note.number)).where(Note.report_id == report.id)) or 0
    )
    session.add(
        Note(
            report_id=report.id,
            number=number,
            staff_id=person.staff_id,
            body=seal_note(keys.desk_key, report.id, number, text),
            on_day=now.date(),
        )
    )
    _log(session, person, report, "note_written", keyring=keyring, now=now)


def answer_reporter(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    text: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A message that she reads with her code. Raises TextRefused and as work_on."""
    text = readable_text(text)
    report, keys = work_on(session, person, report_id, now=now)
    _send(session, report, keys, text, now)
    _log(session, person, report, "reporter_answered", keyring=keyring, now=now)


def ask_for_more(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    reason: str,
    text: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """A question; the report leaves the queue until she answers.

    Raises ReasonNotAllowed, TextRefused, MoveNotAllowed and as work_on.
    """
    require_reason(Outcome.ASK, reason)
    text = readable_text(text)
    report, keys = work_on(session, person, report_id, now=now)
    set_report_state(session, report, ReportState.ASKED, by=person.staff_id, reason=reason, now=now)
    _send(session, report, keys, text, now)
    let_go(session, report.id)
    _log(session, person, report, "reporter_asked", keyring=keyring, now=now, reason=reason)


def _send(session: Session, report: Report, keys: DeskKeys, text: str, now: datetime) -> None:
    """Number and text under the lock of the report, so that two cannot take one number."""
    number = 1 + (
        session.scalar(select(func.max(Message.number)).where(Message.report_id == report.id)) or 0
    )
    session.add(
        Message(
            report_id=report.id,
            number=number,
            author="desk",
            body=seal_message(keys.dek, report.id, number, "desk", text),
            on_day=now.date(),
        )
    )


def readable_text(text: str) -> str:
    """One kind of line end, and nothing that cannot be stored; raises `TextRefused`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise TextRefused("empty")
    if len(text) > MOST_CHARACTERS:
        raise TextRefused("too_long")
    if not is_readable(text):
        raise TextRefused("unreadable")
    return text


def _log(
    session: Session,
    person: DeskPerson,
    report: Report,
    action: str,
    *,
    keyring: Keyring,
    now: datetime,
    reason: str | None = None,
) -> None:
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=action,
        object_id=report.id,
        data=None if reason is None else {"reason": reason},
        now=now,
    )
