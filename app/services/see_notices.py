"""She has seen what she was told of: a button says so, since opening a page writes nothing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models.telling import Notice


def see_notices(session: Session, member_id: UUID) -> None:
    """Marks all her notices as seen; the same again changes nothing."""
    session.execute(
        update(Notice)
        .where(Notice.member_id == member_id, Notice.seen.is_(False))
        .values(seen=True)
        .execution_options(synchronize_session=False)
    )
