"""What a reporter asked for with nothing but her code: no warning, or everything gone.

The public side only leaves the wish (`app.services.reporter_requests`); the desk's own process
carries it out, without any team key. Where several people told the same, somebody with a key must
take hers out: an alarm asks for that, and the next act at the desk does it (`settle_reports`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.protocol import Protocol
from app.domain.reporter_moves import may_veto, may_withdraw
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.police import PoliceInformation
from app.models.report import Attachment, CaseToken, Lease, Message, Note, Report
from app.services.raise_alarm import raise_alarm
from app.services.reporter_requests import TAKE_BACK, VETO, OpenRequest, close_request
from moderation.decisions.alert_source import WITHDREW, empty_alert, take_away
from moderation.decisions.case_rows import end_term, set_alert_state, set_report_state
from moderation.decisions.complaint.erase import erase_complaint
from moderation.decisions.settle_reports import SOURCE_CHANGED

OVER = frozenset({AlertState.RETRACTED, AlertState.EXPIRED})


def carry_out(session: Session, request: OpenRequest, *, protocol: Protocol, now: datetime) -> None:
    """Does one wish and marks it done, both or neither. Harmless when run twice."""
    if request.kind == VETO:
        _stop_alert(session, request.object_id, now)
    elif request.kind == TAKE_BACK:
        erase_complaint(session, request.object_id, now=now)
    else:
        _erase_report(session, request.object_id, protocol, now)
    close_request(session, request.id, now=now)


def _stop_alert(session: Session, alert_id: UUID, now: datetime) -> None:
    """What nobody has seen is stopped; what is out is taken back when nobody else told it.

    Where others told the same, it is not hers alone to empty (decisions 17): approved, it stays in
    until somebody with a key has looked who said no, and why.

    Stopped words go at once: she said no to them, and whether she also withdrew nobody can tell
    from here (privacy.md 7: alert and look-up gone within 24 hours).
    """
    alert = session.scalar(
        select(Alert)
        .where(Alert.id == alert_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if alert is None or alert.state in OVER:
        return
    shared = alert.source_count > 1
    if shared:
        raise_alarm(session, SOURCE_CHANGED, now=now)
    if shared and alert.state is AlertState.APPROVED:
        alert.release_after = None
    elif may_veto(alert.state):
        set_alert_state(session, alert, AlertState.VETOED, by=None, actor="reporter", now=now)
        empty_alert(alert)
        alert.published_by = None
    elif alert.state is AlertState.VETOED:
        empty_alert(alert)
    elif not shared:
        take_away(session, alert, by=None, actor="reporter", reason=WITHDREW, now=now)


def _erase_report(session: Session, report_id: UUID, protocol: Protocol, now: datetime) -> None:
    """Every word goes. A stub stays for its term, so that nobody can file under the same code."""
    report = session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if report is None or not may_withdraw(report.state):
        return
    set_report_state(session, report, ReportState.WITHDRAWN, by=None, actor="reporter", now=now)
    end_term(report, protocol, now)
    report.urgent = False
    report.body = None
    report.summary = None
    report.contact = None
    report.fact_link = None
    report.idem = None
    report.repeat_sealed = None
    session.flush()
    for part in (Message, Attachment, Note, CaseToken, Lease, PoliceInformation):
        session.execute(delete(part).where(part.report_id == report_id))
