"""The yearly evaluation out of the history of moves: counts only, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ReportState
from app.models.decision import Decision
from app.services import audit
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.evaluation import LINES, Count, Move, evaluation_of, median_days
from moderation.rules.roles import Permission, require

FIRST_YEAR = 2026  # the first of this house


class NoSuchYear(Exception):
    """Before the first year, or not begun yet."""


@dataclass(frozen=True)
class Evaluation:
    """`days_to_publish`: the median from receipt to publication of what came out that year."""

    year: int
    counts: tuple[Count, ...]
    days_to_publish: float | None


def years_until(today: date) -> tuple[int, ...]:
    """The newest first."""
    return tuple(range(today.year, FIRST_YEAR - 1, -1))


def read_evaluation(session: Session, person: DeskPerson, year: int, *, today: date) -> Evaluation:
    """Two queries. Raises NotPermitted, NoSuchYear."""
    require(person.role, Permission.READ_EVALUATION)
    if year not in years_until(today):
        raise NoSuchYear(year)
    rows = session.execute(
        select(
            Decision.subject_kind, Decision.subject_id, Decision.from_state, Decision.to_state,
            Decision.reason, Decision.on_day,
        ).where(
            Decision.subject_kind.in_({one.kind for one in LINES}),
            Decision.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )  # fmt: skip
    moves = [Move(*row[:4], row[4] or "", row[5]) for row in rows]
    return Evaluation(year, evaluation_of(moves), median_days(_spans(session, moves)))


def note_export(
    session: Session, person: DeskPerson, year: int, *, keyring: Keyring, now: datetime
) -> None:
    """A file leaves the desk: who took it along is in the log."""
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="evaluation_exported",
        data={"year": year},
        now=now,
    )


def _spans(session: Session, moves: list[Move]) -> list[tuple[date, date]]:
    out: dict[UUID, date] = {}
    for one in moves:
        if (one.kind, one.to_state) == ("report", ReportState.PUBLISHED):
            out[one.subject] = min(out.get(one.subject, one.on_day), one.on_day)
    if not out:
        return []
    rows = session.execute(
        select(Decision.subject_id, Decision.on_day).where(
            Decision.subject_kind == "report",
            Decision.subject_id.in_(out),  # of this year's only: the history grows
            Decision.from_state.is_(None),
            Decision.to_state == ReportState.RECEIVED,
        )
    )
    return [(row.on_day, out[row.subject_id]) for row in rows]
