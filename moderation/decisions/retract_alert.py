"""Taking an alert away, at once: nobody finds it or reads it from this unit of work on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.protocol import Protocol
from app.domain.states import ReportState
from app.models.report import Report
from app.services import audit
from moderation.decisions.alert_source import is_correction, read_source, take_away
from moderation.decisions.case_rows import (
    end_term,
    find_alert,
    require_active,
    set_report_state,
)
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh
from moderation.rules.outcomes import Outcome, require_reason

WITH_A_WARNING = frozenset({ReportState.PUBLISHED, ReportState.MERGED})


def retract_alert(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> None:
    """The reason is read by who told it; the term of their reports runs, or they come
    back when the alert was not out yet.

    Raises ReasonNotAllowed, NotFresh, NotActive, NoSuchAlert, MoveNotAllowed, SourceUnreadable.
    """
    require_reason(Outcome.RETRACT, reason)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    seen = find_alert(session, alert_id)
    reports: list[Report] = []
    if not is_correction(seen):
        reports = list(
            session.scalars(
                select(Report)
                .where(Report.id.in_(read_source(person, seen)), Report.team == person.team)
                .order_by(Report.id)
                .with_for_update()
            )
        )
    alert = find_alert(session, alert_id, locked=True)
    take_away(session, alert, by=person.staff_id, reason=reason, now=now)
    for report in reports:
        if report.state in WITH_A_WARNING:
            end_term(report, protocol, now)  # its state stays: it is the alert that tells her why
        elif report.state is ReportState.PROPOSED:
            set_report_state(session, report, ReportState.IN_REVIEW, by=person.staff_id, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_retracted",
        object_id=alert.id,
        data={"reason": reason},
        now=now,
    )
