"""Members who did not renew: half a year after their year everything of theirs goes.

They read the day on their own pages; whoever renews before loses nothing. Somebody whom the desk
shut out goes by the same rule, unless what she says against it waits (ADR 0033).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import AppealState
from app.models.member import Member, Suspension
from app.services.member_settings import delete_member


def live_members(session: Session) -> int:
    """All of them: what the purge guard measures against."""
    return session.scalar(select(func.count()).select_from(Member)) or 0


def due_members(session: Session, *, days: int, now: datetime) -> int:
    """Members whose year ended `days` days ago or longer."""
    return session.scalar(select(func.count()).select_from(Member).where(_over(days, now))) or 0


def purge_members(session: Session, *, keyring: Keyring, days: int, now: datetime) -> int:
    """Deletes them as if each had left by herself; how many."""
    # locked before anything goes: who renews at this moment is not over any more
    due = session.scalars(
        select(Member.id).where(_over(days, now)).order_by(Member.id).with_for_update()
    ).all()
    for member_id in due:
        delete_member(session, member_id, keyring=keyring)
    return len(due)


def _over(days: int, now: datetime) -> ColumnElement[bool]:
    """What `domain/membership.lapses_on` tells her, said of the column.

    What somebody says against being shut out is read first: she cannot renew meanwhile.
    """
    appeals = exists().where(
        Suspension.member_id == Member.id, Suspension.state == AppealState.WAITING
    )
    return and_(Member.renew_by <= now.date() - timedelta(days=days), ~appeals)
