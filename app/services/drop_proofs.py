"""Nobody's proof lies here for longer than a week, decided or not (privacy.md 3.11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from app.domain.membership import PROOF_DAYS, UNPROVEN_DAYS
from app.domain.states import ApplicationState
from app.models.member import Application


def drop_proofs(session: Session, *, now: datetime) -> int:
    """Proofs of seven days ago; she keeps her place and gives another with her code."""
    over = update(Application).where(
        Application.proof.is_not(None),
        Application.proof_on <= now.date() - timedelta(days=PROOF_DAYS),
    )
    done = session.execute(over.values(proof=None, sealed_team=None))
    return cast("CursorResult[Any]", done).rowcount


def drop_unproven(session: Session, *, now: datetime) -> int:
    """Applications that waited for her for three months: she does not come back."""
    over = delete(Application).where(
        Application.state == ApplicationState.WAITING,
        Application.proof.is_(None),
        Application.proof_on <= now.date() - timedelta(days=UNPROVEN_DAYS),
    )
    return cast("CursorResult[Any]", session.execute(over)).rowcount
