"""Whether a warning may go out without waiting for her: hers to change until it is out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.follow_report import consents_of
from app.services.outbox import promise
from app.services.own_report import OwnKey, own_report
from app.services.sealed_report import open_consents, seal_consents

FIELD = "publish_at_once"


class NeedsWarn(Exception):
    """She does not allow to warn at all."""


def change_at_once(session: Session, own: OwnKey, *, given: bool, now: datetime) -> None:
    """Changes it; the same again does nothing. The approval reads it anew (decisions 14).

    Raises `NeedsWarn`, `ReportGone`, `Damaged`.
    """
    report = own_report(session, own, for_change=True)
    sealed = open_consents(own.dek, report.id, report.consents)
    if given and not consents_of(sealed).warn:
        raise NeedsWarn
    if (sealed.get(FIELD) is True) is given:
        return
    report.consents = seal_consents(own.dek, report.id, {**sealed, FIELD: given})
    session.flush()
    promise(session, "notify_desk", report.id, now=now)
