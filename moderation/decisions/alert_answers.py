"""What members answered to warnings, for the desk: numbers, and which nobody looked at yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import CAME_OUT
from app.models.alert import Alert
from app.models.alert_answer import AlertAnswer
from app.services import audit
from app.services.answer_alert import ANSWERS, NOT_HIM
from moderation.decisions.case_rows import find_alert, require_active
from moderation.decisions.desk_person import DeskPerson

MOST_SHOWN = 50


@dataclass(frozen=True)
class Answered:
    """A warning with answers that nobody looked at; `counts` are those, by code."""

    alert_id: UUID
    kinds: tuple[str, ...]
    counts: Mapping[str, int]


def answers_to(session: Session, alert_id: UUID) -> tuple[Mapping[str, int], bool]:
    """How many members gave each answer, and whether one is new to the desk."""
    rows = session.execute(
        select(AlertAnswer.answer, func.count(), func.count().filter(AlertAnswer.fresh))
        .where(AlertAnswer.alert_id == alert_id)
        .group_by(AlertAnswer.answer)
    ).all()
    found = {answer: number for answer, number, _fresh in rows}
    return {one: found.get(one, 0) for one in ANSWERS}, any(fresh for *_, fresh in rows)


def unseen_answers(session: Session) -> tuple[Answered, ...]:
    """The warnings that live and have them, those that are doubted most first."""
    rows = session.execute(
        select(Alert.id, Alert.kinds, AlertAnswer.answer, func.count())
        .join(AlertAnswer, AlertAnswer.alert_id == Alert.id)
        .where(AlertAnswer.fresh, Alert.state.in_(CAME_OUT))
        .group_by(Alert.id, Alert.kinds, AlertAnswer.answer)
    ).all()
    counts: dict[UUID, dict[str, int]] = {}
    for alert_id, _kinds, answer, number in rows:
        counts.setdefault(alert_id, {})[answer] = number
    kinds = {alert_id: tuple(named.split(",")) for alert_id, named, *_ in rows}
    found = [Answered(one, kinds[one], counts[one]) for one in counts]
    found.sort(key=lambda one: (-one.counts.get(NOT_HIM, 0), str(one.alert_id)))
    return tuple(found[:MOST_SHOWN])


def look_at_answers(
    session: Session, person: DeskPerson, alert_id: UUID, *, keyring: Keyring, now: datetime
) -> None:
    """Somebody looked: what comes from now on is new again. Raises NotActive, NoSuchAlert."""
    require_active(session, person)
    find_alert(session, alert_id)
    session.execute(
        update(AlertAnswer)
        .where(AlertAnswer.alert_id == alert_id, AlertAnswer.fresh)
        .values(fresh=False)
        .execution_options(synchronize_session=False)
    )
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="alert_answers_looked_at",
        object_id=alert_id, now=now,
    )  # fmt: skip
