"""Counting a report when the desk is done with it: out of what was decided, with no extra question.

Only with her consent to be counted (ADR 0022). Once, until it is opened again: closing a report
whose warning has been out is no second decision about it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.report_facts import NOT_COUNTED, Ended, Told, report_fact
from app.models.alert import Alert
from app.models.report import Report
from app.services.counted_facts import write_facts
from app.services.sealed_case import DeskKeys
from moderation.decisions.read_body import read_draft, read_wishes


def count_report(
    session: Session,
    report: Report,
    keys: DeskKeys,
    reason: str,
    *,
    alert: Alert | None = None,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Writes its fact for the state it has now; without her consent a link that looks the same.

    `alert`: the warning that went out of it, whose codes are what was decided; its day counts for
    how long it took. The quarter is that of now: one that is over may be published already. The
    caller holds the lock of the report. Raises Damaged, Malformed.
    """
    consents = read_wishes(report, keys).consents
    is_counted = consents.figures and (report.state.value, reason) not in NOT_COUNTED
    facts = []
    if is_counted and report.body is not None:
        ended = Ended(report.state.value, reason, report.arrived_on, _decided_on(alert, now))
        facts.append(
            report_fact(
                _told(report, keys, alert), ended, consents, counted_on=now.date(), known=reference
            )
        )
    write_facts(session, keyring, report, keys.dek, facts)


def _decided_on(alert: Alert | None, now: datetime) -> date:
    return now.date() if alert is None or alert.published_on is None else alert.published_on


def _told(report: Report, keys: DeskKeys, alert: Alert | None) -> Told:
    if alert is not None:
        return Told(tuple(alert.kinds.split(",")), alert.region)
    draft = read_draft(report, keys)
    return Told(draft.kinds, draft.place.region)
