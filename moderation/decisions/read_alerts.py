"""The alerts as the desk sees them: a list with their states, and one for the second look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.staff import Staff
from moderation.decisions.alert_content import (
    AlertContent,
    Review,
    fingerprint,
    read_content,
    read_review,
)
from moderation.decisions.alert_source import SourceUnreadable, is_correction, read_source
from moderation.decisions.case_rows import NoSuchAlert, find_alert
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.extend_alert import extension_reason
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown, ShownMove
from moderation.decisions.source_words import reports_behind
from moderation.rules.four_eyes import may_publish

PAGE_ALERTS = 25
SHOWN = "alert_shown"
COUNTED = (AlertState.PROPOSED, AlertState.APPROVED, AlertState.PUBLISHED)


@dataclass(frozen=True)
class AlertRow:
    """One alert in the list."""

    alert_id: UUID
    state: AlertState
    kinds: tuple[str, ...]
    severity: int
    region: str
    month: date
    proposed_by: str
    proposed_on: date | None
    published_on: date | None
    expires_on: date | None
    source_count: int
    independent: int
    hits: int
    is_correction: bool
    mine: bool


@dataclass(frozen=True)
class AlertList:
    """A page of alerts (1, 2, …), and how many there are in the states that matter."""

    rows: tuple[AlertRow, ...]
    page: int
    pages: int
    total: int
    counts: Mapping[AlertState, int]


@dataclass(frozen=True)
class AlertView:
    """One alert with its words, None once they are gone.

    `seen` is the fingerprint an approval must bring back; `sources` are reports of this team, or
    for a correction the one alert in `corrects`. `behind` are the reports whose words the text is
    judged by, None when this person cannot tell which they are. `extends`: the correction only
    lets it stay longer. `rested_by`: who of the desk let it rest, empty when nobody did;
    `may_let_out`: this person may end that.
    """

    row: AlertRow
    content: AlertContent | None
    review: Review | None
    seen: bytes
    needs_second: bool
    may_approve: bool
    release_after: datetime | None
    sources: tuple[UUID, ...]
    corrects: UUID | None
    behind: tuple[UUID, ...] | None
    extends: bool
    approved_by: str
    rested_by: str
    may_let_out: bool
    moves: tuple[ShownMove, ...]


def read_alerts(
    session: Session, person: DeskPerson, state: AlertState | None, *, page: int
) -> AlertList:
    """Newest first; those that wait for a second reader on top."""
    query = select(Alert, Staff.name).outerjoin(Staff, Staff.id == Alert.proposed_by)
    counting = select(Alert.state, func.count()).group_by(Alert.state)
    if state is not None:
        query = query.where(Alert.state == state)
    counts = dict(row for row in session.execute(counting))
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    pages = max(1, -(-total // PAGE_ALERTS))
    page = min(max(page, 1), pages)
    query = (
        query.order_by(
            (Alert.state == AlertState.PROPOSED).desc(),
            Alert.proposed_on.desc(),
            Alert.id,
        )
        .limit(PAGE_ALERTS)
        .offset((page - 1) * PAGE_ALERTS)
    )
    rows = tuple(_row(alert, name, person) for alert, name in session.execute(query))
    return AlertList(rows, page, pages, total, {one: counts.get(one, 0) for one in COUNTED})


def read_alert(
    session: Session, person: DeskPerson, alert_id: UUID, logged: Logged, *, keyring: Keyring
) -> AlertView:
    """Raises NoSuchAlert, NotWrittenDown. What this person cannot open is left out."""
    if not logged.allows(SHOWN, alert_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    alert = find_alert(session, alert_id)
    names = dict(row for row in session.execute(select(Staff.id, Staff.name)))
    content, review = _content(session, alert, keyring)
    source = _source(person, alert)
    correction = is_correction(alert)
    return AlertView(
        row=_row(alert, _name(names, alert.proposed_by), person),
        content=content,
        review=review,
        seen=b"" if content is None else fingerprint(alert.id, content, keyring),
        needs_second=alert.needs_second,
        may_approve=alert.state is AlertState.PROPOSED
        and may_publish(person.staff_id, alert.proposed_by, second_needed=alert.needs_second),
        release_after=alert.release_after,
        sources=() if correction else source,
        corrects=source[0] if correction and source else None,
        extends=extension_reason(session, alert) is not None,
        behind=_behind(session, person, alert),
        approved_by=_name(names, alert.published_by),
        rested_by=_name(names, alert.rested_by),
        may_let_out=alert.state is AlertState.SUSPENDED
        and alert.rested_by not in (None, person.staff_id),
        moves=tuple(
            ShownMove(
                one.actor,
                _name(names, one.staff_id),
                one.from_state,
                one.to_state,
                one.reason,
                one.on_day,
            )
            for one in session.scalars(
                select(Decision)
                .where(Decision.subject_kind == "alert", Decision.subject_id == alert_id)
                .order_by(Decision.number)
            )
        ),
    )


def _content(
    session: Session, alert: Alert, keyring: Keyring
) -> tuple[AlertContent | None, Review | None]:
    if alert.text is None:
        return None, None
    try:
        return read_content(session, alert, keyring), read_review(alert, keyring)
    except (Damaged, KeyError, TypeError, ValueError):
        return None, None


def _source(person: DeskPerson, alert: Alert) -> tuple[UUID, ...]:
    try:
        return read_source(person, alert)
    except SourceUnreadable:
        return ()


def _behind(session: Session, person: DeskPerson, alert: Alert) -> tuple[UUID, ...] | None:
    try:
        return reports_behind(session, person, alert)
    except (NoSuchAlert, SourceUnreadable):
        return None


def _row(alert: Alert, proposed_by: str | None, person: DeskPerson) -> AlertRow:
    return AlertRow(
        alert_id=alert.id,
        state=alert.state,
        kinds=tuple(alert.kinds.split(",")),
        severity=alert.severity,
        region=alert.region,
        month=alert.month,
        proposed_by=proposed_by or "",
        proposed_on=alert.proposed_on,
        published_on=alert.published_on,
        expires_on=alert.expires_on,
        source_count=alert.source_count,
        independent=alert.independent,
        hits=alert.hits,
        is_correction=is_correction(alert),
        mine=alert.proposed_by == person.staff_id,
    )


def _name(names: Mapping[UUID, str], staff_id: UUID | None) -> str:
    return "" if staff_id is None else names.get(staff_id, "")
