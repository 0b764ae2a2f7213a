"""The second look: approving exactly what was seen, or sending it back (decisions 13, 14).

The page says which text it showed (its fingerprint); an approval of anything else is void.
"""

from __future__ import annotations

import secrets
from collections.abc import Container
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged, equal
from app.domain.protocol import Protocol
from app.domain.release import release_at
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.report import Report, ReportKeys
from app.services import audit
from moderation.decisions.alert_content import (
    AlertContent,
    Review,
    fingerprint,
    read_content,
    read_review,
)
from moderation.decisions.alert_source import (
    SourceUnreadable,
    is_correction,
    read_source,
)
from moderation.decisions.case_rows import (
    find_alert,
    keys_of,
    require_active,
    set_alert_state,
    set_report_state,
)
from moderation.decisions.correct_alert import apply_correction
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.extend_alert import apply_extension, extension_reason
from moderation.decisions.judge_alert import MONTH_TOO_OLD, NotReady, still_good
from moderation.decisions.read_body import Wishes, read_wishes
from moderation.decisions.redaction_marks import Known
from moderation.decisions.release_alert import release_alert
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.source_words import sources_of
from moderation.rules.four_eyes import ApprovalVoid, require_second
from moderation.rules.outcomes import Outcome, require_reason
from moderation.rules.workflow import MoveNotAllowed

SECONDS_PER_HOUR = 3600


def approve_alert(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    seen: bytes,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    dictionary: Container[str],
    now: datetime,
) -> AlertState:
    """The state it has now: approved, or published when she said "at once".

    `seen` is the fingerprint of what the page showed. Raises NoSuchAlert, NotFresh, NotActive,
    MoveNotAllowed (somebody was faster), SamePerson, ApprovalVoid, NotReady, SourceUnreadable,
    Damaged.
    """
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state is not AlertState.PROPOSED:
        raise MoveNotAllowed(alert.state, AlertState.APPROVED)
    require_second(person.staff_id, alert.proposed_by, second_needed=alert.needs_second)
    content, review = read_content(session, alert, keyring), read_review(alert, keyring)
    now_there = fingerprint(alert.id, content, keyring)
    if not equal(now_there, seen):
        raise ApprovalVoid
    if is_correction(alert):
        _require_good(
            alert,
            content,
            review,
            consent_warn=True,
            known=sources_of(session, person, alert).known,
            reference=reference,
            dictionary=dictionary,
            now=now,
        )
        reason = extension_reason(session, alert)
        if reason is not None:
            return apply_extension(
                session, person, alert, content, review,
                reason=reason, keyring=keyring, reference=reference, now=now,
            )  # fmt: skip
        return apply_correction(
            session, person, alert, content, review, keyring=keyring, reference=reference, now=now
        )
    wishes = _wishes(session, person, read_source(person, alert))
    _require_good(
        alert,
        content,
        review,
        consent_warn=bool(wishes) and all(one.consents.warn for one in wishes),
        known=sources_of(session, person, alert).known,
        reference=reference,
        dictionary=dictionary,
        now=now,
    )
    alert.published_by = person.staff_id
    alert.text_mac = now_there
    alert.release_after = release_at(
        now,
        at_once=all(one.at_once for one in wishes),
        extra_hours=_extra_hours(reference.protocol),
        protocol=reference.protocol,
    )
    set_alert_state(session, alert, AlertState.APPROVED, by=person.staff_id, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_approved",
        object_id=alert.id,
        now=now,
    )
    if release_alert(session, alert.id, keyring=keyring, protocol=reference.protocol, now=now):
        return AlertState.PUBLISHED
    return AlertState.APPROVED


def return_alert(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Back to its writer, before it is out; its report comes back into the queue.

    Raises NoSuchAlert, ReasonNotAllowed, NotActive, MoveNotAllowed, SourceUnreadable.
    """
    require_reason(Outcome.RETURN, reason)
    require_active(session, person)
    reports = _own_reports(session, person, alert_id)
    alert = find_alert(session, alert_id, locked=True)
    correcting = is_correction(alert)
    set_alert_state(session, alert, AlertState.DRAFT, by=person.staff_id, reason=reason, now=now)
    alert.published_by = None
    alert.text_mac = None
    alert.release_after = None
    if not correcting:
        for report in reports:
            if report.state is ReportState.PROPOSED:
                set_report_state(
                    session,
                    report,
                    ReportState.IN_REVIEW,
                    by=person.staff_id,
                    reason=reason,
                    now=now,
                )
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_returned",
        object_id=alert.id,
        data={"reason": reason},
        now=now,
    )


def _own_reports(session: Session, person: DeskPerson, alert_id: UUID) -> list[Report]:
    """The reports behind it, locked before the alert as everywhere: nobody waits crosswise."""
    source = read_source(person, find_alert(session, alert_id))
    return list(
        session.scalars(
            select(Report)
            .where(Report.id.in_(source), Report.team == person.team)
            .order_by(Report.id)
            .with_for_update()
        )
    )


def _require_good(
    alert: Alert,
    content: AlertContent,
    review: Review,
    *,
    consent_warn: bool,
    known: Known,
    reference: ReferenceData,
    dictionary: Container[str],
    now: datetime,
) -> None:
    codes = still_good(
        content,
        review,
        consent_warn=consent_warn,
        known=known,
        reference=reference,
        dictionary=dictionary,
        today=now.date(),
    )
    if is_correction(alert):
        codes = [one for one in codes if one != MONTH_TOO_OLD]  # of what is out, the term decides
    if codes:
        raise NotReady(codes)


def _wishes(session: Session, person: DeskPerson, reports: tuple[UUID, ...]) -> list[Wishes]:
    """What they who told it allow now; a report that is withdrawn allows nothing."""
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(
            Report.id.in_(reports),
            Report.team == person.team,
            Report.state != ReportState.WITHDRAWN,
        )
    )
    try:
        return [read_wishes(row, keys_of(person, row, sealed)) for row, sealed in rows]
    except Damaged as error:
        raise SourceUnreadable from error


def _extra_hours(protocol: Protocol) -> float:
    """Uniform over the whole span to the second: the hour of release tells nothing."""
    return secrets.randbelow(protocol.extra_random_hours * SECONDS_PER_HOUR + 1) / SECONDS_PER_HOUR
