"""The desk lets a warning rest at once, alone; somebody else lets it out again.

To hide in doubt costs little and may not wait for a colleague; to show again is a decision, so it
takes another person (decisions 13). What a listed person keeps at rest stays so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.services import audit
from app.services.suspend_alert import resume_alert, suspend_alert
from moderation.decisions.alert_source import is_correction
from moderation.decisions.case_rows import find_alert, note_alert_decision, require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.subject_request.rows import rests_for_a_person
from moderation.rules.four_eyes import SamePerson
from moderation.rules.outcomes import DESK_RESTS, LOOKED_AGAIN, Outcome, ReasonNotAllowed
from moderation.rules.workflow import MoveNotAllowed

RESTABLE = frozenset({AlertState.PUBLISHED, AlertState.SUSPENDED})


def rest_alert(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """From this unit of work on no member sees it and no check finds it.

    Raises ReasonNotAllowed, NotActive, NoSuchAlert, MoveNotAllowed (also when the desk has done so
    already).
    """
    if reason not in DESK_RESTS:
        raise ReasonNotAllowed(Outcome.SUSPEND, reason)
    require_active(session, person)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state not in RESTABLE or alert.rested_by is not None or is_correction(alert):
        raise MoveNotAllowed(alert.state, AlertState.SUSPENDED)
    suspend_alert(session, alert, reason, actor="staff", by=person.staff_id, now=now)
    alert.rested_by = person.staff_id
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="alert_rested",
        object_id=alert.id, data={"reason": reason}, now=now,
    )  # fmt: skip


def let_out_again(
    session: Session, person: DeskPerson, alert_id: UUID, *, keyring: Keyring, now: datetime
) -> AlertState:
    """Ends the desk's own rest; the state it has now: it stays at rest for a listed person.

    Raises NotFresh, NotActive, NoSuchAlert, MoveNotAllowed, SamePerson.
    """
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state is not AlertState.SUSPENDED or alert.rested_by is None:
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    if alert.rested_by == person.staff_id:
        raise SamePerson
    alert.rested_by = None
    if rests_for_a_person(session, alert.id):
        note_alert_decision(
            session, alert, AlertState.SUSPENDED.value, by=person.staff_id, reason=LOOKED_AGAIN,
            now=now,
        )  # fmt: skip
    else:
        resume_alert(session, alert, LOOKED_AGAIN, by=person.staff_id, now=now)
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="alert_let_out_again",
        object_id=alert.id, data={"state": alert.state.value}, now=now,
    )  # fmt: skip
    return alert.state
