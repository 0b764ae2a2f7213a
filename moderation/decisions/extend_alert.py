"""A warning that stays longer: by a new incident, or by a reasoned decision (security.md 3.14).

What it says does not change, only the month of the last incident where there was a new one. It
waits as a correction does, as a row of its own, and always for a second person.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.months import first_of_month
from app.domain.protocol import Protocol
from app.domain.retention import alert_expires_on, unpublished_expires_on
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.decision import Decision
from app.services import audit
from app.services.tell_changes import EXTENDED, promise_change
from moderation.decisions.alert_content import (
    AlertContent,
    Review,
    fingerprint,
    read_content,
    read_review,
    still_informed,
    write_content,
    write_review,
)
from moderation.decisions.alert_source import corrected_id, is_correction
from moderation.decisions.case_rows import find_alert, note_alert_decision, require_active
from moderation.decisions.correct_alert import new_row
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import MONTH_TOO_OLD, NotReady, still_good
from moderation.decisions.propose_alert import fill_proposal
from moderation.decisions.release_alert import write_tokens
from moderation.decisions.source_words import sources_of
from moderation.rules.four_eyes import ApprovalVoid
from moderation.rules.outcomes import REASONS, Outcome, require_reason
from moderation.rules.workflow import MoveNotAllowed

NEW_INCIDENT = "new-incident"
NOT_LONGER = "extension_not_longer"


@dataclass(frozen=True)
class WrittenExtension:
    """`month`: first day of the month of a new incident; `review_on`: when an exception from
    telling the person is looked at again, where there is one."""

    reason: str
    month: date | None
    review_on: date | None


def extension_reason(session: Session, correction: Alert) -> str | None:
    """Why it is to stay longer; None for a row that corrects words."""
    if not is_correction(correction):
        return None
    reason = session.scalar(
        select(Decision.reason)
        .where(
            Decision.subject_kind == "alert",
            Decision.subject_id == correction.id,
            Decision.from_state.is_(None),
        )
        .order_by(Decision.number)
        .limit(1)
    )
    return reason if reason in REASONS[Outcome.EXTEND] else None


def extended_until(
    reason: str, severity: int, month: date, protocol: Protocol, today: date
) -> date:
    """From the new incident, or with a motivated decision from the month it was taken in."""
    counted = month if reason == NEW_INCIDENT else first_of_month(today)
    return alert_expires_on(severity, counted, protocol)


def propose_extension(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    written: WrittenExtension,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    dictionary: Container[str],
    now: datetime,
) -> UUID:
    """The extension that now waits for a second person.

    Raises ReasonNotAllowed, NoSuchAlert, MoveNotAllowed, NotReady, NotActive, SourceUnreadable,
    Damaged.
    """
    require_reason(Outcome.EXTEND, written.reason)
    require_active(session, person)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state is not AlertState.PUBLISHED or is_correction(alert):
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    content, review = (
        _extended(read_content(session, alert, keyring), written),
        _again(read_review(alert, keyring), written),
    )
    codes = still_good(
        content,
        review,
        consent_warn=True,  # her consent put it out; without it the alert is gone by now
        known=sources_of(session, person, alert).known,
        reference=reference,
        dictionary=dictionary,
        today=now.date(),
    )
    until = extended_until(
        written.reason, content.severity, content.month, reference.protocol, now.date()
    )
    if written.reason == NEW_INCIDENT and written.month is None:
        codes.append("month_missing")
    elif alert.expires_on is not None and until <= alert.expires_on:
        codes.append(NOT_LONGER)
    codes = [one for one in codes if one != MONTH_TOO_OLD]  # how long is asked above
    if codes:
        raise NotReady(codes)
    row = new_row(person, alert, content, now)
    row.needs_second = True  # whatever its severity: renewal by two persons
    row.expires_on = unpublished_expires_on(now.date(), reference.protocol)
    session.add(row)
    fill_proposal(row, person, content, review, keyring=keyring, now=now)
    note_alert_decision(session, row, None, by=person.staff_id, reason=written.reason, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="extension_proposed",
        object_id=alert.id,
        data={"reason": written.reason},
        now=now,
    )
    return row.id


def apply_extension(
    session: Session,
    person: DeskPerson,
    extension: Alert,
    content: AlertContent,
    review: Review,
    *,
    reason: str,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> AlertState:
    """The longer term, once two people agree. The caller has checked who and what.

    Raises ApprovalVoid when the warning was corrected meanwhile: this would bring back old words.
    """
    alert = find_alert(session, corrected_id(person, extension), locked=True)
    if alert.state is not AlertState.PUBLISHED:
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    before = read_content(session, alert, keyring)
    if replace(before, month=content.month) != content:
        raise ApprovalVoid
    until = extended_until(reason, content.severity, content.month, reference.protocol, now.date())
    write_content(alert, content, keyring)
    write_review(alert, still_informed(read_review(alert, keyring), review), keyring)
    alert.tokens_sealed = None
    alert.needs_second = True
    alert.proposed_by, alert.proposed_on = extension.proposed_by, extension.proposed_on
    alert.published_by = person.staff_id
    alert.text_mac = fingerprint(alert.id, content, keyring)
    alert.expires_on = until if alert.expires_on is None else max(until, alert.expires_on)
    note_alert_decision(
        session, alert, AlertState.PUBLISHED.value, by=person.staff_id, reason=reason, now=now
    )
    session.delete(extension)
    session.flush()
    write_tokens(session, alert.id, content.tokens)
    promise_change(session, alert, EXTENDED, parts=before.differs(content), now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_extended",
        object_id=alert.id,
        data={"reason": reason},
        now=now,
    )
    return AlertState.PUBLISHED


def _extended(before: AlertContent, written: WrittenExtension) -> AlertContent:
    if written.reason != NEW_INCIDENT or written.month is None:
        return before
    return replace(before, month=first_of_month(written.month))


def _again(before: Review, written: WrittenExtension) -> Review:
    if before.inform is None or written.review_on is None:
        return before
    return replace(before, inform=replace(before.inform, review_on=written.review_on))
