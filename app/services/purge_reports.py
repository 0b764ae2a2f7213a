"""Reports whose term is over: the body goes, a stub stays while its alert lives (decisions 17).

Which alert is hers stands only under her data key, so this job cannot know when it ends. It keeps
the stub until the last alert is over that can be hers at all: those published while her report had
a body. All stubs of a time get the same day, which says nothing about any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.models.alert import Alert
from app.models.police import PoliceInformation
from app.models.report import Attachment, CaseToken, Lease, Message, Note, Report
from app.services.expire_alerts import ENDED

LOOK_AGAIN_DAYS = 30  # an alert that waits for its release has no last day yet


def live_reports(session: Session) -> int:
    """Reports that still have a body: what the purge guard measures against."""
    return session.scalar(select(func.count()).where(Report.body.is_not(None))) or 0


def due_reports(session: Session, *, now: datetime) -> int:
    """Reports with a body whose term is over."""
    return (
        session.scalar(
            select(func.count()).where(Report.body.is_not(None), Report.expires_on <= now.date())
        )
        or 0
    )


def purge_reports(session: Session, *, report_max_days: int, now: datetime) -> int:
    """Empties or deletes every report and stub whose term is over; how many."""
    today = now.date()
    due = session.scalars(select(Report).where(Report.expires_on <= today)).all()
    for report in due:
        newest_alert = report.arrived_on + timedelta(days=report_max_days)
        until = None
        if report.alert_ref is not None:
            until = _last_day_of_alerts(session, newest_alert, today)
        if until is None:
            session.delete(report)  # keys, messages, photos and notes go with it
        else:
            _leave_stub(report, until)
    session.flush()  # before the parts: a failure must not leave a body without its parts
    _drop_parts(session, [report for report in due if report.body is None])
    return len(due)


def _leave_stub(report: Report, until: date) -> None:
    report.body = None
    report.summary = None
    report.contact = None
    report.idem = None
    report.repeat_sealed = None
    report.expires_on = until


def _drop_parts(session: Session, stubs: Sequence[Report]) -> None:
    ids = [stub.id for stub in stubs]
    if not ids:
        return
    for part in (Message, Attachment, Note, CaseToken, Lease, PoliceInformation):
        session.execute(delete(part).where(part.report_id.in_(ids)))


def _last_day_of_alerts(session: Session, newest: date, today: date) -> date | None:
    lives = Alert.state.not_in(ENDED)
    candidate = or_(Alert.published_on.is_(None), Alert.published_on <= newest)
    found = session.execute(
        select(func.count(), func.count(Alert.expires_on), func.max(Alert.expires_on)).where(
            lives, candidate, or_(Alert.expires_on.is_(None), Alert.expires_on > today)
        )
    ).one()
    every, dated, last = found
    if every == 0:
        return None
    look_again = today + timedelta(days=LOOK_AGAIN_DAYS)
    if last is None:
        return look_again
    return last if dated == every else max(last, look_again)
