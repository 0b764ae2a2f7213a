"""She allows or forbids one thing at a time (product.md, rule 3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.consent import Consents
from app.domain.protocol import Protocol
from app.domain.states import ReportState
from app.services.counted_facts import drop_facts
from app.services.follow_report import consents_of
from app.services.outbox import promise
from app.services.own_report import OwnKey, alert_of, own_report, she_spoke
from app.services.police_information import forget_answer
from app.services.sealed_report import open_consents, seal_consents
from app.services.veto_alert import stop_without_consent


def change_consent(
    session: Session, own: OwnKey, code: str, *, given: bool, protocol: Protocol, now: datetime
) -> Consents:
    """Changes one consent and returns all; the same again does nothing.

    Without the consent to warn, an alert that waits is stopped and one that is out is taken back
    within 24 hours (decisions 17); without that to be counted, she is no longer.
    Raises `NoSuchConsent`, `ReportGone`, `Damaged`.
    """
    report = own_report(session, own, for_change=True)
    sealed = open_consents(own.dek, report.id, report.consents)
    before = consents_of(sealed)
    after = before.changed(code, given)
    if after == before:
        return after
    changed = {**sealed, **after.to_json()}
    if after.ends_warning(before):
        changed["publish_at_once"] = False  # to warn again later is a new choice, with time to stop
        alert_id = alert_of(report, own)
        if alert_id is not None:
            stop_without_consent(session, alert_id, now=now)
    report.consents = seal_consents(own.dek, report.id, changed)
    if not after.police_anonymous:
        forget_answer(session, report.id, own.dek)
    if not after.figures:
        drop_facts(session, report, own.dek)
    session.flush()
    # a yes is something new for the desk, and any choice answers "what do you want us to do"
    if report.body is not None and (given or report.state is ReportState.ASKED):
        she_spoke(session, report, own.dek, protocol=protocol, now=now)
    else:
        promise(session, "notify_desk", report.id, now=now)
    return after
