"""Who waits to become a member, the oldest first; nothing of what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.membership import PROOF_DAYS
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
    """One page, how many wait for the desk and how many for a proof of hers, and the members."""

    rows: tuple[WaitingRow, ...]
    waiting: int
    asked_again: int
    members: int
    page: int
    pages: int


def read_applications(
    session: Session, person: DeskPerson, *, page: int | None, now: datetime
) -> WaitingList:
    """Four queries. Raises NotPermitted."""
    require_admitter(person)
    undecided = Application.state == ApplicationState.WAITING
    is_waiting = undecided & (Application.proof_on > now.date() - timedelta(days=PROOF_DAYS))
    waiting = session.scalar(select(func.count()).select_from(Application).where(is_waiting)) or 0
    total = session.scalar(select(func.count()).select_from(Application).where(undecided)) or 0
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
        asked_again=total - waiting,
        members=members,
        page=wanted,
        pages=pages,
    )
