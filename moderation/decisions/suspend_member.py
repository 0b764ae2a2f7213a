"""A member who misuses the check or hands warnings on is shut out, and let in again, by a lead.

A lead sees when somebody came in and how many checks she makes, never which. Of a member nothing
else is known here. The reason is a code in the log, and sealed beside her, for her code shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.quota import WINDOW_DAYS
from app.domain.states import AppealState, MemberState
from app.models.member import CheckQuota, Member, Suspension
from app.services import audit
from app.services.push_devices import forget_devices
from app.services.sealed_appeal import seal_reason
from app.services.web_session import end_all_for
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh
from moderation.rules.outcomes import Outcome, require_reason
from moderation.rules.roles import NotPermitted, Permission, require
from moderation.rules.teams import ALERTS

PAGE_ROWS = 50


class NoSuchMember(Exception):
    """Not there any more, or already as wanted."""


@dataclass(frozen=True)
class ListedMember:
    """A member as a lead sees her; `checks` in the last thirty days."""

    member_id: UUID
    joined_on: date
    is_suspended: bool
    checks_today: int
    checks: int


@dataclass(frozen=True)
class MemberList:
    rows: tuple[ListedMember, ...]
    page: int
    pages: int


def list_members(
    session: Session, person: DeskPerson, *, page: int | None, now: datetime
) -> MemberList:
    """Who checks most on top, then who came in last. Raises NotPermitted."""
    _require_lead(person)
    today = now.date()
    total = session.scalar(select(func.count()).select_from(Member)) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    wanted = min(max(page or 1, 1), pages)
    recent = CheckQuota.on_day > today - timedelta(days=WINDOW_DAYS)
    checks = func.coalesce(func.sum(case((recent, CheckQuota.used), else_=0)), 0)
    checks_today = func.coalesce(
        func.sum(case((CheckQuota.on_day == today, CheckQuota.used), else_=0)), 0
    )
    rows = session.execute(
        select(Member.id, Member.joined_on, Member.state, checks_today, checks)
        .outerjoin(CheckQuota, CheckQuota.member_id == Member.id)
        .group_by(Member.id, Member.joined_on, Member.state)
        .order_by(checks.desc(), Member.joined_on.desc(), Member.id)
        .offset((wanted - 1) * PAGE_ROWS)
        .limit(PAGE_ROWS)
    )
    listed = tuple(
        ListedMember(who, joined, state is MemberState.SUSPENDED, today_used, used)
        for who, joined, state, today_used, used in rows
    )
    return MemberList(listed, wanted, pages)


def suspend_member(
    session: Session,
    person: DeskPerson,
    member_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """At once: her sessions end, and her code shows her why and nothing else.

    Raises ReasonNotAllowed, NotPermitted, NotFresh, NotActive, NoSuchMember.
    """
    require_reason(Outcome.SUSPEND_MEMBER, reason)
    row = _row(session, person, member_id, now)
    if row.state is MemberState.SUSPENDED:
        raise NoSuchMember
    row.state = MemberState.SUSPENDED
    end_all_for(session, member_id)
    assert keyring.k_field is not None
    suspension_id = uuid4()
    session.add(
        Suspension(
            id=suspension_id,
            member_id=member_id,
            by_staff=person.staff_id,
            on_day=now.date(),
            state=AppealState.NONE,
            reason=seal_reason(keyring.k_field, suspension_id, reason),
        )
    )
    forget_devices(row, keyring=keyring)
    session.flush()  # the row first, the log's lock last
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="member_suspended",
        object_id=member_id,
        data={"reason": reason},
        now=now,
    )


def restore_member(
    session: Session, person: DeskPerson, member_id: UUID, *, keyring: Keyring, now: datetime
) -> None:
    """Her code works again. Raises NotPermitted, NotFresh, NotActive, NoSuchMember."""
    row = _row(session, person, member_id, now)
    if row.state is not MemberState.SUSPENDED:
        raise NoSuchMember
    row.state = MemberState.ACTIVE
    session.execute(delete(Suspension).where(Suspension.member_id == member_id))
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action="member_restored",
        object_id=member_id,
        now=now,
    )


def require_member(
    session: Session, person: DeskPerson, member_id: UUID, *, suspended: bool
) -> None:
    """Before a page asks anything about her: raises NoSuchMember, NotPermitted."""
    _require_lead(person)
    state = session.scalar(select(Member.state).where(Member.id == member_id))
    if state is None or (state is MemberState.SUSPENDED) is not suspended:
        raise NoSuchMember


def _row(session: Session, person: DeskPerson, member_id: UUID, now: datetime) -> Member:
    _require_lead(person)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    row = session.get(Member, member_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSuchMember
    return row


def _require_lead(person: DeskPerson) -> None:
    require(person.role, Permission.SUSPEND_MEMBERS)
    if person.team != ALERTS:
        raise NotPermitted(person.role, Permission.SUSPEND_MEMBERS)
