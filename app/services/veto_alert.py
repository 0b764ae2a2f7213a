"""She says no to her warning: a request that the release honours, never a change of the alert."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.reporter_moves import may_veto
from app.domain.states import CAME_OUT, AlertState
from app.models.alert import Alert
from app.services.outbox import promise
from app.services.own_report import OwnKey, alert_of, own_report
from app.services.reporter_requests import VETO, leave_request
from app.services.sealed_report import STOPPED, open_consents, seal_consents

OVER = frozenset({AlertState.RETRACTED, AlertState.EXPIRED})


class NothingToStop(Exception):
    """There is no warning, or it is already out: then she takes back her consent or her report."""


def veto_alert(session: Session, own: OwnKey, *, now: datetime) -> None:
    """Stops the warning before anybody sees it.

    That it was her who said so stands in her own wishes: where others told the same, the desk has
    to tell a no to the words from a report that is taken back. Raises `NothingToStop`,
    `ReportGone`, `Damaged`.
    """
    report = own_report(session, own, for_change=True)
    alert_id = alert_of(report, own)
    state = None if alert_id is None else _state(session, alert_id)
    if alert_id is None or state is None or not may_veto(state):
        raise NothingToStop
    wishes = open_consents(own.dek, report.id, report.consents)
    report.consents = seal_consents(own.dek, report.id, {**wishes, STOPPED: str(alert_id)})
    session.flush()
    leave_request(session, VETO, alert_id, now=now)
    promise(session, "notify_desk", report.id, now=now)


def stop_without_consent(session: Session, alert_id: UUID, *, now: datetime) -> bool:
    """She no longer allows to warn: stops what waits, takes back what is out. Whether there was.

    A draft needs nothing: without consent it cannot be proposed.
    """
    state = _state(session, alert_id)
    if state is None or not (may_veto(state) or state in CAME_OUT):
        return False
    leave_request(session, VETO, alert_id, now=now)
    return True


def stop_withdrawn(session: Session, alert_id: UUID, *, now: datetime) -> bool:
    """Her whole report goes, so its warning does in any state. Whether there was one."""
    state = _state(session, alert_id)
    if state is None or state in OVER:
        return False
    leave_request(session, VETO, alert_id, now=now)
    return True


def _state(session: Session, alert_id: UUID) -> AlertState | None:
    return session.scalar(select(Alert.state).where(Alert.id == alert_id))
