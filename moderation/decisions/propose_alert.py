"""Writing an alert from a report: in empty fields, coarser than what she told (product.md)."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.retention import unpublished_expires_on
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.report import Report
from app.services import audit
from app.services.sealed_report import (
    STOPPED,
    DeskKeys,
    open_alert_ref,
    open_consents,
    seal_alert_ref,
    seal_consents,
)
from moderation.decisions.alert_content import (
    AlertContent,
    Review,
    write_content,
    write_review,
)
from moderation.decisions.alert_source import write_source
from moderation.decisions.case_identifiers import chosen, identifiers_of
from moderation.decisions.case_rows import (
    NoSuchAlert,
    find_alert,
    note_alert_decision,
    set_alert_state,
    set_report_state,
)
from moderation.decisions.claim_report import let_go, work_on
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import Material, WrittenAlert, judged
from moderation.decisions.read_body import read_draft, read_wishes
from moderation.decisions.redaction_marks import known_of
from moderation.rules.four_eyes import needs_second

BEGUN_AGAIN = frozenset({AlertState.DRAFT, AlertState.VETOED})


def propose_alert(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    written: WrittenAlert,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    dictionary: Container[str],
    now: datetime,
) -> UUID:
    """The alert that now waits for approval, which she can read with her code.

    Raises NotReady, MoveNotAllowed and as work_on. A returned or vetoed alert of the same report
    is written anew in its place.
    """
    report, keys = work_on(session, person, report_id, now=now)
    draft, wishes = read_draft(report, keys), read_wishes(report, keys)
    material = Material(
        identifiers=chosen(identifiers_of(draft), written.identifiers),
        kept=None,
        known=known_of(draft),
        consent_warn=wishes.consents.warn,
    )
    content, review = judged(
        written,
        material,
        keyring=keyring,
        reference=reference,
        dictionary=dictionary,
        today=now.date(),
    )
    set_report_state(session, report, ReportState.PROPOSED, by=person.staff_id, now=now)
    alert = _alert_of(session, report, keys)
    before = None if alert is None else alert.state
    if alert is None:
        alert = _new_alert(session, person, report, content, now)
        report.alert_ref = seal_alert_ref(keys.dek, report.id, alert.id)
    if before is AlertState.VETOED:
        set_alert_state(session, alert, AlertState.DRAFT, by=person.staff_id, now=now)
    fill_proposal(alert, person, content, review, keyring=keyring, now=now)
    # a report that calls for two readers does, whatever severity somebody chose for the alert
    alert.needs_second = report.needs_second or needs_second(
        content.severity, content.describes_person
    )
    alert.expires_on = unpublished_expires_on(now.date(), reference.protocol)
    if before is None:
        note_alert_decision(session, alert, None, by=person.staff_id, now=now)
    else:
        set_alert_state(session, alert, AlertState.PROPOSED, by=person.staff_id, now=now)
    _ask_her_anew(report, keys)
    let_go(session, report.id)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_proposed",
        object_id=alert.id,
        now=now,
    )
    return alert.id


def fill_proposal(
    alert: Alert,
    person: DeskPerson,
    content: AlertContent,
    review: Review,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Content and who wrote it; whatever was agreed about another text is void."""
    write_content(alert, content, keyring)
    write_review(alert, review, keyring)
    alert.proposed_by = person.staff_id
    alert.proposed_on = now.date()
    alert.published_by = None
    alert.text_mac = None
    alert.release_after = None


def _alert_of(session: Session, report: Report, keys: DeskKeys) -> Alert | None:
    """Her alert, when it was returned or vetoed; one that has ended is not written again."""
    if report.alert_ref is None:
        return None
    try:
        alert_id = open_alert_ref(keys.dek, report.id, report.alert_ref)
        alert = find_alert(session, alert_id, locked=True)
    except NoSuchAlert:
        return None
    return alert if alert.state in BEGUN_AGAIN else None


def _ask_her_anew(report: Report, keys: DeskKeys) -> None:
    """Her no was to other words: these she has not seen."""
    wishes = open_consents(keys.dek, report.id, report.consents)
    if wishes.pop(STOPPED, None) is not None:
        report.consents = seal_consents(keys.dek, report.id, wishes)


def _new_alert(
    session: Session, person: DeskPerson, report: Report, content: AlertContent, now: datetime
) -> Alert:
    alert = Alert(
        id=uuid4(),
        state=AlertState.PROPOSED,
        kinds=",".join(content.kinds),
        severity=content.severity,
        region=content.region,
        month=content.month,
        needs_second=True,
        proposed_by=person.staff_id,
        proposed_on=now.date(),
        source_sealed=b"",
        source_epoch=0,
        source_count=1,
    )
    write_source(person, alert, [report.id])
    session.add(alert)
    return alert
