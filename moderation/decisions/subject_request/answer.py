"""Answering a listed person: one act that decides, moves the warnings and freezes the answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.code_lists import UnknownCode
from app.domain.states import CAME_OUT, SubjectState
from app.domain.subject_answer import AnswerValues
from app.domain.subject_request import (
    SubjectRequest,
    answer_due,
    request_expires_on,
    request_from_json,
)
from app.models.subject_request import SubjectRequestRow
from app.services import audit
from app.services.sealed_subject import SUBJECT, seal_answer
from app.services.subject_links import rests_for_open
from app.services.suspend_alert import locked_alert, resume_alert
from moderation.decisions.alert_source import take_away
from moderation.decisions.case_rows import note_decision, require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.subject_request.read import keys_of
from moderation.decisions.subject_request.rows import (
    PARTLY_REASON,
    RequestOver,
    alerts_of,
    corrected_at_rest,
    find_request,
    require_answerer,
    rests_for_a_person,
    who_worked_on,
)
from moderation.rules.subject_request import (
    PARTLY,
    STANDS,
    UPHELD,
    require_first_month,
    require_independent,
    require_outcome,
)

LONGER_REASONS = "subject_longer_reason"
UPHELD_REASON = "objection-upheld"
REFUSED_REASON = "objection-refused"
"""Why a warning is out again after a request (a code of `resume_reason`)."""


def draft_answer(
    asked: SubjectRequest, outcome: str, values: AnswerValues, *, reference: ReferenceData
) -> tuple[str, ...]:
    """The paragraphs as he will read them, in the language in which he asked."""
    return reference.subject_answers.paragraphs(outcome, asked.language, values)


def answer_request(
    session: Session,
    person: DeskPerson,
    request_id: UUID,
    outcome: str,
    values: AnswerValues,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Decides; from this unit of work on he reads it and the warnings stand as decided.

    Raises NotPermitted, NotFresh, NotActive, NoSuchRequest, RequestOver, NotIndependent,
    OutcomeNotAllowed, NoKey, Damaged, Malformed.
    """
    require_answerer(person)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    row = _open_row(session, request_id)
    linked = alerts_of(session, request_id)
    require_independent(person.staff_id, who_worked_on(session, request_id))
    require_outcome(outcome, row.subject_right, listed=bool(linked))
    keys = keys_of(session, person, row)
    asked = request_from_json(SUBJECT.open_body(keys.dek, row.id, row.body))
    said = draft_answer(asked, outcome, values, reference=reference)
    for link, alert in linked:
        _carry_out(session, person, alert.id, outcome, row.id, rested=link.suspended, now=now)
    before, row.state = row.state, SubjectState.ANSWERED
    row.outcome, row.decided_by, row.answered_on = outcome, person.staff_id, now.date()
    row.answer = seal_answer(keys.dek, row.id, said)
    row.expires_on = request_expires_on(row.arrived_on, row.answered_on)
    note_decision(
        session, "subject", row.id, (before.value, row.state.value), by=person.staff_id,
        actor="staff", reason=outcome, now=now,
    )  # fmt: skip
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="subject_answered",
        object_id=row.id, data={"outcome": outcome}, now=now,
    )  # fmt: skip


def take_longer(
    session: Session,
    person: DeskPerson,
    request_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Two more months, once, with a reason that he reads; only in the first month (GDPR 12(3)).

    Raises NotPermitted, NotActive, NoSuchRequest, RequestOver, TooLateForLonger, UnknownCode.
    """
    require_answerer(person)
    require_active(session, person)
    if not reference.has(LONGER_REASONS, reason):
        raise UnknownCode(LONGER_REASONS, reason)
    row = _open_row(session, request_id)
    if row.state is SubjectState.LONGER:
        raise RequestOver
    require_first_month(row.arrived_on, now.date())
    row.state, row.longer_reason = SubjectState.LONGER, reason
    row.due_on = answer_due(row.arrived_on, longer=True)
    note_decision(
        session, "subject", row.id, (SubjectState.RECEIVED, SubjectState.LONGER),
        by=person.staff_id, actor="staff", reason=reason, now=now,
    )  # fmt: skip
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="subject_takes_longer",
        object_id=row.id, data={"reason": reason}, now=now,
    )  # fmt: skip


def _open_row(session: Session, request_id: UUID) -> SubjectRequestRow:
    row = find_request(session, request_id, locked=True)
    if row.state is SubjectState.ANSWERED:
        raise RequestOver
    return row


def _carry_out(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    outcome: str,
    request_id: UUID,
    *,
    rested: bool,
    now: datetime,
) -> None:
    """Upheld: the warning goes. Otherwise what rests for this request alone comes back, and where
    he was partly right only with its correction, now or when two people agreed on one.
    """
    alert = locked_alert(session, alert_id)
    if alert is None or alert.state not in CAME_OUT:
        return
    if outcome == UPHELD:
        take_away(session, alert, by=person.staff_id, reason=UPHELD_REASON, now=now)
        return
    if not rested:
        return
    if outcome == STANDS and not rests_for_a_person(session, alert_id, but=request_id):
        resume_alert(session, alert, REFUSED_REASON, by=person.staff_id, now=now)
    elif (
        outcome == PARTLY
        and corrected_at_rest(session, alert_id)
        and not rests_for_open(session, alert_id, but=request_id)
    ):
        resume_alert(session, alert, PARTLY_REASON, by=person.staff_id, now=now)
