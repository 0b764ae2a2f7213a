"""Sealing one epoch of a team's key to one person; apart, since escrow hands keys on as well."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.vault.boxes import seal_key
from app.models.staff import TeamGrant
from moderation.decisions.desk_person import TeamKey


def seal_grant(session: Session, key: TeamKey, staff_id: UUID, public_key: bytes) -> None:
    """Hand one epoch to one person; an older grant of it is replaced."""
    session.merge(
        TeamGrant(
            staff_id=staff_id,
            team=key.team,
            epoch=key.epoch,
            sealed=seal_key(public_key, key.secret + key.k_match, *grant_context(key, staff_id)),
        )
    )


def grant_context(key: TeamKey, staff_id: UUID) -> tuple[str, ...]:
    """What a grant is bound to: the epoch and the person."""
    return ("grant", key.team, str(key.epoch), str(staff_id))
