"""The register of deletions: how many of what went on which day, by which rule. Nobody is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.models.deletion import Deletion
from app.services import audit
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

PAGE_ROWS = 100


@dataclass(frozen=True)
class Deleted:
    """All of one kind on one day; `rule` is a term of the protocol or of `data/retention.toml`."""

    on_day: date
    kind: str
    rule: str
    rows: int


def read_deletions(
    session: Session, person: DeskPerson, *, most: int | None = PAGE_ROWS
) -> tuple[Deleted, ...]:
    """The newest day first. Raises NotPermitted."""
    require(person.role, Permission.READ_DELETIONS)
    rows = session.execute(
        select(Deletion.on_day, Deletion.kind, Deletion.rule, func.sum(Deletion.rows))
        .group_by(Deletion.on_day, Deletion.kind, Deletion.rule)
        .order_by(Deletion.on_day.desc(), Deletion.kind, Deletion.rule)
        .limit(most)
    )
    return tuple(Deleted(row[0], row[1], row[2], int(row[3])) for row in rows)


def note_export(session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime) -> None:
    """A file leaves the desk: who took it along is in the log."""
    require(person.role, Permission.READ_DELETIONS)
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="deletions_exported", now=now
    )
