"""She takes everything back: at once nothing opens any more, within 24 hours nothing is left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged
from app.services.counted_facts import drop_facts
from app.services.outbox import promise
from app.services.own_report import REPORT_DAMAGED, OwnKey, alert_of, own_report
from app.services.raise_alarm import raise_alarm
from app.services.reporter_requests import WITHDRAW, leave_request
from app.services.veto_alert import stop_withdrawn


def withdraw_report(session: Session, own: OwnKey, *, now: datetime) -> None:
    """Asks to erase the report and to stop its warning; from here on her code opens nothing.

    Only she knows which warning is hers: that stands under her key, so both are asked for here.
    Damage must not keep her from going: then a person at the desk looks for the warning.
    Raises `ReportGone`.
    """
    report = own_report(session, own, for_change=True)
    try:
        alert_id = alert_of(report, own)
    except Damaged:
        alert_id = None
        raise_alarm(session, REPORT_DAMAGED, now=now)
    try:
        drop_facts(session, report, own.dek)  # who erases it later has no key to find them by
    except Damaged:
        raise_alarm(session, REPORT_DAMAGED, now=now)
    if alert_id is not None:
        stop_withdrawn(session, alert_id, now=now)
    leave_request(session, WITHDRAW, report.id, now=now)
    promise(session, "notify_desk", report.id, now=now)
