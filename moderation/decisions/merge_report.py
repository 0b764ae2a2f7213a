"""Putting a report with an alert that is there already: one more person tells the same.

What a second person agreed to is not changed by one: where two are needed, new identifiers come
in through a correction, which two people read.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import equal
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.services import audit
from app.services.sealed_report import seal_alert_ref
from moderation.decisions.alert_content import (
    AlertContent,
    fingerprint,
    identifiers_as_content,
    read_content,
    write_content,
)
from moderation.decisions.alert_source import is_correction, read_source, write_source
from moderation.decisions.case_identifiers import chosen, identifiers_of
from moderation.decisions.case_rows import end_term, find_alert, set_report_state
from moderation.decisions.claim_report import let_go, work_on
from moderation.decisions.count_report import count_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.read_body import read_draft, read_wishes
from moderation.decisions.release_alert import write_tokens
from moderation.rules.four_eyes import ApprovalVoid
from moderation.rules.outcomes import Outcome, require_reason
from moderation.rules.workflow import MoveNotAllowed

OPEN_TO_MORE = frozenset({AlertState.APPROVED, AlertState.PUBLISHED})


class NeedsCorrection(Exception):
    """New identifiers for an alert that two people must agree on."""


def merge_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    alert_id: UUID,
    *,
    reason: str,
    identifiers: tuple[str, ...],
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Adds the report as a source, and its chosen identifiers (keys as "phone-0").

    Raises ReasonNotAllowed, NoSuchAlert, MoveNotAllowed, NotReady (no consent to warn),
    NeedsCorrection, SourceUnreadable, ApprovalVoid, Damaged and as work_on.
    """
    require_reason(Outcome.MERGE, reason)
    report, keys = work_on(session, person, report_id, now=now)
    if not read_wishes(report, keys).consents.warn:
        raise NotReady(["consent_missing"])
    alert = find_alert(session, alert_id, locked=True)
    if alert.state not in OPEN_TO_MORE or is_correction(alert):
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    source = read_source(person, alert)
    picked = chosen(identifiers_of(read_draft(report, keys)), identifiers)
    shown, tokens = identifiers_as_content(picked, keyring)
    before = read_content(session, alert, keyring)
    more = AlertContent(
        kinds=before.kinds,
        severity=before.severity,
        region=before.region,
        month=before.month,
        words=before.words,
        shown=tuple(dict.fromkeys((*before.shown, *shown))),
        tokens=tuple(sorted({*before.tokens, *tokens}, key=lambda one: (one.token, one.kind))),
    )
    if set(more.tokens) != set(before.tokens):
        if alert.needs_second:
            raise NeedsCorrection
        _add(session, alert, before, more, keyring)
    if report.id not in source:
        write_source(person, alert, [*source, report.id])
        alert.source_count = len(source) + 1
    report.alert_ref = seal_alert_ref(keys.dek, report.id, alert.id)
    set_report_state(
        session, report, ReportState.MERGED, by=person.staff_id, reason=reason, now=now
    )
    end_term(report, reference.protocol, now)
    count_report(session, report, keys, reason, keyring=keyring, reference=reference, now=now)
    let_go(session, report.id)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="report_merged",
        object_id=report.id,
        data={"reason": reason},
        now=now,
    )


def _add(
    session: Session, alert: Alert, before: AlertContent, more: AlertContent, keyring: Keyring
) -> None:
    """Only onto what is exactly as it was approved: this makes a new fingerprint."""
    if alert.text_mac is None or not equal(alert.text_mac, fingerprint(alert.id, before, keyring)):
        raise ApprovalVoid
    write_content(alert, more, keyring)
    alert.text_mac = fingerprint(alert.id, more, keyring)
    if alert.state is AlertState.PUBLISHED:
        alert.tokens_sealed = None
        session.flush()
        write_tokens(session, alert.id, more.tokens)
