"""Announcing trainings: the complaints desk adds, changes and cancels them by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.report import Problem
from app.domain.training import Training, problems_of
from app.models.training import TrainingRow
from app.services import audit
from app.services.trainings import FIELDS, AnnouncedTraining, announced, coming_trainings
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

MOST_PAST = 20


class NoSuchTraining(Exception):
    """No training with this id."""


class TrainingRefused(Exception):
    """It cannot be announced like this; carries what is wrong, at least one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{one.field} {one.code}" for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class TrainingList:
    """Those to come, nearest first, and the newest of those that are over."""

    coming: tuple[AnnouncedTraining, ...]
    past: tuple[AnnouncedTraining, ...]


def list_trainings(session: Session, person: DeskPerson, *, today: date) -> TrainingList:
    """Two queries. Raises NotPermitted."""
    require(person.role, Permission.MANAGE_TRAININGS)
    over = session.scalars(
        select(TrainingRow)
        .where(TrainingRow.last_on < today)
        .order_by(TrainingRow.last_on.desc(), TrainingRow.id)
        .limit(MOST_PAST)
    )
    return TrainingList(coming_trainings(session, today), tuple(announced(row) for row in over))


def find_training(session: Session, person: DeskPerson, training_id: UUID) -> AnnouncedTraining:
    """Raises NotPermitted, NoSuchTraining."""
    require(person.role, Permission.MANAGE_TRAININGS)
    row = session.get(TrainingRow, training_id)
    if row is None:
        raise NoSuchTraining
    return announced(row)


def add_training(
    session: Session,
    person: DeskPerson,
    training: Training,
    *,
    has: Callable[[str, str], bool],
    keyring: Keyring,
    now: datetime,
) -> UUID:
    """Announces it from now on. Raises NotPermitted, NotActive, TrainingRefused."""
    _require(session, person, training, has, now)
    row = TrainingRow(id=uuid4(), **_values(training))
    session.add(row)
    _log(session, person, "training_added", row.id, keyring=keyring, now=now)
    return row.id


def change_training(
    session: Session,
    person: DeskPerson,
    training_id: UUID,
    training: Training,
    *,
    has: Callable[[str, str], bool],
    keyring: Keyring,
    now: datetime,
) -> None:
    """The same training with other words or days. Raises as add_training, and NoSuchTraining."""
    _require(session, person, training, has, now)
    row = session.get(TrainingRow, training_id, with_for_update=True)
    if row is None:
        raise NoSuchTraining
    for name, value in _values(training).items():
        setattr(row, name, value)
    _log(session, person, "training_changed", row.id, keyring=keyring, now=now)


def cancel_training(
    session: Session,
    person: DeskPerson,
    training_id: UUID,
    *,
    cancelled: bool,
    keyring: Keyring,
    now: datetime,
) -> None:
    """It stays in the list and says that it does not take place, or it takes place after all.

    Twice is the same as once. Raises NotPermitted, NotActive, NoSuchTraining.
    """
    require(person.role, Permission.MANAGE_TRAININGS)
    require_active(session, person)
    row = session.get(TrainingRow, training_id, with_for_update=True)
    if row is None:
        raise NoSuchTraining
    if (row.cancelled_on is not None) is cancelled:
        return
    row.cancelled_on = now.date() if cancelled else None
    action = "training_cancelled" if cancelled else "training_restored"
    _log(session, person, action, row.id, keyring=keyring, now=now)


def _require(
    session: Session,
    person: DeskPerson,
    training: Training,
    has: Callable[[str, str], bool],
    now: datetime,
) -> None:
    require(person.role, Permission.MANAGE_TRAININGS)
    require_active(session, person)
    if problems := tuple(problems_of(training, now.date(), has)):
        raise TrainingRefused(problems)


def _values(training: Training) -> dict[str, object]:
    return {name: getattr(training, name) for name in FIELDS}


def _log(
    session: Session,
    person: DeskPerson,
    action: str,
    training_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    session.flush()  # the row first, the log's lock last
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action=action, object_id=training_id,
        now=now,
    )  # fmt: skip
