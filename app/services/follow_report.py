"""What she reads about her own report: codes, days, messages and her consents; never a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.consent import CONSENTS, Consents
from app.domain.followed_status import REASON_LISTS, WAITS_FOR_THE_DESK, followed_status
from app.domain.photo_note import without_sum
from app.domain.reporter_moves import may_veto
from app.domain.states import AlertState
from app.domain.statistics.publication import WARNINGS
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Attachment, Message, Report
from app.services.own_report import OwnKey, alert_of, own_report
from app.services.published_figures import released_in
from app.services.reporter_requests import VETO, is_asked
from app.services.sealed_fact import open_counted
from app.services.sealed_report import REPORT, open_body, open_consents, open_message

TURNS_TO_THE_DESK = ("received", "answered")
SHE_MAY_READ = frozenset(
    {AlertState.PROPOSED, AlertState.APPROVED, AlertState.PUBLISHED, AlertState.SUSPENDED}
)


@dataclass(frozen=True)
class FollowedMessage:
    """One message; `text` is None where she asked us not to show back what she wrote."""

    number: int
    own: bool
    on_day: date
    text: str | None = field(repr=False)


@dataclass(frozen=True)
class FollowedAlert:
    """What became of her warning.

    `stop_until` is the moment before which it does not go out, known once it is approved;
    `told` and `met` are steps of `domain.impact`: members who were told, checks that found it;
    `reports` different people reported the same person, as far as members read it; `stop_asked`:
    she said no and the desk's process has yet to act; `shared`: others reported the same person.
    """

    state: AlertState
    may_read: bool
    may_veto: bool
    stop_asked: bool
    stop_until: datetime | None
    published_on: date | None
    told: int
    met: int
    reports: int
    shared: bool


@dataclass(frozen=True)
class Reason:
    """Why, as a code of the named list."""

    list_name: str
    code: str


@dataclass(frozen=True)
class FollowedReport:
    """Everything of the status page. `status` is a code of `report_status`.

    `waiting_days` counts while it is the desk's turn, else None. `shows_text`: what she sent may be
    shown to her. `may_add`: the desk can still read what she adds. `counted_in`: the release of
    figures in which she is counted, empty when there is none.
    """

    status: str
    reason: Reason | None
    arrived_on: date
    waiting_days: int | None
    messages: tuple[FollowedMessage, ...]
    alert: FollowedAlert | None
    consents: Consents
    at_once: bool
    photos: int
    shows_text: bool
    may_add: bool
    counted_in: str


class Move(NamedTuple):
    """One line of what was decided about her report or its alert."""

    subject_kind: str
    to_state: str
    reason: str | None
    on_day: date


def follow_report(session: Session, own: OwnKey, *, now: datetime) -> FollowedReport:
    """Six queries, whatever there is to see. Raises `ReportGone`, `Damaged`."""
    report = own_report(session, own)
    alert_id = alert_of(report, own)
    alert = _followed_alert(session, alert_id)
    state = None if alert is None else alert.state
    status = followed_status(
        report.state,
        state,
        stop_asked=alert is not None and alert.stop_asked,
        shared=alert is not None and alert.shared,
    )
    history = _history(session, report.id, alert_id)
    shows_text = shows_back(report, own)
    consents = open_consents(own.dek, report.id, report.consents)
    return FollowedReport(
        status=status,
        reason=_reason(status, history),
        arrived_on=report.arrived_on,
        waiting_days=_waiting_days(status, report, history, now.date()),
        messages=_messages(session, own, shows_text),
        alert=alert,
        consents=consents_of(consents),
        at_once=bool(consents.get("publish_at_once")),
        photos=_photos(session, report.id),
        shows_text=shows_text,
        may_add=report.body is not None,
        counted_in=_counted_in(session, report, own, now.date()),
    )


def consents_of(opened: dict[str, Any]) -> Consents:
    """Her consents out of what is sealed with them."""
    return Consents.from_json({code: opened.get(code, False) for code in CONSENTS})


def shows_back(report: Report, own: OwnKey) -> bool:
    """Whether she may be shown her own words; not when only a stub is left. Raises `Damaged`."""
    if report.body is None:
        return False
    return open_body(own.dek, report.id, report.body).get("do_not_show_back") is not True


def _counted_in(session: Session, report: Report, own: OwnKey, today: date) -> str:
    quarter = ""
    if report.fact_link is not None:
        quarter = open_counted(REPORT, own.dek, report.id, report.fact_link)
    # asked even where there is none: how many queries there are says nothing
    return released_in(session, WARNINGS, quarter, today)


def _followed_alert(session: Session, alert_id: UUID | None) -> FollowedAlert | None:
    # asked even where there is none: how many queries there are says nothing
    row = session.execute(
        select(
            Alert.state,
            Alert.release_after,
            Alert.published_on,
            Alert.told_step,
            Alert.hits_step,
            Alert.shown_reports,
            Alert.source_count,
            is_asked(VETO, Alert.id).label("stop_asked"),
        ).where(Alert.id == alert_id)
    ).one_or_none()
    if row is None:
        return None
    return FollowedAlert(
        state=row.state,
        may_read=row.state in SHE_MAY_READ,
        may_veto=may_veto(row.state) and not row.stop_asked,
        stop_asked=row.stop_asked,
        stop_until=row.release_after if row.state is AlertState.APPROVED else None,
        published_on=row.published_on,
        told=row.told_step,
        met=row.hits_step,
        reports=row.shown_reports,
        shared=row.source_count > 1,
    )


def _history(session: Session, report_id: UUID, alert_id: UUID | None) -> Sequence[Move]:
    """Moves of her report and its alert, newest first."""
    rows = session.execute(
        select(Decision.subject_kind, Decision.to_state, Decision.reason, Decision.on_day)
        .where(
            or_(
                and_(Decision.subject_kind == "report", Decision.subject_id == report_id),
                and_(Decision.subject_kind == "alert", Decision.subject_id == alert_id),
            )
        )
        .order_by(Decision.number.desc())
    )
    return [Move(*row) for row in rows]


def _reason(status: str, history: Sequence[Move]) -> Reason | None:
    list_name = REASON_LISTS.get(status)
    if list_name is None:
        return None
    code = next((move.reason for move in history if move.to_state == status and move.reason), None)
    return None if code is None else Reason(list_name, code)


def _waiting_days(status: str, report: Report, history: Sequence[Move], today: date) -> int | None:
    if status not in WAITS_FOR_THE_DESK:
        return None
    turned = (
        move.on_day
        for move in history
        if move.subject_kind == "report" and move.to_state in TURNS_TO_THE_DESK
    )
    return max((today - next(turned, report.arrived_on)).days, 0)


def _messages(session: Session, own: OwnKey, shows_text: bool) -> tuple[FollowedMessage, ...]:
    rows = session.scalars(
        select(Message).where(Message.report_id == own.report_id).order_by(Message.number)
    )
    found = []
    for row in rows:
        # opened also where it is not shown: a replaced message must not go unnoticed
        text = open_message(own.dek, own.report_id, row.number, row.author, row.body)
        mine = row.author == "reporter"
        hidden = mine and not shows_text
        words, _sum = without_sum(text)
        found.append(FollowedMessage(row.number, mine, row.on_day, None if hidden else words))
    return tuple(found)


def _photos(session: Session, report_id: UUID) -> int:
    return session.scalar(select(func.count()).where(Attachment.report_id == report_id)) or 0
