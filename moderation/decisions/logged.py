"""Log before show: what was written down first, and only then may be read (security.md 3.14, T32).

The line is its own unit of work, committed before anything is opened (decisions 12). A read
model that shows the words of a case asks for the `Logged` that only this module makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.services import audit
from app.services.audit import Fact


class NotLogged(Exception):
    """The audit log could not be written: nothing is shown."""


@dataclass(frozen=True)
class Logged:
    """Proof that line `seq` is committed: who may now see what."""

    seq: int
    actor: UUID
    action: str
    object_id: UUID

    def allows(self, action: str, object_id: UUID) -> bool:
        """Is this the line for that very act on that very thing?"""
        return (self.action, self.object_id) == (action, object_id)


def log_before_show(
    database: Database,
    *,
    keyring: Keyring,
    actor: UUID,
    action: str,
    object_id: UUID,
    data: Mapping[str, Fact] | None = None,
    now: datetime,
) -> Logged:
    """Write and commit the line. Raises NotLogged: the door answers 503 and shows nothing."""
    try:
        with database.writing() as session:
            seq = audit.append(
                session,
                keyring=keyring,
                actor=actor,
                action=action,
                object_id=object_id,
                data=data,
                now=now,
            )
    except SQLAlchemyError as error:
        raise NotLogged from error
    return Logged(seq, actor, action, object_id)
