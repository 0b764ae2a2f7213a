"""Two people end a suspension before the answer, for the most severe warnings (decisions 18)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.code_lists import UnknownCode
from app.domain.states import SubjectState
from app.models.alert import Alert
from app.models.subject_request import SubjectRequestAlert
from app.services import audit
from app.services.suspend_alert import locked_alert, resume_alert
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.subject_request.rows import (
    NoSuchRequest,
    RequestOver,
    find_request,
    require_answerer,
    rests_for_a_person,
)
from moderation.rules.four_eyes import SamePerson
from moderation.rules.subject_request import may_lift

REASONS = "subject_lift_reason"
LIFTED = "suspension-lifted"


def propose_lift(
    session: Session,
    person: DeskPerson,
    request_id: UUID,
    alert_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """The first of two. Raises NotPermitted, NotFresh, NotActive, NoSuchRequest, RequestOver,
    UnknownCode."""
    link, _alert = _resting(session, person, request_id, alert_id, now)
    if not reference.has(REASONS, reason):
        raise UnknownCode(REASONS, reason)
    link.lift_proposed_by, link.lift_reason = person.staff_id, reason
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="suspension_lift_proposed",
        object_id=alert_id, data={"reason": reason}, now=now,
    )  # fmt: skip


def confirm_lift(
    session: Session,
    person: DeskPerson,
    request_id: UUID,
    alert_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """The second: the warning is out again while the request goes on, unless it rests for another.

    Raises as `propose_lift`, and SamePerson.
    """
    link, alert = _resting(session, person, request_id, alert_id, now)
    if link.lift_proposed_by is None:
        raise RequestOver
    if link.lift_proposed_by == person.staff_id:
        raise SamePerson
    link.lifted_by = person.staff_id
    link.suspended = False
    if not rests_for_a_person(session, alert_id, but=request_id):
        resume_alert(session, alert, LIFTED, by=person.staff_id, now=now)
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="suspension_lifted",
        object_id=alert_id, data={"reason": link.lift_reason or ""}, now=now,
    )  # fmt: skip


def _resting(
    session: Session, person: DeskPerson, request_id: UUID, alert_id: UUID, now: datetime
) -> tuple[SubjectRequestAlert, Alert]:
    require_answerer(person)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    row = find_request(session, request_id, locked=True)
    link = session.get(SubjectRequestAlert, (request_id, alert_id))
    alert = locked_alert(session, alert_id)
    if link is None or alert is None:
        raise NoSuchRequest
    over = row.state is SubjectState.ANSWERED or not link.suspended
    if over or not may_lift(alert.severity):
        raise RequestOver
    return link, alert
