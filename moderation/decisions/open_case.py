"""The case page's read model: everything about one report, opened in a handful of queries.

Only with the line in the log that says so (`Logged`): no proof, no words (security.md 3.14, T32).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.photo_note import without_sum
from app.domain.report import ReportDraft
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Attachment, Message, Note, Report, ReportKeys
from app.models.staff import Staff
from app.services.sealed_report import DeskKeys, open_alert_ref, open_message, open_note
from moderation.decisions.case_identifiers import TypedIdentifier, identifiers_of
from moderation.decisions.case_matches import (
    AlertMatch,
    ReportMatch,
    alert_matches,
    report_matches,
)
from moderation.decisions.case_rows import NoKey, NoSuchCase, keys_of
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.queue_rows import running_leases
from moderation.decisions.read_body import Wishes, read_draft, read_wishes

OPENED = "case_opened"


class NotWrittenDown(Exception):
    """Somebody asked for words without the line in the log that allows it."""


@dataclass(frozen=True, repr=False)
class ShownMessage:
    """A message between her and the desk; `author` is reporter or desk.

    `file_sum` (SHA-256, hex) is of the file that she sent with it, else empty.
    """

    number: int
    author: str
    text: str
    file_sum: str
    on_day: date


@dataclass(frozen=True, repr=False)
class ShownNote:
    """An internal note."""

    number: int
    by: str
    text: str
    on_day: date


@dataclass(frozen=True)
class ShownMove:
    """A line of the history; `by` is a name, or empty for the reporter and the system."""

    actor: str
    by: str
    from_state: str | None
    to_state: str
    reason: str | None
    on_day: date


@dataclass(frozen=True)
class OwnAlert:
    """The alert written from this report."""

    alert_id: UUID
    state: AlertState


@dataclass(frozen=True, repr=False)
class CaseView:
    """One report as the case page shows it. `photos` are the numbers of its pictures."""

    report_id: UUID
    state: ReportState
    urgent: bool
    needs_second: bool
    arrived_on: date
    expires_on: date
    draft: ReportDraft
    wishes: Wishes
    has_contact: bool
    identifiers: tuple[TypedIdentifier, ...]
    messages: tuple[ShownMessage, ...]
    notes: tuple[ShownNote, ...]
    photos: tuple[int, ...]
    moves: tuple[ShownMove, ...]
    other_reports: tuple[ReportMatch, ...]
    alerts: tuple[AlertMatch, ...]
    own_alert: OwnAlert | None
    held_by: str
    held_by_me: bool


def open_case(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    logged: Logged,
    *,
    keyring: Keyring,
    now: datetime,
) -> CaseView:
    """Raises NoSuchCase, NoKey, Damaged, Malformed, NotWrittenDown."""
    if not logged.allows(OPENED, report_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    row = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id == report_id, Report.team == person.team)
    ).one_or_none()
    if row is None or row[0].body is None:
        raise NoSuchCase
    report, sealed = row
    keys = keys_of(person, report, sealed)
    held = person.key(report.epoch)
    if held is None:
        raise NoKey
    draft = read_draft(report, keys)
    identifiers = identifiers_of(draft)
    lease = running_leases(session, now).get(report.id)
    return CaseView(
        report_id=report.id,
        state=report.state,
        urgent=report.urgent,
        needs_second=report.needs_second,
        arrived_on=report.arrived_on,
        expires_on=report.expires_on,
        draft=draft,
        wishes=read_wishes(report, keys),
        has_contact=report.contact is not None,
        identifiers=identifiers,
        messages=_messages(session, report, keys),
        notes=_notes(session, report, keys),
        photos=tuple(
            session.scalars(
                select(Attachment.number)
                .where(Attachment.report_id == report.id)
                .order_by(Attachment.number)
            )
        ),
        moves=_moves(session, report.id),
        other_reports=report_matches(session, person, report.id),
        alerts=alert_matches(session, identifiers, keyring=keyring),
        own_alert=_own_alert(session, report, keys),
        held_by="" if lease is None else lease[1],
        held_by_me=lease is not None and lease[0] == person.staff_id,
    )


def _messages(session: Session, report: Report, keys: DeskKeys) -> tuple[ShownMessage, ...]:
    rows = session.scalars(
        select(Message).where(Message.report_id == report.id).order_by(Message.number)
    )
    return tuple(
        ShownMessage(
            row.number,
            row.author,
            *without_sum(open_message(keys.dek, report.id, row.number, row.author, row.body)),
            row.on_day,
        )
        for row in rows
    )


def _notes(session: Session, report: Report, keys: DeskKeys) -> tuple[ShownNote, ...]:
    rows = session.execute(
        select(Note, Staff.name)
        .join(Staff, Staff.id == Note.staff_id)
        .where(Note.report_id == report.id)
        .order_by(Note.number)
    )
    return tuple(
        ShownNote(
            row.number, name, open_note(keys.desk_key, report.id, row.number, row.body), row.on_day
        )
        for row, name in rows
    )


def _moves(session: Session, report_id: UUID) -> tuple[ShownMove, ...]:
    rows = session.execute(
        select(Decision, Staff.name)
        .outerjoin(Staff, Staff.id == Decision.staff_id)
        .where(Decision.subject_kind == "report", Decision.subject_id == report_id)
        .order_by(Decision.number)
    )
    return tuple(
        ShownMove(row.actor, name or "", row.from_state, row.to_state, row.reason, row.on_day)
        for row, name in rows
    )


def _own_alert(session: Session, report: Report, keys: DeskKeys) -> OwnAlert | None:
    if report.alert_ref is None:
        return None
    alert_id = open_alert_ref(keys.dek, report.id, report.alert_ref)
    state = session.scalar(select(Alert.state).where(Alert.id == alert_id))
    return None if state is None else OwnAlert(alert_id, state)
