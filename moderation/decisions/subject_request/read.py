"""The requests as the desk sees them: a list with clocks, and one with its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState, SubjectState
from app.domain.subject_request import SubjectRequest, request_from_json
from app.models.alert import Alert
from app.models.staff import Staff
from app.models.subject_request import SubjectRequestKeys, SubjectRequestRow
from app.services.sealed_case import DeskKeys
from app.services.sealed_subject import SUBJECT, open_answer, open_subject_for_team
from moderation.decisions.alert_content import read_content
from moderation.decisions.case_rows import NoKey
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from moderation.decisions.subject_request.rows import (
    alerts_of,
    find_request,
    require_answerer,
    who_worked_on,
)
from moderation.rules.subject_request import may_lift, outcomes_for

SHOWN = "subject_request_shown"
MOST_ANSWERED = 50


@dataclass(frozen=True)
class RequestLine:
    """One request in the list; `days_left` of an open one, negative when it is late."""

    request_id: UUID
    right: str
    state: SubjectState
    arrived_on: date
    due_on: date
    days_left: int
    outcome: str
    answered_on: date | None
    by: str


@dataclass(frozen=True)
class ListedAlert:
    """A warning that held the identifier: how it stands and what members read."""

    alert_id: UUID
    state: AlertState
    severity: int
    kinds: tuple[str, ...]
    region: str
    month: date
    text: str
    rests: bool
    may_lift: bool
    lift_proposed_by: UUID | None
    lift_reason: str


@dataclass(frozen=True)
class OpenedRequest:
    """A request with its words; `may_answer` is false for who worked on a warning it is about."""

    line: RequestLine
    asked: SubjectRequest
    alerts: tuple[ListedAlert, ...]
    outcomes: tuple[str, ...]
    may_answer: bool
    longer_reason: str
    answer: tuple[str, ...]


def read_requests(session: Session, person: DeskPerson, *, today: date) -> list[RequestLine]:
    """Open ones first, by their last day; then what was answered lately. One query."""
    require_answerer(person)
    rows = session.execute(
        select(SubjectRequestRow, Staff.name)
        .outerjoin(Staff, Staff.id == SubjectRequestRow.decided_by)
        .order_by(
            SubjectRequestRow.answered_on.is_not(None),
            SubjectRequestRow.answered_on.desc(),
            SubjectRequestRow.due_on,
            SubjectRequestRow.id,
        )
        .limit(MOST_ANSWERED * 4)
    ).all()
    lines = [_line(row, name or "", today) for row, name in rows]
    waiting = [one for one in lines if one.state is not SubjectState.ANSWERED]
    return lines[: len(waiting) + MOST_ANSWERED]  # they come first


def open_request(
    session: Session,
    person: DeskPerson,
    request_id: UUID,
    logged: Logged,
    *,
    keyring: Keyring,
    today: date,
) -> OpenedRequest:
    """Raises NotPermitted, NotWrittenDown, NoSuchRequest, NoKey, Damaged, Malformed."""
    require_answerer(person)
    if not logged.allows(SHOWN, request_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    row = find_request(session, request_id)
    keys = keys_of(session, person, row)
    name = None if row.decided_by is None else session.get_one(Staff, row.decided_by).name
    alerts = tuple(
        ListedAlert(
            alert_id=alert.id,
            state=alert.state,
            severity=alert.severity,
            kinds=tuple(alert.kinds.split(",")),
            region=alert.region,
            month=alert.month,
            text=_text(session, alert, keyring),
            rests=alert.state is AlertState.SUSPENDED,
            may_lift=may_lift(alert.severity) and alert.state is AlertState.SUSPENDED,
            lift_proposed_by=link.lift_proposed_by,
            lift_reason=link.lift_reason or "",
        )
        for link, alert in alerts_of(session, request_id)
    )
    return OpenedRequest(
        line=_line(row, name or "", today),
        asked=request_from_json(SUBJECT.open_body(keys.dek, row.id, row.body)),
        alerts=alerts,
        outcomes=outcomes_for(row.subject_right, listed=bool(alerts)),
        may_answer=person.staff_id not in who_worked_on(session, request_id),
        longer_reason=row.longer_reason or "",
        answer=open_answer(keys.dek, row.id, row.answer),
    )


def keys_of(session: Session, person: DeskPerson, row: SubjectRequestRow) -> DeskKeys:
    """Raises NoKey, Damaged."""
    held = person.key(row.epoch)
    if held is None:
        raise NoKey
    sealed = session.get_one(SubjectRequestKeys, row.id)
    return open_subject_for_team(sealed, team_secret=held.secret, epoch=row.epoch)


def _text(session: Session, alert: Alert, keyring: Keyring) -> str:
    """What members read; nothing once it is gone or does not open."""
    try:
        return read_content(session, alert, keyring).words.text
    except (Damaged, KeyError, TypeError, ValueError):
        return ""


def _line(row: SubjectRequestRow, name: str, today: date) -> RequestLine:
    return RequestLine(
        request_id=row.id,
        right=row.subject_right,
        state=row.state,
        arrived_on=row.arrived_on,
        due_on=row.due_on,
        days_left=(row.due_on - today).days,
        outcome=row.outcome or "",
        answered_on=row.answered_on,
        by=name,
    )
