"""Who waits to become a member, the oldest first; nothing of what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.states import ApplicationState, MemberState
from app.models.member import Application, Member
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import NotPermitted, Permission, require
from moderation.rules.teams import ALERTS

PAGE_ROWS = 50


def require_admitter(person: DeskPerson) -> None:
    """Anybody of the alerts team who may admit (decisions 10); raises NotPermitted."""
    require(person.role, Permission.ADMIT_MEMBERS)
    if person.team != ALERTS:
        raise NotPermitted(person.role, Permission.ADMIT_MEMBERS)


@dataclass(frozen=True)
class WaitingRow:
    """An application; `has_key`: this person holds the key it was sealed to."""

    application_id: UUID
    applied_on: date
    waiting_days: int
    has_key: bool


@dataclass(frozen=True)
class WaitingList:
    """One page, how many wait, and how many members there are."""

    rows: tuple[WaitingRow, ...]
    waiting: int
    members: int
    page: int
    pages: int


def read_applications(
    session: Session, person: DeskPerson, *, page: int | None, now: datetime
) -> WaitingList:
    """Three queries. Raises NotPermitted."""
    require_admitter(person)
    is_waiting = Application.state == ApplicationState.WAITING
    waiting = session.scalar(select(func.count()).select_from(Application).where(is_waiting)) or 0
    members = (
        session.scalar(
            select(func.count())
            .select_from(Member)
            .where(Member.state != MemberState.SUSPENDED, Member.renew_by >= now.date())
        )
        or 0
    )
    pages = max(1, -(-waiting // PAGE_ROWS))
    wanted = min(max(page or 1, 1), pages)
    rows = session.scalars(
        select(Application)
        .where(is_waiting)
        .order_by(Application.applied_on, Application.id)
        .offset((wanted - 1) * PAGE_ROWS)
        .limit(PAGE_ROWS)
    )
    return WaitingList(
        rows=tuple(
            WaitingRow(
                row.id,
                row.applied_on,
                (now.date() - row.applied_on).days,
                person.key(row.epoch) is not None,
            )
            for row in rows
        ),
        waiting=waiting,
        members=members,
        page=wanted,
        pages=pages,
    )
