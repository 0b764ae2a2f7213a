"""Putting a report with an alert that is there already: one more report tells the same.

Whether it is of another person than those before is judged here, since one who reports twice must
not count twice; members read the number some days later (domain/impact). What a second person
agreed to is not changed by one: where two are needed, new identifiers come in through a correction,
which two people read, and so do another severity and month. A new incident may make it stay longer,
since the term counts from the last one (privacy.md 3.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import equal
from app.domain.impact import shows_from
from app.domain.retention import longer_until
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
from moderation.decisions.case_rows import (
    end_term,
    find_alert,
    note_alert_decision,
    set_report_state,
)
from moderation.decisions.claim_report import let_go, work_on
from moderation.decisions.count_report import count_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.extend_alert import NEW_INCIDENT, NOT_LONGER
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.read_body import read_draft, read_wishes
from moderation.decisions.release_alert import write_tokens
from moderation.rules.four_eyes import ApprovalVoid
from moderation.rules.outcomes import Outcome, require_reason
from moderation.rules.workflow import MoveNotAllowed

SAME_PERSON = "same-person"
NOT_NEW = "extension_not_new"
OPEN_TO_MORE = frozenset({AlertState.APPROVED, AlertState.PUBLISHED})


class NeedsCorrection(Exception):
    """New identifiers for an alert that two people must agree on."""


@dataclass(frozen=True)
class Merging:
    """What was decided: `reason` a code of `merge_reason`, `identifiers` keys as "phone-0".

    `independent`: of another person than the reports before. `longer`: it is a new incident, and
    the warning stays as long as that gives.
    """

    reason: str
    independent: bool
    identifiers: tuple[str, ...] = ()
    longer: bool = False


def merge_report(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    alert_id: UUID,
    merging: Merging,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Adds the report as a source, and its chosen identifiers.

    Raises ReasonNotAllowed, NoSuchAlert, MoveNotAllowed, NotReady (no consent to warn, or no longer
    term), NeedsCorrection, SourceUnreadable, ApprovalVoid, Damaged and as work_on.
    """
    reason = merging.reason
    require_reason(Outcome.MERGE, reason)
    report, keys = work_on(session, person, report_id, now=now)
    if not read_wishes(report, keys).consents.warn:
        raise NotReady(["consent_missing"])
    alert = find_alert(session, alert_id, locked=True)
    if alert.state not in OPEN_TO_MORE or is_correction(alert):
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    source = read_source(person, alert)
    draft = read_draft(report, keys)
    picked = chosen(identifiers_of(draft), merging.identifiers)
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
    if merging.longer:
        until = longer_until(
            alert.severity, draft.when.month(report.arrived_on), alert.expires_on,
            reference.protocol,
        )  # fmt: skip
        _stay_longer(session, alert, merging, until, by=person.staff_id, now=now)
    if report.id not in source:
        write_source(person, alert, [*source, report.id])
        alert.source_count = len(source) + 1
        if merging.independent:
            alert.independent += 1
            alert.shows_on = shows_from(now.date(), reference.protocol)
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
        data={"reason": reason, "independent": merging.independent, "longer": merging.longer},
        now=now,
    )


def _stay_longer(
    session: Session,
    alert: Alert,
    merging: Merging,
    until: date | None,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Only of what is out, and only of an incident that nobody told before."""
    if merging.reason != SAME_PERSON:
        raise NotReady([NOT_NEW])
    if until is None:
        raise NotReady([NOT_LONGER])
    if alert.state is not AlertState.PUBLISHED:
        raise MoveNotAllowed(alert.state, AlertState.PUBLISHED)
    alert.expires_on = until
    note_alert_decision(
        session, alert, AlertState.PUBLISHED.value, by=by, reason=NEW_INCIDENT, now=now
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
