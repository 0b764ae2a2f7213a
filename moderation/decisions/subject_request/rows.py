"""Rows of listed persons' requests: finding, locking, who worked on what they are about."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.domain.states import AlertState, SubjectState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.subject_request import SubjectRequestAlert, SubjectRequestRow
from app.services.subject_links import rests_for_open
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import NotPermitted, Permission, require
from moderation.rules.subject_request import PARTLY
from moderation.rules.teams import ALERTS

PARTLY_REASON = "objection-partly"
"""A corrected warning is out again (a code of `resume_reason`)."""


class NoSuchRequest(Exception):
    """Not there, past its term, or not about this warning."""


class RequestOver(Exception):
    """Answered, or decided already, where something open is needed."""


def require_answerer(person: DeskPerson) -> None:
    """Raises NotPermitted, also for the right role of another team."""
    require(person.role, Permission.ANSWER_SUBJECTS)
    if person.team != ALERTS:
        raise NotPermitted(person.role, Permission.ANSWER_SUBJECTS)


def find_request(session: Session, request_id: UUID, *, locked: bool = False) -> SubjectRequestRow:
    """Raises NoSuchRequest."""
    statement = select(SubjectRequestRow).where(SubjectRequestRow.id == request_id)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NoSuchRequest
    return row


def count_open(session: Session) -> int:
    """How many wait for an answer."""
    return (
        session.scalar(select(func.count()).where(SubjectRequestRow.state != SubjectState.ANSWERED))
        or 0
    )


def alerts_of(session: Session, request_id: UUID) -> list[tuple[SubjectRequestAlert, Alert]]:
    """The warnings that held the identifier when he asked, with how they stand."""
    rows = session.execute(
        select(SubjectRequestAlert, Alert)
        .join(Alert, Alert.id == SubjectRequestAlert.alert_id)
        .where(SubjectRequestAlert.request_id == request_id)
        .order_by(Alert.id)
    )
    return [(link, alert) for link, alert in rows]


def corrected_at_rest(session: Session, alert_id: UUID) -> bool:
    """Whether two people corrected it since it rests; its text is not the disputed one then."""
    last = session.execute(
        select(
            func.max(Decision.number).filter(Decision.reason == "corrected"),
            func.max(Decision.number).filter(
                Decision.from_state == AlertState.PUBLISHED.value,
                Decision.to_state == AlertState.SUSPENDED.value,
            ),
        ).where(Decision.subject_kind == "alert", Decision.subject_id == alert_id)
    ).one()
    return last[0] is not None and last[1] is not None and last[0] > last[1]


def answered_partly(session: Session, alert_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether it rests only until it is corrected: that was answered, and nothing else is open.

    `but` is a request that does not count. Once a warning is out again no link says so any more
    (`resume_alert`).
    """
    waits = exists().where(
        SubjectRequestAlert.alert_id == alert_id,
        SubjectRequestAlert.suspended,
        SubjectRequestRow.id == SubjectRequestAlert.request_id,
        SubjectRequestRow.outcome == PARTLY,
    )
    return bool(session.scalar(select(waits))) and not rests_for_open(session, alert_id, but=but)


def rests_for_a_person(session: Session, alert_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether a listed person keeps it at rest: an open request, or an answer that waits for its
    correction. `but` is a request that does not count."""
    if rests_for_open(session, alert_id, but=but):
        return True
    return answered_partly(session, alert_id, but=but) and not corrected_at_rest(session, alert_id)


def who_worked_on(session: Session, request_id: UUID) -> frozenset[UUID]:
    """Everybody who moved one of these warnings, or answered a request about one before.

    A correction waits as a row of its own, but what it becomes is a move of the warning itself.
    """
    alerts = select(SubjectRequestAlert.alert_id).where(
        SubjectRequestAlert.request_id == request_id
    )
    moved = select(Decision.staff_id).where(
        Decision.subject_kind == "alert",
        Decision.subject_id.in_(alerts),
        Decision.staff_id.is_not(None),
    )
    answered = (
        select(SubjectRequestRow.decided_by)
        .join(SubjectRequestAlert, SubjectRequestAlert.request_id == SubjectRequestRow.id)
        .where(
            SubjectRequestAlert.alert_id.in_(alerts),
            SubjectRequestRow.id != request_id,
            SubjectRequestRow.decided_by.is_not(None),
        )
    )
    wrote = select(Alert.proposed_by, Alert.published_by).where(Alert.id.in_(alerts))
    people = {*session.scalars(moved), *session.scalars(answered)}
    people.update(one for pair in session.execute(wrote) for one in pair)
    return frozenset(one for one in people if one is not None)
