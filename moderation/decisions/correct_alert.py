"""Correcting an alert that is out: it stays as it is while two people agree on the new text.

The new text waits as a row of its own (see alert_source). Approved, it takes the place of the old
one at once: whatever was wrong is out already, so there is nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.identifiers.kinds import Identifier
from app.domain.retention import alert_expires_on, unpublished_expires_on
from app.domain.states import AlertState
from app.models.alert import Alert
from app.services import audit
from app.services.suspend_alert import resume_alert
from app.services.tell_changes import CORRECTED, promise_change
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
from moderation.decisions.alert_source import corrected_id, is_correction, write_source
from moderation.decisions.case_identifiers import normal_forms
from moderation.decisions.case_rows import find_alert, note_alert_decision, require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import Material, WrittenAlert, judged
from moderation.decisions.propose_alert import fill_proposal
from moderation.decisions.release_alert import write_tokens
from moderation.decisions.source_words import Sources, sources_of
from moderation.decisions.subject_request.rows import PARTLY_REASON, answered_partly
from moderation.rules.four_eyes import needs_second
from moderation.rules.outcomes import Outcome, require_reason
from moderation.rules.workflow import MoveNotAllowed

CORRECTABLE = frozenset({AlertState.PUBLISHED, AlertState.SUSPENDED})
"""It may be at rest because a listed person objected, and come back corrected."""


def propose_correction(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    written: WrittenAlert,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    dictionary: Container[str],
    now: datetime,
) -> UUID:
    """The correction that now waits for a second look.

    With no report left to choose from, the identifiers stay as they are. Raises ReasonNotAllowed,
    NoSuchAlert, MoveNotAllowed, NotReady, NotActive, SourceUnreadable.
    """
    require_reason(Outcome.CORRECT, reason)
    require_active(session, person)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state not in CORRECTABLE or is_correction(alert):
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    sources = sources_of(session, person, alert)
    before = read_content(session, alert, keyring)
    material = Material(
        identifiers=_chosen(sources, written.identifiers),
        kept=None if sources.identifiers else (before.shown, before.tokens),
        known=sources.known,
        standing_month=before.month,
        consent_warn=True,  # her consent put it out; without it the alert is gone by now
    )
    content, review = judged(
        written,
        material,
        keyring=keyring,
        reference=reference,
        dictionary=dictionary,
        today=now.date(),
    )
    correction = new_row(person, alert, content, now)
    correction.expires_on = unpublished_expires_on(now.date(), reference.protocol)
    session.add(correction)
    fill_proposal(correction, person, content, review, keyring=keyring, now=now)
    note_alert_decision(session, correction, None, by=person.staff_id, reason=reason, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="correction_proposed",
        object_id=alert.id,
        data={"reason": reason},
        now=now,
    )
    return correction.id


def apply_correction(
    session: Session,
    person: DeskPerson,
    correction: Alert,
    content: AlertContent,
    review: Review,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> AlertState:
    """Puts the agreed text in the place of the old one. The caller has checked who and what."""
    corrected = find_alert(session, corrected_id(person, correction), locked=True)
    if corrected.state not in CORRECTABLE:
        raise MoveNotAllowed(corrected.state, AlertState.PUBLISHED)
    before = read_content(session, corrected, keyring)
    # words change no term: only another severity or month counts anew
    if (content.severity, content.month) != (corrected.severity, corrected.month):
        corrected.expires_on = alert_expires_on(content.severity, content.month, reference.protocol)
    write_content(corrected, content, keyring)
    write_review(corrected, still_informed(read_review(corrected, keyring), review), keyring)
    corrected.tokens_sealed = None
    corrected.needs_second = corrected.needs_second or correction.needs_second
    corrected.proposed_by = correction.proposed_by
    corrected.proposed_on = correction.proposed_on
    corrected.published_by = person.staff_id
    corrected.text_mac = fingerprint(corrected.id, content, keyring)
    note_alert_decision(
        session, corrected, corrected.state.value, by=person.staff_id, reason="corrected",
        now=now,
    )  # fmt: skip
    session.delete(correction)
    session.flush()
    write_tokens(session, corrected.id, content.tokens)
    promise_change(session, corrected, CORRECTED, parts=before.differs(content), now=now)
    if answered_partly(session, corrected.id):
        resume_alert(session, corrected, PARTLY_REASON, by=person.staff_id, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="alert_corrected",
        object_id=corrected.id,
        now=now,
    )
    return corrected.state


def _chosen(sources: Sources, keys: tuple[str, ...]) -> tuple[Identifier, ...]:
    wanted = [sources.identifiers[key] for key in keys if key in sources.identifiers]
    return tuple(dict.fromkeys(normal_forms(wanted)))


def new_row(person: DeskPerson, alert: Alert, content: AlertContent, now: datetime) -> Alert:
    """The row in which something new about a published alert waits for a second person."""
    correction = Alert(
        id=uuid4(),
        state=AlertState.PROPOSED,
        kinds=",".join(content.kinds),
        severity=content.severity,
        region=content.region,
        month=content.month,
        needs_second=alert.needs_second or needs_second(content.severity, content.describes_person),
        proposed_by=person.staff_id,
        proposed_on=now.date(),
        source_sealed=b"",
        source_epoch=0,
        source_count=0,
    )
    write_source(person, correction, [alert.id])
    return correction
